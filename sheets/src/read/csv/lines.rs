/// Counts lines as editors do: LF, CR LF and a CR alone each end one.
pub(super) struct Lines {
    line: u64,
    after_return: bool,
}

impl Lines {
    pub(super) fn new() -> Self {
        Self { line: 1, after_return: false }
    }

    /// The line that the next byte is in, unless it ends a CR LF.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn pass(&mut self, byte: u8) {
        self.line += u64::from(byte == b'\r' || (byte == b'\n' && !self.after_return));
        self.after_return = byte == b'\r';
    }

    pub(super) fn pass_all(&mut self, bytes: &[u8]) {
        for at in memchr::memchr2_iter(b'\r', b'\n', bytes) {
            self.after_return = if at == 0 { self.after_return } else { bytes[at - 1] == b'\r' };
            self.pass(bytes[at]);
        }
        self.after_return = bytes.last().map_or(self.after_return, |last| *last == b'\r');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_way_to_end_a_line_counts_once() {
        let mut lines = Lines::new();
        lines.pass_all(b"1\r\n2\n3\r4\n\n6\r\r8");
        assert_eq!(lines.line(), 8);
    }

    proptest! {
        #[test]
        fn pieces_count_like_the_whole(text in "[a\r\n]{0,24}", cut in 0..24_usize) {
            let (first, rest) = text.as_bytes().split_at(cut.min(text.len()));
            let (mut pieces, mut bytes) = (Lines::new(), Lines::new());
            pieces.pass_all(first);
            pieces.pass_all(rest);
            text.bytes().for_each(|byte| bytes.pass(byte));
            prop_assert_eq!(pieces.line(), bytes.line());
            let ends = text.replace("\r\n", "\n").replace('\r', "\n").matches('\n').count() as u64;
            prop_assert_eq!(bytes.line(), 1 + ends);
        }
    }
}
