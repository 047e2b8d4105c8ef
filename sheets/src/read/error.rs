//! What can be wrong about a file. People are told by [`ReadError::name`], in their language; the English here is for
//! logs.

use std::io;

#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Nothing in it, or only blank rows.
    #[error("the file holds no table")]
    Empty,
    /// A picture, a PDF, an ODS, a ZIP of something else.
    #[error("neither CSV nor XLSX")]
    NotATable,
    /// `.xls`, as until Excel 2003.
    #[error("an old Excel file")]
    OldExcel,
    #[error("protected by a password")]
    Password,
    /// An XLSX that ends too early, contradicts itself, or was made by no office program.
    #[error("a damaged XLSX")]
    Damaged,
    /// Neither the encoding that the rest is in, nor any other that is known.
    #[error("line {line} is not text")]
    Encoding { line: u64 },
    /// A quoted cell that never ends (the line is where it begins), or something between quote and separator.
    #[error("line {line} has a quote too many or too few")]
    Quote { line: u64 },
    #[error("the file is larger than {limit} bytes")]
    FileTooLarge { limit: u64 },
    #[error("unpacked, the file is larger than {limit} bytes")]
    UnpackedTooLarge { limit: u64 },
    #[error("the table has more than {limit} rows")]
    TooManyRows { limit: u64 },
    #[error("line {line} has more than {limit} columns")]
    TooManyColumns { line: u64, limit: u64 },
    #[error("line {line} has a cell of more than {limit} bytes")]
    CellTooLong { line: u64, limit: u64 },
    /// Ours, not the file's.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl ReadError {
    /// The key of its text.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotATable => "not_a_table",
            Self::OldExcel => "old_excel",
            Self::Password => "password",
            Self::Damaged => "damaged",
            Self::Encoding { .. } => "encoding",
            Self::Quote { .. } => "quote",
            Self::FileTooLarge { .. } => "file_too_large",
            Self::UnpackedTooLarge { .. } => "unpacked_too_large",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::CellTooLong { .. } => "cell_too_long",
            Self::Io(_) => "io",
        }
    }

    /// Where, counted from 1 as editors and spreadsheets do.
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::Encoding { line }
            | Self::Quote { line }
            | Self::TooManyColumns { line, .. }
            | Self::CellTooLong { line, .. } => Some(*line),
            _ => None,
        }
    }

    /// What was allowed: bytes, rows or columns.
    pub fn limit(&self) -> Option<u64> {
        match self {
            Self::FileTooLarge { limit }
            | Self::UnpackedTooLarge { limit }
            | Self::TooManyRows { limit }
            | Self::TooManyColumns { limit, .. }
            | Self::CellTooLong { limit, .. } => Some(*limit),
            _ => None,
        }
    }
}
