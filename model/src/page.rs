//! Pages of a list, and the moments that they show.

use crate::pictures::PictureId;
use serde::{Deserialize, Serialize};

/// A page of a list, with the cursors that lead on and back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in the order of the list.
    pub items: Vec<T>,
    /// Leads to the page after; none on the last one.
    pub next: Option<String>,
    /// Leads to the page before; none on the first one, and where a list goes only on.
    pub previous: Option<String>,
    /// Where the first of the page stands in the list, from 1, as far as the pages before it were counted.
    pub start: Option<i64>,
    /// How many there are in all, from a counter, where no filter narrows the list.
    pub total: Option<i64>,
}

/// A moment as a person reads it, in their language and time zone. Made on the server, so that the browser needs
/// neither a clock nor a calendar and says the same words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct When {
    /// RFC 3339, UTC.
    pub iso: String,
    /// Date and time with the zone's abbreviation.
    pub exact: String,
    /// "3 hours ago", "in 14 days".
    pub relative: String,
}

/// How a person or a workspace is drawn: the picture, or else initials on a colour.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Avatar {
    /// One or two letters.
    pub initials: String,
    /// 0 to 11, from the account's id: the class `avatar-<hue>`.
    pub hue: u8,
    /// What is shown instead of the initials; none: the initials.
    pub picture: Option<PictureId>,
}

impl Avatar {
    /// With its picture, as the database has it.
    #[must_use]
    pub fn pictured(self, picture: Option<&str>) -> Self {
        Self { picture: picture.and_then(|id| id.parse().ok()), ..self }
    }
}

/// The first letters of both names, upper-cased, for the avatar; the address's where there is no name.
pub fn initials(first: &str, last: &str, email: &str) -> String {
    let letter = |name: &str| name.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_uppercase().to_string());
    match (letter(first), letter(last)) {
        (None, None) => letter(email).unwrap_or_else(|| "?".into()),
        (first, last) => first.into_iter().chain(last).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_come_from_any_script_and_never_panic() {
        assert_eq!(initials("Ana", "Souza", ""), "AS");
        assert_eq!(initials("élodie", "", ""), "É");
        assert_eq!(initials("Suharti", "", "ana@example.com"), "S", "one name, one letter");
        assert_eq!(initials("محمد", "علي", ""), "مع");
        assert_eq!(initials("🦊", "", "fox@example.com"), "F");
        assert_eq!(initials("", "", ""), "?");
    }
}
