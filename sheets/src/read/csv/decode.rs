use crate::read::ReadError;
use encoding_rs::{Decoder, DecoderResult, Encoding};
use std::io::{self, Read};

const CHUNK: usize = 64 * 1024;

/// Reads any encoding as UTF-8. A line that isn't in the encoding is an error with its number, not a replacement
/// character in somebody's name.
pub(super) struct Decode<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// Decoded; handed out up to `given`.
    text: Vec<u8>,
    given: usize,
    line: u64,
    is_over: bool,
}

impl<R: Read> Decode<R> {
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Self { inner, decoder, raw: Vec::new(), text: Vec::new(), given: 0, line: 1, is_over: false }
    }

    /// Decodes one chunk, which may give no text: half a character, say.
    fn refill(&mut self) -> io::Result<()> {
        self.raw.clear();
        self.is_over = self.inner.by_ref().take(CHUNK as u64).read_to_end(&mut self.raw)? < CHUNK;
        // Nothing grows more than threefold.
        self.text.resize(3 * CHUNK + 16, 0);
        let (result, _, written) =
            self.decoder.decode_to_utf8_without_replacement(&self.raw, &mut self.text, self.is_over);
        self.text.truncate(written);
        self.given = 0;
        self.line += memchr::memchr_iter(b'\n', &self.text).count() as u64;
        match result {
            DecoderResult::InputEmpty => Ok(()),
            DecoderResult::OutputFull | DecoderResult::Malformed(..) => {
                Err(io::Error::other(ReadError::Encoding { line: self.line }))
            }
        }
    }
}

impl<R: Read> Read for Decode<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.is_over {
            self.refill()?;
        }
        let read = (&self.text[self.given..]).read(out)?;
        self.given += read;
        Ok(read)
    }
}
