//! Taking a file in: read to its end before any of it is believed.

use model::fields::email;
use sheets::{Limits, ReadError, Row};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::Path;

/// The largest file, as it is uploaded: 32 MiB.
pub const MAX_FILE_BYTES: u64 = 32 * 1024 * 1024;
/// What the rows of one may take, once read: texts that an XLSX shares unfold.
const MAX_TEXT_BYTES: u64 = 64 * 1024 * 1024;
/// A cell is cut here, in bytes: more than the longest value that any field takes, so that one which is too long stays
/// so.
const MAX_CELL_BYTES: usize = 1_100;
/// Shown beside the columns' names, and how much of each, in characters.
const SAMPLES: usize = 3;
const SAMPLE: usize = 60;

/// A file that was read to its end.
#[derive(Debug)]
pub struct ParsedFile {
    pub(super) header: Vec<String>,
    pub(super) samples: Vec<Vec<String>>,
    pub(super) rows: i64,
    /// A line for each row: its number, a tab, its cells in JSON. Has no name, and goes with this.
    spool: BufReader<File>,
}

/// Reads a CSV or XLSX. Blocks; takes about as much memory as one row.
pub fn parse_file(path: &Path) -> Result<ParsedFile, ReadError> {
    let limits = Limits { file_bytes: MAX_FILE_BYTES, ..Limits::default() };
    let mut parser = FileParser {
        header: Vec::new(),
        samples: Vec::new(),
        rows: 0,
        last: 0,
        text: 0,
        spool: BufWriter::new(tempfile::tempfile()?),
    };
    sheets::read(path, &limits, |row| parser.row(&row))?;
    let mut spool = parser.spool.into_inner().map_err(io::IntoInnerError::into_error)?;
    spool.rewind()?;
    if parser.rows == 0 {
        return Err(ReadError::Empty);
    }
    Ok(ParsedFile { header: parser.header, samples: parser.samples, rows: parser.rows, spool: BufReader::new(spool) })
}

impl ParsedFile {
    /// The next rows, as they are stored: number and cells; none at the end.
    pub(super) fn next(&mut self, most: usize) -> io::Result<Vec<(i64, String)>> {
        let mut rows = Vec::with_capacity(most);
        let mut line = String::new();
        while rows.len() < most {
            line.clear();
            if self.spool.read_line(&mut line)? == 0 {
                break;
            }
            let row = line.trim_end_matches('\n').split_once('\t');
            let row = row.and_then(|(number, cells)| Some((number.parse().ok()?, cells.to_owned())));
            rows.push(row.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "a row that we did not write"))?);
        }
        Ok(rows)
    }
}

struct FileParser {
    header: Vec<String>,
    samples: Vec<Vec<String>>,
    rows: i64,
    last: i64,
    text: u64,
    spool: BufWriter<File>,
}

impl FileParser {
    fn row(&mut self, row: &Row<'_>) -> Result<(), ReadError> {
        if row.is_header {
            // Someone's address is no column's name: then the file has no header.
            let is_person = row.cells.iter().any(|cell| email(cell).is_ok());
            let name = |cell: &String| if is_person { String::new() } else { shortened(cell) };
            self.header = row.cells.iter().map(name).collect();
            if !is_person {
                return Ok(());
            }
        }
        self.keep(row)
    }

    fn keep(&mut self, row: &Row<'_>) -> Result<(), ReadError> {
        let mut cells: Vec<&str> = row.cells.iter().map(|cell| cut(cell)).collect();
        // One that has more cells than the header, or fewer, is kept longer than it: this is how it is known later.
        if row.is_ragged && cells.len() <= self.header.len() {
            cells.resize(self.header.len() + 1, "");
        }
        if self.samples.len() < SAMPLES {
            self.samples.push(cells.iter().take(self.header.len()).map(|cell| shortened(cell)).collect());
        }
        let json = serde_json::to_string(&cells).map_err(io::Error::other)?;
        self.text += json.len() as u64;
        if self.text > MAX_TEXT_BYTES {
            return Err(ReadError::UnpackedTooLarge { limit: MAX_TEXT_BYTES });
        }
        // A sheet may claim the same number twice.
        self.last =
            i64::try_from(row.line).unwrap_or(i64::MAX).clamp(self.last + 1, i64::from(u32::MAX).max(self.last + 1));
        self.rows += 1;
        writeln!(self.spool, "{}\t{json}", self.last)?;
        Ok(())
    }
}

fn cut(cell: &str) -> &str {
    &cell[..cell.floor_char_boundary(MAX_CELL_BYTES)]
}

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= SAMPLE {
        return text;
    }
    text.chars().take(SAMPLE - 1).chain(['…']).collect()
}
