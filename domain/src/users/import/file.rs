//! Taking a file in: read to its end before any of it is believed.

use super::header;
use super::task::HeadRow;
use crate::{Error, file_error, internal};
use model::csv::CsvSeparator;
use model::imports::{FileProblem, Reading, StrayCells};
use sheets::{Dialect, Limits, ReadError, Row, Source, TextEncoding};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::Path;
use tempfile::NamedTempFile;
use tokio::sync::Semaphore;

/// The largest file, as it is uploaded: 32 MiB.
pub const MAX_FILE_BYTES: u64 = 32 * 1024 * 1024;
/// What the rows of one may take, once read: texts that an XLSX shares unfold.
const MAX_TEXT_BYTES: u64 = 64 * 1024 * 1024;
/// A cell is cut here, in bytes: more than the longest value that any field takes, so that one which is too long stays
/// so.
const MAX_CELL_BYTES: usize = 1_100;
/// Of the first rows one may name the columns.
const HEAD_ROWS: usize = 20;
/// How many of their cells are shown.
const HEAD_CELLS: usize = 8;
/// Shown beside the columns' names, and as many again whose letters show a wrong encoding.
const SAMPLES: usize = 3;
/// How much of a cell is shown, in characters.
const SAMPLE: usize = 60;
/// The first lines with stray cells are named.
const STRAY_LINES: usize = 5;
/// Files that are read at once; others wait their turn.
static READERS: Semaphore = Semaphore::const_new(2);

/// A file that was read to its end.
#[derive(Debug)]
pub struct ParsedFile {
    pub(super) header: Vec<String>,
    pub(super) samples: Vec<Vec<String>>,
    pub(super) rows: i64,
    pub(super) reading: Reading,
    pub(super) head: Vec<HeadRow>,
    pub(super) stray: StrayCells,
    /// As it was uploaded.
    pub(super) source: File,
    /// A line for each row: its number, a tab, its cells in JSON. Has no name, and goes with this.
    spool: BufReader<File>,
}

/// Reads a file in a thread of its own, or says what is wrong with it.
pub async fn read_file(file: NamedTempFile, wished: Reading) -> Result<Result<ParsedFile, FileProblem>, Error> {
    let _turn = READERS.acquire().await.map_err(|error| internal("waiting to read a file", error))?;
    let parsed = tokio::task::spawn_blocking(move || parse_file(file.path(), &wished)).await;
    match parsed.map_err(|error| internal("reading a file", error))? {
        Ok(parsed) => Ok(Ok(parsed)),
        Err(ReadError::Io(error)) => Err(file_error(error, "taking in a file")),
        Err(error) => Ok(Err(file_problem(&error))),
    }
}

/// What people are told of an error that is the file's.
pub fn file_problem(error: &ReadError) -> FileProblem {
    FileProblem { name: error.name().to_owned(), line: error.line(), limit: error.limit() }
}

/// Reads a CSV or XLSX, as wished where something is. Blocks; takes about as much memory as a few rows.
pub fn parse_file(path: &Path, wished: &Reading) -> Result<ParsedFile, ReadError> {
    let limits = Limits { file_bytes: MAX_FILE_BYTES, ..Limits::default() };
    let dialect = Dialect {
        encoding: wished.encoding.as_deref().and_then(TextEncoding::named),
        separator: wished.separator.map(CsvSeparator::byte),
    };
    let mut parser = FileParser {
        wished_header: wished.header,
        head: Vec::new(),
        header: None,
        header_line: Reading::NO_HEADER,
        samples: Vec::new(),
        telling: 0,
        rows: 0,
        stray: StrayCells::default(),
        last: 0,
        text: 0,
        spool: BufWriter::new(tempfile::tempfile()?),
    };
    let source = sheets::read_as(path, &limits, &dialect, |row| parser.row(&row))?;
    parser.finish(source, File::open(path)?)
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
    wished_header: Option<i64>,
    /// The first rows, whole: until the header is among them, and then as they are shown.
    head: Vec<HeadRow>,
    /// The columns, once they are known.
    header: Option<Vec<String>>,
    header_line: i64,
    samples: Vec<Vec<String>>,
    /// How many of the samples are beyond ASCII.
    telling: usize,
    rows: i64,
    stray: StrayCells,
    last: i64,
    text: u64,
    spool: BufWriter<File>,
}

