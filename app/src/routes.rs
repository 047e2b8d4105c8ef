//! The map of the product.

use crate::chunks::{AccountPages, AuthPages, UserActions, UserList, WorkspacePages};
use crate::errors::ErrorPage;
use crate::shell::Shell;
use crate::state::{MyPicture, State};
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
                <Route path=path!("/setup") view=AuthPages::SetUp ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=AuthPages::SignIn ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/factor") view=AuthPages::SignInFactor ssr=SsrMode::Async/>
                <Route path=path!("/choose-password") view=AuthPages::ChoosePassword ssr=SsrMode::Async/>
                <Route path=path!("/confirm") view=AuthPages::Confirm ssr=SsrMode::Async/>
                <Route path=path!("/recover") view=AuthPages::AskRecovery ssr=SsrMode::Async/>
                <Route path=path!("/recover/:token") view=AuthPages::Recover ssr=SsrMode::Async/>
                <Route path=path!("/email/undo/:token") view=AuthPages::UndoEmail ssr=SsrMode::Async/>
                <Route path=path!("/email/:token") view=AuthPages::ChangeEmail ssr=SsrMode::Async/>
                <Route path=path!("/prove/:token") view=AuthPages::VerifyEmail ssr=SsrMode::Async/>
                <Route path=path!("/invitations/:token") view=AuthPages::AcceptInvitation ssr=SsrMode::Async/>
                <ParentRoute path=path!("/") view=Shell ssr=SsrMode::Async>
                    <Route path=path!("/") view=WorkspacePages::Workspaces ssr=SsrMode::Async/>
                    <Route path=path!("/workspaces") view=WorkspacePages::Workspaces ssr=SsrMode::Async/>
                    <Route path=path!("/workspaces/new") view=WorkspacePages::NewWorkspacePage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/profile") view=AccountPages::ProfilePage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security") view=AccountPages::SecurityPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/factor") view=AccountPages::FactorPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/codes") view=AccountPages::CodesPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/passkeys/new") view=AccountPages::NewPasskey ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/passkeys/:id") view=AccountPages::PasskeyPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/delete") view=AccountPages::DeleteAccount ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug") view=WorkspacePages::Home ssr=SsrMode::Async/>
                    // Before the one that takes any id.
                    <Route path=path!("/w/:slug/users/bulk") view=UserActions::BulkQuestion ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/users/bulk/:job") view=UserActions::BulkPage ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/users/import") view=UserActions::ImportsPage ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/users/import/:job") view=UserActions::ImportPage ssr=SsrMode::Async/>
                    <ParentRoute path=path!("/w/:slug/users") view=UserList::UsersPage ssr=SsrMode::Async>
                        // What came back of the list's own forms.
                        <Route path=path!("/views") view=UserList::NoUser ssr=SsrMode::Async/>
                        <Route path=path!("/columns") view=UserList::NoUser ssr=SsrMode::Async/>
                        <Route path=path!("/") view=UserList::NoUser ssr=SsrMode::Async/>
                        <Route path=path!("/new") view=UserActions::WizardDialog ssr=SsrMode::Async/>
                        <Route path=path!("/:id") view=UserList::UserPanel ssr=SsrMode::Async/>
                        <Route path=path!("/:id/edit") view=UserActions::EditPanel ssr=SsrMode::Async/>
                        <Route path=path!("/:id/password") view=UserActions::PasswordPage ssr=SsrMode::Async/>
                        <Route path=path!("/:id/remove") view=UserActions::RemovePage ssr=SsrMode::Async/>
                    </ParentRoute>
                    <Route path=path!("/w/:slug/invitations") view=WorkspacePages::Invitations ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles") view=WorkspacePages::Roles ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles/new") view=WorkspacePages::NewRole ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles/:id") view=WorkspacePages::RolePage ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles/:id/review") view=WorkspacePages::ReviewRole ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles/:id/delete") view=WorkspacePages::DeleteRole ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/groups") view=WorkspacePages::Groups ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/groups/new") view=WorkspacePages::NewGroup ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/groups/:id") view=WorkspacePages::GroupPage ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/groups/:id/delete") view=WorkspacePages::DeleteGroup ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/audit") view=WorkspacePages::Audit ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings") view=WorkspacePages::GeneralSettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/access") view=WorkspacePages::AccessSettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/security") view=WorkspacePages::SecuritySettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/domains") view=WorkspacePages::DomainSettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/ownership") view=WorkspacePages::OwnershipSettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/delete") view=WorkspacePages::DeleteWorkspace ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/leave") view=WorkspacePages::LeavePage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// The server's state; in the browser it comes with the page.
fn given() -> State {
    #[cfg(feature = "ssr")]
    return crate::request::given_state();
    #[cfg(not(feature = "ssr"))]
    State::default()
}

/// Titles are not escaped where they are rendered on the server, and people's names are in them.
fn plain_title(title: &str) -> String {
    let plain: String = title.chars().filter(|c| !matches!(c, '<' | '>' | '&')).collect();
    if plain.is_empty() { "Roster".to_owned() } else { format!("{plain} · Roster") }
}
