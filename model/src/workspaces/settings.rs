//! What can be set of a workspace, as it is typed and as it is shown.

use crate::fields::line;
use crate::ids::{DomainId, RoleId};
use crate::merge::{Merge, Mergeable};
use crate::page::When;
use crate::roles::RoleName;
use crate::{Country, FieldErrors, Fields, Language, Problem};
use serde::{Deserialize, Serialize};

/// The longest name of a workspace, in characters.
pub const MAX_NAME: usize = 80;
/// A list of domains has no more than this.
pub const MAX_DOMAINS: usize = 100;
/// Invitations can be accepted for so many days at most.
pub const MAX_INVITATION_DAYS: usize = 90;
/// A session may be idle for so many minutes at most.
pub const MAX_IDLE_MINUTES: usize = 24 * 60;
/// A session may last so many hours at most.
pub const MAX_SESSION_HOURS: usize = 30 * 24;

/// A workspace being made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWorkspace {
    /// At most [`MAX_NAME`] characters.
    pub name: String,
    /// The workspace in its address, as [`super::slug`] takes it.
    pub slug: String,
}

impl NewWorkspace {
    /// `name`, `slug`: made from the name where it is empty.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", line(fields.get("name"), MAX_NAME));
        let slug = errors.take("slug", super::slug_or_of(fields.get("slug"), fields.get("name")));
        errors.into_result()?;
        Ok(Self { name: name.unwrap_or_default(), slug: slug.unwrap_or_default() })
    }
}

/// A change of one part of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The name, the languages, the country and the default role.
    General(General),
    /// Days, domains and sessions.
    Limits(Limits),
    /// Who needs a second factor.
    Factors(Factors),
}

impl Change {
    /// As a form holds it.
    pub fn written(&self) -> Fields {
        match self {
            Self::General(general) => general.written(),
            Self::Limits(limits) => limits.written(),
            Self::Factors(factors) => factors.written(),
        }
    }
}

impl Mergeable for Change {
    /// Of different parts there is nothing to merge.
    fn merged(merge: &mut Merge<'_>, shown: Option<&Self>, mine: &Self, saved: &Self) -> Self {
        match (mine, saved) {
            (Self::General(mine), Self::General(saved)) => {
                let shown = shown.and_then(|shown| if let Self::General(shown) = shown { Some(shown) } else { None });
                Self::General(General::merged(merge, shown, mine, saved))
            }
            (Self::Limits(mine), Self::Limits(saved)) => {
                let shown = shown.and_then(|shown| if let Self::Limits(shown) = shown { Some(shown) } else { None });
                Self::Limits(Limits::merged(merge, shown, mine, saved))
            }
            (Self::Factors(mine), Self::Factors(saved)) => {
                let shown = shown.and_then(|shown| if let Self::Factors(shown) = shown { Some(shown) } else { None });
                Self::Factors(Factors::merged(merge, shown, mine, saved))
            }
            _ => mine.clone(),
        }
    }
}

/// How it is called, and what those who come begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct General {
    /// At most [`MAX_NAME`] characters.
    pub name: String,
    /// On offer, at least one.
    pub languages: Vec<Language>,
    /// Of which telephone numbers are that do not say their country; none: they have to.
    pub country: Option<Country>,
    /// None: the built-in "Member".
    pub default_role: Option<RoleId>,
}

impl General {
    /// `name`, each `languages`, `country` and `default_role` (empty: none).
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", line(fields.get("name"), MAX_NAME));
        let chosen: Vec<&str> = fields.all("languages").collect();
        let languages: Vec<Language> =
            Language::ALL.into_iter().filter(|language| chosen.contains(&language.tag())).collect();
        if chosen.iter().any(|tag| Language::ALL.iter().all(|language| language.tag() != *tag)) {
            errors.add("languages", Problem::NotAChoice);
        }
        if languages.is_empty() {
            errors.add("languages", Problem::Required);
        }
        let country = match fields.get("country") {
            "" => None,
            text => errors.take("country", text.parse().map_err(|()| Problem::NotAChoice)),
        };
        let default_role = match fields.get("default_role") {
            "" => None,
            text => errors.take("default_role", text.parse().map_err(|_| Problem::NotAChoice)),
        };
        errors.into_result()?;
        Ok(Self { name: name.unwrap_or_default(), languages, country, default_role })
    }

    /// What [`General::parse`] reads.
    pub fn written(&self) -> Fields {
        let role = self.default_role.map(|id| id.to_string()).unwrap_or_default();
        let country = self.country.map(String::from).unwrap_or_default();
        let fields = Fields::default().with("name", &self.name).with("country", country).with("default_role", role);
        self.languages.iter().fold(fields, |fields, language| fields.with("languages", language.tag()))
    }
}

