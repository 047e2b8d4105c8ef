//! The map of the product.

use crate::chunks::{
    AuthPages, BillingPages, HomePages, PeoplePages, ProfilePages, SecurityPages, SettingsPages, UserActions, UserList,
};
use crate::errors::ErrorPage;
use crate::shell::Shell;
use crate::state::{MyPicture, State};
use crate::wire::PostcardBytes;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::SsrMode::Async;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{ParamSegment, PartialPathMatch, PathSegment, PossibleRouteMatch, StaticSegment};
use model::{Error, urls};

/// The whole page. Rendered in one piece ([`Async`]): its status is right, and it is whole where no script runs.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let state = SharedValue::<_, PostcardBytes>::new_with_encoding(given).into_inner();
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
                <Route path=at(urls::Route::SetUp) view=AuthPages::SetUp ssr=Async/>
                <Route path=at(urls::Route::SignIn) view=AuthPages::SignIn ssr=Async/>
                <Route path=at(urls::Route::FindProvider) view=AuthPages::FindProvider ssr=Async/>
                <Route path=at(urls::Route::ProviderFailed) view=AuthPages::ProviderFailed ssr=Async/>
                <Route path=at(urls::Route::SignInFactor) view=AuthPages::SignInFactor ssr=Async/>
                <Route path=at(urls::Route::ChoosePassword) view=AuthPages::ChoosePassword ssr=Async/>
                <Route path=at(urls::Route::Confirm) view=AuthPages::Confirm ssr=Async/>
                <Route path=at(urls::Route::AskRecovery) view=AuthPages::AskRecovery ssr=Async/>
                <Route path=at(urls::Route::Recover) view=AuthPages::Recover ssr=Async/>
                <Route path=at(urls::Route::UndoEmail) view=AuthPages::UndoEmail ssr=Async/>
                <Route path=at(urls::Route::ChangeEmail) view=AuthPages::ChangeEmail ssr=Async/>
                <Route path=at(urls::Route::VerifyEmail) view=AuthPages::VerifyEmail ssr=Async/>
                <Route path=at(urls::Route::AcceptInvitation) view=AuthPages::AcceptInvitation ssr=Async/>
                <ParentRoute path=at(urls::Route::Home) view=Shell ssr=Async>
                    <Route path=at(urls::Route::Home) view=HomePages::Workspaces ssr=Async/>
                    <Route path=at(urls::Route::Workspaces) view=HomePages::Workspaces ssr=Async/>
                    <Route path=at(urls::Route::NewWorkspace) view=HomePages::NewWorkspacePage ssr=Async/>
                    <Route path=at(urls::Route::Profile) view=ProfilePages::ProfilePage ssr=Async/>
                    <Route path=at(urls::Route::Security) view=SecurityPages::SecurityPage ssr=Async/>
                    <Route path=at(urls::Route::SecondFactor) view=SecurityPages::FactorPage ssr=Async/>
                    <Route path=at(urls::Route::RecoveryCodes) view=SecurityPages::CodesPage ssr=Async/>
                    <Route path=at(urls::Route::NewPasskey) view=SecurityPages::NewPasskey ssr=Async/>
                    <Route path=at(urls::Route::Passkey) view=SecurityPages::PasskeyPage ssr=Async/>
                    <Route path=at(urls::Route::DeleteAccount) view=ProfilePages::DeleteAccount ssr=Async/>
                    <Route path=at(urls::Route::Integrations) view=ProfilePages::IntegrationsPage ssr=Async/>
                    <Route path=at(urls::Route::Lab) view=ProfilePages::LabPage ssr=Async/>
                    <Route path=at(urls::Route::Tokens) view=SecurityPages::TokensPage ssr=Async/>
                    <Route path=at(urls::Route::NewToken) view=SecurityPages::NewTokenPage ssr=Async/>
                    <Route path=at(urls::Route::Token) view=SecurityPages::TokenPage ssr=Async/>
                    <Route path=at(urls::Route::TokenCalls) view=SecurityPages::CallsPage ssr=Async/>
                    <Route path=at(urls::Route::Billing) view=BillingPages::Billing ssr=Async/>
                    <Route path=at(urls::Route::MyCredits) view=BillingPages::MyCreditsPage ssr=Async/>
                    <Route path=at(urls::Route::Workspace) view=HomePages::Home ssr=Async/>
                    // Before the one that takes any id.
                    <Route path=at(urls::Route::BulkQuestion) view=UserActions::BulkQuestion ssr=Async/>
                    <Route path=at(urls::Route::BulkJob) view=UserActions::BulkPage ssr=Async/>
                    <Route path=at(urls::Route::Imports) view=UserActions::ImportsPage ssr=Async/>
                    <Route path=at(urls::Route::Import) view=UserActions::ImportPage ssr=Async/>
                    <ParentRoute path=at(urls::Route::Users) view=UserList::UsersPage ssr=Async>
                        // What came back of the list's own forms.
                        <Route path=users(urls::Route::UserViews) view=UserList::NoUser ssr=Async/>
                        <Route path=users(urls::Route::UserColumns) view=UserList::NoUser ssr=Async/>
                        <Route path=users(urls::Route::Users) view=UserList::NoUser ssr=Async/>
                        <Route path=users(urls::Route::NewUser) view=UserActions::WizardDialog ssr=Async/>
                        <Route path=users(urls::Route::User) view=UserList::UserPanel ssr=Async/>
                        <Route path=users(urls::Route::EditUser) view=UserActions::EditPanel ssr=Async/>
                        <Route path=users(urls::Route::UserPassword) view=UserActions::PasswordPage ssr=Async/>
                        <Route path=users(urls::Route::ScheduleOnboarding) view=UserActions::OnboardingPage ssr=Async/>
                        <Route path=users(urls::Route::RemoveUser) view=UserActions::RemovePage ssr=Async/>
                    </ParentRoute>
                    <Route path=at(urls::Route::Invitations) view=PeoplePages::Invitations ssr=Async/>
                    <Route path=at(urls::Route::Roles) view=PeoplePages::Roles ssr=Async/>
                    <Route path=at(urls::Route::NewRole) view=PeoplePages::NewRole ssr=Async/>
                    <Route path=at(urls::Route::Role) view=PeoplePages::RolePage ssr=Async/>
                    <Route path=at(urls::Route::ReviewRole) view=PeoplePages::ReviewRole ssr=Async/>
                    <Route path=at(urls::Route::DeleteRole) view=PeoplePages::DeleteRole ssr=Async/>
                    <Route path=at(urls::Route::Groups) view=PeoplePages::Groups ssr=Async/>
                    <Route path=at(urls::Route::NewGroup) view=PeoplePages::NewGroup ssr=Async/>
                    <Route path=at(urls::Route::Group) view=PeoplePages::GroupPage ssr=Async/>
                    <Route path=at(urls::Route::DeleteGroup) view=PeoplePages::DeleteGroup ssr=Async/>
                    <Route path=at(urls::Route::Audit) view=PeoplePages::Audit ssr=Async/>
                    <Route path=at(urls::Route::WorkspaceSettings) view=SettingsPages::GeneralSettings ssr=Async/>
                    <Route path=at(urls::Route::AccessSettings) view=SettingsPages::AccessSettings ssr=Async/>
                    <Route path=at(urls::Route::SecuritySettings) view=SettingsPages::SecuritySettings ssr=Async/>
                    <Route path=at(urls::Route::DomainSettings) view=SettingsPages::DomainSettings ssr=Async/>
                    <Route path=at(urls::Route::SignInSettings) view=SettingsPages::SignInSettings ssr=Async/>
                    <Route path=at(urls::Route::Webhooks) view=SettingsPages::WebhooksPage ssr=Async/>
                    <Route path=at(urls::Route::NewWebhook) view=SettingsPages::NewWebhookPage ssr=Async/>
                    <Route path=at(urls::Route::Webhook) view=SettingsPages::WebhookPage ssr=Async/>
                    <Route path=at(urls::Route::WebhookDelivery) view=SettingsPages::WebhookDeliveryPage ssr=Async/>
                    <Route path=at(urls::Route::WorkspaceTokens) view=SecurityPages::WorkspaceTokensPage ssr=Async/>
                    <Route path=at(urls::Route::NewWorkspaceToken) view=SecurityPages::NewWorkspaceTokenPage ssr=Async/>
                    <Route path=at(urls::Route::WorkspaceCalls) view=SecurityPages::WorkspaceCallsPage ssr=Async/>
                    <Route path=at(urls::Route::WorkspaceToken) view=SecurityPages::WorkspaceTokenPage ssr=Async/>
                    <Route path=at(urls::Route::LabSettings) view=SettingsPages::LabSettings ssr=Async/>
                    <Route path=at(urls::Route::WorkspaceBilling) view=BillingPages::WorkspaceBillingPage ssr=Async/>
                    <Route path=at(urls::Route::NewGrant) view=BillingPages::NewGrantPage ssr=Async/>
                    <Route path=at(urls::Route::Ledger) view=BillingPages::LedgerPage ssr=Async/>
                    <Route path=at(urls::Route::CorrectEntry) view=BillingPages::CorrectPage ssr=Async/>
                    <Route path=at(urls::Route::CreditCaps) view=BillingPages::CapsPage ssr=Async/>
                    <Route path=at(urls::Route::CreditRequests) view=BillingPages::RequestsPage ssr=Async/>
                    <Route path=at(urls::Route::Statement) view=BillingPages::StatementPage ssr=Async/>
                    <Route path=at(urls::Route::OwnershipSettings) view=SettingsPages::OwnershipSettings ssr=Async/>
                    <Route path=at(urls::Route::DeleteWorkspace) view=SettingsPages::DeleteWorkspace ssr=Async/>
                    <Route path=at(urls::Route::LeaveWorkspace) view=HomePages::LeavePage ssr=Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// A route's pattern, as the router matches it. Leptos' own `path!` takes nothing but literals.
