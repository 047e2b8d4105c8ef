use std::cell::Cell;
use std::io::{self, Read};

/// The longest tag or text between two tags. The longest that Excel writes (32,767 characters, each escaped) is a
/// quarter of it.
const PIECE: usize = 1024 * 1024;

/// Stops reading where a part unpacks to more than it may, or where one piece of XML would fill the memory.
pub(super) struct Gauge<'a, R> {
    inner: R,
    /// What all parts together may still unpack to.
    left: &'a Cell<u64>,
    piece: usize,
}

impl<'a, R: Read> Gauge<'a, R> {
    pub(super) fn new(inner: R, left: &'a Cell<u64>) -> Self {
        Self { inner, left, piece: 0 }
    }

    pub(super) fn start_piece(&mut self) {
        self.piece = 0;
    }
}

impl<R: Read> Read for Gauge<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        let left = self.left.get().checked_sub(read as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        self.left.set(left);
        self.piece += read;
        if self.piece > PIECE { Err(io::ErrorKind::InvalidData.into()) } else { Ok(read) }
    }
}
