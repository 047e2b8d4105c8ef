//! The product's chunks. What the browser runs of one is a file of its own, fetched when someone first goes there: the first
//! page brings the shell and its own chunk. On the server a chunk is simply there.

use crate::account::{CodesPage, DeleteAccount, FactorPage, NewPasskey, PasskeyPage, ProfilePage, SecurityPage};
use crate::audit::Audit;
use crate::auth::{
    AskRecovery, ChangeEmail, ChoosePassword, Confirm, Recover, SetUp, SignIn, SignInFactor, UndoEmail, VerifyEmail,
};
use crate::groups::{DeleteGroup, GroupPage, Groups, NewGroup};
use crate::invitations::{AcceptInvitation, Invitations};
use crate::roles::{DeleteRole, NewRole, ReviewRole, RolePage, Roles};
use crate::users::{
    BulkPage, BulkQuestion, EditPanel, ImportPage, ImportsPage, NoUser, PasswordPage, RemovePage, UserPanel, UsersPage,
    WizardDialog,
};
use crate::workspaces::{
    AccessSettings, DeleteWorkspace, DomainSettings, GeneralSettings, Home, LeavePage, NewWorkspacePage,
    OwnershipSettings, SecuritySettings, Workspaces,
};
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos_router::ChooseView;

/// The chunk could not be fetched: the network, or a server that has newer ones by now.
struct Missing;

impl From<SplitLoaderError> for Missing {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

macro_rules! chunk {
    ($(#[$about:meta])* $chunk:ident in $file:ident by $open:ident, $fetch:ident: $($page:ident),+ $(,)?) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug)]
        pub(crate) enum $chunk {
            $($page),+
        }

        #[wasm_split($file, wasm_split_path = ::leptos::wasm_split, preload($fetch), fallible)]
        fn $open(page: $chunk) -> Result<AnyView, Missing> {
            Ok(match page {
                $($chunk::$page => $page().into_any()),+
            })
        }

        impl ChooseView for $chunk {
            async fn choose(self) -> AnyView {
                match $open(self).await {
                    Ok(page) => page,
                    Err(Missing) => instead().await,
                }
            }

            async fn preload(&self) {}
        }
    };
}

chunk! {
    /// Where people come in who are not signed in, or have to prove who they are.
    AuthPages in auth by open_auth, fetch_auth: AcceptInvitation, AskRecovery, ChangeEmail, ChoosePassword, Confirm, VerifyEmail, Recover, SetUp, SignIn,
    SignInFactor, UndoEmail
}

chunk! {
    /// The list of users, and one of them beside it.
    UserList in users by open_users, fetch_users: NoUser, UserPanel, UsersPage
}

chunk! {
    /// What is done to one user or to many.
    UserActions in changes by open_changes, fetch_changes: BulkPage, BulkQuestion, EditPanel, ImportPage, ImportsPage, PasswordPage, RemovePage, WizardDialog
}

chunk! {
    /// Everything else of a workspace, and the list of one's workspaces.
    WorkspacePages in workspace by open_workspace, fetch_workspace: AccessSettings, Audit, DeleteGroup, DeleteRole, DeleteWorkspace, DomainSettings,
    GeneralSettings, GroupPage, Groups, Home, Invitations, LeavePage, NewGroup, NewRole, NewWorkspacePage, OwnershipSettings, ReviewRole, RolePage,
    Roles, SecuritySettings, Workspaces
}

chunk! {
    /// One's own account.
    AccountPages in account by open_account, fetch_account: CodesPage, DeleteAccount, FactorPage, NewPasskey, PasskeyPage, ProfilePage, SecurityPage
}

/// Fetches what the page at this path is made of, so that it can be taken over as it was rendered.
#[cfg(target_arch = "wasm32")]
pub(crate) async fn fetch(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let found = match *parts {
        ["w", _, "users"] => fetch_users().await,
        ["w", _, "users", one] if !matches!(one, "new" | "bulk" | "import") => fetch_users().await,
        ["w", _, "users", ..] => match fetch_users().await {
            Ok(()) => fetch_changes().await,
            failed => failed,
        },
        ["settings", ..] => fetch_account().await,
        [] | ["w" | "workspaces", ..] => fetch_workspace().await,
        _ => fetch_auth().await,
    };
    found.is_ok()
}

/// Has the browser load the page that was asked for whole, which works with any server. Never answers.
async fn instead() -> AnyView {
    #[cfg(target_arch = "wasm32")]
    {
        let url = leptos_router::hooks::use_url().get_untracked();
        let query = if url.search().is_empty() { String::new() } else { format!("?{}", url.search()) };
        let _ = window().location().assign(&format!("{}{query}", url.path()));
    }
    std::future::pending().await
}
