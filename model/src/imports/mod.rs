//! People from a file: what its columns mean, what each row would do, how it stands.

mod reading;

pub use reading::{ENCODINGS, HeadRowView, Reading, ReadingView, StrayCells, encoding_label};

use crate::ids::JobId;
use crate::jobs::{JobState, RowProblem};
use crate::page::When;
use crate::roles::RoleName;
use crate::users::{MemberField, RoleChoice};
use crate::wizard::AddMode;
use crate::{FieldErrors, Fields, Problem};
use serde::{Deserialize, Serialize};

/// How a file is to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// What each column holds, of [`MemberField::importable`]; none is left out.
    pub columns: Vec<Option<MemberField>>,
    /// For people who are no members yet, where the file does not say.
    pub how: AddMode,
    /// The same.
    pub role: RoleChoice,
}

impl Mapping {
    /// The control of a column.
    pub fn control(column: usize) -> String {
        format!("column-{column}")
    }

    /// What a form says so far, over what was there; nothing is missing, and nothing refused.
    #[must_use]
    pub fn drafted(&self, fields: &Fields) -> Self {
        let column = |(i, before): (usize, &Option<MemberField>)| {
            let name = Self::control(i);
            if !fields.has(&name) {
                return *before;
            }
            MemberField::importable().find(|field| field.name() == fields.get(&name))
        };
        Self {
            columns: self.columns.iter().enumerate().map(column).collect(),
            how: AddMode::named(fields.get("how")).unwrap_or(self.how),
            role: RoleChoice::parse(fields.get("role")).unwrap_or(self.role),
        }
    }

    /// Reads the form of a file with so many columns.
    pub fn parse(fields: &Fields, columns: usize) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let importable = |name: &str| MemberField::importable().find(|field| field.name() == name);
        let columns: Vec<Option<MemberField>> =
            (0..columns).map(|column| importable(fields.get(&Self::control(column)))).collect();
        let count = |field| columns.iter().filter(|column| **column == Some(field)).count();
        if count(MemberField::Email) == 0 {
            errors.add("columns", Problem::NoEmailColumn);
        }
        let both = count(MemberField::FullName) > 0 && count(MemberField::FirstName) + count(MemberField::LastName) > 0;
        if both || MemberField::importable().any(|field| count(field) > 1) {
            errors.add("columns", Problem::SameColumnTwice);
        }
        let how = errors.take("how", AddMode::named(fields.get("how")).ok_or(Problem::NotAChoice));
        let role = errors.take("role", RoleChoice::parse(fields.get("role")));
        match (how, role) {
            (Some(how), Some(role)) if errors.is_empty() => Ok(Self { columns, how, role }),
            _ => Err(errors),
        }
    }
}

/// What a row would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// Nothing, for a reason.
    Wrong,
    /// Adds someone who is no member, at once.
    Create,
    /// Sends an invitation to someone who is no member.
    Invite,
    /// Changes a member.
    Change,
    /// Nothing: it says what is so already.
    Unchanged,
}

impl RowKind {
    /// What needs a look comes first.
    pub const ALL: [Self; 5] = [Self::Wrong, Self::Create, Self::Invite, Self::Change, Self::Unchanged];

    /// The name in the database, in addresses and in the catalogues.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Create => "create",
            Self::Invite => "invite",
            Self::Change => "change",
            Self::Unchanged => "unchanged",
        }
    }

    /// By the name that [`RowKind::name`] gives.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Applying it changes something.
    pub fn does_something(self) -> bool {
        matches!(self, Self::Create | Self::Invite | Self::Change)
    }
}

/// Why a file can't be taken: `import.error.<name>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileProblem {
    /// The end of its key in the catalogues.
    pub name: String,
    /// Counted from 1.
    pub line: Option<u64>,
    /// What was allowed: rows, columns, or bytes.
    pub limit: Option<u64>,
}

/// A line of the list of imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportItem {
    /// The job that the import is.
    pub id: JobId,
    /// The name of the file, as it was uploaded.
    pub file: String,
    /// The name of whoever uploaded it.
    pub by: String,
    /// When it was uploaded.
    pub when: When,
    /// How far it has come.
    pub state: JobState,
    /// Rows of the file.
    pub rows: i64,
}

/// The page where imports begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportsView {
    /// The newest ones: of a super-user everyone's, of others their own.
    pub recent: Vec<ImportItem>,
}

