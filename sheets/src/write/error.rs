use std::io;

/// What stops a table from being written. None of it is the reader's fault: log it, and say that it didn't work.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("the header has {expected} cells, the row {found}")]
    Columns { expected: usize, found: usize },
    /// An XLSX cell holds 32,767 UTF-16 units. A text is not cut silently; a CSV has room for it.
    #[error("a text is longer than an XLSX cell can hold")]
    CellTooLong,
    #[error(transparent)]
    Io(#[from] io::Error),
}
