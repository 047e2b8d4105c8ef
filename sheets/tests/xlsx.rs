//! XLSX as others write it, rightly and wrongly.

mod common;

use common::{RELATIONS, ROOT, SHEET, WORKBOOK, package, read, read_within, rows, workbook, write};
use rstest::rstest;
use sheets::{Cell, Format, Limits, Row};

const STYLES: (&str, &str) = (
    "xl/styles.xml",
    r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\ hh:mm"/></numFmts>
    <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>"#,
);
const STRINGS: (&str, &str) = (
    "xl/sharedStrings.xml",
    r#"<sst count="9" uniqueCount="18446744073709551615"><si><t>plain</t></si>
    <si><r><rPr><b/></rPr><t xml:space="preserve">rich &amp; </t></r><r><t>f&#x6F;rmatted</t></r><rPh><t>spoken</t></rPh></si>
    <si/></sst>"#,
);

#[test]
fn cells_of_every_kind_become_texts() {
    let sheet = r#"
    <row r="2"><c r="A2" t="inlineStr"><is><t>h</t></is></c><c r="J2" t="str"><v>last</v></c></row>
    <row r="3"/>
    <row r="4" spans="1:10"><c r="A4" t="s"><v>0</v></c><c r="B4" t="s"><v>1</v></c><c r="C4" t="s"><v>2</v></c>
      <c r="D4"><v>12345678901</v></c><c r="E4" s="1"><v>46348</v></c><c r="F4" s="2"><v>46348.586805555555</v></c>
      <c r="G4"><f>SUM(1;2)</f><v>3</v></c><c r="H4" t="b"><v>1</v></c><c r="I4" t="e"><v>#N/A</v></c>
      <c r="J4" t="d"><v>2026-11-22T14:05:00</v></c></row>
    <row><c><v>1</v></c><c t="str"><f>A1</f></c><c t="inlineStr"><is><t>a_x000D_
b</t></is></c></row>"#;
    let table = rows(&workbook(sheet, &[STYLES, STRINGS]), &Limits::default()).unwrap();
    assert_eq!(table[0].1, ["h", "", "", "", "", "", "", "", "", "last"]);
    let texts = [
        "plain",
        "rich & formatted",
        "",
        "12345678901",
        "2026-11-22",
        "2026-11-22 14:05",
        "3",
        "TRUE",
        "#N/A",
        "2026-11-22 14:05",
    ];
    assert_eq!(table[1].1, texts);
    assert_eq!(table[2].1[..4], ["1", "", "a\r\nb", ""]);
    assert_eq!(table.iter().map(|row| row.0).collect::<Vec<_>>(), [2, 4, 5]);
}

#[test]
fn a_formula_without_its_value_is_told_from_one_that_gives_nothing() {
    let sheet = r#"<row><c><v>1</v></c></row><row><c><f>A1</f><v/></c><c><f>A1</f></c><c t="n"><f>A1</f><v></v></c>
        <c t="str"><f>A1</f><v></v></c><c t="str"><f>A1</f></c><c><f>A1</f><v>2</v></c></row>"#;
    let no = Row::NO_VALUE;
    assert_eq!(read(&workbook(sheet, &[])).unwrap()[1], [no, no, no, "", "", "2"]);
    let typed = "<row><c t=\"str\"><v>a\u{FFFD}_x001A_</v></c></row>";
    assert_eq!(read(&workbook(typed, &[])).unwrap(), [["a\u{FFFD}"]], "nobody can write it");
}

#[test]
fn numbers_are_read_as_they_are_shown() {
    let styles = r##"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/>
        <numFmt numFmtId="165" formatCode="&quot;+&quot;00\ 00000000"/><numFmt numFmtId="166" formatCode="#,##0.00"/></numFmts>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>"##;
    let sheet = r#"<row><c s="1"><v>1067</v></c><c s="2"><v>4712345608</v></c><c s="3"><v>1234.5</v></c></row>"#;
    let table = read(&workbook(sheet, &[("xl/styles.xml", styles)])).unwrap();
    assert_eq!(table, [["01067", "+47 12345608", "1234.5"]]);
}

#[test]
fn the_first_sheet_in_sight_is_read() {
    let relations = RELATIONS.1.replace("rId1", "rId7");
    let book = r#"<x:workbook><x:sheets><x:sheet name="Notes" state="hidden" r:id="rId2"/><x:sheet name="Chart" r:id="rId3"/>
        <x:sheet name="People" r:id="rId7"/></x:sheets></x:workbook>"#;
    let sheet = r"<x:worksheet><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>";
    let parts = [ROOT, (RELATIONS.0, relations.as_str()), (WORKBOOK.0, book), ("xl/Worksheets/Sheet1.xml", sheet)];
    assert_eq!(read(&package(&parts)).unwrap(), [["1"]]);
}

