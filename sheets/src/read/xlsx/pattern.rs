//! Numbers that are shown as more than their digits: postal codes with zeros before them, telephone numbers.

use std::fmt::Write;

/// Longer than any such format is. Excel takes 255 characters.
const MAX_CODE_CHARS: usize = 80;

/// A format of whole digits and signs between them (18.8.31), such as `00000` or
/// `[<=9999999]###\-####;\(###\)\ ###\-####`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pattern(Vec<Section>);

#[derive(Clone, Debug, PartialEq)]
struct Section {
    condition: Option<Condition>,
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Condition {
    Less(f64),
    LessOrEqual(f64),
    Greater(f64),
    GreaterOrEqual(f64),
    Equal(f64),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    Sign(char),
    /// `0`: shown where the number is shorter.
    Zero,
    /// `#` or `?`.
    Digit,
}

impl Pattern {
    /// None for a format with decimals, thousands, fractions or letters: such a number is read as it would be typed.
    pub(super) fn of(code: &str) -> Option<Self> {
        if code.chars().count() > MAX_CODE_CHARS {
            return None;
        }
        let mut sections = Vec::new();
        let mut letters = code.chars();
        loop {
            let (section, is_last) = Section::read(&mut letters)?;
            let first_without = section.condition.is_none();
            sections.push(section);
            // What comes after a section without condition is for negative numbers, zero and texts.
            if is_last || first_without {
                return Some(Self(sections));
            }
        }
    }

    /// Appends the number as it is shown, if it is one that the format shows by its digits alone.
    pub(super) fn push(&self, out: &mut String, number: f64) -> bool {
        const LAST: f64 = 1e15;
        if number.fract() != 0.0 || !(0.0..LAST).contains(&number) {
            return false;
        }
        let Some(section) = self.0.iter().find(|section| section.condition.is_none_or(|one| one.holds(number))) else {
            return false;
        };
        let mut digits = String::new();
        let _ = write!(digits, "{number:.0}");
        section.push(out, digits.trim_start_matches('0'));
        true
    }
}

impl Section {
    /// Up to a semicolon or the end, and whether it was the end.
    fn read(letters: &mut std::str::Chars<'_>) -> Option<(Self, bool)> {
        let mut section = Self { condition: None, pieces: Vec::new() };
        let is_last = loop {
            match letters.next() {
                None => break true,
                Some(';') => break false,
                Some('0') => section.pieces.push(Piece::Zero),
                Some('#' | '?') => section.pieces.push(Piece::Digit),
                Some('"') => section.pieces.extend(letters.by_ref().take_while(|c| *c != '"').map(Piece::Sign)),
                Some('\\') => section.pieces.push(Piece::Sign(letters.next()?)),
                // As wide as the sign that follows, which is not shown.
                Some('_') => drop(letters.next()?),
                Some('[') => {
                    let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                    section.bracket(&inside)?;
                }
                Some(sign @ (' ' | '-' | '+' | '(' | ')' | ':' | '!' | '&' | '\'' | '~' | '{' | '}')) => {
                    section.pieces.push(Piece::Sign(sign));
                }
                Some(_) => return None,
            }
        };
        let has_digits = section.pieces.iter().any(|piece| !matches!(piece, Piece::Sign(_)));
        has_digits.then_some((section, is_last))
    }

    /// A condition, a colour, or a locale; a currency is none of a pattern.
    fn bracket(&mut self, inside: &str) -> Option<()> {
        if let Some(locale) = inside.strip_prefix('$') {
            return locale.starts_with('-').then_some(());
        }
        if let Some((sign, rest)) =
            ["<=", ">=", "<", ">", "="].iter().find_map(|sign| Some((sign, inside.strip_prefix(sign)?)))
        {
            let limit = rest.trim().parse().ok()?;
            self.condition = Some(match *sign {
                "<=" => Condition::LessOrEqual(limit),
                ">=" => Condition::GreaterOrEqual(limit),
                "<" => Condition::Less(limit),
                ">" => Condition::Greater(limit),
                _ => Condition::Equal(limit),
            });
            return Some(());
        }
        inside.chars().all(|c| c.is_ascii_alphanumeric()).then_some(())
    }