impl Mergeable for General {
    fn merged(merge: &mut Merge<'_>, shown: Option<&Self>, mine: &Self, saved: &Self) -> Self {
        let offered = |of: &Self| of.languages.clone();
        let languages = merge.filled_set("languages", shown.map(offered).as_deref(), &mine.languages, &saved.languages);
        Self {
            name: merge.value("name", shown.map(|shown| &shown.name), &mine.name, &saved.name),
            languages: Language::ALL.into_iter().filter(|language| languages.contains(language)).collect(),
            country: merge.value("country", shown.map(|shown| &shown.country), &mine.country, &saved.country),
            default_role: merge.value(
                "default_role",
                shown.map(|shown| &shown.default_role),
                &mine.default_role,
                &saved.default_role,
            ),
        }
    }
}

/// Who may come in, and for how long. None: as the installation says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// For so many days an invitation can be accepted.
    pub invitation_days: Option<u32>,
    /// E-mail domains; none: all but those denied.
    pub allowed: Vec<String>,
    /// E-mail domains that are not taken, even if they are allowed too.
    pub denied: Vec<String>,
    /// A session that nobody uses ends after so many minutes.
    pub idle_minutes: Option<u32>,
    /// A session ends so many hours after it began, used or not.
    pub session_hours: Option<u32>,
}

impl Limits {
    /// `invitation_days`, `allowed` and `denied` (separated by white space or commas), `idle_minutes`, `session_hours`;
    /// numbers may be empty.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut number = |name: &str, min, max| errors.take(name, number(fields.get(name), min, max)).flatten();
        let invitation_days = number("invitation_days", 1, MAX_INVITATION_DAYS);
        let idle_minutes = number("idle_minutes", 5, MAX_IDLE_MINUTES);
        let session_hours = number("session_hours", 1, MAX_SESSION_HOURS);
        let allowed = errors.take("allowed", domains(fields.get("allowed"))).unwrap_or_default();
        let denied = errors.take("denied", domains(fields.get("denied"))).unwrap_or_default();
        errors.into_result()?;
        Ok(Self { invitation_days, allowed, denied, idle_minutes, session_hours })
    }

    /// What [`Limits::parse`] reads.
    pub fn written(&self) -> Fields {
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        Fields::default()
            .with("allowed", self.allowed.join(", "))
            .with("denied", self.denied.join(", "))
            .with("invitation_days", number(self.invitation_days))
            .with("idle_minutes", number(self.idle_minutes))
            .with("session_hours", number(self.session_hours))
    }
}

impl Mergeable for Limits {
    fn merged(merge: &mut Merge<'_>, shown: Option<&Self>, mine: &Self, saved: &Self) -> Self {
        let mut number = |field, of: fn(&Self) -> &Option<u32>| merge.value(field, shown.map(of), of(mine), of(saved));
        let invitation_days = number("invitation_days", |limits| &limits.invitation_days);
        let idle_minutes = number("idle_minutes", |limits| &limits.idle_minutes);
        let session_hours = number("session_hours", |limits| &limits.session_hours);
        let mut domains = |field, of: fn(&Self) -> &[String]| merge.set(field, shown.map(of), of(mine), of(saved));
        let mut allowed = domains("allowed", |limits| &limits.allowed);
        let mut denied = domains("denied", |limits| &limits.denied);
        allowed.sort();
        denied.sort();
        Self { invitation_days, allowed, denied, idle_minutes, session_hours }
    }
}

/// Who needs a second factor; under the names that the audit tells it by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factors {
    /// Super-users need one.
    #[serde(rename = "factor_super_users")]
    pub super_users: bool,
    /// In order, each once.
    #[serde(rename = "factor_roles")]
    pub roles: Vec<RoleId>,
}

impl Factors {
    /// `super_users`, each `roles`.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let roles = fields.all("roles").map(|text| text.parse().map_err(|_| Problem::NotAChoice));
        let mut roles =
            roles.collect::<Result<Vec<RoleId>, Problem>>().map_err(|one| FieldErrors::one("roles", one))?;
        roles.sort();
        roles.dedup();
        Ok(Self { super_users: fields.ticked("super_users"), roles })
    }

    /// What [`Factors::parse`] reads; never nothing, so that a form says it also where nobody needs one.
    pub fn written(&self) -> Fields {
        let fields = Fields::default().with("super_users", if self.super_users { "on" } else { "off" });
        self.roles.iter().fold(fields, |fields, role| fields.with("roles", role.to_string()))
    }
}

impl Mergeable for Factors {
    fn merged(merge: &mut Merge<'_>, shown: Option<&Self>, mine: &Self, saved: &Self) -> Self {
        let mut roles = merge.set("roles", shown.map(|shown| shown.roles.as_slice()), &mine.roles, &saved.roles);
        roles.sort();
        let flag = shown.map(|shown| &shown.super_users);
        Self { super_users: merge.value("super_users", flag, &mine.super_users, &saved.super_users), roles }
    }
}

fn number(text: &str, min: usize, max: usize) -> Result<Option<u32>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = Problem::OutOfRange { min, max };
    let number: u32 = text.parse().map_err(|_| wrong)?;
    if (min..=max).contains(&(number as usize)) { Ok(Some(number)) } else { Err(wrong) }
}

fn domains(text: &str) -> Result<Vec<String>, Problem> {
    let parts = text.split([',', ';', ' ', '\n', '\r', '\t']).filter(|part| !part.is_empty());
    let mut found = parts.map(domain).collect::<Result<Vec<String>, Problem>>()?;
    found.sort();
    found.dedup();
    if found.len() > MAX_DOMAINS { Err(Problem::TooMany { max: MAX_DOMAINS }) } else { Ok(found) }
}