impl FileParser {
    fn row(&mut self, row: &Row<'_>) -> Result<(), ReadError> {
        // A sheet may claim the same number twice.
        self.last =
            i64::try_from(row.line).unwrap_or(i64::MAX).clamp(self.last + 1, i64::from(u32::MAX).max(self.last + 1));
        if self.header.is_some() {
            return self.keep(self.last, row.cells);
        }
        self.head.push(HeadRow { line: self.last, cells: row.cells.iter().map(|cell| cut(cell).to_owned()).collect() });
        if self.head.len() == HEAD_ROWS { self.name_columns() } else { Ok(()) }
    }

    /// Decides which of the first rows names the columns, and keeps those below it.
    fn name_columns(&mut self) -> Result<(), ReadError> {
        let head = std::mem::take(&mut self.head);
        let wished = self.wished_header.map(|line| head.iter().position(|row| row.line == line));
        let at = match (self.wished_header, wished) {
            (Some(Reading::NO_HEADER), _) => None,
            (_, Some(Some(at))) => Some(at),
            _ => header::find(&head),
        };
        let columns = match at {
            Some(at) => head[at].cells[..width(&head[at].cells)].iter().map(|cell| shortened(cell)).collect(),
            None => vec![String::new(); head.iter().map(|row| width(&row.cells)).max().unwrap_or_default()],
        };
        self.header_line = at.map_or(Reading::NO_HEADER, |at| head[at].line);
        self.header = Some(columns);
        for row in &head[at.map_or(0, |at| at + 1)..] {
            self.keep(row.line, &row.cells)?;
        }
        self.head = head.iter().map(shown).collect();
        Ok(())
    }

    fn keep(&mut self, line: i64, cells: &[String]) -> Result<(), ReadError> {
        let columns = self.header.as_ref().map_or(0, Vec::len);
        let mut cells: Vec<&str> = cells[..width(cells)].iter().map(|cell| cut(cell)).collect();
        if cells.len() > columns {
            self.stray.rows += 1;
            if self.stray.lines.len() < STRAY_LINES {
                self.stray.lines.push(line);
            }
        }
        if cells.iter().take(columns).all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        if cells.len() < columns {
            cells.resize(columns, "");
        }
        self.sample(&cells[..columns]);
        let json = serde_json::to_string(&cells).map_err(io::Error::other)?;
        self.text += json.len() as u64;
        if self.text > MAX_TEXT_BYTES {
            return Err(ReadError::UnpackedTooLarge { limit: MAX_TEXT_BYTES });
        }
        self.rows += 1;
        writeln!(self.spool, "{line}\t{json}")?;
        Ok(())
    }

    fn sample(&mut self, cells: &[&str]) {
        let is_telling = cells.iter().any(|cell| !cell.is_ascii());
        if self.samples.len() < SAMPLES || (is_telling && self.telling < SAMPLES && self.samples.len() < 2 * SAMPLES) {
            self.telling += usize::from(is_telling);
            self.samples.push(cells.iter().map(|cell| shortened(cell)).collect());
        }
    }

    fn finish(mut self, source: Source, file: File) -> Result<ParsedFile, ReadError> {
        if self.header.is_none() {
            self.name_columns()?;
        }
        let mut spool = self.spool.into_inner().map_err(io::IntoInnerError::into_error)?;
        spool.rewind()?;
        if self.rows == 0 {
            return Err(ReadError::Empty);
        }
        let (encoding, separator) = match source {
            Source::Csv { encoding, separator } => (Some(encoding.name().to_owned()), CsvSeparator::of(separator)),
            Source::Xlsx => (None, None),
        };
        Ok(ParsedFile {
            header: self.header.unwrap_or_default(),
            samples: self.samples,
            rows: self.rows,
            reading: Reading { encoding, separator, header: Some(self.header_line) },
            head: self.head,
            stray: self.stray,
            source: file,
            spool: BufReader::new(spool),
        })
    }
}

/// As much of one of the first rows as tells it from the others.
fn shown(row: &HeadRow) -> HeadRow {
    let cells = row.cells.iter().map(|cell| shortened(cell)).filter(|cell| !cell.is_empty());
    HeadRow { line: row.line, cells: cells.take(HEAD_CELLS).collect() }
}

/// Up to the last cell that isn't blank.
fn width(cells: &[String]) -> usize {
    cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1)
}

fn cut(cell: &str) -> &str {
    &cell[..cell.floor_char_boundary(MAX_CELL_BYTES)]
}

fn shortened(text: &str) -> String {
    // A formula without a value shows nothing.
    let text = text.replace(|c: char| c.is_control() && !c.is_whitespace(), "");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= SAMPLE {
        return text;
    }
    text.chars().take(SAMPLE - 1).chain(['…']).collect()
}
