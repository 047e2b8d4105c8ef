//! Tables of text as CSV and XLSX, written and read a row at a time in constant memory. Knows nothing of people or
//! databases, and never asks for the time. `docs/adr/0005-sheets.md` says why it is a crate of its own.
//!
//! What [`Writer`] wrote, [`read`] gives back as the same texts, in either format:
//!
//! ```
//! use sheets::{Cell, Format, Limits, ReadError, Writer};
//!
//! let mut writer = Writer::new(Format::Csv, Vec::new(), &["Name", "Phone"])?;
//! writer.row(&[Cell::Text("Ada"), Cell::Text("+49301234567")])?;
//! let bytes = writer.finish()?;
//! assert!(bytes.ends_with(b"Ada,'+49301234567\r\n")); // inert in a spreadsheet
//!
//! # let file = tempfile::NamedTempFile::new()?;
//! # std::fs::write(file.path(), &bytes)?;
//! let mut phones = Vec::new();
//! sheets::read(file.path(), &Limits::default(), |row| {
//!     if !row.is_header {
//!         phones.push(row.cells[1].clone());
//!     }
//!     Ok::<_, ReadError>(())
//! })?;
//! assert_eq!(phones, ["+49301234567"]);
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```

mod format;
mod inert;
mod read;
mod text;
mod write;

pub use format::{Format, UnknownFormat};
pub use read::{Dialect, Limits, ReadError, Row, Source, TextEncoding, read, read_as};
pub use write::{Cell, WriteError, Writer};
