use super::lines::Lines;
use crate::read::ReadError;
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
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
    lines: Lines,
    is_over: bool,
}

impl<R: Read> Decode<R> {
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Self { inner, decoder, raw: Vec::new(), text: Vec::new(), given: 0, lines: Lines::new(), is_over: false }
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
        let is_unicode = [UTF_8, UTF_16LE, UTF_16BE].contains(&self.decoder.encoding());
        let meaningless = if is_unicode { None } else { meaningless(&self.text) };
        self.lines.pass_all(&self.text[..meaningless.unwrap_or(written)]);
        match result {
            DecoderResult::InputEmpty if meaningless.is_none() => Ok(()),
            _ => Err(io::Error::other(ReadError::Encoding { line: self.lines.line() })),
        }
    }
}

/// Where the first byte was that the encoding gives no character: it decodes to a C1 control (U+0080 to U+009F), as
/// browsers have it.
fn meaningless(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(0xC2, text).find(|at| text.get(at + 1).is_some_and(|next| *next < 0xA0))
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
