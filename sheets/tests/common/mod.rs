//! What the tests share.
#![allow(dead_code, reason = "each test file is a program of its own and needs a part of it")]

use sheets::{Cell, Format, Limits, ReadError, Writer};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub type Table = Vec<Vec<String>>;

pub fn read(bytes: &[u8]) -> Result<Table, ReadError> {
    read_within(bytes, &Limits::default())
}

pub fn read_within(bytes: &[u8], limits: &Limits) -> Result<Table, ReadError> {
    Ok(rows(bytes, limits)?.into_iter().map(|(_, cells)| cells).collect())
}

/// Line and cells of each row.
pub fn rows(bytes: &[u8], limits: &Limits) -> Result<Vec<(u64, Vec<String>)>, ReadError> {
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), bytes)?;
    let mut rows = Vec::new();
    sheets::read(file.path(), limits, |row| {
        assert_eq!(row.is_header, rows.is_empty());
        rows.push((row.line, row.cells.to_vec()));
        Ok::<_, ReadError>(())
    })?;
    Ok(rows)
}

pub fn write(format: Format, header: &[&str], rows: &[Vec<Cell<'_>>]) -> Vec<u8> {
    let mut writer = Writer::new(format, Vec::new(), header).expect("a header");
    for row in rows {
        writer.row(row).expect("a row");
    }
    writer.finish().expect("an end")
}

/// A ZIP of these parts.
pub fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(content.as_bytes()).expect("its content");
    }
    zip.finish().expect("a directory").into_inner()
}

pub const ROOT: (&str, &str) = (
    "_rels/.rels",
    r#"<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
);
pub const RELATIONS: (&str, &str) = (
    "xl/_rels/workbook.xml.rels",
    r#"<Relationships>
    <Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>
    <Relationship Id="rId2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>
    <Relationship Id="rId3" Type="http://x/styles" Target="/xl/styles.xml"/></Relationships>"#,
);
pub const WORKBOOK: (&str, &str) =
    ("xl/workbook.xml", r#"<workbook><sheets><sheet name="People" sheetId="1" r:id="rId1"/></sheets></workbook>"#);
pub const SHEET: &str = "xl/worksheets/sheet1.xml";

/// A workbook of one sheet with these rows, and these further parts.
pub fn workbook(rows: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    package(&[&[ROOT, RELATIONS, WORKBOOK, (SHEET, sheet.as_str())], more].concat())
}
