//! The product's chunks. What the browser runs of one is a file of its own, fetched when someone first goes there: the
//! first page brings the shell and its own chunk. On the server a chunk is simply there.

use crate::account::{
    CallsPage, CodesPage, DeleteAccount, FactorPage, LabPage, NewPasskey, NewTokenPage, PasskeyPage, ProfilePage,
    SecurityPage, TokenPage, TokensPage,
};
use crate::audit::Audit;
use crate::auth::{
    AskRecovery, ChangeEmail, ChoosePassword, Confirm, FindProvider, ProviderFailed, Recover, SetUp, SignIn,
    SignInFactor, UndoEmail, VerifyEmail,
};
use crate::billing::{
    Billing, CapsPage, CorrectPage, LedgerPage, MyCreditsPage, NewGrantPage, RequestsPage, StatementPage,
    WorkspaceBillingPage,
};
use crate::connections::IntegrationsPage;
use crate::groups::{DeleteGroup, GroupPage, Groups, NewGroup};
use crate::invitations::{AcceptInvitation, Invitations};
use crate::missing_chunk::MissingChunk;
use crate::roles::{DeleteRole, NewRole, ReviewRole, RolePage, Roles};
use crate::users::{
    BulkPage, BulkQuestion, EditPanel, ImportPage, ImportsPage, NoUser, OnboardingPage, PasswordPage, RemovePage,
    UserPanel, UsersPage, WizardDialog,
};
use crate::workspace_tokens::{NewWorkspaceTokenPage, WorkspaceCallsPage, WorkspaceTokenPage, WorkspaceTokensPage};
use crate::workspaces::{
    AccessSettings, DeleteWorkspace, DomainSettings, GeneralSettings, Home, LabSettings, LeavePage, NewWebhookPage,
    NewWorkspacePage, OwnershipSettings, SecuritySettings, SignInSettings, WebhookDeliveryPage, WebhookPage,
    WebhooksPage, Workspaces,
};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use leptos_router::ChooseView;
use model::urls::Route;

macro_rules! chunk {
    ($(#[$about:meta])* $chunk:ident in $file:ident by $open:ident, $fetch:ident: $($page:ident),+ $(,)?) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug)]
        pub(crate) enum $chunk {
            $($page),+
        }

        impl $chunk {
            #[cfg(feature = "ssr")]
            const FILE: &str = stringify!($file);
        }

        #[wasm_split($file, wasm_split_path = ::leptos::wasm_split, preload($fetch), fallible)]
        fn $open(page: $chunk) -> Result<AnyView, MissingChunk> {
            Ok(match page {
                $($chunk::$page => $page().into_any()),+
            })
        }

        impl ChooseView for $chunk {
            async fn choose(self) -> AnyView {
                match $open(self).await {
                    Ok(page) => page,
                    Err(MissingChunk) => instead().await,
                }
            }

            async fn preload(&self) {}
        }
    };
}

chunk! {
    /// Where people come in who are not signed in, or have to prove who they are.
    AuthPages in auth by open_auth, fetch_auth:
        AcceptInvitation, AskRecovery, ChangeEmail, ChoosePassword, Confirm, VerifyEmail, Recover, SetUp, SignIn,
        SignInFactor, UndoEmail, FindProvider, ProviderFailed
}

chunk! {
    /// The list of users, and one of them beside it.
    UserList in users by open_users, fetch_users: NoUser, UserPanel, UsersPage
}

chunk! {
    /// What is done to one user or to many.
    UserActions in changes by open_changes, fetch_changes:
        BulkPage, BulkQuestion, EditPanel, ImportPage, ImportsPage, OnboardingPage, PasswordPage, RemovePage,
        WizardDialog
}

chunk! {
    /// Home, and the list of one's workspaces.
    HomePages in home by open_home, fetch_home: Home, LeavePage, NewWorkspacePage, Workspaces
}

chunk! {
    /// What people of a workspace are and may, who is to come, and what happened.
    PeoplePages in people by open_people, fetch_people:
        Audit, DeleteGroup, DeleteRole, GroupPage, Groups, Invitations, NewGroup, NewRole, ReviewRole, RolePage, Roles
}

chunk! {
    /// A workspace's own settings.
    SettingsPages in settings by open_settings, fetch_settings:
        AccessSettings, DeleteWorkspace, DomainSettings, GeneralSettings, LabSettings, NewWebhookPage,
        OwnershipSettings, SecuritySettings, SignInSettings, WebhookDeliveryPage, WebhookPage, WebhooksPage
}

chunk! {
    /// One's own profile, what it is connected to, and the features that one tries.
    ProfilePages in profile by open_profile, fetch_profile: DeleteAccount, IntegrationsPage, LabPage, ProfilePage
}

chunk! {
    /// How one's own account is secured; tokens, also those of a workspace, which are made of the same parts.
    SecurityPages in security by open_security, fetch_security:
        CallsPage, CodesPage, FactorPage, NewPasskey, NewTokenPage, NewWorkspaceTokenPage, PasskeyPage, SecurityPage,
        TokenPage, TokensPage, WorkspaceCallsPage, WorkspaceTokenPage, WorkspaceTokensPage
}

chunk! {
    /// Credits: of one's own account and of a workspace.
    BillingPages in billing by open_billing, fetch_billing:
        Billing, CapsPage, CorrectPage, LedgerPage, MyCreditsPage, NewGrantPage, RequestsPage, StatementPage,
        WorkspaceBillingPage
}

/// A file of the WASM.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Chunk {
    Auth,
    Users,
    UserActions,
    Home,
    People,
    Settings,
    Profile,
    Security,
    Billing,
}

