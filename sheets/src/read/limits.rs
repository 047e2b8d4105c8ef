/// What a file may hold. Beyond it, reading stops with the error that is named here.
#[derive(Clone, Debug)]
pub struct Limits {
    /// As it lies on the disk. [`FileTooLarge`](crate::ReadError::FileTooLarge)
    pub file_bytes: u64,
    /// All that is read of an XLSX, unpacked; counted, not believed. It passes through, except for the texts that cells
    /// share. [`UnpackedTooLarge`](crate::ReadError::UnpackedTooLarge)
    pub unpacked_bytes: u64,
    /// An XLSX's shared texts, the one part of it that is held in memory as a whole.
    /// [`UnpackedTooLarge`](crate::ReadError::UnpackedTooLarge)
    pub shared_bytes: u64,
    /// Without the header and blank rows. [`TooManyRows`](crate::ReadError::TooManyRows)
    pub rows: u64,
    /// [`TooManyColumns`](crate::ReadError::TooManyColumns)
    pub columns: usize,
    /// A cell's text in UTF-8. [`CellTooLong`](crate::ReadError::CellTooLong)
    pub cell_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Self {
            file_bytes: 32 * MIB,
            unpacked_bytes: 512 * MIB,
            shared_bytes: 64 * MIB,
            rows: 100_000,
            columns: 200,
            cell_bytes: 32 * 1024,
        }
    }
}
