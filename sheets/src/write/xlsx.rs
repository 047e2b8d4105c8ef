use super::WriteError;
use super::cell::{Cell, push_day, push_time};
use crate::{inert, text};
use jiff::civil::{Date, DateTime, date};
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a sheet holds, header included (Excel's specifications and limits).
const SHEET_ROWS: u32 = 1_048_576;
/// In characters of the default font.
const WIDTHS: std::ops::RangeInclusive<usize> = 10..=48;
/// The autofilter's arrow stands in the title's cell.
const ARROW: usize = 3;
/// Packs nearly as well as the usual 6, in half the time.
const COMPRESSION: u8 = 3;

pub(super) struct Xlsx<W> {
    out: W,
    book: Workbook,
    header: Vec<String>,
    /// The longest text so far of each column, in characters.
    widths: Vec<usize>,
    formats: Formats,
    /// The sheet being written, and its next row: both from 0.
    sheet: usize,
    row: u32,
    /// A time that Excel has no number for, kept for its memory.
    scratch: String,
}

struct Formats {
    title: Format,
    inert_title: Format,
    /// Excel keeps such a text a text when it is edited, and shows no apostrophe.
    inert: Format,
    time: Format,
    day: Format,
}

impl<W: Write + Send> Xlsx<W> {
    pub(super) fn new(out: W, header: &[&str]) -> Result<Self, WriteError> {
        let mut book = Workbook::new();
        // Names nobody, neither who made it nor where.
        book.set_properties(&DocProperties::new());
        book.set_zip_compression_level(COMPRESSION);
        let header: Vec<_> = header.iter().map(|title| text::clean(title).into_owned()).collect();
        let widths = header.iter().map(|title| title.chars().count() + ARROW).collect();
        let mut table =
            Self { out, book, header, widths, formats: Formats::new(), sheet: 0, row: 0, scratch: String::new() };
        table.start_sheet()?;
        Ok(table)
    }

    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), WriteError> {
        if self.row == SHEET_ROWS {
            self.end_sheet()?;
            self.sheet += 1;
            self.start_sheet()?;
        }
        disk_full_is_an_error(|| {
            let sheet = self.book.worksheet_from_index(self.sheet)?;
            for ((column, cell), width) in (0..).zip(cells).zip(&mut self.widths) {
                let written = write(sheet, (self.row, column), *cell, &self.formats, &mut self.scratch)?;
                *width = (*width).max(written);
            }
            Ok(())
        })?;
        self.row += 1;
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<W, WriteError> {
        self.end_sheet()?;
        disk_full_is_an_error(|| self.book.save_to_writer(&mut self.out))?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn start_sheet(&mut self) -> Result<(), WriteError> {
        disk_full_is_an_error(|| {
            let sheet = self.book.add_worksheet_with_constant_memory()?;
            sheet.set_freeze_panes(1, 0)?;
            for (column, title) in (0..).zip(&self.header) {
                let format = if inert::is_active(title) { &self.formats.inert_title } else { &self.formats.title };
                sheet.write_string_with_format(0, column, inert::guard_start(title), format)?;
            }
            Ok(())
        })?;
        self.row = 1;
        Ok(())
    }

    /// Says what is only known now, and stands in the file before the rows.
    fn end_sheet(&mut self) -> Result<(), WriteError> {
        disk_full_is_an_error(|| {
            let sheet = self.book.worksheet_from_index(self.sheet)?;
            for (column, width) in (0..).zip(&self.widths) {
                sheet.set_column_width(
                    column,
                    u32::try_from((*width).clamp(*WIDTHS.start(), *WIDTHS.end())).unwrap_or_default(),
                )?;
            }
            if let Some(last) = self.header.len().checked_sub(1) {
                sheet.autofilter(0, 0, self.row - 1, u16::try_from(last).unwrap_or(u16::MAX))?;
            }
            Ok(())
        })
    }
}

impl Formats {
    fn new() -> Self {
        Self {
            title: Format::new().set_bold(),
            inert_title: Format::new().set_bold().set_quote_prefix(),
            inert: Format::new().set_quote_prefix(),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Left),
            day: Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
        }
    }
}

/// Answers how many characters wide the cell is.
fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: Cell<'_>,
    formats: &Formats,
    scratch: &mut String,
) -> Result<usize, XlsxError> {
    scratch.clear();
    match cell {
        Cell::Empty => return Ok(0),
        Cell::Text(text) => {
            let text = text::clean(text);
            if inert::is_active(&text) {
                sheet.write_string_with_format(row, column, &*text, &formats.inert)?;
            } else {
                sheet.write_string(row, column, inert::guard_start(&text))?;
            }
            return Ok(text.chars().take(*WIDTHS.end()).count());
        }
        Cell::Number(number) => {
            // Beyond 15 digits Excel would round: an identifier, then, rather than an amount.
            if number.unsigned_abs() < 1_000_000_000_000_000 {
                #[expect(clippy::cast_precision_loss, reason = "checked just above")]
                sheet.write_number(row, column, number as f64)?;
            } else {
                sheet.write_string(row, column, number.to_string())?;
            }
            return Ok(number.unsigned_abs().checked_ilog10().unwrap_or_default() as usize + 2);
        }
        Cell::Time(time) => match serial(time) {
            Some(serial) => return sheet.write_number_with_format(row, column, serial, &formats.time).map(|_| 16),
            None => push_time(scratch, time),
        },
        Cell::Day(day) => match serial(day.to_datetime(jiff::civil::Time::midnight())) {
            Some(serial) => return sheet.write_number_with_format(row, column, serial, &formats.day).map(|_| 10),
            None => push_day(scratch, day),
        },
    }
    sheet.write_string(row, column, scratch.as_str())?;
    Ok(scratch.len())
}

/// Days since the end of 1899, to the minute. None before March 1900, where Excel counts a day that never was.
fn serial(time: DateTime) -> Option<f64> {
    const ZERO: Date = date(1899, 12, 30);
    if !(date(1900, 3, 1)..=date(9999, 12, 31)).contains(&time.date()) {
        return None;
    }
    let days = f64::from(i32::try_from(time.date().duration_since(ZERO).as_hours() / 24).ok()?);
    Some(days + f64::from(i32::from(time.hour()) * 60 + i32::from(time.minute())) / 1440.0)
}

/// The library panics when its temporary file can't be written; nothing of it is used afterwards.
fn disk_full_is_an_error(work: impl FnOnce() -> Result<(), XlsxError>) -> Result<(), WriteError> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(XlsxError::MaxStringLengthExceeded)) => Err(WriteError::CellTooLong),
        Ok(Err(XlsxError::IoError(error))) => Err(WriteError::Io(error)),
        Ok(Err(error)) => Err(WriteError::Io(io::Error::other(error))),
        Err(_) => Err(WriteError::Io(io::ErrorKind::StorageFull.into())),
    }
}