/// A column of the file, to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnView {
    /// As the file calls it; blank where it says nothing.
    pub header: String,
    /// Its cells in the first rows of the file, without the blank ones.
    pub samples: Vec<String>,
    /// What it is taken for until the reader says otherwise; none: it is left out.
    pub field: Option<MemberField>,
}

/// What is asked about the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingView {
    /// In the order of the file.
    pub columns: Vec<ColumnView>,
    /// How people who are no members yet are added, where the file does not say.
    pub how: AddMode,
    /// The ways that the reader may use.
    pub modes: Vec<AddMode>,
    /// The role of people who are no members yet, where the file does not say; none: it is to be chosen.
    pub role: Option<RoleChoice>,
    /// The roles that the reader can give.
    pub roles: Vec<RoleName>,
    /// The reader is a super-user, who can make others.
    pub may_make_super_user: bool,
    /// How the file is read, while it is kept to be read again.
    pub reading: Option<ReadingView>,
}

/// Something of a person, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// The key of its label.
    pub label: String,
    /// Blank where there was nothing.
    pub before: String,
    /// Blank where nothing is left.
    pub after: String,
}

/// A row of the file, and what it would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedRow {
    /// The line of the file.
    pub line: i64,
    /// Whom it is about: the name or the address in the file.
    pub who: String,
    /// Field by field; empty where it does nothing.
    pub changes: Vec<ChangeView>,
    /// What is wrong with it, in the reader's words.
    pub why: Option<String>,
}

/// An import, as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    /// The job that the import is.
    pub id: JobId,
    /// The name of the file, as it was uploaded.
    pub file: String,
    /// The name of whoever uploaded it.
    pub by: String,
    /// When it was uploaded.
    pub started: When,
    /// How far it has come.
    pub state: JobState,
    /// Of what is being done now.
    pub total: i64,
    /// How many of these were done.
    pub done: i64,
    /// How many of these could not be done.
    pub failed: i64,
    /// While the columns are to be confirmed.
    pub mapping: Option<MappingView>,
    /// What is left out because it stands beyond the table.
    pub stray: StrayCells,
    /// How many rows of each kind there are, in the order of [`RowKind::ALL`].
    pub counts: Vec<(RowKind, i64)>,
    /// The kind that is shown.
    pub kind: Option<RowKind>,
    /// The rows of [`ImportView::kind`], a page of them, by line.
    pub rows: Vec<PlannedRow>,
    /// The line after which the next page begins.
    pub next: Option<i64>,
    /// What was not done or not undone, and why.
    pub refused: Vec<RowProblem>,
    /// The line after which the next page of [`ImportView::refused`] begins; none on the last page.
    pub refused_next: Option<i64>,
    /// Until when it can be undone.
    pub undo_until: Option<When>,
    /// What has become of the rows, in the reader's words: "3 invited, 2 left out".
    pub outcome: String,
    /// How many rows can be downloaded to be mended.
    pub left_out: i64,
    /// Links of invitations can be downloaded, since no mail carries them.
    pub links: bool,
}

impl ImportView {
    /// How many rows would do something.
    pub fn to_do(&self) -> i64 {
        self.counts.iter().filter(|(kind, _)| kind.does_something()).map(|(_, count)| count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(pairs: &[(&str, &str)]) -> Result<Mapping, FieldErrors> {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Mapping::parse(&Fields::new(pairs), 3)
    }

    #[test]
    fn a_mapping_needs_addresses_and_each_meaning_once() {
        let rest = [("how", "add"), ("role", "super-user")];
        let with = |more: &[(&'static str, &'static str)]| parse(&[&rest[..], more].concat());
        let good = with(&[("column-0", "email"), ("column-1", ""), ("column-2", "phone")]).unwrap();
        assert_eq!(good.columns, [Some(MemberField::Email), None, Some(MemberField::Phone)]);
        let problem = |result: Result<Mapping, FieldErrors>| *result.unwrap_err().get("columns").unwrap();
        assert_eq!(problem(with(&[("column-1", "phone")])), Problem::NoEmailColumn);
        assert_eq!(problem(with(&[("column-0", "email"), ("column-1", "email")])), Problem::SameColumnTwice);
        let both = [("column-0", "email"), ("column-1", "full_name"), ("column-2", "last_name")];
        assert_eq!(problem(with(&both)), Problem::SameColumnTwice);
    }
}
