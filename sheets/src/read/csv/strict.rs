use super::lines::Lines;
use crate::read::{Limits, ReadError};
use std::collections::VecDeque;
use std::io::{self, Read};

/// What Excel's widest sheet has: a row may have so many separators, if nothing stands between them.
const FIELDS: usize = 16_384;

/// Passes a CSV through, and stops it where quotes are broken (RFC 4180 sections 2.5 to 2.7) or limits are passed:
/// the reader above would take everything up to the next quote for one cell, and hold it in memory.
///
/// A quote within an unquoted cell stays allowed (`5" disk`): nothing is lost by it.
pub(super) struct Strict<R> {
    inner: R,
    separator: u8,
    columns: usize,
    cell_bytes: usize,
    state: State,
    lines: Lines,
    /// Where the row begins; 0 before it does.
    row: u64,
    /// Where the rows begin that the reader above hasn't taken yet. It has its own idea of lines, which is wrong after
    /// blank ones and after CR LF.
    begun: VecDeque<u64>,
    /// Where the quoted cell begins.
    quote: u64,
    field: usize,
    /// Of this cell, as written.
    length: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    /// Nothing but spaces yet.
    Start,
    Plain,
    Quoted,
    /// After a quote within quotes: the cell's end, or half of an escaped quote.
    Closed,
}

impl<R: Read> Strict<R> {
    pub(super) fn new(inner: R, separator: u8, limits: &Limits) -> Self {
        let Limits { columns, cell_bytes, .. } = *limits;
        Self {
            inner,
            separator,
            columns,
            cell_bytes,
            state: State::Start,
            lines: Lines::new(),
            row: 0,
            begun: VecDeque::new(),
            quote: 1,
            field: 0,
            length: 0,
        }
    }

    /// The line of the next row that isn't blank.
    pub(super) fn take_line(&mut self) -> u64 {
        self.begun.pop_front().unwrap_or(self.lines.line())
    }

    fn check(&mut self, byte: u8) -> Result<(), ReadError> {
        let is_break = matches!(byte, b'\n' | b'\r');
        if self.row == 0 && !is_break {
            self.row = self.lines.line();
            self.begun.push_back(self.row);
        }
        self.state = match self.state {
            State::Quoted if byte == b'"' => State::Closed,
            State::Quoted => self.lengthen()?,
            State::Closed if byte == b'"' => {
                self.state = State::Quoted;
                self.lengthen()?
            }
            _ if is_break => self.end_row(),
            _ if byte == self.separator => self.end_field()?,
            State::Closed => return Err(ReadError::Quote { line: self.lines.line() }),
            State::Start if byte == b'"' && self.length == 0 => {
                self.quote = self.lines.line();
                State::Quoted
            }
            // The reader above knows no quotes after spaces.
            State::Start if byte == b'"' => return Err(ReadError::Quote { line: self.lines.line() }),
            State::Start if byte == b' ' => self.lengthen()?,
            State::Start | State::Plain => {
                self.state = State::Plain;
                self.lengthen()?
            }
        };
        self.lines.pass(byte);
        Ok(())
    }

    fn lengthen(&mut self) -> Result<State, ReadError> {
        self.length += 1;
        if self.length > self.cell_bytes {
            return Err(ReadError::CellTooLong { line: self.row, limit: self.cell_bytes as u64 });
        }
        if self.field >= self.columns {
            return Err(self.too_many_columns());
        }
        Ok(self.state)
    }

    fn end_field(&mut self) -> Result<State, ReadError> {
        self.field += 1;
        self.length = 0;
        if self.field >= self.columns.max(FIELDS) { Err(self.too_many_columns()) } else { Ok(State::Start) }
    }

    fn end_row(&mut self) -> State {
        self.row = 0;
        self.field = 0;
        self.length = 0;
        State::Start
    }

    fn too_many_columns(&self) -> ReadError {
        ReadError::TooManyColumns { line: self.row, limit: self.columns as u64 }
    }
}

impl<R: Read> Read for Strict<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        if read == 0 && !out.is_empty() && self.state == State::Quoted {
            return Err(io::Error::other(ReadError::Quote { line: self.quote }));
        }
        out[..read].iter().try_for_each(|byte| self.check(*byte)).map_err(io::Error::other)?;
        Ok(read)
    }
}
