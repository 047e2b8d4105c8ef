//! What stands between the columns of a CSV, of one that is read and of one that is written.

use crate::Language;
use serde::{Deserialize, Serialize};

/// What a spreadsheet splits the columns of a CSV by.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CsvSeparator {
    /// `,`
    #[default]
    Comma,
    /// `;`
    Semicolon,
    /// The tabulator.
    Tab,
    /// `|`; read, and never written.
    Bar,
}

impl CsvSeparator {
    /// In the order in which choices show them.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Bar];
    /// Those that files are written with, in the same order.
    pub const WRITTEN: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    /// What the spreadsheets of this language's readers expect: a semicolon where a comma is the decimal mark.
    pub fn usual(language: Language) -> Self {
        match language {
            Language::English => Self::Comma,
            Language::Portuguese | Language::Spanish => Self::Semicolon,
        }
    }

    /// The value in addresses, forms, the cookie and the database, and the end of its key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// One that files are written with, by the name that [`CsvSeparator::name`] gives.
    pub fn written(name: &str) -> Option<Self> {
        Self::WRITTEN.into_iter().find(|one| one.name() == name)
    }

    /// As it stands in the file.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }

    /// By how it stands in the file.
    pub fn of(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|separator| separator.byte() == byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_addresses_and_cookies_stay() {
        assert_eq!(CsvSeparator::WRITTEN.map(CsvSeparator::name), ["comma", "semicolon", "tab"]);
        assert!(CsvSeparator::WRITTEN.iter().all(|one| CsvSeparator::written(one.name()) == Some(*one)));
        assert_eq!(CsvSeparator::written(";"), None);
        assert_eq!(CsvSeparator::written("bar"), None);
        assert!(CsvSeparator::ALL.iter().all(|one| one.name().parse() == Ok(*one)));
        assert!(CsvSeparator::ALL.iter().all(|one| CsvSeparator::of(one.byte()) == Some(*one)));
    }
}
