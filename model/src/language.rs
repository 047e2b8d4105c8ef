//! The languages that Roster speaks.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A language that Roster speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// `en`, which also serves whoever accepts none of the others.
    #[default]
    #[serde(rename = "en")]
    English,
    /// `pt-BR`.
    #[serde(rename = "pt-BR")]
    Portuguese,
    /// `es`.
    #[serde(rename = "es")]
    Spanish,
}

impl Language {
    /// In the order in which choices show them.
    pub const ALL: [Self; 3] = [Self::English, Self::Portuguese, Self::Spanish];

    /// BCP 47.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Portuguese => "pt-BR",
            Self::Spanish => "es",
        }
    }

    /// What its speakers call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Portuguese => "Português (Brasil)",
            Self::Spanish => "Español",
        }
    }

    /// The first language of an `Accept-Language` header (RFC 9110, 12.5.4) that we speak; by its main tag, so `pt-PT`
    /// reads Portuguese. Spaces and case mean nothing there, and a weight of 0 that the language is not wanted.
    pub fn accepted(header: &str) -> Option<Self> {
        let mut wanted: Vec<(&str, f32)> = header
            .split(',')
            .filter_map(|part| {
                let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
                let mut pairs = parameters.split(';').filter_map(|pair| pair.split_once('='));
                let weight = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
                let weight = weight.map_or(Ok(1.0), |(_, value)| value.trim().parse());
                Some((tag.trim(), weight.ok().filter(|weight| *weight > 0.0)?))
            })
            .collect();
        wanted.sort_by(|a, b| b.1.total_cmp(&a.1));
        wanted.iter().find_map(|(tag, _)| {
            let main = main_tag(tag);
            Self::ALL.into_iter().find(|language| main_tag(language.tag()).eq_ignore_ascii_case(main))
        })
    }

    /// CLDR's cardinal categories for whole numbers, of the two that we write.
    pub(crate) fn category(self, n: i64) -> &'static str {
        match (self, n) {
            (_, 1) | (Self::Portuguese, 0) => "one",
            _ => "other",
        }
    }
}

/// `pt` of `pt-BR`.
fn main_tag(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or_default()
}

impl FromStr for Language {
    type Err = ();

    fn from_str(tag: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|language| language.tag() == tag).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_language_that_we_speak_wins() {
        assert_eq!(Language::accepted("de, pt-PT;q=0.8, en;q=0.9"), Some(Language::English));
        assert_eq!(Language::accepted("pt"), Some(Language::Portuguese));
        assert_eq!(Language::accepted("de, fr"), None);
        assert_eq!(Language::accepted("de , PT-br ; q = 0.8 , EN ; Q=0.5"), Some(Language::Portuguese));
        assert_eq!(Language::accepted("es-419 ;level=1; q=0.9,en; q=0.1"), Some(Language::Spanish));
        assert_eq!(Language::accepted("pt;q=0, es;q=0.1"), Some(Language::Spanish));
        assert_eq!(Language::accepted("pt_BR"), Some(Language::Portuguese));
        assert_eq!(Language::accepted(";;q=,,"), None);
    }
}
