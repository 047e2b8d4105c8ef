//! File, [decoded](decode), [checked](strict), then split by the csv crate, which forgives too much to be asked alone.

mod decode;
mod encoding;
mod lines;
mod plausible;
mod separator;
mod strict;

use super::dialect::{Dialect, Source, TextEncoding};
use super::rows::{Row, Rows};
use super::{Limits, ReadError};
use crate::{inert, text};
use decode::Decode;
use std::fs::File;
use std::io::{self, Read};
use strict::Strict;

/// How much of the file the separator is guessed from.
const SAMPLE: u64 = 64 * 1024;

pub(super) fn read<E: From<ReadError>, F: FnMut(Row<'_>) -> Result<(), E>>(
    mut file: File,
    limits: &Limits,
    dialect: &Dialect,
    rows: &mut Rows<'_, F>,
) -> Result<Source, E> {
    let encoding = encoding::choose(&mut file, dialect.encoding.map(|chosen| chosen.0))?;
    let mut decoded = Decode::new(file, encoding);
    let mut sample = Vec::new();
    decoded.by_ref().take(SAMPLE).read_to_end(&mut sample).map_err(io_error)?;
    let separator = separator::choose(&sample, dialect.separator);
    let text = Strict::new(io::Cursor::new(sample).chain(decoded), separator.byte, limits);
    let mut records = csv::ReaderBuilder::new()
        .delimiter(separator.byte)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(64 * 1024)
        .from_reader(text);
    let mut record = csv::StringRecord::new();
    let mut is_declaration = separator.is_declared;
    while records.read_record(&mut record).map_err(csv_error)? {
        let line = records.get_mut().take_line();
        if std::mem::take(&mut is_declaration) {
            continue;
        }
        rows.start(line);
        for (column, field) in record.iter().enumerate() {
            rows.set(column, &inert::unguard(&text::clean(field)))?;
        }
        rows.end()?;
    }
    Ok(Source::Csv { encoding: TextEncoding(encoding), separator: separator.byte })
}

fn csv_error(error: csv::Error) -> ReadError {
    let line = error.position().map_or(1, csv::Position::line);
    match error.into_kind() {
        csv::ErrorKind::Io(error) => io_error(error),
        // Decoded text is UTF-8, and rows may have any length: nothing else is left.
        _ => ReadError::Encoding { line },
    }
}

/// What [`Decode`] and [`Strict`] found comes as an I/O error, because they stand below a reader.
fn io_error(error: io::Error) -> ReadError {
    match error.downcast::<ReadError>() {
        Ok(found) => found,
        Err(error) => ReadError::Io(error),
    }
}
