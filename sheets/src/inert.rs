//! Keeps a spreadsheet from taking a text for a formula (OWASP: CSV Injection; ASVS 5.0, 1.2.10).
//!
//! In a CSV an apostrophe goes before whatever could start a formula. That is not only the cell's beginning: where
//! Excel expects another separator than the file has, it splits the file there, whatever is quoted, so what stands
//! after a comma, a semicolon, a tab or a line break can become a cell too. An XLSX says itself that a cell is text, so only the beginning matters there, and the
//! writer marks it instead (`quotePrefix`): nobody sees an apostrophe.
//!
//! Reading takes away exactly what writing added, because apostrophes that already stand before something active get
//! one more.

use std::borrow::Cow;

/// Whether a spreadsheet could take the cell for a formula. Full-width signs count, as Excel reads them like the
/// others, and so does what follows spaces.
pub(crate) fn is_active(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n']) || starts_formula(text)
}

/// For a CSV.
pub(crate) fn guard(text: &str) -> Cow<'_, str> {
    rewrite(text, |rest, out| {
        out.push('\'');
        rest
    })
}

/// What [`guard`] made, as it was.
pub(crate) fn unguard(text: &str) -> Cow<'_, str> {
    if !text.contains('\'') {
        return Cow::Borrowed(text);
    }
    rewrite(text, |rest, _| rest.strip_prefix('\'').unwrap_or(rest))
}

/// For an XLSX: only a text that looks guarded already needs to be told from one that is.
pub(crate) fn guard_start(text: &str) -> Cow<'_, str> {
    if text.starts_with('\'') && is_active(past_apostrophes(text)) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What [`guard_start`] made, as it was; also a CSV cell that was pasted into an XLSX.
pub(crate) fn unguard_start(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_active(past_apostrophes(rest)) => rest,
        _ => text,
    }
}

/// Copies the text, and lets `change` write or skip something at each place where a cell could start that is active.
fn rewrite(text: &str, change: impl for<'t> Fn(&'t str, &mut String) -> &'t str) -> Cow<'_, str> {
    let active = |start: usize| {
        let rest = past_apostrophes(&text[start..]);
        if start == 0 { is_active(rest) } else { starts_formula(rest) }
    };
    let starts = std::iter::once(0).chain(separators(text).map(|at| at + 1));
    let mut out = String::new();
    let mut copied = 0;
    for start in starts.filter(|&start| active(start)) {
        out.push_str(&text[copied..start]);
        copied = text.len() - change(&text[start..], &mut out).len();
    }
    if copied == 0 && out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

fn separators(text: &str) -> impl Iterator<Item = usize> {
    text.bytes().enumerate().filter(|(_, byte)| is_separator(*byte)).map(|(at, _)| at)
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b',' | b';' | b'\t' | b'\r' | b'\n')
}

fn past_apostrophes(text: &str) -> &str {
    text.trim_start_matches('\'')
}

fn starts_formula(text: &str) -> bool {
    let within = |c: char| c.is_whitespace() && !u8::try_from(c).is_ok_and(is_separator);
    text.trim_start_matches(within).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("=1+1", "'=1+1")]
    #[case("+49301234567", "'+49301234567")]
    #[case("-", "'-")]
    #[case("@cmd", "'@cmd")]
    #[case("\tx", "'\tx")]
    #[case("\rx", "'\rx")]
    #[case("\nx", "'\nx")]
    #[case("  =1", "'  =1")]
    #[case("＝1", "'＝1")]
    #[case("'=1", "''=1")]
    #[case("a;=1;b\n@c", "a;'=1;b\n'@c")]
    #[case("a, =1,b", "a,' =1,b")]
    #[case("'tis", "'tis")]
    #[case("a-b+c", "a-b+c")]
    #[case("O'Neill", "O'Neill")]
    #[case("", "")]
    fn what_could_be_a_formula_is_not(#[case] text: &str, #[case] guarded: &str) {
        assert_eq!(guard(text), guarded);
        assert_eq!(unguard(guarded), text);
    }

    proptest! {
        #[test]
        fn reading_takes_away_what_writing_added(text in "['=+@,;\t\r\n a＝-]{0,12}") {
            let guarded = guard(&text);
            prop_assert_eq!(unguard(&guarded), text.as_str());
            prop_assert!(guarded.split([',', ';', '\t', '\r', '\n']).all(|cell| !starts_formula(cell)));
            prop_assert!(!is_active(&guarded));
            let started = guard_start(&text);
            prop_assert_eq!(unguard_start(&started), text.as_str());
        }
    }
}
