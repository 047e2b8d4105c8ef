use super::WriteError;
use super::cell::{Cell, push_day, push_time};
use crate::{inert, text};
use std::fmt::Write as _;
use std::io::{self, Write};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
const BUFFER: usize = 64 * 1024;

pub(super) struct Csv<W: Write> {
    out: csv::Writer<W>,
    /// A number or time being written, kept for its memory.
    scratch: String,
}

impl<W: Write> Csv<W> {
    pub(super) fn new(mut out: W, header: &[&str], separator: u8) -> Result<Self, WriteError> {
        out.write_all(BYTE_ORDER_MARK)?;
        let mut builder = csv::WriterBuilder::new();
        builder.delimiter(separator).terminator(csv::Terminator::CRLF).buffer_capacity(BUFFER);
        let out = builder.from_writer(out);
        let mut table = Self { out, scratch: String::new() };
        header.iter().try_for_each(|title| table.cell(Cell::Text(title)))?;
        table.end_row()?;
        Ok(table)
    }

    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), WriteError> {
        cells.iter().try_for_each(|cell| self.cell(*cell))?;
        self.end_row()
    }

    pub(super) fn flush(&mut self) -> Result<(), WriteError> {
        Ok(self.out.flush()?)
    }

    pub(super) fn finish(self) -> Result<W, WriteError> {
        let mut out = self.out.into_inner().map_err(csv::IntoInnerError::into_error)?;
        out.flush()?;
        Ok(out)
    }

    fn cell(&mut self, cell: Cell<'_>) -> Result<(), WriteError> {
        self.scratch.clear();
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => {
                return self.out.write_field(inert::guard(&text::clean(text)).as_ref()).map_err(csv_error);
            }
            Cell::Number(number) => {
                let _ = write!(self.scratch, "{number}");
            }
            Cell::Time(time) => push_time(&mut self.scratch, time),
            Cell::Day(day) => push_day(&mut self.scratch, day),
        }
        self.out.write_field(&self.scratch).map_err(csv_error)
    }

    fn end_row(&mut self) -> Result<(), WriteError> {
        self.out.write_record(None::<&[u8]>).map_err(csv_error)
    }
}

fn csv_error(error: csv::Error) -> WriteError {
    WriteError::Io(match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    })
}
