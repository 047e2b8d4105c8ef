use super::gauge::Gauge;
use super::xml::Xml;
use crate::read::kind::count;
use crate::read::{Limits, ReadError};
use std::cell::Cell;
use std::fs::File;
use std::io::BufReader;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

/// What stands before each entry of a ZIP's directory, which is held in memory. So many are enough for a workbook of
/// hundreds of sheets, and take a few MB.
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRIES: usize = 10_000;

pub(super) type Part<'a> = Xml<Gauge<'a, ZipFile<'a, BufReader<File>>>>;

/// The ZIP, and what may still be unpacked of it.
pub(super) struct Package {
    zip: ZipArchive<BufReader<File>>,
    limit: u64,
    left: Cell<u64>,
}

impl Package {
    pub(super) fn open(mut file: File, limits: &Limits) -> Result<Self, ReadError> {
        if count(&mut file, ENTRY)? > ENTRIES {
            return Err(ReadError::Damaged);
        }
        let zip = ZipArchive::new(BufReader::new(file)).map_err(zip_error)?;
        Ok(Self { zip, limit: limits.unpacked_bytes, left: Cell::new(limits.unpacked_bytes) })
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// What it says of its size is checked at once, what it really unpacks to as it is read.
    pub(super) fn part(&mut self, path: &str) -> Result<Part<'_>, ReadError> {
        let index = self.find(path).ok_or(ReadError::Damaged)?;
        let file = self.zip.by_index(index).map_err(zip_error)?;
        if file.size() > self.left.get() {
            return Err(ReadError::UnpackedTooLarge { limit: self.limit });
        }
        Ok(Xml::new(Gauge::new(file, &self.left), self.limit))
    }

    /// Names of parts don't know upper case from lower (ISO/IEC 29500-2, 6.2.2.3), and some programs count on it.
    fn find(&self, path: &str) -> Option<usize> {
        let same = |index: &usize| {
            self.zip.name_for_index(*index).and_then(Result::ok).is_some_and(|name| name.eq_ignore_ascii_case(path))
        };
        self.zip.index_for_name(path).or_else(|| (0..self.zip.len()).find(same))
    }
}

fn zip_error(error: ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => ReadError::Password,
        ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => ReadError::Io(error),
        _ => ReadError::Damaged,
    }
}
