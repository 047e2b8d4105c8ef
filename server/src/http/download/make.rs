//! Making a file from a table, in pieces.

use super::Table;
use axum::body::Bytes;
use domain::downloads::WatchedDownload;
use model::Error;
use model::csv::CsvSeparator;
use model::downloads::DownloadState;
use sheets::{Format, WriteError, Writer};
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};

/// An XLSX is sent in pieces of so many bytes.
const PIECE: usize = 64 * 1024;
/// XLSX files that are made at once: each takes a thread until it is whole. Others wait their turn.
static WORKSHOP: Semaphore = Semaphore::const_new(4);

type Pipe = mpsc::Sender<io::Result<Bytes>>;

/// Why the making of a file ends early.
#[derive(Debug)]
pub(super) enum Stop {
    /// Nobody takes it any more.
    Gone,
    Read(Error),
    Write(WriteError),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Read(error)
    }
}

impl From<WriteError> for Stop {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Write(error.into())
    }
}

pub(super) async fn make(
    format: Format,
    separator: CsvSeparator,
    table: impl Table,
    pipe: Pipe,
    watched: Option<WatchedDownload>,
) {
    let rows = Rows::default();
    let making = async {
        match format {
            Format::Csv => csv(separator, table, &pipe, &rows).await,
            Format::Xlsx => xlsx(table, &pipe, &rows).await,
        }
    };
    let made = match &watched {
        Some(watched) => tokio::select! {
            made = making => made,
            never = watched.tell(|| rows.count()) => never,
        },
        None => making.await,
    };
    if let Some(watched) = watched {
        let state = match made {
            Ok(()) => DownloadState::Done,
            Err(Stop::Gone) => DownloadState::Cancelled,
            Err(_) => DownloadState::Failed,
        };
        watched.note(state, rows.count()).await;
    }
    let why = match made {
        Ok(()) => return,
        Err(Stop::Gone) => return tracing::debug!("the client has left a download"),
        Err(Stop::Read(error)) => error.to_string(),
        Err(Stop::Write(error)) => error.to_string(),
    };
    tracing::warn!(why, "a download was cut");
    let _ = pipe.send(Err(io::Error::other("the file could not be finished"))).await;
}

fn texts(header: &[String]) -> Vec<&str> {
    header.iter().map(String::as_str).collect()
}

async fn send(pipe: &Pipe, piece: Vec<u8>) -> Result<(), Stop> {
    pipe.send(Ok(piece.into())).await.map_err(|_| Stop::Gone)
}

/// Those that are in the file.
#[derive(Clone, Default)]
struct Rows(Arc<AtomicI64>);

impl Rows {
    fn add(&self, more: usize) {
        self.0.fetch_add(i64::try_from(more).unwrap_or(i64::MAX), Ordering::Relaxed);
    }

    fn count(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Each page of rows goes out as soon as it is written, the header before any.
async fn csv(separator: CsvSeparator, mut table: impl Table, pipe: &Pipe, rows: &Rows) -> Result<(), Stop> {
    let written = Written::default();
    let header = table.header();
    let mut writer = Writer::csv(written.clone(), &texts(&header), separator.byte())?;
    writer.flush()?;
    send(pipe, written.take()).await?;
    while let Some(more) = table.write_next(&mut writer).await? {
        writer.flush()?;
        send(pipe, written.take()).await?;
        rows.add(more);
    }
    writer.finish()?;
    Ok(())
}

/// An XLSX has its directory at the end and its widths at the beginning: it is made whole, then sent.
async fn xlsx(table: impl Table, pipe: &Pipe, rows: &Rows) -> Result<(), Stop> {
    let turn = WORKSHOP.acquire().await.map_err(|_| Stop::Gone)?;
    let (runtime, taker, rows) = (Handle::current(), pipe.clone(), rows.clone());
    let made = tokio::task::spawn_blocking(move || make_xlsx(&runtime, table, &taker, &rows)).await;
    let mut file = made.map_err(|error| domain::internal("making an XLSX", error))??;
    drop(turn);
    loop {
        let read = tokio::task::spawn_blocking(move || read_piece(file)).await;
        let read = read.map_err(|error| domain::internal("reading back an XLSX", error))?;
        let piece;
        (file, piece) = read?;
        if piece.is_empty() {
            return Ok(());
        }
        send(pipe, piece).await?;
    }
}

fn make_xlsx(runtime: &Handle, mut table: impl Table, pipe: &Pipe, rows: &Rows) -> Result<File, Stop> {
    let header = table.header();
    let mut writer = Writer::new(Format::Xlsx, BufWriter::new(tempfile::tempfile()?), &texts(&header))?;
    while let Some(more) = runtime.block_on(table.write_next(&mut writer))? {
        rows.add(more);
        if pipe.is_closed() {
            return Err(Stop::Gone);
        }
    }
    let mut file = writer.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

fn read_piece(mut file: File) -> io::Result<(File, Vec<u8>)> {
    let mut piece = Vec::with_capacity(PIECE);
    Read::by_ref(&mut file).take(PIECE as u64).read_to_end(&mut piece)?;
    Ok((file, piece))
}

/// What a writer has written, to be taken from it piece by piece.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
