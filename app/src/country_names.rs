//! What countries are called, in three languages. Held by the server's program alone.

use domain::phone_numbers;
use model::{Country, Language};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Of each country its names, in the order of [`Language::ALL`].
static NAMES: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let rows = include_str!("../data/country_names.tsv").lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t')).map(|(code, names)| (code, names.split('\t').collect())).collect()
});

/// None where it has no name.
pub(crate) fn country_name(code: &str, language: Language) -> Option<&'static str> {
    let at = Language::ALL.iter().position(|one| *one == language)?;
    NAMES.get(code)?.get(at).copied()
}

/// All that telephone numbers can be of, in the alphabet's order of their names.
pub(crate) fn countries(language: Language) -> Vec<(Country, String)> {
    let named =
        |country: Country| (country, country_name(country.code(), language).unwrap_or(country.code()).to_owned());
    let mut countries: Vec<(Country, String)> = phone_numbers::countries().map(named).collect();
    countries.sort_by_cached_key(|(_, name)| domain::keys::text(name));
    countries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_a_name_in_every_language() {
        for language in Language::ALL {
            for country in phone_numbers::countries() {
                let name = country_name(country.code(), language);
                assert!(name.is_some_and(|name| !name.trim().is_empty()), "{country:?} {language:?}");
            }
        }
        let names: Vec<String> = countries(Language::Portuguese).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names.first().map(String::as_str), Some("Afeganistão"));
        assert!(names.contains(&"Alemanha".to_owned()));
    }
}
