use std::collections::HashMap;

/// Comma first: what a table of one column has.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
const LINES: usize = 20;

pub(super) struct Separator {
    pub byte: u8,
    /// The first line is only there to say it (`sep=;`), as Excel writes and reads.
    pub is_declared: bool,
}

/// As chosen, as the file says, or a guess from the first lines: the one that stands equally often in most of them,
/// then the most frequent.
pub(super) fn choose(sample: &[u8], chosen: Option<u8>) -> Separator {
    let declared = declared(sample);
    let byte = chosen.or(declared).unwrap_or_else(|| guess(sample));
    Separator { byte, is_declared: declared.is_some() }
}

fn guess(sample: &[u8]) -> u8 {
    let score = |byte: u8| {
        let mut alike = HashMap::new();
        for count in counts(sample, byte).into_iter().filter(|count| *count > 0) {
            *alike.entry(count).or_insert(0) += 1;
        }
        alike.into_iter().map(|(count, lines)| (lines, count)).max()
    };
    // Of equals, max_by_key takes the last.
    SEPARATORS.into_iter().rev().max_by_key(|byte| score(*byte)).unwrap_or(b',')
}

/// In capitals or not, quoted or not, and however the line goes on: whoever saved the file again made it as long as
/// the others.
fn declared(sample: &[u8]) -> Option<u8> {
    let end = memchr::memchr2(b'\r', b'\n', sample).unwrap_or(sample.len());
    let line = sample[..end].trim_ascii_end();
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let (name, rest) = line.split_at_checked(4)?;
    let (byte, rest) = rest.split_first()?;
    let is_declared = name.eq_ignore_ascii_case(b"sep=")
        && SEPARATORS.contains(byte)
        && rest.iter().all(|more| *more == b'"' || SEPARATORS.contains(more));
    is_declared.then_some(*byte)
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
    #[case("Team list\nas of 1 March\n\na;b\n1;2\n", b';')]
    #[case("a,b,c\n1,2\n1,2,3\n1\n", b',')]
    #[case("one column\nonly\n", b',')]
    #[case("a;b", b';')]
    #[case("", b',')]
    fn is_what_most_lines_agree_on(#[case] sample: &str, #[case] byte: u8) {
        assert_eq!(choose(sample.as_bytes(), None).byte, byte);
    }

    #[rstest]
    #[case("sep=;\r\na,b;c\r\n")]
    #[case("SEP=;\ra,b;c\r")]
    #[case("\"sep=;\"\na,b;c\n")]
    #[case("Sep=; \na,b;c\n")]
    #[case("sep=;;;;\na,b;c\n")]
    fn a_declared_one_counts(#[case] sample: &str) {
        let found = choose(sample.as_bytes(), None);
        assert!(found.is_declared);
        assert_eq!(found.byte, b';');
        assert!(choose(sample.as_bytes(), Some(b'|')).is_declared, "the line is no row, whatever else is chosen");
    }

    #[rstest]
    #[case("sep=;and more\n")]
    #[case("separator,b\n")]
    #[case("sep\n")]
    fn other_first_lines_declare_nothing(#[case] sample: &str) {
        assert!(!choose(sample.as_bytes(), None).is_declared);
    }
}