#[cfg(feature = "ssr")]
impl Chunk {
    /// The name that its file was split with.
    pub(crate) const fn file(self) -> &'static str {
        match self {
            Self::Auth => AuthPages::FILE,
            Self::Users => UserList::FILE,
            Self::UserActions => UserActions::FILE,
            Self::Home => HomePages::FILE,
            Self::People => PeoplePages::FILE,
            Self::Settings => SettingsPages::FILE,
            Self::Profile => ProfilePages::FILE,
            Self::Security => SecurityPages::FILE,
            Self::Billing => BillingPages::FILE,
        }
    }
}

/// What the page at this path is made of.
pub(crate) fn chunks_at(path: &str) -> &'static [Chunk] {
    Route::of(path).map(chunks_of).unwrap_or_default()
}

/// What the page at a route is made of; nothing where none is drawn: forms, files and redirects.
pub(crate) fn chunks_of(route: Route) -> &'static [Chunk] {
    match route {
        Route::SetUp
        | Route::SignIn
        | Route::SignInFactor
        | Route::ChoosePassword
        | Route::Confirm
        | Route::AskRecovery
        | Route::Recover
        | Route::UndoEmail
        | Route::ChangeEmail
        | Route::VerifyEmail
        | Route::AcceptInvitation
        | Route::FindProvider
        | Route::ProviderFailed => &[Chunk::Auth],
        Route::Users | Route::UserViews | Route::UserColumns | Route::User => &[Chunk::Users],
        Route::NewUser
        | Route::EditUser
        | Route::UserPassword
        | Route::RemoveUser
        | Route::ScheduleOnboarding
        | Route::BulkQuestion
        | Route::BulkJob
        | Route::Imports
        | Route::Import => &[Chunk::Users, Chunk::UserActions],
        Route::Home | Route::Workspaces | Route::NewWorkspace | Route::Workspace | Route::LeaveWorkspace => {
            &[Chunk::Home]
        }
        Route::Invitations
        | Route::Roles
        | Route::NewRole
        | Route::Role
        | Route::ReviewRole
        | Route::DeleteRole
        | Route::Groups
        | Route::NewGroup
        | Route::Group
        | Route::DeleteGroup
        | Route::Audit => &[Chunk::People],
        Route::WorkspaceSettings
        | Route::AccessSettings
        | Route::SecuritySettings
        | Route::DomainSettings
        | Route::SignInSettings
        | Route::LabSettings
        | Route::OwnershipSettings
        | Route::DeleteWorkspace
        | Route::Webhooks
        | Route::NewWebhook
        | Route::Webhook
        | Route::WebhookDelivery => &[Chunk::Settings],
        Route::Profile | Route::DeleteAccount | Route::Integrations | Route::Lab => &[Chunk::Profile],
        Route::Security
        | Route::SecondFactor
        | Route::RecoveryCodes
        | Route::NewPasskey
        | Route::Passkey
        | Route::Tokens
        | Route::NewToken
        | Route::Token
        | Route::TokenCalls
        | Route::WorkspaceTokens
        | Route::NewWorkspaceToken
        | Route::WorkspaceCalls
        | Route::WorkspaceToken => &[Chunk::Security],
        Route::Billing
        | Route::MyCredits
        | Route::WorkspaceBilling
        | Route::NewGrant
        | Route::Ledger
        | Route::CorrectEntry
        | Route::CreditCaps
        | Route::CreditRequests
        | Route::Statement => &[Chunk::Billing],
        Route::SignOut
        | Route::SignInAtProvider
        | Route::ProviderCallback
        | Route::ProviderLogout
        | Route::ConnectionCallback
        | Route::ThemePreference
        | Route::LanguagePreference
        | Route::CsvPreference
        | Route::Notifications
        | Route::Avatar
        | Route::AccountData
        | Route::Me
        | Route::DownloadMyEntries
        | Route::DownloadLedger
        | Route::DownloadAudit
        | Route::DownloadUsers
        | Route::ImportSample
        | Route::ImportRejected
        | Route::ImportLinks => &[],
    }
}

/// Fetches what the page at this path is made of, so that it can be taken over as it was rendered.
#[cfg(target_arch = "wasm32")]
pub(crate) async fn fetch(path: &str) -> bool {
    for chunk in chunks_at(path) {
        let fetched = match chunk {
            Chunk::Auth => fetch_auth().await,
            Chunk::Users => fetch_users().await,
            Chunk::UserActions => fetch_changes().await,
            Chunk::Home => fetch_home().await,
            Chunk::People => fetch_people().await,
            Chunk::Settings => fetch_settings().await,
            Chunk::Profile => fetch_profile().await,
            Chunk::Security => fetch_security().await,
            Chunk::Billing => fetch_billing().await,
        };
        if fetched.is_err() {
            return false;
        }
    }
    true
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
