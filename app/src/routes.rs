//! The map of the product.

use crate::audit::Audit;
use crate::auth::{
    AskRecovery, ChangeEmail, ChoosePassword, Confirm, Prove, Recover, SetUp, SignIn, SignInFactor, UndoEmail,
};
use crate::errors::ErrorPage;
use crate::groups::{DeleteGroup, GroupPage, Groups, NewGroup};
use crate::invitations::{AcceptInvitation, Invitations};
use crate::panel::{CodesPage, DeleteAccount, FactorPage, NewPasskey, PasskeyPage, ProfilePage, SecurityPage};
use crate::roles::{DeleteRole, NewRole, ReviewRole, RolePage, Roles};
use crate::shell::Shell;
use crate::state::{MyPicture, State};
use crate::users::{
    BulkPage, BulkQuestion, EditPanel, ImportPage, ImportsPage, NoUser, PasswordPage, RemovePage, UserPanel, UsersPage,
    WizardDialog,
};
use crate::workspaces::{
    AccessSettings, DeleteWorkspace, DomainSettings, GeneralSettings, Home, LeavePage, NewWorkspacePage,
    OwnershipSettings, SecuritySettings, Workspaces,
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};
use model::Error;

/// The whole page. Rendered in one piece (`SsrMode::Async`): its status is right, and it is whole where no script runs.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let state = SharedValue::new(given).into_inner();
    let problem = state.problem.clone();
    provide_context(MyPicture::given(&state));
    provide_context(StoredValue::new(state));
    view! {
        <Title formatter=|title: String| plain_title(&title)/>
        {match problem {
            Some(error) => view! { <ErrorPage error=error/> }.into_any(),
            None => view! { <Pages/> }.into_any(),
        }}
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=|| view! { <ErrorPage error=Error::NotFound/> }>
                <Route path=path!("/setup") view=SetUp ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=SignIn ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/factor") view=SignInFactor ssr=SsrMode::Async/>
                <Route path=path!("/choose-password") view=ChoosePassword ssr=SsrMode::Async/>
                <Route path=path!("/confirm") view=Confirm ssr=SsrMode::Async/>
                <Route path=path!("/recover") view=AskRecovery ssr=SsrMode::Async/>
                <Route path=path!("/recover/:token") view=Recover ssr=SsrMode::Async/>
                <Route path=path!("/email/undo/:token") view=UndoEmail ssr=SsrMode::Async/>
                <Route path=path!("/email/:token") view=ChangeEmail ssr=SsrMode::Async/>
                <Route path=path!("/prove/:token") view=Prove ssr=SsrMode::Async/>
                <Route path=path!("/invitations/:token") view=AcceptInvitation ssr=SsrMode::Async/>
                <ParentRoute path=path!("/") view=Shell ssr=SsrMode::Async>
                    <Route path=path!("/") view=Workspaces ssr=SsrMode::Async/>
                    <Route path=path!("/workspaces") view=Workspaces ssr=SsrMode::Async/>
                    <Route path=path!("/workspaces/new") view=NewWorkspacePage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/profile") view=ProfilePage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security") view=SecurityPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/factor") view=FactorPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/codes") view=CodesPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/passkeys/new") view=NewPasskey ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/passkeys/:id") view=PasskeyPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/delete") view=DeleteAccount ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug") view=Home ssr=SsrMode::Async/>
                    // Before the one that takes any id.
                    <Route path=path!("/w/:slug/users/bulk") view=BulkQuestion ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/users/bulk/:job") view=BulkPage ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/users/import") view=ImportsPage ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/users/import/:job") view=ImportPage ssr=SsrMode::Async/>
                    <ParentRoute path=path!("/w/:slug/users") view=UsersPage ssr=SsrMode::Async>
                        <Route path=path!("/") view=NoUser ssr=SsrMode::Async/>
                        <Route path=path!("/new") view=WizardDialog ssr=SsrMode::Async/>
                        <Route path=path!("/:id") view=UserPanel ssr=SsrMode::Async/>
                        <Route path=path!("/:id/edit") view=EditPanel ssr=SsrMode::Async/>
                        <Route path=path!("/:id/password") view=PasswordPage ssr=SsrMode::Async/>
                        <Route path=path!("/:id/remove") view=RemovePage ssr=SsrMode::Async/>
                    </ParentRoute>
                    <Route path=path!("/w/:slug/invitations") view=Invitations ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles") view=Roles ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles/new") view=NewRole ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles/:id") view=RolePage ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles/:id/review") view=ReviewRole ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles/:id/delete") view=DeleteRole ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/groups") view=Groups ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/groups/new") view=NewGroup ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/groups/:id") view=GroupPage ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/groups/:id/delete") view=DeleteGroup ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/audit") view=Audit ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings") view=GeneralSettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/access") view=AccessSettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/security") view=SecuritySettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/domains") view=DomainSettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/ownership") view=OwnershipSettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/delete") view=DeleteWorkspace ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/leave") view=LeavePage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// The server's state; in the browser it comes with the page.
fn given() -> State {
    #[cfg(feature = "ssr")]
    return crate::visit::given_state();
    #[cfg(not(feature = "ssr"))]
    State::default()
}

/// Titles are not escaped where they are rendered on the server, and people's names are in them.
fn plain_title(title: &str) -> String {
    let plain: String = title.chars().filter(|c| !matches!(c, '<' | '>' | '&')).collect();
    if plain.is_empty() { "Roster".to_owned() } else { format!("{plain} · Roster") }
}