/// An e-mail domain, lower-cased; an `@` before it is taken off. Its labels are what [`crate::fields::email`] takes.
pub fn domain(text: &str) -> Result<String, Problem> {
    let text = text.trim().trim_start_matches('@').trim_end_matches('.').to_lowercase();
    if text.is_empty() {
        return Err(Problem::Required);
    }
    match crate::fields::email(&format!("x@{text}")) {
        Ok(_) if text.parse::<std::net::IpAddr>().is_err() => Ok(text),
        _ => Err(Problem::NotADomain),
    }
}

/// The settings as the page shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// The workspace in its address.
    pub slug: String,
    /// The name, the languages and the default role.
    pub general: General,
    /// Who may come in, and for how long.
    pub limits: Limits,
    /// That can be chosen, with their names in the reader's language, in their order.
    pub countries: Vec<(Country, String)>,
    /// What counts where nothing is set.
    pub invitation_days: u32,
    /// The same, for sessions that nobody uses.
    pub idle_minutes: u32,
    /// The same, for how long a session lasts.
    pub session_hours: u32,
    /// That the reader can make the default.
    pub roles: Vec<RoleName>,
    /// How the default role is called.
    pub default_role: String,
    /// The name of the workspace's owner; blank where there is none.
    pub owner: String,
    /// The reader may change them.
    pub may_edit: bool,
    /// Counts their changes; an edit says with which one it began.
    pub version: i64,
}

/// Who needs a second factor, as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorsView {
    /// The workspace in its address.
    pub slug: String,
    /// The super-users, then each role.
    pub rows: Vec<FactorRow>,
    /// The reader has none.
    pub has_none: bool,
    /// The reader may change who needs one.
    pub may_edit: bool,
    /// Counts changes of the settings; an edit says with which one it began.
    pub version: i64,
}

/// Some of the workspace's people: whether they need one, and how many have none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorRow {
    /// The super-users, or those who have a role.
    pub role: crate::users::RoleChoice,
    /// In the reader's language.
    pub name: String,
    /// They need a second factor.
    pub required: bool,
    /// The active ones; counted no further than [`crate::roles::RoleRow::MANY`] and one more.
    pub people: i64,
    /// Of those counted.
    pub without: i64,
}

/// An e-mail domain of the workspace's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainRow {
    /// The domain, as forms name it.
    pub id: DomainId,
    /// Lower-cased, without an `@`.
    pub domain: String,
    /// What its DNS has to say in a TXT record at [`DomainRow::record`], or the file at [`DomainRow::file`].
    pub proof: String,
    /// The name of the TXT record.
    pub record: String,
    /// The address of the file, with HTTPS.
    pub file: String,
    /// When the proof was found; none: not yet.
    pub verified: Option<When>,
    /// Whoever has an address there may join.
    pub auto_join: bool,
}

/// One's workspaces, and those that one could have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspacesView {
    /// They open once the reader has proven their address.
    pub awaiting: Vec<AwaitingWorkspace>,
    /// They take whoever has an address of their domain.
    pub joinable: Vec<super::WorkspaceLink>,
    /// One could join more, if one's address were known to be one's own.
    pub may_prove: bool,
    /// The reader owned them when they were deleted.
    pub deleted: Vec<DeletedWorkspace>,
    /// The installation lets the reader create workspaces.
    pub may_create: bool,
}

/// A workspace that opens once its member has proven their address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwaitingWorkspace {
    /// The workspace in its address.
    pub slug: String,
    /// As its members read it.
    pub name: String,
    /// It is for the address that the account has.
    pub same_address: bool,
}

/// A workspace that its owner can still restore.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedWorkspace {
    /// The workspace, as the form that restores it names it.
    pub id: crate::ids::WorkspaceId,
    /// The address that it gets back.
    pub slug: String,
    /// As its members read it.
    pub name: String,
    /// When it is gone for good.
    pub until: When,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_domains_are_refused() {
        for good in ["acme.example", "@Acme.Example", "bücher.example", "a.b.co."] {
            assert!(domain(good).is_ok(), "{good}");
        }
        for bad in ["acme", "10.0.0.1", "a@b.example", "-a.example", "a..b", "*.acme.example", "http://a.example"] {
            assert_eq!(domain(bad), Err(Problem::NotADomain), "{bad}");
        }
        assert_eq!(domains("b.example, a.example\nb.example").unwrap(), ["a.example", "b.example"]);
        assert_eq!(domains("  ").unwrap(), Vec::<String>::new());
    }

    #[test]
    fn numbers_have_limits() {
        assert_eq!(number("", 1, 90), Ok(None));
        assert_eq!(number(" 15 ", 1, 90), Ok(Some(15)));
        for bad in ["0", "91", "-1", "1.5", "x"] {
            assert_eq!(number(bad, 1, 90), Err(Problem::OutOfRange { min: 1, max: 90 }), "{bad}");
        }
    }
}
