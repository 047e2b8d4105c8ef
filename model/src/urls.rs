//! The addresses of the product: each stands here once, as a line of the table.
//!
//! The router, the dispatch of forms, the code splitting and the server read the table, links and redirects are made
//! from it. Each of them matches on [`Route`] or [`Url`], so whoever adds a line is led to the places that have to know
//! it.

mod path;

pub use path::encode;

use crate::Month;
use crate::ids::{EntryId, EventId, GroupId, JobId, MemberId, PasskeyId, PictureId, RoleId, TokenId, WebhookId};
use path::{decode, find, matched, parts};

macro_rules! urls {
    ($(
        $(#[$doc:meta])*
        $name:ident $({ $($param:ident: $type:ty),+ })? = $pattern:literal $(formerly $former:literal)?
    ),+ $(,)?) => {
        /// An address with its values.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Url {
            $(
                #[doc = concat!("`", $pattern, "`")]
                $(#[$doc])*
                $name $({
                    $(#[doc = concat!("What stands for `:", stringify!($param), "`.")] $param: $type),+
                })?
            ),+
        }

        /// An address without its values.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Route {
            $(
                #[doc = concat!("`", $pattern, "`")]
                $(#[$doc])*
                $name
            ),+
        }

        impl Route {
            /// In the order in which they are tried: what stands as it is before what takes any value.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Parts that begin with a colon are values.
            pub const fn pattern(self) -> &'static str {
                match self {
                    $(Self::$name => $pattern),+
                }
            }

            /// An address of the same page that mails, bookmarks or open pages may still have.
            const fn former(self) -> Option<&'static str> {
                match self {
                    $($(Self::$name => Some($former),)?)+
                    _ => None,
                }
            }
        }

        impl Url {
            /// Which page it is of.
            pub const fn route(&self) -> Route {
                match self {
                    $(Self::$name { .. } => Route::$name),+
                }
            }

            fn values(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$name $({ $($param),+ })? => vec![$($((stringify!($param), $param.to_string())),+)?]),+
                }
            }

            /// Reads a path, whatever query follows it. None where no page is, or a value is not what its page takes.
            pub fn parse(path: &str) -> Option<Self> {
                let (route, values) = find(path)?;
                let value = |name: &str| decode(values.iter().find(|(param, _)| *param == name)?.1);
                Some(match route {
                    $(Route::$name => Self::$name $({ $($param: value(stringify!($param))?.parse().ok()?),+ })?),+
                })
            }

            #[cfg(test)]
            fn sample(route: Route, text: &str, id: uuid::Uuid) -> Self {
                match route {
                    $(Route::$name => Self::$name $({ $($param: tests::Sample::sample(text, id)),+ })?),+
                }
            }
        }
    };
}

