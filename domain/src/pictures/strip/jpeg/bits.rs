//! Bits of a scan (ITU-T T.81, annex F), and the codes that they are written in.

/// The bits up to the next marker. A stuffed zero after FF is none of them.
pub(super) struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    buffer: u64,
    left: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0, buffer: 0, left: 0 }
    }

    fn refill(&mut self) {
        while self.left <= 56 {
            let byte = match self.data.get(self.at..) {
                Some([0xff, 0x00, ..]) => 2,
                Some([0xff, ..] | []) | None => return,
                Some(_) => 1,
            };
            self.buffer = self.buffer << 8 | u64::from(self.data[self.at]);
            self.at += byte;
            self.left += 8;
        }
    }

    /// The next 16 bits, with zeros behind the last one.
    fn peek(&mut self) -> u32 {
        if self.left < 16 {
            self.refill();
        }
        let bits = if self.left >= 16 { self.buffer >> (self.left - 16) } else { self.buffer << (16 - self.left) };
        u32::try_from(bits & 0xffff).unwrap_or_default()
    }

    /// None where there are not so many: at most 16.
    pub(super) fn take(&mut self, count: u32) -> Option<u32> {
        let bits = self.peek();
        self.left = self.left.checked_sub(count)?;
        Some(if count == 0 { 0 } else { bits >> (16 - count) })
    }

    pub(super) fn symbol(&mut self, table: &Table) -> Option<u8> {
        let bits = self.peek();
        let (length, symbol) = table.find(bits)?;
        self.left = self.left.checked_sub(length)?;
        Some(symbol)
    }

    /// Past the restart marker that has to stand here, perhaps after bytes that fill.
    pub(super) fn restart(&mut self) -> Option<()> {
        let end = end_of_bits(self.data, self.at);
        if !matches!(self.data.get(end..), Some([0xff, 0xd0..=0xd7, ..])) {
            return None;
        }
        (self.at, self.buffer, self.left) = (end + 2, 0, 0);
        Some(())
    }

    /// Where the next marker stands, but for one of a restart.
    pub(super) fn end(&self) -> usize {
        let mut end = end_of_bits(self.data, self.at);
        while matches!(self.data.get(end..), Some([0xff, 0xd0..=0xd7, ..])) {
            end = end_of_bits(self.data, end + 2);
        }
        end
    }
}

fn end_of_bits(data: &[u8], from: usize) -> usize {
    let pairs = data.get(from..).unwrap_or_default().windows(2);
    let end = pairs.into_iter().position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff));
    end.map_or(data.len(), |end| from + end)
}

/// A Huffman table as a segment defines it (annex C): codes of one length follow each other.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// For each length: the first code of 16 bits that is of a longer one, and what to add to a code to find its
    /// symbol.
    lengths: [(u32, i32); 16],
    symbols: Vec<u8>,
}

impl Table {
    /// From the counts of each length; answers how many bytes it took. None where there are more codes than fit.
    pub(super) fn read(segment: &[u8]) -> Option<(Self, usize)> {
        let (counts, rest) = segment.split_at_checked(16)?;
        let total = counts.iter().map(|count| usize::from(*count)).sum();
        let symbols = rest.get(..total)?.to_vec();
        let (mut code, mut index, mut lengths) = (0_u32, 0_i32, [(0, 0); 16]);
        for (length, (count, entry)) in (1..).zip(counts.iter().zip(&mut lengths)) {
            let first = i32::try_from(code).ok()?;
            code += u32::from(*count);
            *entry = (code << (16 - length), index - first);
            index += i32::from(*count);
            if code > 1 << length {
                return None;
            }
            code <<= 1;
        }
        Some((Self { lengths, symbols }, 16 + total))
    }

    /// The symbol that 16 bits begin with, and the length of its code.
    fn find(&self, bits: u32) -> Option<(u32, u8)> {
        let (length, (_, offset)) = (1..).zip(&self.lengths).find(|(_, (end, _))| bits < *end)?;
        let index = i32::try_from(bits >> (16 - length)).ok()? + offset;
        Some((length, *self.symbols.get(usize::try_from(index).ok()?)?))
    }
}
