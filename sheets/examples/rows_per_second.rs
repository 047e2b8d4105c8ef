//! Writes and reads a table, and prints what it took.
//!
//! `cargo run --release -p sheets --example rows_per_second -- csv 1000000 [read]`

use jiff::civil::date;
use sheets::{Cell, Format, Limits, ReadError, Writer};
use std::fs::File;
use std::io::BufWriter;
use std::time::Instant;

#[expect(clippy::disallowed_methods, reason = "this is a stopwatch")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let format: Format = arguments.next().ok_or("csv or xlsx?")?.parse()?;
    let rows: u32 = arguments.next().ok_or("how many rows?")?.parse()?;
    let file = tempfile::NamedTempFile::new()?;
    let before = peak_kib();

    let start = Instant::now();
    write(format, rows, file.reopen()?)?;
    report("written", rows, start, before);

    if arguments.next().is_some() {
        let start = Instant::now();
        let limits =
            Limits { rows: u64::from(rows), file_bytes: 1 << 40, unpacked_bytes: 1 << 40, ..Limits::default() };
        let mut cells = 0;
        sheets::read(file.path(), &limits, |row| {
            cells += row.cells.len();
            Ok::<_, ReadError>(())
        })?;
        report("read", rows, start, before);
        assert_eq!(cells, 9 * (rows as usize + 1));
    }
    Ok(())
}

fn write(format: Format, rows: u32, file: File) -> Result<(), Box<dyn std::error::Error>> {
    let header = ["Id", "Name", "First name", "E-mail", "Phone", "Status", "Role", "Joined", "Note"];
    let mut writer = Writer::new(format, BufWriter::new(file), &header)?;
    let names = ["Müller", "李雷", "Nguyễn", "محمد", "O'Neill", "Søndergård", "Smith"];
    for row in 0..rows {
        let name = names[row as usize % names.len()];
        let phone = format!("+4930{:07}", row % 9_999_999);
        let mail = format!("person{row}@example.com");
        writer.row(&[
            Cell::Number(i64::from(row)),
            Cell::Text(name),
            Cell::Text("Alexandra"),
            Cell::Text(&mail),
            Cell::Text(&phone),
            Cell::Text("active"),
            Cell::Text("Member"),
            Cell::Time(date(2026, 11, 22).at(14, (row % 60).try_into()?, 0, 0)),
            Cell::Text("works from home, on Fridays"),
        ])?;
    }
    writer.finish()?;
    Ok(())
}

fn report(what: &str, rows: u32, start: Instant, before: u64) {
    let seconds = start.elapsed().as_secs_f64();
    let more = (peak_kib() - before) / 1024;
    println!("{what}: {:.0} rows/s, peak memory +{more} MiB", f64::from(rows) / seconds);
}

/// Of this process, since it began.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}
