//! What an operator can set that a rule depends on. Addresses, pools and logs are the server's own.

use crate::egress::Lookup;
use crate::passwords::Breached;
use model::credits::Meter;
use model::lab::Feature;
use model::plans::Plans;
use std::num::NonZeroU32;
use std::time::Duration;

/// The settings of an installation. Those of a workspace are [`crate::workspaces::Settings`].
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people reach Roster: the start of every link that leaves it. Without a trailing slash.
    pub public_url: String,
    /// Idle time after which a session ends.
    pub session_idle: Duration,
    /// Age at which a session ends, however busy.
    pub session_max: Duration,
    /// How long an invitation can be accepted, where the workspace says nothing else.
    pub invitation_ttl: Duration,
    /// The shortest password taken, in characters.
    pub password_min: usize,
    /// Leaked passwords that nobody may choose, beside those that ship with the binary.
    pub breached: Option<Breached>,
    /// How long audit events are kept; none: for ever.
    pub audit_retention: Option<Duration>,
    /// Who may make a workspace.
    pub creators: Creators,
    /// How many calls of the API a token may make in a minute; none: as many as it likes.
    pub api_rate: Option<NonZeroU32>,
    /// What workspaces may have, by their plans.
    pub plans: Plans,
    /// How domains that people name are looked at.
    pub lookup: Lookup,
    /// Where people sign in, beside the providers of single workspaces.
    pub oidc: Vec<OidcProvider>,
    /// Hosts that a provider's document may lead to though they are not its issuer's, with what is below them.
    pub oidc_hosts: Vec<String>,
    /// What Outlook is connected by; none: it is not offered.
    pub outlook: Option<Outlook>,
    /// Who is told of what only the operator can mend; may be empty.
    pub operator_email: String,
    /// How long a webhook's receiver may take for the head of its answer.
    pub webhook_timeout: Duration,
    /// What Roster charges for.
    pub prices: Prices,
    /// What credits are called.
    pub credit_name: String,
    /// Whether mails can leave: without a mail server, links are shown to be copied.
    pub mail: bool,
    /// Features of the Lab that are off for everyone, whatever they have chosen.
    pub lab_disabled: Vec<Feature>,
    /// Other services may ask whether features of the Lab are on.
    pub ofrep: bool,
    /// Where people say how a feature of the Lab fares: an address of the web, or one that mails go to. May be empty.
    pub lab_feedback: String,
    /// For tests, which have all ways of finding people with fewer of them.
    pub list: SearchBudget,
}

/// Who may make a workspace, beside the operator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Creators {
    /// Whoever has an account.
    Everyone,
    /// Those of any workspace.
    #[default]
    SuperUsers,
    /// Only the operator, at the command line.
    Nobody,
}

impl std::str::FromStr for Creators {
    type Err = UnknownCreators;

    fn from_str(text: &str) -> Result<Self, UnknownCreators> {
        match text {
            "everyone" => Ok(Self::Everyone),
            "super-users" => Ok(Self::SuperUsers),
            "nobody" => Ok(Self::Nobody),
            _ => Err(UnknownCreators),
        }
    }
}

/// The text names none of [`Creators`].
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("write everyone, super-users or nobody")]
pub struct UnknownCreators;

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:3000".into(),
            session_idle: Duration::from_hours(2),
            session_max: Duration::from_hours(12),
            invitation_ttl: Duration::from_hours(15 * 24),
            password_min: 12,
            breached: None,
            audit_retention: None,
            creators: Creators::default(),
            api_rate: NonZeroU32::new(600),
            plans: Plans::default(),
            lookup: Lookup::default(),
            oidc: Vec::new(),
            oidc_hosts: Vec::new(),
            outlook: None,
            operator_email: String::new(),
            webhook_timeout: Duration::from_secs(20),
            prices: Prices::default(),
            credit_name: "en-credits".into(),
            mail: false,
            lab_disabled: Vec::new(),
            lab_feedback: String::new(),
            ofrep: false,
            list: SearchBudget::default(),
        }
    }
}

/// An OpenID Connect provider of the installation.
#[derive(Clone, PartialEq, Eq)]
pub struct OidcProvider {
    /// In addresses: small letters, digits and hyphens.
    pub key: String,
    /// As people read it.
    pub name: String,
    /// As its discovery document writes it.
    pub issuer: String,
    /// Who Roster is there.
    pub client_id: String,
    /// May be empty: a public client.
    pub client_secret: String,
    /// Whoever signs in there with a verified address and has no account gets one.
    pub create_accounts: bool,
}

impl std::fmt::Debug for OidcProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OidcProvider({} at {})", self.key, self.issuer)
    }
}

/// The application that Roster is at Microsoft, or where that is stood in for.
#[derive(Clone, PartialEq, Eq)]
pub struct Outlook {
    /// Who Roster is there.
    pub client_id: String,
    /// May be empty: a public client.
    pub client_secret: String,
    /// Whose `/oauth2/v2.0/authorize` and `/oauth2/v2.0/token` are asked; without a trailing slash.
    pub authority: String,
    /// Where Microsoft Graph is; without a trailing slash.
    pub graph: String,
}

impl std::fmt::Debug for Outlook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outlook({} at {})", self.client_id, self.authority)
    }
}

/// What each thing that is metered costs, in credits; 0: nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prices {
    /// A row of an import that was applied.
    pub import_row: i64,
    /// An invitation that is sent.
    pub invitation_mail: i64,
    /// A message that a webhook's receiver has taken.
    pub webhook_delivery: i64,
    /// A call of the API that concerns a workspace.
    pub api_call: i64,
}

impl Prices {
    /// The price of one.
    pub fn of(&self, meter: Meter) -> i64 {
        match meter {
            Meter::ImportRow => self.import_row,
            Meter::InvitationMail => self.invitation_mail,
            Meter::WebhookDelivery => self.webhook_delivery,
            Meter::ApiCall => self.api_call,
        }
    }
}

/// When one way to find a page is given up for another. It changes the cost, never the result.
#[derive(Clone, Copy, Debug)]
pub struct SearchBudget {
    /// A workspace of at most so many people is scanned, whatever is asked.
    pub small_workspace: i64,
    /// Rows of the sort order's index that are scanned before the search index is asked.
    pub scan_first: i64,
    /// Up to so many candidates are sorted without a scan.
    pub max_candidates: i64,
    /// Rows that are scanned before more candidates are sorted.
    pub max_scan: i64,
    /// Candidates that are counted, where nothing but the search index is read for it.
    pub max_counted: i64,
    /// Rows of the sort order in which candidates are sorted first, where the search index finds those of a range.
    pub range: i64,
}

impl Default for SearchBudget {
    fn default() -> Self {
        Self {
            small_workspace: 5_000,
            scan_first: 1_500,
            max_candidates: 3_000,
            max_scan: 6_000,
            max_counted: 100_000,
            range: 20_000,
        }
    }
}
