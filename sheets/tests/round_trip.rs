//! What is written is read back, in both formats.

mod common;

use common::{read, write};
use jiff::civil::date;
use proptest::prelude::*;
use rstest::rstest;
use sheets::{Cell, Format, WriteError, Writer};
use std::io::{Cursor, Read};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_texts(rows in proptest::collection::vec([text(), text(), text()], 0..6)) {
        for format in Format::ALL {
            let cells: Vec<Vec<_>> = rows.iter().map(|row| row.iter().map(|text| Cell::Text(text)).collect()).collect();
            let table = read(&write(format, &["a", "b", "c"], &cells)).unwrap();
            let expected = rows.iter().filter(|row| row.iter().any(|text| !text.is_empty()));
            prop_assert!(table.iter().skip(1).eq(expected), "{:?}: {:?}", format, table);
        }
    }
}

/// Mostly of what is hard for one of the formats; without the control characters that neither holds.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["['\"=+@;,\t\r\n a＝-]{0,8}", "[<>&_x0-9A-F]{0,12}", "\\PC{0,16}", "[ü李م\u{FEFF}🙂\u{2028} ]{0,4}"]
}

#[rstest]
fn numbers_days_and_times(#[values(Format::Csv, Format::Xlsx)] format: Format) {
    let day = date(2026, 11, 22);
    let row = vec![
        Cell::Number(-5),
        Cell::Number(12_345_678_901),
        Cell::Number(i64::MIN),
        Cell::Day(day),
        Cell::Time(day.at(14, 5, 59, 0)),
        Cell::Time(day.at(0, 0, 0, 0)),
        Cell::Day(date(1899, 1, 31)),
        Cell::Empty,
    ];
    let table = read(&write(format, &["a", "b", "c", "d", "e", "f", "g", "h"], &[row])).unwrap();
    let texts = [
        "-5",
        "12345678901",
        "-9223372036854775808",
        "2026-11-22",
        "2026-11-22 14:05",
        "2026-11-22 00:00",
        "1899-01-31",
        "",
    ];
    assert_eq!(table[1], texts);
}

#[rstest]
fn control_characters_are_left_out(#[values(Format::Csv, Format::Xlsx)] format: Format) {
    let table = read(&write(format, &["na\0me"], &[vec![Cell::Text("a\0b\u{1}\u{1B}\u{FFFF}c\u{B}")]])).unwrap();
    assert_eq!(table, [["name"], ["abc"]]);
}

#[test]
fn a_csv_is_as_excel_and_rfc_4180_want_it() {
    let row = vec![Cell::Text("Müller, \"Max\"\r\n2"), Cell::Text("+4930"), Cell::Empty];
    let bytes = write(Format::Csv, &["name", "phone", "-"], &[row]);
    assert_eq!(String::from_utf8(bytes).unwrap(), "\u{FEFF}name,phone,'-\r\n\"Müller, \"\"Max\"\"\r\n2\",'+4930,\r\n");
}

#[rstest]
fn columns_are_split_by_what_is_asked_for_and_read_back(#[values(b',', b';', b'\t')] separator: u8) {
    let row = ["Lima; Bea, Dr.", "+4930", "a\tb", "x, =1"];
    let mut writer = Writer::csv(Vec::new(), &["name", "phone", "tab", "sum"], separator).unwrap();
    writer.row(&row.map(Cell::Text)).unwrap();
    let bytes = writer.finish().unwrap();
    let split = char::from(separator);
    assert!(bytes.starts_with(format!("\u{FEFF}name{split}phone{split}tab{split}sum\r\n").as_bytes()));
    assert_eq!(read(&bytes).unwrap()[1], row);
}

/// What a spreadsheet makes of it: texts that stay texts, dates that are dates, a header that stays in sight, no names.
#[test]
fn an_xlsx_is_a_tidy_sheet() {
    let row = vec![Cell::Text("=1+1"), Cell::Text("'=1"), Cell::Time(date(2026, 11, 22).at(12, 0, 0, 0))];
    let bytes = write(Format::Xlsx, &["a", "b", "c"], &[row]);
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains(r#"t="inlineStr"><is><t>=1+1</t>"#), "{sheet}");
    assert!(sheet.contains("<t>''=1</t>"));
    assert!(sheet.contains("<v>46348.5</v>"));
    assert!(sheet.contains(r#"<pane ySplit="1""#));
    assert!(sheet.contains(r#"<autoFilter ref="A1:C2"/>"#));
    assert!(!sheet.contains("<f>"));
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains("quotePrefix=\"1\""));
    assert!(styles.contains("yyyy\\-mm\\-dd hh:mm") || styles.contains("yyyy-mm-dd hh:mm"));
    let properties = part(&bytes, "docProps/core.xml");
    assert!(properties.contains("<dc:creator></dc:creator>"), "{properties}");
    assert!(properties.contains("<cp:lastModifiedBy></cp:lastModifiedBy>"), "{properties}");
}

fn part(xlsx: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(xlsx)).unwrap();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn more_rows_than_a_sheet_holds_go_on_in_the_next() {
    let mut writer = Writer::new(Format::Xlsx, Vec::new(), &["n"]).unwrap();
    for _ in 0..1_048_576 {
        writer.row(&[Cell::Number(7)]).unwrap();
    }
    let bytes = writer.finish().unwrap();
    let second = part(&bytes, "xl/worksheets/sheet2.xml");
    assert!(second.contains("<t>n</t>"));
    assert_eq!(second.matches("<v>7</v>").count(), 1);
    assert!(!part(&bytes, "xl/workbook.xml").contains("sheet3"));
}

#[test]
fn a_row_is_as_wide_as_the_header_and_a_text_fits_its_cell() {
    let mut writer = Writer::new(Format::Csv, Vec::new(), &["a", "b"]).unwrap();
    assert!(matches!(writer.row(&[Cell::Empty]), Err(WriteError::Columns { expected: 2, found: 1 })));
    let mut writer = Writer::new(Format::Xlsx, Vec::new(), &["a"]).unwrap();
    assert!(matches!(writer.row(&[Cell::Text(&"x".repeat(32_768))]), Err(WriteError::CellTooLong)));
}
