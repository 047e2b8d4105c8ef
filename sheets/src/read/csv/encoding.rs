use crate::read::ReadError;
use crate::text;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

const CHUNK: usize = 64 * 1024;

/// What the file is in, by its byte order mark or by looking at all of it. Leaves the file where its text begins.
///
/// What isn't UTF-8 is taken for Windows-1252 (what a Western European Excel calls CSV) if it can be: without control
/// characters or bytes that mean nothing there, and broken more often than it is UTF-8. Otherwise it is UTF-8 with a
/// broken line, which decoding will name.
pub(super) fn choose(file: &mut File) -> Result<&'static Encoding, ReadError> {
    let mut start = Vec::new();
    file.by_ref().take(3).read_to_end(&mut start)?;
    if let Some((encoding, length)) = Encoding::for_bom(&start) {
        file.seek(SeekFrom::Start(length as u64))?;
        return Ok(encoding);
    }
    file.rewind()?;
    let seen = look(file)?;
    file.rewind()?;
    if seen.broken == 0 {
        Ok(UTF_8)
    } else if seen.control {
        Err(ReadError::NotATable)
    } else if seen.meaningless || seen.broken <= seen.multibyte {
        Ok(UTF_8)
    } else {
        Ok(WINDOWS_1252)
    }
}

#[derive(Default)]
struct Seen {
    /// Sequences that aren't UTF-8.
    broken: u64,
    /// Characters beyond ASCII that are.
    multibyte: u64,
    /// A byte that Windows-1252 doesn't know.
    meaningless: bool,
    control: bool,
}

fn look(file: &mut File) -> io::Result<Seen> {
    let mut seen = Seen::default();
    let mut bytes = Vec::with_capacity(CHUNK + 4);
    while file.by_ref().take(CHUNK as u64).read_to_end(&mut bytes)? > 0 {
        let whole = bytes.len() - cut_short(&bytes);
        seen.count(&bytes[..whole]);
        bytes.drain(..whole);
    }
    seen.count(&bytes);
    Ok(seen)
}

impl Seen {
    fn count(&mut self, bytes: &[u8]) {
        for chunk in bytes.utf8_chunks() {
            if !chunk.valid().is_ascii() {
                self.multibyte += chunk.valid().chars().filter(|c| !c.is_ascii()).count() as u64;
            }
            self.broken += u64::from(!chunk.invalid().is_empty());
            self.meaningless |= chunk.invalid().iter().any(|byte| matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D));
        }
        self.control |= bytes.iter().any(|byte| text::is_control(*byte));
    }
}

/// How many bytes at the end may belong to a character that goes on.
fn cut_short(bytes: &[u8]) -> usize {
    let tail = bytes.iter().rev().take(3).take_while(|byte| !byte.is_ascii());
    tail.enumerate().find(|(_, byte)| **byte >= 0xC0).map_or(0, |(before, _)| before + 1)
}
