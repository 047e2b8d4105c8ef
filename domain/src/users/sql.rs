//! SQL that is put together from parts.

use crate::db::{Query, Value, query};

/// Rows over `members m`: their own roles as `x`,
pub(super) const ROLES: &str = "member_roles x WHERE x.member_id = m.id";
/// those of their groups as `y`,
pub(super) const GROUP_ROLES: &str =
    "group_members x JOIN group_roles y ON y.group_id = x.group_id WHERE x.member_id = m.id";
/// and their groups.
pub(super) const GROUPS: &str = "group_members x WHERE x.member_id = m.id";

/// SQL being put together with its values.
#[derive(Clone, Debug, Default)]
pub(super) struct Sql {
    pub text: String,
    pub values: Vec<Value>,
}

impl Sql {
    /// Adds text; each `?` takes the next value.
    pub(super) fn push(&mut self, text: &str, values: impl IntoIterator<Item = Value>) {
        let mut values = values.into_iter();
        for (i, part) in text.split('?').enumerate() {
            if i > 0 {
                self.values.extend(values.next());
                self.text += &format!("${}", self.values.len());
            }
            self.text += part;
        }
    }

    /// Adds what was put together elsewhere: with its question marks, which are numbered here.
    pub(super) fn add(&mut self, other: &Self) {
        self.push(&other.text, other.values.iter().cloned());
    }

    /// Another condition, kept with its question marks.
    pub(super) fn and(&mut self, text: &str, values: impl IntoIterator<Item = Value>) {
        if !self.text.is_empty() {
            self.text += " AND ";
        }
        self.text += text;
        self.values.extend(values);
    }

    pub(super) fn query(self) -> Query {
        self.values.into_iter().fold(query(self.text), Query::bind).planned_anew()
    }
}
