//! Telephone numbers: from what people write to the one form that is stored, and from there to what is shown.
//!
//! Numbering plans come from libphonenumber's metadata.

use model::fields::shows_nothing;
use model::{Country, Problem};
use rlibphonenumber::enums::{NumberLengthType, Region};
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// The longest text that is looked at, in characters: a number, its extension, and what stands around them.
const MAX_TEXT: usize = 100;
/// Of E.164, without the plus.
const MAX_DIGITS: usize = 15;
/// The calling code that the countries of the North American Numbering Plan share; letters on its keys are digits.
const NORTH_AMERICA: i32 = 1;
/// Between the number and its extension, as RFC 3966 has it.
const EXTENSION: &str = ";ext=";

/// What an extension is called where libphonenumber knows no word for it; folded.
const EXTENSION_WORDS: [&str; 6] = ["durchwahl", "nebenstelle", "ramal", "interno", "poste", "dw"];

/// Countries that have a numbering plan, by their letters.
static COUNTRIES: LazyLock<BTreeSet<Country>> = LazyLock::new(|| {
    let regions = PHONE_NUMBER_UTIL.get_supported_regions();
    regions.filter_map(|region| region.as_region_str().as_ref().parse().ok()).collect()
});

/// The countries that a national number can be of, by their letters.
pub fn countries() -> impl Iterator<Item = Country> {
    COUNTRIES.iter().copied()
}

/// Whether a national number can be of it.
pub(crate) fn is_country(country: Country) -> bool {
    COUNTRIES.contains(&country)
}

/// Reads an optional number, which is one of `country` if it does not say of which: blank is none. Answers its form:
/// E.164 (a plus and up to 15 digits), with an extension `+49301234567;ext=12`. What is answered reads as itself.
///
/// A trunk zero in parentheses, `00` in place of the plus, `tel:` (RFC 3966), extensions, the digits of all scripts,
/// and white space and direction marks of all kinds are understood. Of a number that can't exist nothing is kept.
pub fn parse(text: &str, country: Option<Country>) -> Result<Option<String>, Problem> {
    let text = plain(text)?;
    if text.is_empty() {
        return Ok(None);
    }
    // A word, a parenthesis or a quote before the number is no part of it.
    let text = text.trim_start_matches(|c: char| !c.is_numeric() && c != '+');
    let region = country.and_then(|country| country.code().parse::<Region>().ok());
    // Where a country dials abroad by other digits, or none is known, `00` is the plus.
    let abroad = text.strip_prefix("00").map(|rest| format!("+{rest}"));
    let found = existing(text, region).or_else(|| existing(&abroad?, region));
    let number = found.ok_or_else(|| refused(text, region))?;
    Ok(Some(written(&number, PhoneNumberFormat::E164, EXTENSION)))
}

/// The number, where there can be such a one.
fn existing(text: &str, region: Option<Region>) -> Option<PhoneNumber> {
    let number = PHONE_NUMBER_UTIL.parse(text, region).ok()?;
    // Plans grow before the metadata does: whoever wrote the country is believed where the length is right. A country
    // that was assumed has to have the number.
    let exists = is_possible(&number) && (says_country(text) || number.is_valid());
    let spells_letters = PHONE_NUMBER_UTIL.is_alpha_number(text) && number.country_code != NORTH_AMERICA;
    (exists && !spells_letters && reads_as_itself(&number)).then_some(number)
}

/// Of some numbers of zeros alone, one more is taken for a trunk zero each time that they are read.
fn reads_as_itself(number: &PhoneNumber) -> bool {
    let form = |number: &PhoneNumber| written(number, PhoneNumberFormat::E164, EXTENSION);
    let once = form(number);
    PHONE_NUMBER_UTIL.parse(&once, None::<Region>).is_ok_and(|again| form(&again) == once)
}

/// A stored number as people read it: `+49 30 1234567`, with an extension `+49 30 1234567 ext. 12`. One from before,
/// that does not exist, is shown as it is.
pub fn international(stored: &str) -> String {
    match stored.parse::<PhoneNumber>() {
        Ok(number) if is_possible(&number) => written(&number, PhoneNumberFormat::International, " ext. "),
        _ => stored.to_owned(),
    }
}

/// What a search compares of a stored number: its digits, then those of its extension.
pub(crate) fn key(stored: &str) -> String {
    stored.trim_start_matches('+').replace(EXTENSION, " ")
}

