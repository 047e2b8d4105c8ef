//! What stands between the columns of a CSV that a person downloads.

use crate::Language;
use serde::{Deserialize, Serialize};

/// What a spreadsheet splits the columns of a CSV by.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CsvSeparator {
    /// `,`
    #[default]
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
}

impl CsvSeparator {
    /// In the order in which choices show them.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// What the spreadsheets of this language's readers expect: a semicolon where a comma is the decimal mark.
    pub fn usual(language: Language) -> Self {
        match language {
            Language::English => Self::Comma,
            Language::Portuguese | Language::Spanish => Self::Semicolon,
        }
    }

    /// The value in addresses, forms and the cookie, and the end of its key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By the name that [`CsvSeparator::name`] gives.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// As it stands in the file.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_addresses_and_cookies_stay() {
        assert_eq!(CsvSeparator::ALL.map(CsvSeparator::name), ["comma", "semicolon", "tab"]);
        assert!(CsvSeparator::ALL.iter().all(|one| CsvSeparator::named(one.name()) == Some(*one)));
        assert_eq!(CsvSeparator::named(";"), None);
    }
}