    /// From the right; what the places are too few for stands at the first.
    fn push(&self, out: &mut String, digits: &str) {
        let first = self.pieces.iter().position(|piece| !matches!(piece, Piece::Sign(_)));
        let mut left = digits;
        let mut shown = Vec::new();
        for (at, piece) in self.pieces.iter().enumerate().rev() {
            let digit = match piece {
                Piece::Sign(sign) => {
                    shown.push(*sign);
                    continue;
                }
                Piece::Zero => Some('0'),
                Piece::Digit => None,
            };
            match left.chars().next_back() {
                Some(last) => {
                    shown.push(last);
                    left = &left[..left.len() - 1];
                }
                None => shown.extend(digit),
            }
            if Some(at) == first {
                shown.extend(left.chars().rev());
            }
        }
        out.extend(shown.into_iter().rev());
    }
}

impl Condition {
    #[expect(clippy::float_cmp, reason = "whole numbers below 2^53 are exact")]
    fn holds(self, number: f64) -> bool {
        match self {
            Self::Less(limit) => number < limit,
            Self::LessOrEqual(limit) => number <= limit,
            Self::Greater(limit) => number > limit,
            Self::GreaterOrEqual(limit) => number >= limit,
            Self::Equal(limit) => number == limit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("00000", 1067.0, "01067")]
    #[case("00000", 1_234_567.0, "1234567")]
    #[case("0", 0.0, "0")]
    #[case("#", 0.0, "")]
    #[case("00 00 00 00", 1_234_567.0, "01 23 45 67")]
    #[case(r"\+00\ 000\ 0000000", 493_012_345_678.0, "+49 301 2345678")]
    #[case(r#""+"0"#, 4_930_123.0, "+4930123")]
    #[case(r"[<=9999999]###\-####;\(###\)\ ###\-####", 5_551_234.0, "555-1234")]
    #[case(r"[<=9999999]###\-####;\(###\)\ ###\-####", 2_125_551_234.0, "(212) 555-1234")]
    #[case(r"[$-416]00000\-000", 1_310_100.0, "01310-100")]
    #[case("[Red]0000;-0000", 7.0, "0007")]
    #[case("000_)", 7.0, "007")]
    fn digits_are_shown_in_their_places(#[case] code: &str, #[case] number: f64, #[case] expected: &str) {
        let mut out = String::new();
        assert!(Pattern::of(code).unwrap().push(&mut out, number));
        assert_eq!(out, expected);
    }

    #[rstest]
    #[case("General")]
    #[case("0.00")]
    #[case("#,##0")]
    #[case("0%")]
    #[case("0.00E+00")]
    #[case("# ?/?")]
    #[case("@")]
    #[case("[$€-407] 0")]
    #[case("\"text\"")]
    #[case("")]
    fn other_formats_are_no_patterns(#[case] code: &str) {
        assert_eq!(Pattern::of(code), None);
    }

    #[rstest]
    #[case(-5.0)]
    #[case(1.5)]
    #[case(1e15)]
    fn other_numbers_are_read_as_typed(#[case] number: f64) {
        assert!(!Pattern::of("00000").unwrap().push(&mut String::new(), number));
    }

    proptest! {
        #[test]
        fn no_digit_is_lost(code in r"[0#?\-+() ]{0,12}", number in 0..1_000_000_000_u32) {
            let mut out = String::new();
            if let Some(pattern) = Pattern::of(&code) {
                prop_assert!(pattern.push(&mut out, f64::from(number)));
                let digits: String = out.chars().filter(char::is_ascii_digit).collect();
                prop_assert_eq!(digits.parse::<u32>().unwrap_or_default(), number);
            }
        }

        #[test]
        fn any_code_is_read_without_a_panic(code in r#"[0#?\\"\[\];<=>$_*@a-z.,€ ]{0,24}"#, number in any::<f64>()) {
            if let Some(pattern) = Pattern::of(&code) {
                pattern.push(&mut String::new(), number);
            }
        }
    }
}
