//! The map of the product.

use crate::errors::ErrorPage;
use crate::rooms::{Changes, Doors, Elsewhere, People};
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
                <Route path=path!("/setup") view=Doors::SetUp ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=Doors::SignIn ssr=SsrMode::Async/>
                <Route path=path!("/sign-in/factor") view=Doors::SignInFactor ssr=SsrMode::Async/>
                <Route path=path!("/choose-password") view=Doors::ChoosePassword ssr=SsrMode::Async/>
                <Route path=path!("/confirm") view=Doors::Confirm ssr=SsrMode::Async/>
                <Route path=path!("/recover") view=Doors::AskRecovery ssr=SsrMode::Async/>
                <Route path=path!("/recover/:token") view=Doors::Recover ssr=SsrMode::Async/>
                <Route path=path!("/email/undo/:token") view=Doors::UndoEmail ssr=SsrMode::Async/>
                <Route path=path!("/email/:token") view=Doors::ChangeEmail ssr=SsrMode::Async/>
                <Route path=path!("/prove/:token") view=Doors::Prove ssr=SsrMode::Async/>
                <Route path=path!("/invitations/:token") view=Doors::AcceptInvitation ssr=SsrMode::Async/>
                <ParentRoute path=path!("/") view=Shell ssr=SsrMode::Async>
                    <Route path=path!("/") view=Elsewhere::Workspaces ssr=SsrMode::Async/>
                    <Route path=path!("/workspaces") view=Elsewhere::Workspaces ssr=SsrMode::Async/>
                    <Route path=path!("/workspaces/new") view=Elsewhere::NewWorkspacePage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/profile") view=Elsewhere::ProfilePage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security") view=Elsewhere::SecurityPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/factor") view=Elsewhere::FactorPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/codes") view=Elsewhere::CodesPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/passkeys/new") view=Elsewhere::NewPasskey ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/passkeys/:id") view=Elsewhere::PasskeyPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/security/delete") view=Elsewhere::DeleteAccount ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug") view=Elsewhere::Home ssr=SsrMode::Async/>
                    // Before the one that takes any id.
                    <Route path=path!("/w/:slug/users/bulk") view=Changes::BulkQuestion ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/users/bulk/:job") view=Changes::BulkPage ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/users/import") view=Changes::ImportsPage ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/users/import/:job") view=Changes::ImportPage ssr=SsrMode::Async/>
                    <ParentRoute path=path!("/w/:slug/users") view=People::UsersPage ssr=SsrMode::Async>
                        // What came back of the list's own forms.
                        <Route path=path!("/views") view=People::NoUser ssr=SsrMode::Async/>
                        <Route path=path!("/likes") view=People::NoUser ssr=SsrMode::Async/>
                        <Route path=path!("/") view=People::NoUser ssr=SsrMode::Async/>
                        <Route path=path!("/new") view=Changes::WizardDialog ssr=SsrMode::Async/>
                        <Route path=path!("/:id") view=People::UserPanel ssr=SsrMode::Async/>
                        <Route path=path!("/:id/edit") view=Changes::EditPanel ssr=SsrMode::Async/>
                        <Route path=path!("/:id/password") view=Changes::PasswordPage ssr=SsrMode::Async/>
                        <Route path=path!("/:id/remove") view=Changes::RemovePage ssr=SsrMode::Async/>
                    </ParentRoute>
                    <Route path=path!("/w/:slug/invitations") view=Elsewhere::Invitations ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles") view=Elsewhere::Roles ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles/new") view=Elsewhere::NewRole ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles/:id") view=Elsewhere::RolePage ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles/:id/review") view=Elsewhere::ReviewRole ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/roles/:id/delete") view=Elsewhere::DeleteRole ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/groups") view=Elsewhere::Groups ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/groups/new") view=Elsewhere::NewGroup ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/groups/:id") view=Elsewhere::GroupPage ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/groups/:id/delete") view=Elsewhere::DeleteGroup ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/audit") view=Elsewhere::Audit ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings") view=Elsewhere::GeneralSettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/access") view=Elsewhere::AccessSettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/security") view=Elsewhere::SecuritySettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/domains") view=Elsewhere::DomainSettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/ownership") view=Elsewhere::OwnershipSettings ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/settings/delete") view=Elsewhere::DeleteWorkspace ssr=SsrMode::Async/>
                    <Route path=path!("/w/:slug/leave") view=Elsewhere::LeavePage ssr=SsrMode::Async/>
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
