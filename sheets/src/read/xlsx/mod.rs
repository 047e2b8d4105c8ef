//! XLSX (ISO/IEC 29500-1), read with the zip and quick-xml crates a piece at a time: every piece has a bound before it
//! is in memory. A library that loads a workbook would have trusted the file by then; `docs/adr/0005-sheets.md`.

mod book;
mod gauge;
mod package;
mod pattern;
mod sheet;
mod strings;
mod styles;
mod value;
mod xml;

use super::rows::{Row, Rows};
use super::{Limits, ReadError};
use package::Package;
use sheet::{Context, read_sheet};
use std::fs::File;
use strings::Strings;

pub(super) fn read<E: From<ReadError>, F: FnMut(Row<'_>) -> Result<(), E>>(
    file: File,
    limits: &Limits,
    rows: &mut Rows<'_, F>,
) -> Result<(), E> {
    let mut package = Package::open(file, limits)?;
    let book = book::read_book(&mut package)?;
    let strings = match &book.strings {
        Some(path) => strings::read_strings(package.part(path)?, limits)?,
        None => Strings::default(),
    };
    let looks = match &book.styles {
        Some(path) => styles::read_styles(package.part(path)?)?,
        None => Vec::new(),
    };
    let context = Context { strings, looks, is_1904: book.is_1904, cell_bytes: limits.cell_bytes };
    read_sheet(package.part(&book.sheet)?, &context, rows)
}