urls! {
    SetUp = "/setup",
    SignIn = "/sign-in",
    SignInFactor = "/sign-in/factor",
    SignOut = "/sign-out",
    /// Finds a workspace's provider by an address of its people.
    FindProvider = "/sso",
    /// Leads to the provider.
    SignInAtProvider { provider: String } = "/sso/:provider",
    ProviderCallback { provider: String } = "/sso/:provider/callback",
    ProviderFailed { provider: String } = "/sso/:provider/failed",
    /// Where a provider ends sessions.
    ProviderLogout { provider: String } = "/sso/:provider/logout",
    ChoosePassword = "/choose-password",
    Confirm = "/confirm",
    AskRecovery = "/recover",
    Recover { token: String } = "/recover/:token",
    UndoEmail { token: String } = "/email/undo/:token",
    ChangeEmail { token: String } = "/email/:token",
    VerifyEmail { token: String } = "/verify-email/:token" formerly "/prove/:token",
    AcceptInvitation { token: String } = "/invitations/:token",
    ThemePreference = "/preferences/theme" formerly "/preferences/look",
    LanguagePreference = "/preferences/language",
    CsvPreference = "/preferences/csv",
    Avatar { id: PictureId } = "/avatars/:id",

    /// Leads to the workspace last used.
    Home = "/",
    Workspaces = "/workspaces",
    NewWorkspace = "/workspaces/new",

    Profile = "/settings/profile",
    Notifications = "/settings/notifications",
    AccountData = "/settings/data",
    Security = "/settings/security",
    SecondFactor = "/settings/security/factor",
    RecoveryCodes = "/settings/security/codes",
    NewPasskey = "/settings/security/passkeys/new",
    Passkey { id: PasskeyId } = "/settings/security/passkeys/:id",
    DeleteAccount = "/settings/security/delete",
    Integrations = "/settings/integrations",
    ConnectionCallback { service: String } = "/settings/integrations/:service/callback",
    Lab = "/settings/lab",
    Tokens = "/settings/dev",
    NewToken = "/settings/dev/new",
    Token { id: TokenId } = "/settings/dev/tokens/:id",
    TokenCalls { id: TokenId } = "/settings/dev/tokens/:id/calls",

    Billing = "/settings/billing",
    MyCredits { slug: String } = "/settings/billing/:slug",
    DownloadMyEntries { slug: String } = "/settings/billing/:slug/download",

    Workspace { slug: String } = "/w/:slug",
    /// Leads to the reader's own page.
    Me { slug: String } = "/w/:slug/me",
    LeaveWorkspace { slug: String } = "/w/:slug/leave",
    Audit { slug: String } = "/w/:slug/audit",
    DownloadAudit { slug: String } = "/w/:slug/audit/download",
    Invitations { slug: String } = "/w/:slug/invitations",

    Users { slug: String } = "/w/:slug/users",
    UserViews { slug: String } = "/w/:slug/users/views",
    UserColumns { slug: String } = "/w/:slug/users/columns",
    DownloadUsers { slug: String } = "/w/:slug/users/download",
    BulkQuestion { slug: String } = "/w/:slug/users/bulk",
    BulkJob { slug: String, job: JobId } = "/w/:slug/users/bulk/:job",
    Imports { slug: String } = "/w/:slug/users/import",
    ImportSample { slug: String } = "/w/:slug/users/import/sample",
    Import { slug: String, job: JobId } = "/w/:slug/users/import/:job",
    ImportRejected { slug: String, job: JobId } = "/w/:slug/users/import/:job/rejected",
    ImportLinks { slug: String, job: JobId } = "/w/:slug/users/import/:job/links",
    NewUser { slug: String } = "/w/:slug/users/new",
    User { slug: String, id: MemberId } = "/w/:slug/users/:id",
    EditUser { slug: String, id: MemberId } = "/w/:slug/users/:id/edit",
    UserPassword { slug: String, id: MemberId } = "/w/:slug/users/:id/password",
    ScheduleOnboarding { slug: String, id: MemberId } = "/w/:slug/users/:id/onboarding",
    RemoveUser { slug: String, id: MemberId } = "/w/:slug/users/:id/remove",

    Roles { slug: String } = "/w/:slug/roles",
    NewRole { slug: String } = "/w/:slug/roles/new",
    Role { slug: String, id: RoleId } = "/w/:slug/roles/:id",
    ReviewRole { slug: String, id: RoleId } = "/w/:slug/roles/:id/review",
    DeleteRole { slug: String, id: RoleId } = "/w/:slug/roles/:id/delete",

    Groups { slug: String } = "/w/:slug/groups",
    NewGroup { slug: String } = "/w/:slug/groups/new",
    Group { slug: String, id: GroupId } = "/w/:slug/groups/:id",
    DeleteGroup { slug: String, id: GroupId } = "/w/:slug/groups/:id/delete",

    WorkspaceSettings { slug: String } = "/w/:slug/settings",
    AccessSettings { slug: String } = "/w/:slug/settings/access",
    SecuritySettings { slug: String } = "/w/:slug/settings/security",
    DomainSettings { slug: String } = "/w/:slug/settings/domains",
    SignInSettings { slug: String } = "/w/:slug/settings/sign-in",
    Webhooks { slug: String } = "/w/:slug/settings/webhooks",
    NewWebhook { slug: String } = "/w/:slug/settings/webhooks/new",
    Webhook { slug: String, id: WebhookId } = "/w/:slug/settings/webhooks/:id",
    WebhookDelivery { slug: String, id: WebhookId, event: EventId } = "/w/:slug/settings/webhooks/:id/deliveries/:event",
    WorkspaceTokens { slug: String } = "/w/:slug/settings/tokens",
    NewWorkspaceToken { slug: String } = "/w/:slug/settings/tokens/new",
    WorkspaceCalls { slug: String } = "/w/:slug/settings/tokens/calls",
    WorkspaceToken { slug: String, id: TokenId } = "/w/:slug/settings/tokens/:id",
    LabSettings { slug: String } = "/w/:slug/settings/lab",
    WorkspaceBilling { slug: String } = "/w/:slug/settings/billing",
    NewGrant { slug: String } = "/w/:slug/settings/billing/grants/new",
    Ledger { slug: String } = "/w/:slug/settings/billing/ledger",
    DownloadLedger { slug: String } = "/w/:slug/settings/billing/ledger/download",
    CorrectEntry { slug: String, id: EntryId } = "/w/:slug/settings/billing/ledger/:id",
    CreditCaps { slug: String } = "/w/:slug/settings/billing/caps",
    CreditRequests { slug: String } = "/w/:slug/settings/billing/requests",
    Statement { slug: String, month: Month } = "/w/:slug/settings/billing/statements/:month",
    OwnershipSettings { slug: String } = "/w/:slug/settings/ownership",
    DeleteWorkspace { slug: String } = "/w/:slug/settings/delete",
}

impl Route {
    /// The route of a path, whatever query follows it and whatever its values are.
    pub fn of(path: &str) -> Option<Self> {
        find(path).map(|(route, _)| route)
    }
}

