//! What can be set of a workspace, as it is typed and as it is shown.

use crate::fields::line;
use crate::ids::{DomainId, RoleId};
use crate::page::When;
use crate::users::RoleName;
use crate::{FieldErrors, Fields, Language, Problem};
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
/// The longest life of a token that can be set, in days.
pub const MAX_TOKEN_DAYS: usize = 730;

/// A workspace being made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWorkspace {
    pub name: String,
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
    General(General),
    Limits(Limits),
    Factors(Factors),
}

/// How it is called, and what those who come begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct General {
    pub name: String,
    /// On offer, at least one.
    pub languages: Vec<Language>,
    /// None: the built-in "Member".
    pub default_role: Option<RoleId>,
}

impl General {
    /// `name`, each `languages`, `default_role` (empty: none).
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", line(fields.get("name"), MAX_NAME));
        let chosen: Vec<&str> = fields.all("languages").collect();
        let languages: Vec<Language> =
            Language::ALL.into_iter().filter(|language| chosen.contains(&language.tag())).collect();
        if languages.is_empty() {
            errors.add("languages", Problem::Required);
        }
        let default_role = match fields.get("default_role") {
            "" => None,
            text => errors.take("default_role", text.parse().map_err(|_| Problem::NotAChoice)),
        };
        errors.into_result()?;
        Ok(Self { name: name.unwrap_or_default(), languages, default_role })
    }
}

/// Who may come in, and for how long. None: as the installation says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    pub invitation_days: Option<u32>,
    /// E-mail domains; none: all but those denied.
    pub allowed: Vec<String>,
    pub denied: Vec<String>,
    pub idle_minutes: Option<u32>,
    pub session_hours: Option<u32>,
    pub token_days: Option<u32>,
}

impl Limits {
    /// `invitation_days`, `allowed` and `denied` (separated by white space or commas), `idle_minutes`, `session_hours`,
    /// `token_days`; numbers may be empty.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut number = |name: &str, min, max| errors.take(name, number(fields.get(name), min, max)).flatten();
        let invitation_days = number("invitation_days", 1, MAX_INVITATION_DAYS);
        let idle_minutes = number("idle_minutes", 5, MAX_IDLE_MINUTES);
        let session_hours = number("session_hours", 1, MAX_SESSION_HOURS);
        let token_days = number("token_days", 1, MAX_TOKEN_DAYS);
        let allowed = errors.take("allowed", domains(fields.get("allowed"))).unwrap_or_default();
        let denied = errors.take("denied", domains(fields.get("denied"))).unwrap_or_default();
        errors.into_result()?;
        Ok(Self { invitation_days, allowed, denied, idle_minutes, session_hours, token_days })
    }
}

/// Who needs a second factor; under the names that the audit tells it by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factors {
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
    pub slug: String,
    pub general: General,
    pub limits: Limits,
    /// What counts where nothing is set.
    pub invitation_days: u32,
    pub idle_minutes: u32,
    pub session_hours: u32,
    /// That the reader can make the default.
    pub roles: Vec<RoleName>,
    /// How the default role is called.
    pub default_role: String,
    pub owner: String,
    pub may_edit: bool,
    pub version: i64,
}

/// Who needs a second factor, as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorsView {
    pub slug: String,
    /// The super-users, then each role.
    pub rows: Vec<FactorRow>,
    /// The reader has none.
    pub has_none: bool,
    pub may_edit: bool,
    pub version: i64,
}

/// Some of the workspace's people: whether they need one, and how many have none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorRow {
    pub role: crate::users::RoleChoice,
    pub name: String,
    pub required: bool,
    /// The active ones; counted no further than [`crate::roles::RoleRow::MANY`] and one more.
    pub people: i64,
    /// Of those counted.
    pub without: i64,
}

/// An e-mail domain of the workspace's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainRow {
    pub id: DomainId,
    pub domain: String,
    /// What its DNS has to say in a TXT record at [`DomainRow::record`], or the file at [`DomainRow::file`].
    pub proof: String,
    pub record: String,
    pub file: String,
    pub verified: Option<When>,
    /// Whoever has an address there may join.
    pub joins: bool,
}

/// One's workspaces, and those that one could have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspacesView {
    /// They open once the reader has proven their address.
    pub awaiting: Vec<AwaitingWorkspace>,
    pub joinable: Vec<super::WorkspaceLink>,
    /// One could join more, if one's address were known to be one's own.
    pub may_prove: bool,
    pub deleted: Vec<DeletedWorkspace>,
    pub may_create: bool,
}

/// A workspace that opens once its member has proven their address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwaitingWorkspace {
    pub slug: String,
    pub name: String,
    /// It is for the address that the account has.
    pub same_address: bool,
}

/// A workspace that its owner can still restore.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedWorkspace {
    pub id: crate::ids::WorkspaceId,
    pub slug: String,
    pub name: String,
    /// When it is gone for good.
    pub until: When,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_told_from_what_is_none() {
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
