//! Downloads: tables that are made while they are sent.
//!
//! Whoever makes one is held back by whoever takes it: a slow client costs a page of rows, one that goes away ends it.
//! What goes wrong before the first byte is a page; after it the connection is cut, so that half a file can't pass as
//! whole.

mod audit;
mod data;
mod imports;
mod ledger;
mod make;
mod users;

pub(super) use audit::{audit, audit_file};
pub(super) use data::data;
pub(super) use imports::{links, rejected, sample};
pub(super) use ledger::{ledger, ledger_file, my_entries};
pub(super) use users::{users, users_file};

use super::Shared;
use super::pages::{admitted, failed};
use app::request::RequestContext;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::downloads::{self, WatchedDownload};
use futures_util::{StreamExt, stream};
use make::{Stop, make};
use model::csv::CsvSeparator;
use model::urls::workspace_of;
use model::{Error, FieldErrors, Problem};
use sheets::{Format, Writer};
use std::io::Write;
use tokio::sync::mpsc;
use tracing::Instrument;

/// Pieces that wait for the client.
const WAITING: usize = 2;

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
