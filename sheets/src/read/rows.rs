//! What both formats have in common: a header, rows as wide as it, limits.

use super::{Limits, ReadError};

#[derive(Debug)]
pub struct Row<'a> {
    /// Where it begins in the file: a CSV's line, a sheet's row; counted from 1.
    pub line: u64,
    /// At least as many as the header has, and more where something stands beyond its last column. The header itself
    /// ends with its last cell that isn't empty.
    ///
    /// A formula that was saved without what it gives is [`Row::NO_VALUE`], which no other cell can be.
    pub cells: &'a [String],
    /// True once: for the first row that isn't blank.
    pub is_header: bool,
}

impl Row<'_> {
    /// What stands for the value that a formula was saved without: a control character, which other cells come without.
    pub const NO_VALUE: &'static str = "\u{1A}";
}

pub(super) struct Rows<'l, F> {
    limits: &'l Limits,
    each: F,
    line: u64,
    /// The first `used` are this row's; the rest is kept for its memory.
    cells: Vec<String>,
    used: usize,
    width: Option<usize>,
    count: u64,
}

impl<'l, F> Rows<'l, F> {
    pub(super) fn new(limits: &'l Limits, each: F) -> Self {
        Self { limits, each, line: 0, cells: Vec::new(), used: 0, width: None, count: 0 }
    }

    pub(super) fn found_none(&self) -> bool {
        self.width.is_none()
    }

    pub(super) fn start(&mut self, line: u64) {
        self.line = line;
        self.used = 0;
    }

    /// Columns count from 0. Cells that aren't set are empty.
    pub(super) fn set(&mut self, column: usize, text: &str) -> Result<(), ReadError> {
        if text.is_empty() {
            return Ok(());
        }
        if column >= self.limits.columns {
            return Err(ReadError::TooManyColumns { line: self.line, limit: self.limits.columns as u64 });
        }
        if text.len() > self.limits.cell_bytes {
            return Err(ReadError::CellTooLong { line: self.line, limit: self.limits.cell_bytes as u64 });
        }
        self.widen(column + 1);
        self.cells[column].clear();
        self.cells[column].push_str(text);
        Ok(())
    }

    pub(super) fn end<E: From<ReadError>>(&mut self) -> Result<(), E>
    where
        F: FnMut(Row<'_>) -> Result<(), E>,
    {
        if self.used == 0 {
            return Ok(());
        }
        let is_header = self.width.is_none();
        let width = *self.width.get_or_insert(self.used);
        if !is_header {
            self.count += 1;
            if self.count > self.limits.rows {
                return Err(ReadError::TooManyRows { limit: self.limits.rows }.into());
            }
        }
        self.widen(width);
        (self.each)(Row { line: self.line, cells: &self.cells[..self.used], is_header })
    }

    fn widen(&mut self, width: usize) {
        if self.cells.len() < width {
            self.cells.resize_with(width, String::new);
        }
        while self.used < width {
            self.cells[self.used].clear();
            self.used += 1;
        }
    }
}