impl Url {
    /// Nothing in it needs encoding any more.
    pub fn path(&self) -> String {
        let values = self.values();
        let written = |part: &str| match part.strip_prefix(':') {
            Some(name) => {
                values.iter().find(|(param, _)| *param == name).map(|(_, value)| encode(value)).unwrap_or_default()
            }
            None => part.to_owned(),
        };
        self.route().pattern().split('/').map(written).collect::<Vec<_>>().join("/")
    }

    /// With a query of these names and values.
    pub fn with(&self, pairs: &[(&str, &str)]) -> String {
        self.with_query_and("", pairs)
    }

    /// With a list's query as it writes itself: empty, or from its question mark on.
    pub fn with_query(&self, query: &str) -> String {
        self.path() + query
    }

    /// With a list's query, and more names and values.
    pub fn with_query_and(&self, query: &str, pairs: &[(&str, &str)]) -> String {
        let mut url = self.path() + query;
        for (name, value) in pairs {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(&format!("{name}={}", encode(value)));
        }
        url
    }

    /// Where a page is now that was asked for at an address of before.
    pub fn moved(path: &str) -> Option<String> {
        let asked = path.split('?').next().unwrap_or_default();
        let url = Self::parse(path)?;
        let former = url.route().former()?;
        matched(former, asked).map(|_| url.with_query(&path[asked.len()..]))
    }
}

impl From<Url> for String {
    fn from(url: Url) -> Self {
        url.path()
    }
}

/// The workspace that a path is in, even where no page is there.
pub fn workspace_of(path: &str) -> Option<&str> {
    path.strip_prefix("/w/")?.split(['/', '?']).next()
}

/// Whether a path leads to where only those are who have signed in, even where no page is there.
pub fn is_private(path: &str) -> bool {
    matches!(parts(path).next(), None | Some("w" | "settings" | "workspaces" | "confirm"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    pub(super) trait Sample {
        fn sample(text: &str, id: Uuid) -> Self;
    }

    impl Sample for String {
        fn sample(text: &str, _: Uuid) -> Self {
            text.to_owned()
        }
    }

    impl Sample for PictureId {
        fn sample(_: &str, id: Uuid) -> Self {
            Self::from_bytes(id.into_bytes())
        }
    }

    macro_rules! sample_ids {
        ($($id:ident),+) => {
            $(impl Sample for $id {
                fn sample(_: &str, id: Uuid) -> Self {
                    Self(id)
                }
            })+
        };
    }

    impl Sample for Month {
        fn sample(_: &str, id: Uuid) -> Self {
            Self::new(2026, i8::try_from(id.as_u128() % 12).unwrap() + 1).unwrap()
        }
    }

    sample_ids!(EntryId, EventId, GroupId, JobId, MemberId, PasskeyId, RoleId, TokenId, WebhookId);

    proptest! {
        #[test]
        fn every_url_reads_back_from_its_path(text in "\\PC{1,20}|[a-z0-9-]{2,40}", id: u128) {
            for route in Route::ALL {
                let url = Url::sample(*route, &text, Uuid::from_u128(id));
                let path = url.path();
                let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~%".contains(&byte);
                prop_assert!(path.bytes().all(safe), "{}", path);
                prop_assert_eq!(Route::of(&path), Some(*route), "{}", &path);
                prop_assert_eq!(Url::parse(&path), Some(url.clone()), "{}", &path);
                prop_assert_eq!(Url::parse(&url.with(&[("q", &text)])), Some(url), "{}", &path);
            }
        }

        #[test]
        fn any_path_is_read_without_a_panic(path in "\\PC{0,60}|(/|w|%|%4|users|:id|new|\\?|[a-f0-9]){0,12}") {
            if let Some(url) = Url::parse(&path) {
                prop_assert_eq!(Url::parse(&url.path()), Some(url));
            }
        }
    }

    #[test]
    fn a_former_address_leads_to_the_present_one() {
        assert_eq!(Url::parse("/prove/secret"), Some(Url::VerifyEmail { token: "secret".into() }));
        assert_eq!(Url::moved("/prove/secret?from=mail").as_deref(), Some("/verify-email/secret?from=mail"));
        assert_eq!(Url::moved("/verify-email/secret"), None);
        assert_eq!(Url::moved("/sign-in"), None);
    }

    #[test]
    fn malformed_values_are_no_url_but_have_a_route() {
        for path in ["/w/acme/users/ana", "/w/acme/roles/1/review", "/w/%/users", "/w/%ff/users"] {
            assert_eq!(Url::parse(path), None, "{path}");
            assert!(Route::of(path).is_some(), "{path}");
        }
        assert_eq!(Route::of("/w/acme/nothing"), None);
    }

    #[test]
    fn queries_are_appended_and_encoded() {
        let users = Url::Users { slug: "acme".into() };
        assert_eq!(users.with(&[]), "/w/acme/users");
        assert_eq!(users.with(&[("done", "a b"), ("who", "é")]), "/w/acme/users?done=a%20b&who=%C3%A9");
        assert_eq!(users.with_query_and("?q=x", &[("view", "1")]), "/w/acme/users?q=x&view=1");
        assert_eq!(Url::Home.with(&[]), "/");
    }
}
