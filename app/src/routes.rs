//! The map of the product.

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
use crate::errors::ErrorPage;
use crate::groups::{DeleteGroup, GroupPage, Groups, NewGroup};
use crate::invitations::{AcceptInvitation, Invitations};
use crate::request::given_state;
use crate::roles::{DeleteRole, NewRole, ReviewRole, RolePage, Roles};
use crate::shell::Shell;
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
use leptos_meta::{Title, provide_meta_context};
use leptos_router::SsrMode::Async;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{ParamSegment, PartialPathMatch, PathSegment, PossibleRouteMatch, StaticSegment};
use model::{Error, urls};

/// The whole page. Rendered in one piece ([`Async`]): its status is right, and it is whole where no script runs.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let state = given_state();
    let problem = state.problem.clone();
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
                <Route path=at(urls::Route::SetUp) view=SetUp ssr=Async/>
                <Route path=at(urls::Route::SignIn) view=SignIn ssr=Async/>
                <Route path=at(urls::Route::FindProvider) view=FindProvider ssr=Async/>
                <Route path=at(urls::Route::ProviderFailed) view=ProviderFailed ssr=Async/>
                <Route path=at(urls::Route::SignInFactor) view=SignInFactor ssr=Async/>
                <Route path=at(urls::Route::ChoosePassword) view=ChoosePassword ssr=Async/>
                <Route path=at(urls::Route::Confirm) view=Confirm ssr=Async/>
                <Route path=at(urls::Route::AskRecovery) view=AskRecovery ssr=Async/>
                <Route path=at(urls::Route::Recover) view=Recover ssr=Async/>
                <Route path=at(urls::Route::UndoEmail) view=UndoEmail ssr=Async/>
                <Route path=at(urls::Route::ChangeEmail) view=ChangeEmail ssr=Async/>
                <Route path=at(urls::Route::VerifyEmail) view=VerifyEmail ssr=Async/>
                <Route path=at(urls::Route::AcceptInvitation) view=AcceptInvitation ssr=Async/>
                <ParentRoute path=at(urls::Route::Home) view=Shell ssr=Async>
                    <Route path=at(urls::Route::Home) view=Workspaces ssr=Async/>
                    <Route path=at(urls::Route::Workspaces) view=Workspaces ssr=Async/>
                    <Route path=at(urls::Route::NewWorkspace) view=NewWorkspacePage ssr=Async/>
                    <Route path=at(urls::Route::Profile) view=ProfilePage ssr=Async/>
                    <Route path=at(urls::Route::Security) view=SecurityPage ssr=Async/>
                    <Route path=at(urls::Route::SecondFactor) view=FactorPage ssr=Async/>
                    <Route path=at(urls::Route::RecoveryCodes) view=CodesPage ssr=Async/>
                    <Route path=at(urls::Route::NewPasskey) view=NewPasskey ssr=Async/>
                    <Route path=at(urls::Route::Passkey) view=PasskeyPage ssr=Async/>
                    <Route path=at(urls::Route::DeleteAccount) view=DeleteAccount ssr=Async/>
                    <Route path=at(urls::Route::Integrations) view=IntegrationsPage ssr=Async/>
                    <Route path=at(urls::Route::Lab) view=LabPage ssr=Async/>
                    <Route path=at(urls::Route::Tokens) view=TokensPage ssr=Async/>
                    <Route path=at(urls::Route::NewToken) view=NewTokenPage ssr=Async/>
                    <Route path=at(urls::Route::Token) view=TokenPage ssr=Async/>
                    <Route path=at(urls::Route::TokenCalls) view=CallsPage ssr=Async/>
                    <Route path=at(urls::Route::Billing) view=Billing ssr=Async/>
                    <Route path=at(urls::Route::MyCredits) view=MyCreditsPage ssr=Async/>
                    <Route path=at(urls::Route::Workspace) view=Home ssr=Async/>
                    // Before the one that takes any id.
                    <Route path=at(urls::Route::BulkQuestion) view=BulkQuestion ssr=Async/>
                    <Route path=at(urls::Route::BulkJob) view=BulkPage ssr=Async/>
                    <Route path=at(urls::Route::Imports) view=ImportsPage ssr=Async/>
                    <Route path=at(urls::Route::Import) view=ImportPage ssr=Async/>
                    <ParentRoute path=at(urls::Route::Users) view=UsersPage ssr=Async>
                        // What came back of the list's own forms.
                        <Route path=users(urls::Route::UserViews) view=NoUser ssr=Async/>
                        <Route path=users(urls::Route::UserColumns) view=NoUser ssr=Async/>
                        <Route path=users(urls::Route::Users) view=NoUser ssr=Async/>
                        <Route path=users(urls::Route::NewUser) view=WizardDialog ssr=Async/>
                        <Route path=users(urls::Route::User) view=UserPanel ssr=Async/>
                        <Route path=users(urls::Route::EditUser) view=EditPanel ssr=Async/>
                        <Route path=users(urls::Route::UserPassword) view=PasswordPage ssr=Async/>
                        <Route path=users(urls::Route::ScheduleOnboarding) view=OnboardingPage ssr=Async/>
                        <Route path=users(urls::Route::RemoveUser) view=RemovePage ssr=Async/>
                    </ParentRoute>
                    <Route path=at(urls::Route::Invitations) view=Invitations ssr=Async/>
                    <Route path=at(urls::Route::Roles) view=Roles ssr=Async/>
                    <Route path=at(urls::Route::NewRole) view=NewRole ssr=Async/>
                    <Route path=at(urls::Route::Role) view=RolePage ssr=Async/>
                    <Route path=at(urls::Route::ReviewRole) view=ReviewRole ssr=Async/>
                    <Route path=at(urls::Route::DeleteRole) view=DeleteRole ssr=Async/>
                    <Route path=at(urls::Route::Groups) view=Groups ssr=Async/>
                    <Route path=at(urls::Route::NewGroup) view=NewGroup ssr=Async/>
                    <Route path=at(urls::Route::Group) view=GroupPage ssr=Async/>
                    <Route path=at(urls::Route::DeleteGroup) view=DeleteGroup ssr=Async/>
                    <Route path=at(urls::Route::Audit) view=Audit ssr=Async/>
                    <Route path=at(urls::Route::WorkspaceSettings) view=GeneralSettings ssr=Async/>
                    <Route path=at(urls::Route::AccessSettings) view=AccessSettings ssr=Async/>
                    <Route path=at(urls::Route::SecuritySettings) view=SecuritySettings ssr=Async/>
                    <Route path=at(urls::Route::DomainSettings) view=DomainSettings ssr=Async/>
                    <Route path=at(urls::Route::SignInSettings) view=SignInSettings ssr=Async/>
                    <Route path=at(urls::Route::Webhooks) view=WebhooksPage ssr=Async/>
                    <Route path=at(urls::Route::NewWebhook) view=NewWebhookPage ssr=Async/>
                    <Route path=at(urls::Route::Webhook) view=WebhookPage ssr=Async/>
                    <Route path=at(urls::Route::WebhookDelivery) view=WebhookDeliveryPage ssr=Async/>
                    <Route path=at(urls::Route::WorkspaceTokens) view=WorkspaceTokensPage ssr=Async/>
                    <Route path=at(urls::Route::NewWorkspaceToken) view=NewWorkspaceTokenPage ssr=Async/>
                    <Route path=at(urls::Route::WorkspaceCalls) view=WorkspaceCallsPage ssr=Async/>
                    <Route path=at(urls::Route::WorkspaceToken) view=WorkspaceTokenPage ssr=Async/>
                    <Route path=at(urls::Route::LabSettings) view=LabSettings ssr=Async/>
                    <Route path=at(urls::Route::WorkspaceBilling) view=WorkspaceBillingPage ssr=Async/>
                    <Route path=at(urls::Route::NewGrant) view=NewGrantPage ssr=Async/>
                    <Route path=at(urls::Route::Ledger) view=LedgerPage ssr=Async/>
                    <Route path=at(urls::Route::CorrectEntry) view=CorrectPage ssr=Async/>
                    <Route path=at(urls::Route::CreditCaps) view=CapsPage ssr=Async/>
                    <Route path=at(urls::Route::CreditRequests) view=RequestsPage ssr=Async/>
                    <Route path=at(urls::Route::Statement) view=StatementPage ssr=Async/>
                    <Route path=at(urls::Route::OwnershipSettings) view=OwnershipSettings ssr=Async/>
                    <Route path=at(urls::Route::DeleteWorkspace) view=DeleteWorkspace ssr=Async/>
                    <Route path=at(urls::Route::LeaveWorkspace) view=LeavePage ssr=Async/>
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

