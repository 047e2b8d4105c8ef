//! What has happened, as people read it and ask for it.

mod action;

use crate::fields::calendar_day;
use crate::page::When;
use crate::{FieldErrors, Problem};
pub use action::Action;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An audit event on a time line. The sentence is in the catalogues, as `audit.<action>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// `noun.verb`.
    pub action: String,
    /// Who did it, by the name that the event keeps; `Roster` where nobody did.
    pub by: String,
    /// To whom or to what, by the name it had then; may be empty.
    pub target: String,
    /// When it was done.
    pub when: When,
}

/// How someone came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Channel {
    /// With a browser, on a page.
    Page,
    /// By a program with a token.
    Api,
    /// By an import of a file of people.
    Import,
    /// On the server's command line, `roster`.
    #[strum(serialize = "command line")]
    Cli,
    /// By itself: what ends on its day, what is swept out.
    Job,
}

impl Channel {
    /// In the order of the filter.
    pub const ALL: [Self; 5] = [Self::Page, Self::Api, Self::Import, Self::Cli, Self::Job];

    /// As events keep it.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By the name that events keep.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// As addresses and the catalogues write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Cli => "cli",
            channel => channel.name(),
        }
    }
}

/// A place between two events: the ids of both sort by the moment they were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cursor {
    /// Those before this event.
    Older(Uuid),
    /// Those after it; written with a minus.
    Newer(Uuid),
}

impl Cursor {
    /// As the address has it: an event's id, with a minus before it for [`Cursor::Newer`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let (id, newer) = text.strip_prefix('-').map_or((text, false), |id| (id, true));
        let id = id.parse().map_err(|_| Problem::NotAChoice)?;
        Ok(if newer { Self::Newer(id) } else { Self::Older(id) })
    }

    /// What [`Cursor::parse`] reads.
    pub fn written(self) -> String {
        match self {
            Self::Older(id) => id.to_string(),
            Self::Newer(id) => format!("-{id}"),
        }
    }
}

/// Which events are shown: everything in it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuditQuery {
    /// An account, by its e-mail or its id, or by what only one user of the workspace has in their name or e-mail.
    pub who: String,
    /// An action, or with a dot at the end all that are about a noun: `member.`.
    pub what: String,
    /// The id of what it was done to, or all of the name that it had, or as `who`.
    pub whom: String,
    /// Through which channel; none: any.
    pub how: Option<Channel>,
    /// On this day or later, `2026-11-22`, in the reader's time zone.
    pub from: Option<String>,
    /// On this day or earlier.
    pub to: Option<String>,
    /// Where the page begins; none: with the newest event.
    pub after: Option<Cursor>,
}

impl AuditQuery {
    /// The longest of the texts, in characters.
    const MAX: usize = 320;

    /// Reads the parameters of the address; blank ones count as absent.
    pub fn parse(get: impl Fn(&str) -> Option<String>) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let given = |name: &str| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let text = |name: &str| given(name).unwrap_or_default();
        let (who, what, whom) = (text("who"), text("what"), text("whom"));
        let channel =
            |key: String| Channel::ALL.into_iter().find(|channel| channel.key() == key).ok_or(Problem::NotAChoice);
        let how = given("how").and_then(|key| errors.take("how", channel(key)));
        let from = given("from").and_then(|text| errors.take("from", calendar_day(&text)));
        let to = given("to").and_then(|text| errors.take("to", calendar_day(&text)));
        let after = given("after").and_then(|text| errors.take("after", Cursor::parse(&text)));
        let asked = Self { who, what, whom, how, from, to, after };
        asked.check(&mut errors);
        errors.into_result()?;
        Ok(asked)
    }

    /// What its types allow and no query may ask: each entrance that reads one asks this, whether it came as an address
    /// or as JSON.
    pub fn validate(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        self.check(&mut errors);
        errors.into_result()
    }

    fn check(&self, errors: &mut FieldErrors) {
        for (name, text) in [("who", &self.who), ("what", &self.what), ("whom", &self.whom)] {
            if text.chars().count() > Self::MAX {
                errors.add(name, Problem::TooLong { max: Self::MAX });
            }
        }
        for (name, day) in [("from", &self.from), ("to", &self.to)] {
            if let Some(day) = day {
                errors.take(name, calendar_day(day));
            }
        }
    }

    /// The query string that says the same; values percent-encoded by `encode`.
    pub fn written(&self, encode: impl Fn(&str) -> String) -> String {
        let mut pairs = Vec::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                pairs.push(format!("{name}={}", encode(value)));
            }
        };
        add("who", &self.who);
        add("what", &self.what);
        add("whom", &self.whom);
        add("how", self.how.map_or("", Channel::key));
        add("from", self.from.as_deref().unwrap_or_default());
        add("to", self.to.as_deref().unwrap_or_default());
        add("after", &self.after.map(Cursor::written).unwrap_or_default());
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }

    /// Something limits which events are shown; the cursor alone does not.
    pub fn is_narrowed(&self) -> bool {
        self.narrowing() != Self::default()
    }

    /// The same, from the beginning.
    #[must_use]
    pub fn narrowing(&self) -> Self {
        Self { after: None, ..self.clone() }
    }
}

/// An event with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRow {
    /// UUID version 7, so that it sorts by the moment it was made.
    pub id: Uuid,
    /// What its line on a time line shows.
    pub audit_entry: AuditEntry,
    /// What [`AuditQuery::who`] takes; empty where nobody did it.
    pub who: String,
    /// What [`AuditQuery::whom`] takes; empty where it was done to nothing that has an id.
    pub whom: String,
    /// The time of day in the reader's time zone, `14:05:09`.
    pub time: String,
    /// How they came, in the reader's language.
    pub how: String,
    /// Where from; may be empty.
    pub address: String,
    /// The token that it was done by, in the reader's language; empty where there was none.
    pub token: String,
    /// What was changed, field by field; empty where an event keeps none.
    pub changes: Vec<Change>,
}

/// A field before and after, as texts; empty where it was not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its label, in the reader's language.
    pub field: String,
    /// Empty where there was nothing.
    pub before: String,
    /// Empty where nothing is left.
    pub after: String,
}

/// The events of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// In the reader's language.
    pub day: String,
    /// Newest first.
    pub events: Vec<EventRow>,
}

/// A page of the audit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// Newest first; none is empty.
    pub days: Vec<Day>,
    /// Leads to older events; none on the last page.
    pub next: Option<Cursor>,
    /// Leads to newer events; none on the first page.
    pub previous: Option<Cursor>,
    /// Every action that there has been, in the alphabet's order.
    pub actions: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(address: &str) -> Result<AuditQuery, FieldErrors> {
        let pairs: Vec<(&str, &str)> = address.split('&').filter_map(|pair| pair.split_once('=')).collect();
        AuditQuery::parse(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn what_the_address_says_it_says_again() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        for address in [
            "who=ana@acme.example&what=member.&whom=bea@acme.example&how=cli&from=2026-11-01&to=2026-11-22",
            &format!("after={id}"),
            &format!("what=member.create&after=-{id}"),
        ] {
            assert_eq!(query(address).unwrap().written(str::to_owned), format!("?{address}"));
        }
        assert_eq!(query("who=&what= &from="), Ok(AuditQuery::default()));
        assert_eq!(AuditQuery::default().written(str::to_owned), "");
    }

    #[test]
    fn each_bad_parameter_is_named() {
        let long = "x".repeat(321);
        let errors = query(&format!("who={long}&how=post&from=2026-02-30&to=soon&after=-")).unwrap_err();
        let named: Vec<&str> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(named, ["after", "from", "how", "to", "who"]);
    }
}
