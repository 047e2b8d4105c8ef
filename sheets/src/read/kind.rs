use super::{Limits, ReadError};
use memchr::memmem::Finder;
use std::fs::File;
use std::io::{self, Read, Seek};

const ZIP: &[u8] = b"PK\x03\x04";
/// An OLE compound file: an Excel file until 2003, or whatever Excel encrypts.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const CHUNK: usize = 64 * 1024;

pub(super) enum Kind {
    Zip,
    Text,
}

/// Leaves the file at its beginning.
pub(super) fn kind(file: &mut File, limits: &Limits) -> Result<Kind, ReadError> {
    if file.metadata()?.len() > limits.file_bytes {
        return Err(ReadError::FileTooLarge { limit: limits.file_bytes });
    }
    let mut start = Vec::new();
    file.by_ref().take(8).read_to_end(&mut start)?;
    file.rewind()?;
    if start.starts_with(ZIP) {
        Ok(Kind::Zip)
    } else if start.starts_with(COMPOUND) {
        let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        Err(if count(file, &encrypted)? > 0 { ReadError::Password } else { ReadError::OldExcel })
    } else if start.is_empty() {
        Err(ReadError::Empty)
    } else {
        Ok(Kind::Text)
    }
}

/// How often the file holds `needle`. Leaves the file at its beginning.
pub(super) fn count(file: &mut File, needle: &[u8]) -> io::Result<usize> {
    let finder = Finder::new(needle);
    let mut window = Vec::with_capacity(CHUNK + needle.len());
    let mut found = 0;
    while file.by_ref().take(CHUNK as u64).read_to_end(&mut window)? > 0 {
        found += finder.find_iter(&window).count();
        // What could be the beginning of one; too short to be counted twice.
        let kept = window.len().min(needle.len() - 1);
        window.drain(..window.len() - kept);
    }
    file.rewind()?;
    Ok(found)
}