fn written(number: &PhoneNumber, format: PhoneNumberFormat, before_extension: &str) -> String {
    let main = PhoneNumber { extension: None, ..number.clone() };
    let extension = number.extension.as_deref().filter(|extension| !extension.is_empty());
    let extension = extension.map(|extension| format!("{before_extension}{extension}")).unwrap_or_default();
    format!("{}{extension}", main.format_as(format))
}

/// Its country has numbers of this length that can be called from abroad, within E.164.
fn is_possible(number: &PhoneNumber) -> bool {
    let length = PHONE_NUMBER_UTIL.is_possible_number_with_reason(number);
    let digits = number.format_as(PhoneNumberFormat::E164).len() - 1;
    matches!(length, Ok(NumberLengthType::IsPossible)) && digits <= MAX_DIGITS
}

fn says_country(text: &str) -> bool {
    text.starts_with('+') || text.contains(";phone-context=+")
}

/// What is wrong: the country is missing, or there is no such number.
fn refused(text: &str, region: Option<Region>) -> Problem {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    if digits > 0 && (says_country(text) || text.starts_with("00") || region.is_some()) {
        Problem::NoSuchPhone
    } else {
        Problem::NotAPhone
    }
}

/// With one kind of space and of Latin digits, without what shows as nothing, and with a word for the extension that is understood.
fn plain(text: &str) -> Result<String, Problem> {
    let mut plain = String::new();
    for c in text.nfkc() {
        match c {
            c if c.is_whitespace() => plain.push(' '),
            c if shows_nothing(c) => {}
            c if c.is_control() => return Err(Problem::ControlCharacters),
            c => plain.push(c),
        }
    }
    let plain = plain.trim();
    if plain.chars().count() > MAX_TEXT {
        return Err(Problem::TooLong { max: MAX_TEXT });
    }
    let word = |part: &str| EXTENSION_WORDS.contains(&part.trim_end_matches(['.', ':']).to_lowercase().as_str());
    let parts = plain.split(' ').map(|part| if word(part) { "ext." } else { part });
    Ok(parts.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn of(country: &str, text: &str) -> Result<Option<String>, Problem> {
        parse(text, country.parse().ok())
    }

    #[rstest]
    #[case("DE", "(0)30 1234567", "+49301234567")]
    #[case("DE", "030 1234567", "+49301234567")]
    #[case("DE", "+49 (0)30 1234567", "+49301234567")]
    #[case("BR", "+49(0)301234567", "+49301234567")]
    #[case("", "+490301234567", "+49301234567")]
    #[case("DE", "0049 (0) 30 / 1234567", "+49301234567")]
    #[case("", "0049 30 1234567", "+49301234567")]
    #[case("US", "011 49 30 1234567", "+49301234567")]
    #[case("", "tel:+49-30-1234567", "+49301234567")]
    #[case("", "tel:030-1234567;phone-context=+49", "+49301234567")]
    #[case("", "＋４９ ３０ １２３４５６７", "+49301234567")]
    #[case("DE", "٠٣٠ ١٢٣٤٥٦٧", "+49301234567")]
    #[case("", "+49\u{2009}30\u{202f}123\u{a0}45\u{3000}67", "+49301234567")]
    #[case("", "\u{202a}+49 30\u{200b} 1234567\u{202c}", "+49301234567")]
    #[case("", "\u{2068}+49301234567\u{2069}", "+49301234567")]
    #[case("", "+49 30 1234567 ext. 12", "+49301234567;ext=12")]
    #[case("", "+49 30 1234567 x12", "+49301234567;ext=12")]
    #[case("", "+49301234567;ext=12", "+49301234567;ext=12")]
    #[case("DE", "030 1234567 Durchwahl 12", "+49301234567;ext=12")]
    #[case("BR", "(11) 3333-4444 ramal 22", "+551133334444;ext=22")]
    #[case("ES", "912 345 678 anexo 5", "+34912345678;ext=5")]
    #[case("BR", "(11) 98765-4321", "+5511987654321")]
    #[case("BR", "+55 (0xx11) 98765-4321", "+5511987654321")]
    #[case("ES", "612 34 56 78", "+34612345678")]
    #[case("IT", "06 12345678", "+390612345678")]
    #[case("US", "1-800-FLOWERS", "+18003569377")]
    #[case("", "+1 (555) 010-0199", "+15550100199")]
    #[case("", "(+49) 30 1234567", "+49301234567")]
    #[case("", "(0049) 30 1234567", "+49301234567")]
    #[case("US", "0049 30 1234567", "+49301234567")]
    #[case("", "tel:+49-30-1234567;ext=12", "+49301234567;ext=12")]
    #[case("DE", "Mobil: 0171 2345678", "+491712345678")]
    fn a_number_is_stored_in_one_form(#[case] country: &str, #[case] text: &str, #[case] stored: &str) {
        assert_eq!(of(country, text).unwrap().as_deref(), Some(stored), "{text}");
    }

    #[rstest]
    #[case("", "030 1234567", Problem::NotAPhone)]
    #[case("", "(0)30 1234567", Problem::NotAPhone)]
    #[case("DE", "call me", Problem::NotAPhone)]
    #[case("DE", "-", Problem::NotAPhone)]
    #[case("DE", "1-800-FLOWERS", Problem::NoSuchPhone)]
    #[case("DE", "12", Problem::NoSuchPhone)]
    #[case("", "+12", Problem::NoSuchPhone)]
    #[case("", "+1 555 0100", Problem::NoSuchPhone)]
    #[case("US", "(555) 010-0199", Problem::NoSuchPhone)]
    #[case("BR", "030 1234567", Problem::NoSuchPhone)]
    #[case("DE", "4.9301E+11", Problem::NoSuchPhone)]
    #[case("", "4.9301E+11", Problem::NotAPhone)]
    #[case("", "+49 30 1234567, +49 171 2345678", Problem::NoSuchPhone)]
    #[case("", "+49 30 123456789012345", Problem::NoSuchPhone)]
    #[case("", "+999 12345678", Problem::NoSuchPhone)]
    #[case("", "+64 00 00000", Problem::NoSuchPhone)]
    #[case("", "+640000000", Problem::NoSuchPhone)]
    #[case("DE", "030\u{7}1234567", Problem::ControlCharacters)]
    fn what_is_no_number_is_refused(#[case] country: &str, #[case] text: &str, #[case] problem: Problem) {
        assert_eq!(of(country, text), Err(problem), "{text}");
    }

    #[test]
    fn blank_is_none_and_length_is_limited() {
        assert_eq!(of("DE", " \u{200e} "), Ok(None));
        assert_eq!(of("DE", &"1".repeat(101)), Err(Problem::TooLong { max: 100 }));
    }

    #[test]
    fn numbers_are_shown_in_international_form() {
        assert_eq!(international("+49301234567"), "+49 30 1234567");
        assert_eq!(international("+5511987654321;ext=12"), "+55 11 98765-4321 ext. 12");
        assert_eq!(international("+99912345678"), "+99912345678");
        assert_eq!(key("+49301234567;ext=12"), "49301234567 12");
    }

    proptest! {
        /// What is stored is E.164, reads as itself without a country, and so does what is shown of it.
        #[test]
        fn what_is_stored_reads_as_itself(
            country in prop::sample::select(vec!["", "DE", "BR", "US", "IT", "ES", "GB", "JP", "AR"]),
            text in "[+０-９0-9 ()./x-]{0,24}|\\PC{0,30}|\\+?[0-9]{7,15}( x[0-9]{1,5})?",
        ) {
            if let Ok(Some(stored)) = of(country, &text) {
                let (main, extension) = stored.split_once(EXTENSION).unwrap_or((&stored, "0"));
                let digits = main.strip_prefix('+').unwrap();
                prop_assert!(digits.len() <= 15 && digits.bytes().all(|b| b.is_ascii_digit()), "{stored}");
                prop_assert!(extension.bytes().all(|b| b.is_ascii_digit()), "{stored}");
                prop_assert_eq!(of("", &stored), Ok(Some(stored.clone())));
                prop_assert_eq!(of("", &international(&stored)), Ok(Some(stored)));
            }
        }

        /// However it is written around its digits, a number is one number.
        #[test]
        fn separators_make_no_other_number(
            digits in "[1-9][0-9]{6}",
            parts in prop::collection::vec(prop::sample::select(vec![" ", "-", ".", "/", "\u{2009}", "\u{2010}", ""]), 7),
        ) {
            let grouped: String = digits.chars().zip(parts).map(|(digit, part)| format!("{digit}{part}")).collect();
            let plain = of("DE", &format!("030{digits}"));
            prop_assert_eq!(of("DE", &format!("030 {grouped}")), plain.clone());
            prop_assert_eq!(of("BR", &format!("+49 (0)30 {grouped}")), plain.clone());
            prop_assert_eq!(of("", &format!("0049 30 {grouped}")), plain);
        }
    }
}
