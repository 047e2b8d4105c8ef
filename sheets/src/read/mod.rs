//! Reading: what a file is, is told by its content, never by its name.

mod csv;
mod dialect;
mod error;
mod kind;
mod limits;
mod rows;
mod xlsx;

pub use dialect::{Dialect, Source, TextEncoding};
pub use error::ReadError;
pub use limits::Limits;
pub use rows::Row;

use kind::Kind;
use rows::Rows;
use std::fs::File;
use std::path::Path;

/// Hands each row that isn't blank to `each`, the header first, and answers how it was read.
///
/// - CSV: in the dialect's encoding, between its separators; otherwise in what it looks like (of the encodings that
///   browsers know, and UTF-16), separated by comma, semicolon, tab or bar.
/// - XLSX: the first sheet that isn't hidden. Numbers come as they'd be typed (`12345678901`), or as they are shown
///   where their format is one of digits and signs (`00000`, `(000) 000-0000`); dates as `2026-11-22`, times as
///   `2026-11-22 14:05` (with seconds if there are any), truth as `TRUE` and `FALSE`, errors as `#REF!`, formulas as
///   what they last gave.
///
/// Texts come without control characters, not trimmed, and without the apostrophe by which our own files are made
/// inert. Memory is bounded by `limits`, whatever the file says of itself. When `each` fails, reading stops with its
/// error.
///
/// # Errors
/// Everything a file can be wrong about is a [`ReadError`] with a name, and a line where there is one. Rows before that
/// line have been handed over by then: whoever wants all or nothing has to undo them.
pub fn read_as<E: From<ReadError>>(
    path: &Path,
    limits: &Limits,
    dialect: &Dialect,
    each: impl FnMut(Row<'_>) -> Result<(), E>,
) -> Result<Source, E> {
    let mut file = File::open(path).map_err(ReadError::from)?;
    let mut rows = Rows::new(limits, each);
    let source = match kind::kind(&mut file, limits)? {
        Kind::Zip => xlsx::read(file, limits, &mut rows).map(|()| Source::Xlsx)?,
        Kind::Text => csv::read(file, limits, dialect, &mut rows)?,
    };
    if rows.found_none() { Err(ReadError::Empty.into()) } else { Ok(source) }
}

/// The same, with all of a CSV's dialect found out.
///
/// # Errors
/// Those of [`read_as`].
pub fn read<E: From<ReadError>>(
    path: &Path,
    limits: &Limits,
    each: impl FnMut(Row<'_>) -> Result<(), E>,
) -> Result<Source, E> {
    read_as(path, limits, &Dialect::default(), each)
}