/// Titles are not escaped where they are rendered on the server, and people's names are in them.
fn plain_title(title: &str) -> String {
    let plain: String = title.chars().filter(|c| !matches!(c, '<' | '>' | '&')).collect();
    if plain.is_empty() { "Roster".to_owned() } else { format!("{plain} · Roster") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use urls::Route;

    /// Forms that come back to another page, files, and what only leads on.
    const NOT_DRAWN: [Route; 19] = [
        Route::SignOut,
        Route::SignInAtProvider,
        Route::ProviderCallback,
        Route::ProviderLogout,
        Route::ConnectionCallback,
        Route::ThemePreference,
        Route::LanguagePreference,
        Route::CsvPreference,
        Route::Notifications,
        Route::Avatar,
        Route::AccountData,
        Route::Me,
        Route::DownloadMyEntries,
        Route::DownloadAudit,
        Route::DownloadUsers,
        Route::DownloadLedger,
        Route::ImportSample,
        Route::ImportRejected,
        Route::ImportLinks,
    ];

    #[test]
    fn every_page_has_a_route() {
        let listed = leptos_axum::generate_route_list(App);
        let routed: BTreeSet<String> = listed.iter().map(|route| route.path().replace(['{', '}'], "")).collect();
        let drawn = Route::ALL.iter().filter(|route| !NOT_DRAWN.contains(route));
        let drawn: BTreeSet<String> = drawn.map(|route| route.pattern().replace(':', "")).collect();
        assert_eq!(routed, drawn);
    }
}
