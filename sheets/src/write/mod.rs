//! Writing: one row at a time, each with as many cells as the header.

mod cell;
mod csv;
mod error;
mod xlsx;

pub use cell::Cell;
pub use error::WriteError;

use crate::Format;
use std::fmt;
use std::io::Write;

/// Writes one table. Memory doesn't grow with its rows.
///
/// A CSV (RFC 4180, UTF-8 with a byte order mark, which Excel needs) goes to `out` as rows come. An XLSX grows in a
/// temporary file that has no name (in `TMPDIR`; about 60 bytes a cell) and goes to `out` when it is finished.
///
/// Texts lose the control characters that XML can't hold, and are made inert: see `docs/adr/0005-sheets.md`.
pub struct Writer<W: Write + Send> {
    table: Table<W>,
    columns: usize,
}

enum Table<W: Write + Send> {
    Csv(Box<csv::Csv<W>>),
    Xlsx(Box<xlsx::Xlsx<W>>),
}

impl<W: Write + Send> Writer<W> {
    /// Writes the header at once. The columns of a CSV are split by a comma.
    ///
    /// # Errors
    /// [`WriteError::Io`], or [`WriteError::CellTooLong`] for a title.
    pub fn new(format: Format, out: W, header: &[&str]) -> Result<Self, WriteError> {
        let table = match format {
            Format::Csv => return Self::csv(out, header, b','),
            Format::Xlsx => Table::Xlsx(Box::new(xlsx::Xlsx::new(out, header)?)),
        };
        Ok(Self { table, columns: header.len() })
    }

    /// A CSV whose columns are split by this: a comma, a semicolon or a tab, which [`crate::read`] tells apart by
    /// itself.
    ///
    /// # Errors
    /// [`WriteError::Io`].
    pub fn csv(out: W, header: &[&str], separator: u8) -> Result<Self, WriteError> {
        Ok(Self { table: Table::Csv(Box::new(csv::Csv::new(out, header, separator)?)), columns: header.len() })
    }

    /// Writes a row. After an error the table is of no use.
    ///
    /// # Errors
    /// [`WriteError::Columns`] where the header has another number of cells, [`WriteError::CellTooLong`] in an XLSX,
    /// [`WriteError::Io`].
    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), WriteError> {
        if cells.len() != self.columns {
            return Err(WriteError::Columns { expected: self.columns, found: cells.len() });
        }
        match &mut self.table {
            Table::Csv(csv) => csv.row(cells),
            Table::Xlsx(xlsx) => xlsx.row(cells),
        }
    }

    /// Hands on what is held back: of a CSV the last rows, of an XLSX nothing.
    ///
    /// # Errors
    /// [`WriteError::Io`].
    pub fn flush(&mut self) -> Result<(), WriteError> {
        match &mut self.table {
            Table::Csv(csv) => csv.flush(),
            Table::Xlsx(_) => Ok(()),
        }
    }

    /// Writes what is left, flushes, and gives `out` back. Without it a file has no end.
    ///
    /// # Errors
    /// [`WriteError::Io`].
    pub fn finish(self) -> Result<W, WriteError> {
        match self.table {
            Table::Csv(csv) => csv.finish(),
            Table::Xlsx(xlsx) => xlsx.finish(),
        }
    }
}

impl<W: Write + Send> fmt::Debug for Writer<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").field("columns", &self.columns).finish_non_exhaustive()
    }
}
