use super::gauge::Gauge;
use super::package::Part;
use super::strings::Strings;
use super::styles::Look;
use super::value::{push_iso, push_number, unescape};
use super::xml::{Xml, attribute};
use crate::read::ReadError;
use crate::read::rows::{Row, Rows};
use crate::{inert, text};
use quick_xml::events::{BytesStart, Event};
use std::io::Read;

/// What cells refer to.
pub(super) struct Context {
    pub strings: Strings,
    /// By the index that cells call style.
    pub looks: Vec<Look>,
    pub is_1904: bool,
    pub cell_bytes: usize,
}

/// A cell's head (18.3.1.4).
struct Head {
    column: usize,
    kind: Kind,
    style: usize,
}

enum Kind {
    Number,
    Shared,
    Bool,
    Iso,
    /// A text in itself, be it inline, a formula's or an error.
    Text,
}

pub(super) fn read_sheet<E: From<ReadError>, F: FnMut(Row<'_>) -> Result<(), E>>(
    mut xml: Part<'_>,
    context: &Context,
    rows: &mut Rows<'_, F>,
) -> Result<(), E> {
    let (mut row, mut column) = (0, 0);
    let mut value = String::new();
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => {
                    row = attribute(&element, "r").and_then(|number| number.parse().ok()).unwrap_or(row + 1);
                    column = 0;
                    rows.start(row);
                }
                "c" => {
                    let head = Head::of(&element, column)?;
                    column = head.column + 1;
                    value.clear();
                    match read_value(&mut xml, &head, context, &mut value)? {
                        Value::Text => rows.set(head.column, inert::unguard_start(&text::clean(&value)))?,
                        Value::Missing => rows.set(head.column, Row::NO_VALUE)?,
                    }
                }
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "row" => rows.end()?,
                "sheetData" => return Ok(()),
                _ => {}
            },
            Event::Eof => return Err(ReadError::Damaged.into()),
            _ => {}
        }
    }
}

impl Head {
    /// Programs may leave out where a cell is: then it follows the one before.
    fn of(element: &BytesStart<'_>, next: usize) -> Result<Self, ReadError> {
        let mut head = Self { column: next, kind: Kind::Number, style: 0 };
        for attribute in element.attributes().with_checks(false).flatten() {
            let value = &*attribute.value;
            match attribute.key.local_name().as_ref() {
                "r" => head.column = column(value)?,
                "s" => head.style = value.parse().map_err(|_| ReadError::Damaged)?,
                "t" => {
                    head.kind = match value {
                        "n" => Kind::Number,
                        "s" => Kind::Shared,
                        "b" => Kind::Bool,
                        "d" => Kind::Iso,
                        _ => Kind::Text,
                    }
                }
                _ => {}
            }
        }
        Ok(head)
    }
}

/// `BC12` is in column 54.
fn column(reference: &str) -> Result<usize, ReadError> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let number = letters.fold(0, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1).ok_or(ReadError::Damaged)
}

enum Value {
    Text,
    /// A formula that no spreadsheet has computed. One that gives an empty text says that it is a text.
    Missing,
}

/// Up to the cell's end. A formula itself is passed over; of several values the last one counts.
fn read_value<R: Read>(
    xml: &mut Xml<Gauge<'_, R>>,
    head: &Head,
    context: &Context,
    out: &mut String,
) -> Result<Value, ReadError> {
    let (mut raw, mut is_formula) = (String::new(), false);
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "v" => {
                    raw.clear();
                    out.clear();
                    xml.text(&mut raw, context.cell_bytes)?;
                    push_value(out, &raw, head, context)?;
                }
                "is" => {
                    out.clear();
                    xml.rich_text(out, context.cell_bytes)?;
                    unescape(out);
                }
                name => {
                    is_formula |= name == "f";
                    xml.skip()?;
                }
            },
            Event::End(_) if is_formula && raw.is_empty() && matches!(head.kind, Kind::Number) => {
                return Ok(Value::Missing);
            }
            Event::End(_) => return Ok(Value::Text),
            Event::Eof => return Err(ReadError::Damaged),
            _ => {}
        }
    }
}

fn push_value(out: &mut String, raw: &str, head: &Head, context: &Context) -> Result<(), ReadError> {
    match head.kind {
        Kind::Number => {
            let look = context.looks.get(head.style).unwrap_or(&Look::Number);
            push_number(out, raw, look, context.is_1904);
        }
        Kind::Shared if raw.is_empty() => {}
        Kind::Shared => {
            let index = raw.trim().parse().map_err(|_| ReadError::Damaged)?;
            out.push_str(context.strings.get(index).ok_or(ReadError::Damaged)?);
        }
        // As spreadsheets show it, and write it to a CSV.
        Kind::Bool => out.push_str(if matches!(raw.trim(), "1" | "true") { "TRUE" } else { "FALSE" }),
        Kind::Iso => push_iso(out, raw),
        Kind::Text => {
            out.push_str(raw);
            unescape(out);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::column;

    #[test]
    fn columns_are_letters() {
        assert_eq!(column("A1").unwrap(), 0);
        assert_eq!(column("Z9").unwrap(), 25);
        assert_eq!(column("bc12").unwrap(), 54);
        assert_eq!(column("XFD1048576").unwrap(), 16_383);
        assert!(column("12").is_err());
    }
}
