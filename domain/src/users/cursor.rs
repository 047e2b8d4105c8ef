//! Where a page of the list begins: the sort key and id of the row it comes after.

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use model::Problem;
use model::users::Sort;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// The sort it was made for; a cursor of another sort leads nowhere.
    sort: String,
    /// Leads towards the start of the list.
    pub back: bool,
    pub key: String,
    pub id: Uuid,
    /// Where the row stood in the list, from 1, as far as whoever made the cursor knew; 0 is unknown. Of no consequence
    /// to what is found.
    #[serde(default)]
    pub rank: i64,
    /// The row itself is part of the page.
    #[serde(skip)]
    pub inclusive: bool,
}

impl Cursor {
    pub(super) fn new(sort: Sort, back: bool, key: String, id: Uuid) -> Self {
        Self { sort: sort.written(), back, key, id, rank: 0, inclusive: false }
    }

    /// With where the row stands.
    pub(super) fn ranked(self, rank: i64) -> Self {
        Self { rank, ..self }
    }

    /// From the same row the other way, with the row itself: where nothing is left beyond it.
    pub(super) fn turned(&self) -> Self {
        let rank = if self.back { self.rank - 1 } else { self.rank + 1 };
        Self { back: !self.back, rank, inclusive: true, ..self.clone() }
    }

    pub(super) fn written(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    pub(super) fn parse(text: &str, sort: Sort) -> Result<Self, Problem> {
        let parse = || serde_json::from_slice::<Self>(&BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok();
        let is_key = |key: &str| !key.contains('\0') && (!sort.key.spec().time || key.parse::<i64>().is_ok());
        parse().filter(|cursor| cursor.sort == sort.written() && is_key(&cursor.key)).ok_or(Problem::NotAChoice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn junk_is_refused_and_never_panics(text in "\\PC{0,60}") {
            prop_assert_eq!(Cursor::parse(&text, Sort::default()), Err(Problem::NotAChoice));
        }

        #[test]
        fn a_cursor_reads_as_it_was_written(key in "\\PC{0,40}", back: bool, id: u128, rank: i64) {
            let cursor = Cursor::new(Sort::default(), back, key, Uuid::from_u128(id)).ranked(rank);
            prop_assert_eq!(Cursor::parse(&cursor.written(), Sort::default()), Ok(cursor));
        }
    }
}
