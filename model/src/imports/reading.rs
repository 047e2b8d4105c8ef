//! How a file of people is read: in which encoding, between which separators, below which row.

use crate::csv::CsvSeparator;
use crate::{FieldErrors, Fields, Problem};
use serde::{Deserialize, Serialize};

/// The encodings that are offered, by their names in the WHATWG's Encoding Standard.
pub const ENCODINGS: [&str; 17] = [
    "UTF-8",
    "UTF-16LE",
    "UTF-16BE",
    "windows-1252",
    "macintosh",
    "windows-1250",
    "ISO-8859-2",
    "windows-1251",
    "KOI8-U",
    "windows-1253",
    "windows-1254",
    "windows-1257",
    "Shift_JIS",
    "EUC-JP",
    "EUC-KR",
    "gb18030",
    "Big5",
];

/// The key of an encoding's label; one that is not offered has none, and is shown by its name.
pub fn encoding_label(name: &str) -> String {
    format!("import.encoding.{}", name.to_ascii_lowercase().replace('-', "_"))
}

/// How a file is read, or is wished to be: what is none is found out, or does not exist.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Of a CSV, by its name.
    pub encoding: Option<String>,
    /// Of a CSV.
    pub separator: Option<CsvSeparator>,
    /// The line that names the columns, or [`Reading::NO_HEADER`].
    pub header: Option<i64>,
}

impl Reading {
    /// No line names the columns.
    pub const NO_HEADER: i64 = 0;

    /// What is wished for with a form, over what was wished for before. What the form says as the file is read `now`
    /// was not chosen by anyone.
    pub fn wished(&self, fields: &Fields, now: &Self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut wished = self.clone();
        let changed = |name: &str, now: Option<&str>| {
            let value = fields.get(name).trim();
            (!value.is_empty() && now.is_some_and(|now| now != value)).then(|| value.to_owned())
        };
        if let Some(name) = changed("encoding", now.encoding.as_deref()) {
            wished.encoding = ENCODINGS.contains(&name.as_str()).then_some(name);
            errors.take("encoding", wished.encoding.as_ref().ok_or(Problem::NotAChoice));
        }
        if let Some(name) = changed("separator", now.separator.map(CsvSeparator::name)) {
            wished.separator = name.parse().ok();
            errors.take("separator", wished.separator.ok_or(Problem::NotAChoice));
        }
        if let Some(line) = changed("header", now.header.map(|line| line.to_string()).as_deref()) {
            wished.header = line.parse().ok().filter(|line| *line >= Self::NO_HEADER);
            errors.take("header", wished.header.ok_or(Problem::NotAChoice));
        }
        if errors.is_empty() { Ok(wished) } else { Err(errors) }
    }
}

/// Rows that have something beyond the last column: nothing of it is imported.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrayCells {
    /// How many there are.
    pub rows: i64,
    /// The lines of the first ones.
    pub lines: Vec<i64>,
}

/// One of the first rows of a file, which may be the one that names the columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadRowView {
    /// Its line.
    pub line: i64,
    /// Its cells, between dots.
    pub text: String,
}

/// How the file is read, and what else there is to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingView {
    /// An XLSX has neither encoding nor separator.
    pub now: Reading,
    /// Its first rows.
    pub head: Vec<HeadRowView>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wished(pairs: &[(&str, &str)]) -> Result<Reading, FieldErrors> {
        let now =
            Reading { encoding: Some("windows-1252".into()), separator: Some(CsvSeparator::Comma), header: Some(1) };
        let before = Reading { separator: Some(CsvSeparator::Comma), ..Reading::default() };
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        before.wished(&Fields::new(pairs), &now)
    }

    #[test]
    fn only_what_differs_from_how_it_is_read_is_wished() {
        let same = wished(&[("encoding", "windows-1252"), ("separator", "comma"), ("header", "1")]).unwrap();
        let before = Reading { separator: Some(CsvSeparator::Comma), ..Reading::default() };
        assert_eq!(same, before);
        assert_eq!(wished(&[]).unwrap(), before);
        let other = wished(&[("encoding", "macintosh"), ("separator", "tab"), ("header", "0")]).unwrap();
        let expected =
            Reading { encoding: Some("macintosh".into()), separator: Some(CsvSeparator::Tab), header: Some(0) };
        assert_eq!(other, expected);
    }

    #[test]
    fn what_is_not_offered_is_refused_at_its_field() {
        for (field, value) in [("encoding", "utf-7"), ("separator", "x"), ("header", "-1"), ("header", "one")] {
            assert_eq!(wished(&[(field, value)]).unwrap_err().get(field), Some(&Problem::NotAChoice), "{value}");
        }
    }

    #[test]
    fn every_encoding_has_a_label() {
        for language in crate::Language::ALL {
            for name in ENCODINGS {
                assert!(language.texts().find(&encoding_label(name)).is_some(), "{name}");
            }
        }
    }
}
