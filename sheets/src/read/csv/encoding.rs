use super::plausible::implausible;
use crate::read::ReadError;
use crate::text;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

const CHUNK: usize = 64 * 1024;
/// How much is kept of the lines that tell encodings apart.
const SAMPLE: usize = 64 * 1024;

/// What the file is in: as chosen, by its byte order mark, or by looking at all of it. Leaves the file where its text
/// begins.
///
/// What isn't UTF-8 is what browsers would take it for (chardetng), unless that gives words that nobody writes while
/// Windows-1252 or Mac Roman, which the detector does not know, gives better ones. A file that is broken less often
/// than it is UTF-8 is UTF-8 with a broken line, which decoding will name.
pub(super) fn choose(file: &mut File, chosen: Option<&'static Encoding>) -> Result<&'static Encoding, ReadError> {
    let mut start = Vec::new();
    file.by_ref().take(3).read_to_end(&mut start)?;
    let marked = Encoding::for_bom(&start).filter(|(encoding, _)| chosen.is_none_or(|chosen| chosen == *encoding));
    if let Some((encoding, length)) = marked {
        file.seek(SeekFrom::Start(length as u64))?;
        return Ok(encoding);
    }
    file.rewind()?;
    if let Some(chosen) = chosen {
        return Ok(chosen);
    }
    let seen = look(file)?;
    file.rewind()?;
    if let Some(encoding) = seen.utf_16() {
        return Ok(encoding);
    }
    if seen.broken > 0 && seen.control {
        return Err(ReadError::NotATable);
    }
    Ok(if seen.broken <= seen.multibyte { UTF_8 } else { seen.legacy() })
}

struct Seen {
    /// Sequences that aren't UTF-8.
    broken: u64,
    /// Characters beyond ASCII that are.
    multibyte: u64,
    control: bool,
    /// How many of the first bytes at even and at odd places are zero, and how many there are.
    zeros: [usize; 2],
    first: usize,
    detector: EncodingDetector,
    /// Lines that aren't ASCII.
    sample: Vec<u8>,
    line: Vec<u8>,
}

fn look(file: &mut File) -> io::Result<Seen> {
    let mut seen = Seen {
        broken: 0,
        multibyte: 0,
        control: false,
        zeros: [0; 2],
        first: 0,
        detector: EncodingDetector::new(Iso2022JpDetection::Deny),
        sample: Vec::new(),
        line: Vec::new(),
    };
    let mut bytes = Vec::with_capacity(CHUNK + 4);
    let mut kept = 0;
    while file.by_ref().take(CHUNK as u64).read_to_end(&mut bytes)? > 0 {
        seen.detector.feed(&bytes[kept..], false);
        seen.collect(&bytes[kept..]);
        let whole = bytes.len() - cut_short(&bytes);
        seen.count(&bytes[..whole]);
        bytes.drain(..whole);
        kept = bytes.len();
    }
    seen.detector.feed(&[], true);
    seen.count(&bytes);
    seen.end_line();
    Ok(seen)
}

impl Seen {
    fn count(&mut self, bytes: &[u8]) {
        for chunk in bytes.utf8_chunks() {
            if !chunk.valid().is_ascii() {
                self.multibyte += chunk.valid().chars().filter(|c| !c.is_ascii()).count() as u64;
            }
            self.broken += u64::from(!chunk.invalid().is_empty());
        }
        self.control |= bytes.iter().any(|byte| text::is_control(*byte));
    }

    fn collect(&mut self, bytes: &[u8]) {
        if self.first == 0 {
            self.first = bytes.len();
            for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == 0) {
                self.zeros[at % 2] += 1;
            }
        }
        if self.sample.len() >= SAMPLE {
            return;
        }
        for &byte in bytes {
            match byte {
                b'\r' | b'\n' => self.end_line(),
                _ if self.line.len() < SAMPLE => self.line.push(byte),
                _ => {}
            }
        }
    }

    fn end_line(&mut self) {
        if !self.line.is_ascii() && self.sample.len() < SAMPLE {
            self.sample.extend_from_slice(&self.line);
            self.sample.push(b'\n');
        }
        self.line.clear();
    }

    /// Without a byte order mark, it shows by the zeros in every other place: separators, digits and Latin letters.
    fn utf_16(&self) -> Option<&'static Encoding> {
        match self.zeros {
            [0, odd] if odd * 4 > self.first => Some(UTF_16LE),
            [even, 0] if even * 4 > self.first => Some(UTF_16BE),
            _ => None,
        }
    }

    fn legacy(&self) -> &'static Encoding {
        let detected = self.detector.guess(None, Utf8Detection::Deny);
        let candidates = [detected, WINDOWS_1252, MACINTOSH];
        // Of equals, min_by_key takes the first.
        let best = candidates
            .into_iter()
            .min_by_key(|encoding| implausible(&encoding.decode_without_bom_handling(&self.sample).0));
        best.unwrap_or(detected)
    }
}

/// How many bytes at the end may belong to a character that goes on.
fn cut_short(bytes: &[u8]) -> usize {
    let tail = bytes.iter().rev().take(3).take_while(|byte| !byte.is_ascii());
    tail.enumerate().find(|(_, byte)| **byte >= 0xC0).map_or(0, |(before, _)| before + 1)
}
