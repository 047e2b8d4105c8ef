use super::package::Part;
use super::value::unescape;
use crate::read::{Limits, ReadError};
use quick_xml::events::Event;

/// The texts that cells share, one after the other in one piece of memory: a million short ones take little more than
/// their letters.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let start = if index == 0 { 0 } else { *self.ends.get(index - 1)? };
        Some(&self.text[start..*self.ends.get(index)?])
    }

    fn bytes(&self) -> u64 {
        (self.text.len() + self.ends.len() * size_of::<usize>()) as u64
    }
}

pub(super) fn read_strings(mut xml: Part<'_>, limits: &Limits) -> Result<Strings, ReadError> {
    let mut strings = Strings::default();
    let mut item = String::new();
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "si" => {
                item.clear();
                xml.rich_text(&mut item, limits.cell_bytes)?;
                unescape(&mut item);
                // One that is too long may belong to another sheet. What is kept of it still is too long.
                strings.text.push_str(&item[..item.floor_char_boundary(limits.cell_bytes + 4)]);
                strings.ends.push(strings.text.len());
                if strings.bytes() > limits.shared_bytes {
                    return Err(ReadError::UnpackedTooLarge { limit: limits.shared_bytes });
                }
            }
            Event::End(element) if element.local_name().as_ref() == "sst" => return Ok(strings),
            Event::Eof => return Err(ReadError::Damaged),
            _ => {}
        }
    }
}
