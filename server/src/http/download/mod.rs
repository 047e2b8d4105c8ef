//! Downloads: tables that are made while they are sent.
//!
//! Whoever makes one is held back by whoever takes it: a slow client costs a page of rows, one that goes away ends it.
//! What goes wrong before the first byte is a page; after it the connection is cut, so that half a file can't pass as
//! whole.

mod audit;
mod data;
mod imports;
mod ledger;
mod users;

pub(super) use audit::{audit, audit_file};
pub(super) use data::data;
pub(super) use imports::{links, rejected, sample};
pub(super) use ledger::{ledger, ledger_file, my_entries};
pub(super) use users::{users, users_file};

use super::Shared;
use super::pages::{admitted, failed};
use app::request::RequestContext;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::downloads::{self, WatchedDownload};
use futures_util::{StreamExt, stream};
use model::csv::CsvSeparator;
use model::downloads::DownloadState;
use model::urls::workspace_of;
use model::{Error, FieldErrors, Problem};
use sheets::{Format, WriteError, Writer};
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};
use tracing::Instrument;

/// Pieces that wait for the client.
const WAITING: usize = 2;
/// An XLSX is sent in pieces of so many bytes.
const PIECE: usize = 64 * 1024;
/// XLSX files that are made at once: each takes a thread until it is whole. Others wait their turn.
static WORKSHOP: Semaphore = Semaphore::const_new(4);

type Pipe = mpsc::Sender<io::Result<Bytes>>;

/// What is downloaded, page by page.
trait Table: Send + Sized + 'static {
    /// What is wrong here is a page.
    fn begin(asked: Asked<'_>) -> impl Future<Output = Result<Self, Error>> + Send;

    /// How many rows there will be, where that is known beforehand: asked only where a page waits for it.
    fn total(_: Asked<'_>) -> impl Future<Output = Result<Option<i64>, Error>> + Send {
        async { Ok(None) }
    }

    /// Without its extension.
    fn file_name(&self) -> String;

    fn header(&self) -> Vec<String>;

    /// Writes the next page; answers how many rows it had, none at the end.
    fn write_next<W: Write + Send>(
        &mut self,
        writer: &mut Writer<W>,
    ) -> impl Future<Output = Result<Option<usize>, Stop>> + Send;
}

/// What an address asks for.
#[derive(Clone, Copy)]
struct Asked<'a> {
    context: &'a RequestContext,
    slug: &'a str,
    path: &'a str,
    query: &'a str,
    format: Format,
}

/// Answers a request with its table, or with the page of what is wrong.
async fn answer<T: Table>(shared: &Shared, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let request_user = match admitted(shared, &parts).await {
        Ok(request_user) => request_user,
        Err(answer) => return answer,
    };
    let slug = workspace_of(parts.uri.path()).unwrap_or_default();
    let query = parts.uri.query().unwrap_or_default();
    match begun::<T>(&request_user.context, slug, parts.uri.path(), query).await {
        Ok(response) => response,
        Err(error) => failed(shared, &request_user, parts.uri.path(), error).await,
    }
}

/// Where the address has an id for it, the page is told how far the file has come.
async fn begun<T: Table>(context: &RequestContext, slug: &str, path: &str, query: &str) -> Result<Response, Error> {
    let (format, separator) = kind(query, context.csv_separator)?;
    let asked = Asked { context, slug, path, query, format };
    let table = T::begin(asked).await?;
    let watched = match app::parameters(query)("progress") {
        Some(id) => Some(downloads::begin(&context.ctx, &id, T::total(asked).await?).await?),
        None => None,
    };
    Ok(sent(format, separator, table, watched))
}

/// A file of the API.
async fn file<T: Table>(context: &RequestContext, slug: &str, query: &str, format: Format) -> Result<Response, Error> {
    let table = T::begin(Asked { context, slug, path: "", query, format }).await?;
    Ok(sent(format, context.csv_separator, table, None))
}

/// The format, and what splits the columns of a CSV: as the address says, or else as the reader's spreadsheet expects.
fn kind(query: &str, usual: CsvSeparator) -> Result<(Format, CsvSeparator), FieldErrors> {
    let parameter = app::parameters(query);
    let refused = |name| FieldErrors::one(name, Problem::NotAChoice);
    let format = parameter("format").unwrap_or_default().parse().map_err(|_| refused("format"))?;
    let separator = match parameter("separator") {
        Some(name) => CsvSeparator::written(&name).ok_or_else(|| refused("separator"))?,
        None => usual,
    };
    Ok((format, separator))
}

fn sent(format: Format, separator: CsvSeparator, table: impl Table, watched: Option<WatchedDownload>) -> Response {
    let name = format!("{}.{}", table.file_name(), format.name());
    let (pipe, pieces) = mpsc::channel(WAITING);
    tokio::spawn(make(format, separator, table, pipe, watched).in_current_span());
    // Compression asks once more after the end.
    let body = stream::unfold(pieces, |mut pieces| async move { pieces.recv().await.map(|piece| (piece, pieces)) });
    let body = body.fuse();
    let headers = [
        (header::CONTENT_TYPE, format.content_type().to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"; filename*=UTF-8''{name}")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::OK, headers, Body::from_stream(body)).into_response()
}

/// Why the making of a file ends early.
#[derive(Debug)]
enum Stop {
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

async fn make(
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
