//! Which cells are dates, telephone numbers or postal codes: a number says so only by the format it is shown in.

use super::package::Part;
use super::pattern::Pattern;
use super::xml::attribute;
use crate::read::ReadError;
use quick_xml::events::Event;
use std::collections::HashMap;
use std::rc::Rc;

/// Excel has 65,490 cell formats at most.
const FORMATS: usize = 65_536;

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Look {
    #[default]
    Number,
    /// Its digits between signs.
    Pattern(Rc<Pattern>),
    Day,
    Clock,
    Time,
}

/// The look of each cell format (`cellXfs`, 18.8.10), which cells name by its index.
pub(super) fn read_styles(mut xml: Part<'_>) -> Result<Vec<Look>, ReadError> {
    let mut custom = HashMap::new();
    let mut looks = Vec::new();
    let mut in_cell_formats = false;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(&element, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                    if let (Some(id), Some(code)) = (id, attribute(&element, "formatCode")) {
                        custom.insert(id, look(&code));
                    }
                }
                "cellXfs" => in_cell_formats = true,
                "xf" if in_cell_formats => {
                    let id = attribute(&element, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or_default();
                    looks.push(custom.get(&id).cloned().unwrap_or_else(|| built_in(id)));
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cell_formats = false,
            Event::Eof => return Ok(looks),
            _ => {}
        }
        if looks.len().max(custom.len()) > FORMATS {
            return Err(ReadError::Damaged);
        }
    }
}

/// 18.8.30, with those that East Asian versions add.
fn built_in(id: u32) -> Look {
    match id {
        14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Look::Day,
        18..=21 | 32..=35 | 45 | 47 | 55 | 56 => Look::Clock,
        22 => Look::Time,
        _ => Look::Number,
    }
}

/// What a format code shows (18.8.31), by its first section. Durations (`[h]:mm`) stay numbers.
fn look(code: &str) -> Look {
    let (mut day, mut clock, mut month_or_minute) = (false, false, false);
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter.to_ascii_lowercase() {
            ';' => break,
            '"' => drop(letters.by_ref().find(|c| *c == '"')),
            '\\' | '_' | '*' => drop(letters.next()),
            '[' => {
                let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                if !inside.is_empty() && inside.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's')) {
                    return Look::Number;
                }
            }
            // General, and what East Asian versions call it, hold neither y, d, h nor s.
            'y' | 'd' => day = true,
            'h' | 's' => clock = true,
            'm' => month_or_minute = true,
            _ => {}
        }
    }
    match (day || (month_or_minute && !clock), clock) {
        (true, true) => Look::Time,
        (true, false) => Look::Day,
        (false, true) => Look::Clock,
        (false, false) => Pattern::of(code).map_or(Look::Number, |pattern| Look::Pattern(Rc::new(pattern))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("yyyy-mm-dd hh:mm", Look::Time)]
    #[case("[$-407]d. mmmm yyyy;@", Look::Day)]
    #[case("mmm", Look::Day)]
    #[case("h:mm AM/PM", Look::Clock)]
    #[case("[h]:mm:ss", Look::Number)]
    #[case("0.00", Look::Number)]
    #[case("General", Look::Number)]
    #[case("#,##0\\ \"days\"", Look::Number)]
    #[case("@", Look::Number)]
    fn a_format_code_says_what_it_shows(#[case] code: &str, #[case] expected: Look) {
        assert_eq!(look(code), expected);
    }
}
