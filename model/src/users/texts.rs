//! The texts of a member, by field.

use super::MemberField;
use crate::merge::Merge;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Texts of [`MemberField::texts`]: all of them, or those that were sent. None is a blank one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Texts(BTreeMap<MemberField, Option<String>>);

impl Texts {
    /// With this text of a field, in place of one that it has; none is a blank one.
    #[must_use]
    pub fn with(mut self, field: MemberField, text: impl Into<Option<String>>) -> Self {
        self.0.insert(field, text.into());
        self
    }

    /// These, with those that `new` has in their place.
    #[must_use]
    pub fn updated_by(mut self, new: &Self) -> Self {
        self.0.extend(new.0.iter().map(|(field, text)| (*field, text.clone())));
        self
    }

    /// The text; nothing where it is blank or was not sent.
    pub fn get(&self, field: MemberField) -> Option<&str> {
        self.0.get(&field)?.as_deref()
    }

    /// The same, where blank and nothing are one.
    pub fn or_blank(&self, field: MemberField) -> &str {
        self.get(field).unwrap_or_default()
    }

    /// Whether the field was sent, blank or not.
    pub fn has(&self, field: MemberField) -> bool {
        self.0.contains_key(&field)
    }

    /// No field was sent.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each field that was sent, in their order, with its text; none is a blank one.
    pub fn iter(&self) -> impl Iterator<Item = (MemberField, Option<&str>)> {
        self.0.iter().map(|(field, text)| (*field, text.as_deref()))
    }

    /// Those of these fields.
    #[must_use]
    pub fn only(&self, is_one: impl Fn(MemberField) -> bool) -> Self {
        Self(self.0.iter().filter(|(field, _)| is_one(**field)).map(|(field, text)| (*field, text.clone())).collect())
    }

    /// Those that are otherwise than `saved`, in which all are.
    #[must_use]
    pub fn differing(&self, saved: &Self) -> Self {
        self.only(|field| self.get(field) != saved.get(field))
    }

    /// Those that were sent, merged with what is saved.
    #[must_use]
    pub fn merged(merge: &mut Merge<'_>, shown: Option<&Self>, mine: &Self, saved: &Self) -> Self {
        let sent = mine.0.iter().filter_map(|(field, mine)| Some((*field, mine, saved.0.get(field)?)));
        let merged = sent.map(|(field, mine, saved)| {
            let shown = shown.and_then(|shown| shown.0.get(&field));
            (field, merge.value(field.name(), shown, mine, saved))
        });
        Self(merged.collect())
    }
}

impl FromIterator<(MemberField, Option<String>)> for Texts {
    fn from_iter<T: IntoIterator<Item = (MemberField, Option<String>)>>(texts: T) -> Self {
        Self(texts.into_iter().collect())
    }
}
