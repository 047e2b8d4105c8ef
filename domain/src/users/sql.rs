//! SQL that is put together from parts.

use crate::db::{Query, Value, query};

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
        self.values.into_iter().fold(query(self.text), Query::bind)
    }
}
