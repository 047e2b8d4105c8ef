/// Comma first: what a table of one column has.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
const LINES: usize = 20;

pub(super) struct Separator {
    pub byte: u8,
    /// The first line is only there to say it (`sep=;`), as Excel writes and reads.
    pub is_declared: bool,
}

/// Guesses from the first lines: the one that stands equally often in most of them, then the most frequent.
pub(super) fn guess(sample: &[u8]) -> Separator {
    if let Some(byte) = declared(sample) {
        return Separator { byte, is_declared: true };
    }
    let score = |byte: u8| {
        let counts = counts(sample, byte);
        let first = counts.first().copied().unwrap_or_default();
        let alike = if first == 0 { 0 } else { counts.iter().filter(|count| **count == first).count() };
        (alike, first)
    };
    // Of equals, max_by_key takes the last.
    let byte = SEPARATORS.into_iter().rev().max_by_key(|byte| score(*byte)).unwrap_or(b',');
    Separator { byte, is_declared: false }
}

fn declared(sample: &[u8]) -> Option<u8> {
    match sample {
        [b's', b'e', b'p', b'=', byte, b'\r' | b'\n', ..] if SEPARATORS.contains(byte) => Some(*byte),
        _ => None,
    }
}

/// How often it stands outside quotes in each of the first lines that aren't blank.
fn counts(sample: &[u8], separator: u8) -> Vec<usize> {
    let mut counts = Vec::new();
    let (mut count, mut blank, mut quoted) = (0, true, false);
    for &byte in sample {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => {
                if !blank {
                    counts.push(count);
                }
                if counts.len() == LINES {
                    return counts;
                }
                (count, blank) = (0, true);
                continue;
            }
            _ if byte == separator && !quoted => count += 1,
            _ => {}
        }
        blank = false;
    }
    // The last line may have been cut by the sample's end, but a table of one line must count.
    if counts.is_empty() && !blank {
        counts.push(count);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("a,b\n1,2\n", b',')]
    #[case("a;b\n1,5;2,5\n", b';')]
    #[case("a\tb, c\n1\t2\n", b'\t')]
    #[case("a|b\r\n1|2\r\n", b'|')]
    #[case("\"a;b;c\",d\n\"1;2;3\",4\n", b',')]
    #[case("name;note\nAda;hello, world\nBob;a, b, c\n", b';')]
    #[case("one column\nonly\n", b',')]
    #[case("a;b", b';')]
    #[case("", b',')]
    fn is_what_most_lines_agree_on(#[case] sample: &str, #[case] byte: u8) {
        assert_eq!(guess(sample.as_bytes()).byte, byte);
    }

    #[test]
    fn a_declared_one_counts() {
        let found = guess(b"sep=;\r\na,b;c\r\n");
        assert!(found.is_declared);
        assert_eq!(found.byte, b';');
    }
}