#[derive(Clone, Debug)]
struct Pattern(Vec<Segment>);

#[derive(Clone, Debug)]
enum Segment {
    Static(StaticSegment<&'static str>),
    Param(ParamSegment),
}

fn at(route: urls::Route) -> Pattern {
    segments(route.pattern())
}

/// A route inside that of the list of users.
fn users(route: urls::Route) -> Pattern {
    segments(route.pattern().strip_prefix(urls::Route::Users.pattern()).unwrap_or_default())
}

fn segments(pattern: &'static str) -> Pattern {
    let segment = |part: &'static str| match part.strip_prefix(':') {
        Some(name) => Segment::Param(ParamSegment(name)),
        None => Segment::Static(StaticSegment(part)),
    };
    Pattern(pattern.split('/').filter(|part| !part.is_empty()).map(segment).collect())
}

impl PossibleRouteMatch for Pattern {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let (mut remaining, mut params) = (path, Vec::new());
        for segment in &self.0 {
            let found = match segment {
                Segment::Static(segment) => segment.test(remaining),
                Segment::Param(segment) => segment.test(remaining),
            }?;
            remaining = found.remaining();
            params.extend(found.params());
        }
        Some(PartialPathMatch::new(remaining, params, &path[..path.len() - remaining.len()]))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        for segment in &self.0 {
            match segment {
                Segment::Static(segment) => segment.generate_path(path),
                Segment::Param(segment) => segment.generate_path(path),
            }
        }
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

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::chunks::chunks_of;
    use std::collections::BTreeSet;

    #[test]
    fn the_router_has_exactly_the_routes_that_chunks_draw() {
        let listed = leptos_axum::generate_route_list(App);
        let routed: BTreeSet<String> = listed.iter().map(|route| route.path().replace(['{', '}'], "")).collect();
        let drawn = urls::Route::ALL.iter().filter(|route| !chunks_of(**route).is_empty());
        let drawn: BTreeSet<String> = drawn.map(|route| route.pattern().replace(':', "")).collect();
        assert_eq!(routed, drawn);
    }
}
