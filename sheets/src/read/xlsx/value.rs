//! What a cell's stored value says to a reader.

use super::styles::Look;
use jiff::SignedDuration;
use jiff::civil::{DateTime, Time, date};
use std::fmt::Write;

/// Appends a number as it would be typed, or the date or the digits between signs that its look makes of it. What isn't a number stays as it is.
pub(super) fn push_number(out: &mut String, raw: &str, look: &Look, is_1904: bool) {
    match raw.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => match (look, moment(number, look, is_1904)) {
            (Look::Pattern(pattern), _) if pattern.push(out, number) => {}
            (_, Some(time)) => push_moment(out, time, look, number < 1.0),
            (_, None) => push_plain(out, number),
        },
        _ => out.push_str(raw),
    }
}

/// Appends an ISO 8601 date cell (`t="d"`) like the others.
pub(super) fn push_iso(out: &mut String, raw: &str) {
    match raw.trim_end_matches('Z').parse::<DateTime>() {
        Ok(time) => push_moment(out, time, &if raw.contains(':') { Look::Time } else { Look::Day }, false),
        Err(_) => out.push_str(raw),
    }
}

/// What Excel makes of characters that XML can't hold: `_x000D_` (22.4.2.4).
pub(super) fn unescape(text: &mut String) {
    if !text.contains("_x") {
        return;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let code =
            rest.get(2..6).filter(|code| rest[6..].starts_with('_') && code.bytes().all(|c| c.is_ascii_hexdigit()));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(character) => {
                out.push(character);
                rest = &rest[7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[2..];
            }
        }
    }
    out.push_str(rest);
    *text = out;
}

/// Excel computes with 15 digits: 0.30000000000000004 is 0.3.
fn push_plain(out: &mut String, number: f64) {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    // Never in exponents; -0 is 0.
    let _ = write!(out, "{}", rounded + 0.0);
}

/// Days since the end of 1899 (or 1904), to the second.
fn moment(serial: f64, look: &Look, is_1904: bool) -> Option<DateTime> {
    const LAST: f64 = 2_958_466.0; // the year 10000
    if matches!(look, Look::Number | Look::Pattern(_)) || !(0.0..LAST).contains(&serial) {
        return None;
    }
    let zero = match (is_1904, serial < 60.0) {
        (true, _) => date(1904, 1, 1),
        // Excel's 29 February 1900 never was: before it, it counts from a day later.
        (false, true) => date(1899, 12, 31),
        (false, false) => date(1899, 12, 30),
    };
    #[expect(clippy::cast_possible_truncation, reason = "in range, and rounded")]
    let seconds = (serial * 86_400.0).round() as i64;
    zero.to_datetime(Time::midnight()).checked_add(SignedDuration::from_secs(seconds)).ok()
}

fn push_moment(out: &mut String, time: DateTime, look: &Look, is_without_day: bool) {
    let with_day = *look != Look::Clock || !is_without_day;
    if with_day {
        let _ = write!(out, "{:04}-{:02}-{:02}", time.year(), time.month(), time.day());
    }
    if *look == Look::Day {
        return;
    }
    let _ = write!(out, "{}{:02}:{:02}", if with_day { " " } else { "" }, time.hour(), time.minute());
    if time.second() != 0 {
        let _ = write!(out, ":{:02}", time.second());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("12345678901", Look::Number, "12345678901")]
    #[case("1.2E10", Look::Number, "12000000000")]
    #[case("4.9301234567E10", Look::Number, "49301234567")]
    #[case("0.30000000000000004", Look::Number, "0.3")]
    #[case("-0", Look::Number, "0")]
    #[case("1e-7", Look::Number, "0.0000001")]
    #[case("NaN", Look::Number, "NaN")]
    #[case("46348.586805555555", Look::Time, "2026-11-22 14:05")]
    #[case("46348.58684027778", Look::Time, "2026-11-22 14:05:03")]
    #[case("46348", Look::Time, "2026-11-22 00:00")]
    #[case("46348", Look::Day, "2026-11-22")]
    #[case("0.5", Look::Clock, "12:00")]
    #[case("1", Look::Day, "1900-01-01")]
    #[case("61", Look::Day, "1900-03-01")]
    #[case("-5", Look::Day, "-5")]
    #[case("99999999999", Look::Day, "99999999999")]
    fn numbers_come_as_people_type_them(#[case] raw: &str, #[case] look: Look, #[case] expected: &str) {
        let mut out = String::new();
        push_number(&mut out, raw, &look, false);
        assert_eq!(out, expected);
    }

    #[test]
    fn a_macintosh_counts_from_1904() {
        let mut out = String::new();
        push_number(&mut out, "44886", &Look::Day, true);
        assert_eq!(out, "2026-11-22");
    }

    #[rstest]
    #[case("2026-11-22T14:05:00Z", "2026-11-22 14:05")]
    #[case("2026-11-22", "2026-11-22")]
    #[case("soon", "soon")]
    fn iso_dates_look_like_the_others(#[case] raw: &str, #[case] expected: &str) {
        let mut out = String::new();
        push_iso(&mut out, raw);
        assert_eq!(out, expected);
    }

    #[rstest]
    #[case("a_x000D__x000A_b", "a\r\nb")]
    #[case("_x005F_x000D_", "_x000D_")]
    #[case("_xD800_ _x00_ _x", "_xD800_ _x00_ _x")]
    #[case("_xÄÄ", "_xÄÄ")]
    fn escapes_are_undone(#[case] text: &str, #[case] expected: &str) {
        let mut text = text.to_owned();
        unescape(&mut text);
        assert_eq!(text, expected);
    }
}
