//! What a cell can hold.

use std::borrow::Cow;

/// The text without the characters that XML 1.0 can't hold (section 2.2): control characters, which mean nothing in a
/// table either. They are left out of both formats, so that both give back the same.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    // The two noncharacters are EF BF BE and EF BF BF: bytes decide quickly that there is nothing to do.
    if text.bytes().any(|byte| byte == 0xEF || is_control(byte)) && !text.chars().all(is_holdable) {
        Cow::Owned(text.chars().filter(|&c| is_holdable(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn is_holdable(c: char) -> bool {
    !u8::try_from(c).is_ok_and(is_control) && !matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

pub(crate) fn is_control(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(clean("a\0b\u{1B}c\u{FFFE}\u{FFFF}\td\r\n\u{FFFD}"), "abc\td\r\n\u{FFFD}");
        assert!(matches!(clean("Müller\u{FEFF} 李"), Cow::Borrowed(_)));
    }
}
