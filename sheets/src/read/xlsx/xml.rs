use super::gauge::Gauge;
use crate::read::ReadError;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;
use std::io::{BufReader, ErrorKind, Read};

/// A workbook nests about ten elements deep. The parser remembers the names of all that are open.
const DEPTH: usize = 100;

/// A part of the package as XML events, each of them bounded. Empty elements start and end.
pub(super) struct Xml<R> {
    reader: Reader<BufReader<R>>,
    buffer: Vec<u8>,
    depth: usize,
    limit: u64,
}

impl<'a, R: Read> Xml<Gauge<'a, R>> {
    pub(super) fn new(part: Gauge<'a, R>, limit: u64) -> Self {
        let mut reader = Reader::from_reader(BufReader::new(part));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0, limit }
    }

    pub(super) fn next(&mut self) -> Result<Event<'_>, ReadError> {
        self.buffer.clear();
        self.reader.get_mut().get_mut().start_piece();
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| xml_error(&error, self.limit))?;
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            // Office programs write none, and entities are what attacks are made of.
            Event::DocType(_) => return Err(ReadError::Damaged),
            _ => {}
        }
        if self.depth > DEPTH { Err(ReadError::Damaged) } else { Ok(event) }
    }

    /// Appends the text of the element that has just started, up to its end.
    pub(super) fn text(&mut self, out: &mut String, cap: usize) -> Result<(), ReadError> {
        self.text_within(out, cap, |_| true)
    }

    /// Goes to the end of the element that has just started.
    pub(super) fn skip(&mut self) -> Result<(), ReadError> {
        self.text_within(&mut String::new(), 0, |_| false)
    }

    /// Appends the text of a string item (18.4.8), whose formatted runs are put together; without how it is pronounced.
    pub(super) fn rich_text(&mut self, out: &mut String, cap: usize) -> Result<(), ReadError> {
        self.text_within(out, cap, |open| open.last() == Some(&Tag::Text) && !open.contains(&Tag::Phonetic))
    }

    /// Past `cap` bytes no more is added, which is enough to see that it was too long.
    fn text_within(&mut self, out: &mut String, cap: usize, counts: impl Fn(&[Tag]) -> bool) -> Result<(), ReadError> {
        let start = out.len();
        let mut open = Vec::new();
        loop {
            let room = out.len() - start <= cap;
            match self.next()? {
                Event::Start(element) => open.push(Tag::of(&element)),
                Event::End(_) if open.pop().is_none() => return Ok(()),
                Event::Eof => return Err(ReadError::Damaged),
                Event::Text(text) if room && counts(&open) => out.push_str(&text.xml10_content()),
                Event::CData(text) if room && counts(&open) => out.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) if room && counts(&open) => out.push(character(&reference)?),
                _ => {}
            }
        }
    }
}

#[derive(PartialEq)]
enum Tag {
    Text,
    Phonetic,
    Other,
}

impl Tag {
    fn of(element: &BytesStart<'_>) -> Self {
        match element.local_name().as_ref() {
            "t" => Self::Text,
            "rPh" => Self::Phonetic,
            _ => Self::Other,
        }
    }
}

/// An attribute by its name without prefix.
pub(super) fn attribute<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let mut attributes = element.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok()
}

fn character(reference: &BytesRef<'_>) -> Result<char, ReadError> {
    match &*reference.xml10_content() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => reference.resolve_char_ref().ok().flatten().ok_or(ReadError::Damaged),
    }
}

fn xml_error(error: &quick_xml::Error, limit: u64) -> ReadError {
    match error {
        quick_xml::Error::Io(error) => match error.kind() {
            ErrorKind::FileTooLarge => ReadError::UnpackedTooLarge { limit },
            ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof | ErrorKind::Other => {
                ReadError::Damaged
            }
            kind => ReadError::Io(kind.into()),
        },
        _ => ReadError::Damaged,
    }
}