#[test]
fn a_cell_pasted_from_our_csv_loses_its_apostrophe() {
    let sheet = r#"<row><c t="str"><v>phone</v></c></row><row><c t="str"><v>'+49</v></c></row>"#;
    assert_eq!(read(&workbook(sheet, &[])).unwrap(), [["phone"], ["+49"]]);
}

#[rstest]
#[case::no_sheet(package(&[ROOT, RELATIONS, WORKBOOK]), "damaged")]
#[case::other_zip(package(&[("readme.txt", "hello")]), "not_a_table")]
#[case::other_document(package(&[ROOT, RELATIONS, ("xl/workbook.xml", "<document/>")]), "not_a_table")]
#[case::no_rows(workbook("", &[]), "empty")]
#[case::unclosed(
    package(&[ROOT, RELATIONS, WORKBOOK, (SHEET, "<worksheet><sheetData><row><c><v>1</v></c></row>")]),
    "damaged"
)]
#[case::not_xml(package(&[ROOT, RELATIONS, WORKBOOK, (SHEET, "\u{1}PNG")]), "damaged")]
#[case::crossed(workbook("<row><c><v>1</c></v></row>", &[]), "damaged")]
#[case::no_such_string(workbook(r#"<row><c t="s"><v>9</v></c></row>"#, &[STRINGS]), "damaged")]
#[case::no_such_column(workbook(r#"<row><c r="7"><v>9</v></c></row>"#, &[]), "damaged")]
#[case::entities(workbook("<!DOCTYPE x [<!ENTITY a \"b\">]><row><c t=\"str\"><v>&a;</v></c></row>", &[]), "damaged")]
#[case::unknown_entity(workbook("<row><c t=\"str\"><v>&a;</v></c></row>", &[]), "damaged")]
#[case::deep(workbook(&"<a>".repeat(1000), &[]), "damaged")]
#[case::old_excel(compound("Workbook"), "old_excel")]
#[case::password(compound("EncryptedPackage"), "password")]
fn what_is_wrong_has_a_name(#[case] bytes: Vec<u8>, #[case] name: &str) {
    assert_eq!(read(&bytes).unwrap_err().name(), name);
}

/// As much of an OLE compound file as tells what it is.
fn compound(stream: &str) -> Vec<u8> {
    let name = stream.encode_utf16().flat_map(u16::to_le_bytes);
    b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".iter().copied().chain(vec![0; 70_000]).chain(name).collect()
}

/// Wherever an upload broke off, it is damaged, and nothing panics.
#[test]
fn a_truncated_file_is_damaged() {
    let whole = write(Format::Xlsx, &["a"], &vec![vec![Cell::Text("text")]; 50]);
    for length in (4..whole.len()).step_by(97) {
        assert_eq!(read(&whole[..length]).unwrap_err().name(), "damaged", "{length}");
    }
}

/// Whatever one byte is changed to: an error or a table, no panic.
#[test]
fn a_byte_gone_wrong_never_panics() {
    let whole = write(Format::Xlsx, &["a"], &[vec![Cell::Text("text")]]);
    for place in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0xFF;
        let _ = read(&bytes);
    }
}

#[rstest]
#[case(Limits { rows: 1, ..Limits::default() }, "too_many_rows", None, 1)]
#[case(Limits { columns: 1, ..Limits::default() }, "too_many_columns", Some(2), 1)]
#[case(Limits { cell_bytes: 3, ..Limits::default() }, "cell_too_long", Some(1), 3)]
#[case(Limits { file_bytes: 10, ..Limits::default() }, "file_too_large", None, 10)]
#[case(Limits { unpacked_bytes: 10, ..Limits::default() }, "unpacked_too_large", None, 10)]
#[case(Limits { shared_bytes: 10, ..Limits::default() }, "unpacked_too_large", None, 10)]
fn limits_hold(#[case] limits: Limits, #[case] name: &str, #[case] line: Option<u64>, #[case] limit: u64) {
    let sheet =
        r#"<row><c t="s"><v>0</v></c></row><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"#;
    let error = read_within(&workbook(sheet, &[STRINGS]), &limits).unwrap_err();
    assert_eq!((error.name(), error.line(), error.limit()), (name, line, Some(limit)), "{error}");
}
