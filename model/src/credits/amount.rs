//! Amounts as people write them.

use super::MAX_CREDITS;
use crate::Problem;

/// A whole number of credits, at least one. Groups of three digits may stand apart, as each of our languages writes
/// them: `10 000`, `10.000`, `10,000`.
pub fn parse_amount(text: &str) -> Result<i64, Problem> {
    number(text, 1, MAX_CREDITS)
}

/// The same within other bounds.
pub(super) fn number(text: &str, min: i64, max: i64) -> Result<i64, Problem> {
    let text = text.trim();
    let groups: Vec<&str> = text.split(['.', ',', ' ', '\u{A0}', '\u{202F}', '\'', '\u{2019}']).collect();
    let digits = |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let [first, rest @ ..] = &groups[..] else { return Err(Problem::Required) };
    match () {
        () if text.is_empty() => return Err(Problem::Required),
        () if !digits(first) || !rest.iter().all(|group| group.len() == 3 && digits(group)) => {
            return Err(Problem::NotANumber);
        }
        () if !rest.is_empty() && first.len() > 3 => return Err(Problem::NotANumber),
        () => {}
    }
    let out = Problem::OutOfRange { min: range(min), max: range(max) };
    let value: i64 = groups.concat().parse().map_err(|_| out)?;
    if (min..=max).contains(&value) { Ok(value) } else { Err(out) }
}

fn range(n: i64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// The same; what is left out is the default.
pub(super) fn number_or(text: &str, min: i64, max: i64, default: i64) -> Result<i64, Problem> {
    if text.trim().is_empty() { Ok(default) } else { number(text, min, max) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_whole_and_may_be_grouped() {
        for (text, amount) in [("1", 1), (" 10 000 ", 10_000), ("10.000", 10_000), ("1,234,567", 1_234_567)] {
            assert_eq!(parse_amount(text), Ok(amount), "{text}");
        }
        for bad in ["1.5", "-1", "+1", "1e3", "1,00", "1000.000", "1..000", ".", "ten", "٣"] {
            assert_eq!(parse_amount(bad), Err(Problem::NotANumber), "{bad}");
        }
        assert_eq!(parse_amount(" "), Err(Problem::Required));
        for out in ["0", "9007199254740992", "99999999999999999999"] {
            assert!(matches!(parse_amount(out), Err(Problem::OutOfRange { min: 1, .. })), "{out}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_grouped_is_read_again(amount in 1..=MAX_CREDITS, mark in "[., \u{A0}\u{202F}]") {
            let digits = amount.to_string();
            let first = (digits.len() - 1) % 3 + 1;
            let mut grouped = digits[..first].to_owned();
            for at in (first..digits.len()).step_by(3) {
                grouped.push_str(&mark);
                grouped.push_str(&digits[at..at + 3]);
            }
            prop_assert_eq!(parse_amount(&grouped), Ok(amount));
        }
    }
}
