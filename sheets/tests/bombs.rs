//! Small files that unpack to a lot: refused, and what reading them took is measured in a process of its own.
#![cfg(target_os = "linux")]

mod common;

use common::{RELATIONS, ROOT, SHEET, WORKBOOK};
use sheets::{Limits, ReadError};
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const GIB: usize = 1 << 30;
const FILE: &str = "SHEETS_BOMB";
/// Beyond what the process takes before it reads: the shared texts that a file may have, and half as much again.
const ALLOWED_MIB: u64 = 96;
const CELL: &str = "<worksheet><sheetData><row><c t=\"str\"><v>";

#[test]
fn a_cell_of_a_gibibyte_is_refused_unopened() {
    check(&bomb(SHEET, CELL, "0", GIB), "unpacked_too_large");
}

#[test]
fn a_cell_of_a_gibibyte_that_says_it_is_small() {
    check(&lying(bomb(SHEET, CELL, "0", GIB), GIB + CELL.len()), "damaged");
}

#[test]
fn a_sheet_of_a_gibibyte_that_says_it_is_small() {
    let row = format!("<row><c><v>1</v></c>{}</row>", " ".repeat(10_000));
    let start = "<worksheet><sheetData>";
    let times = GIB / row.len();
    let sheet = lying(bomb(SHEET, start, &row, times), times * row.len() + start.len());
    check_within(&sheet, &Limits { rows: u64::MAX, ..Limits::default() }, &["unpacked_too_large", "damaged"]);
}

#[test]
fn a_cell_of_many_small_pieces() {
    let start = "<worksheet><sheetData><row><c t=\"inlineStr\"><is>";
    check(&bomb(SHEET, start, &format!("<r><t>{}</t></r>", "0".repeat(1000)), 300_000), "damaged");
}

#[test]
fn a_cell_of_many_values() {
    check(
        &bomb(SHEET, "<worksheet><sheetData><row><c t=\"str\">", &format!("<v>{}</v>", "0".repeat(1000)), 300_000),
        "damaged",
    );
}

#[test]
fn many_shared_texts() {
    let text = format!("<si><t>{}</t></si>", "0".repeat(100));
    check(&bomb("xl/sharedStrings.xml", "<sst uniqueCount=\"99999999999\">", &text, 3_000_000), "unpacked_too_large");
}

#[test]
fn a_long_shared_text_that_says_it_is_short() {
    let start = "<sst><si><t>";
    check(&lying(bomb("xl/sharedStrings.xml", start, "0", GIB / 4), GIB / 4 + start.len()), "damaged");
}

#[test]
fn many_cell_formats() {
    check(&bomb("xl/styles.xml", "<styleSheet><cellXfs>", "<xf/>", 30_000_000), "damaged");
}

#[test]
fn many_open_elements() {
    check(&bomb(SHEET, "<worksheet>", "<row>", 30_000_000), "damaged");
}

#[test]
fn many_files() {
    let mut zip = Vec::new();
    for number in 0..300_000 {
        zip.extend_from_slice(b"PK\x01\x02");
        zip.extend_from_slice(format!("{number:042}").as_bytes());
    }
    check(&[b"PK\x03\x04".to_vec(), zip].concat(), "damaged");
}

#[test]
fn a_csv_cell_without_end() {
    let bytes = [b"a,b\n\"".to_vec(), vec![b'x'; 30 << 20]].concat();
    check(&bytes, "cell_too_long");
}

/// A workbook with one part that repeats `filler`. What it starts never ends.
fn bomb(name: &str, start: &str, filler: &str, times: usize) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_level(Some(1));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let sheet = (SHEET, "<worksheet><sheetData/></worksheet>");
    let parts = [ROOT, RELATIONS, WORKBOOK, sheet];
    for (part, content) in parts.into_iter().filter(|(part, _)| *part != name).chain([(name, start)]) {
        zip.start_file(part, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    let at_once = 1_000_000 / filler.len();
    let chunk = filler.repeat(at_once);
    for _ in 0..times / at_once {
        zip.write_all(chunk.as_bytes()).unwrap();
    }
    zip.write_all(&chunk.as_bytes()[..filler.len() * (times % at_once)]).unwrap();
    zip.finish().unwrap().into_inner()
}

/// Says wherever the size stands that the part has a hundred bytes.
fn lying(mut zip: Vec<u8>, size: usize) -> Vec<u8> {
    let size = u32::try_from(size).unwrap().to_le_bytes();
    let places: Vec<_> = zip.windows(4).enumerate().filter(|(_, bytes)| *bytes == size).map(|(at, _)| at).collect();
    assert!(places.len() >= 2, "in the part's own header and in the directory");
    for at in places {
        zip[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    zip
}

fn check(bytes: &[u8], name: &str) {
    check_within(bytes, &Limits::default(), &[name]);
}

/// Runs [`reads`] in another process.
fn check_within(bytes: &[u8], limits: &Limits, names: &[&str]) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "reads", "--ignored", "--nocapture"])
        .env(FILE, file.path())
        .env(ROWS, limits.rows.to_string())
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let found = output.lines().find_map(|line| line.split_once(FOUND)).unwrap_or_else(|| panic!("{output}")).1;
    let (name, mib) = found.split_once(' ').unwrap();
    assert!(names.contains(&name), "{found}");
    assert!(mib.parse::<u64>().unwrap() <= ALLOWED_MIB, "{found} MiB");
}

const ROWS: &str = "SHEETS_ROWS";
const FOUND: &str = "found: ";

#[test]
#[ignore = "the others start it"]
fn reads() {
    let Ok(path) = std::env::var(FILE) else { return };
    let rows = std::env::var(ROWS).unwrap().parse().unwrap();
    let before = peak_kib();
    let found = sheets::read(Path::new(&path), &Limits { rows, ..Limits::default() }, |_| Ok::<_, ReadError>(()));
    println!("{FOUND}{} {}", found.unwrap_err().name(), (peak_kib() - before) / 1024);
}

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches(" kB").parse().unwrap()
}
