//! Paths as text: their parts, and the values in them.

use super::Route;

/// Percent-encodes a value: all but RFC 3986's unreserved characters.
pub fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte.into());
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(|half| char::from(b"0123456789ABCDEF"[usize::from(half)])));
        }
        out
    })
}

/// None where it is not UTF-8, or a percent sign stands alone.
pub(super) fn decode(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        let half = |digit: Option<u8>| char::from(digit?).to_digit(16).and_then(|half| u8::try_from(half).ok());
        bytes.push(if byte == b'%' { half(rest.next())? << 4 | half(rest.next())? } else { byte });
    }
    String::from_utf8(bytes).ok()
}

/// A value's name, and the value as the path has it.
pub(super) type Values<'a> = Vec<(&'static str, &'a str)>;

pub(super) fn find(path: &str) -> Option<(Route, Values<'_>)> {
    Route::ALL.iter().find_map(|route| {
        let patterns = [Some(route.pattern()), route.former()];
        patterns.into_iter().flatten().find_map(|pattern| matched(pattern, path)).map(|values| (*route, values))
    })
}

pub(super) fn matched<'a>(pattern: &'static str, path: &'a str) -> Option<Values<'a>> {
    let (mut expected, mut found, mut values) = (parts(pattern), parts(path), Vec::new());
    loop {
        match (expected.next(), found.next()) {
            (None, None) => return Some(values),
            (Some(part), Some(value)) => match part.strip_prefix(':') {
                Some(name) => values.push((name, value)),
                None if part == value => {}
                None => return None,
            },
            _ => return None,
        }
    }
}

pub(super) fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('?').next().unwrap_or_default().split('/').filter(|part| !part.is_empty())
}
