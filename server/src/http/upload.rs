//! Files that people send: stored under a limit, taken in as an import, or the page shown again with what is wrong with
//! them.

use super::Shared;
use super::pages::{admitted, refused, show, uncached};
use super::request_context::RequestUser;
use app::Posted;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use domain::file_error;
use domain::users::import;
use model::Error;
use model::imports::{FileProblem, Reading};
use model::urls::{Url, workspace_of};
use sheets::ReadError;
use std::io::{self, Write};
use tempfile::NamedTempFile;

/// The largest request, in bytes. Larger than the largest file that is taken: one that is a little too large is told so
/// on the page, where breaking off would only look like a broken connection.
pub(super) const MAX_UPLOAD_BYTES: usize = 256 * 1024 * 1024;

/// `POST /w/{slug}/users/import`: on to what its columns mean, or the page again with what is wrong with the file.
pub(super) async fn people(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let request_user = match admitted(&shared, &parts).await {
        Ok(request_user) => request_user,
        Err(answer) => return answer,
    };
    let slug = workspace_of(parts.uri.path()).unwrap_or_default();
    // Who may not is told before the file is taken.
    if let Err(error) = import::may_upload(&request_user.context.ctx, slug).await {
        return refused(&shared, &request_user, parts.uri.path(), error).await;
    }
    let request = Request::from_parts(parts.clone(), body);
    match take(&request_user, slug, request).await {
        Ok(to) => uncached(Redirect::to(&to).into_response()),
        Err(Refused::File(problem)) => again(&shared, &request_user, parts, problem).await,
        Err(Refused::Other(error)) => refused(&shared, &request_user, parts.uri.path(), error).await,
    }
}

async fn again(shared: &Shared, request_user: &RequestUser, parts: Parts, problem: FileProblem) -> Response {
    let posted = Posted { path: parts.uri.path().to_owned(), file: Some(problem), ..Posted::default() };
    show(shared, request_user, posted, parts).await
}

#[derive(Debug)]
enum Refused {
    File(FileProblem),
    Other(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<ReadError> for Refused {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Io(error) => Self::Other(file_error(error, "taking in a file")),
            other => Self::File(import::file_problem(&other)),
        }
    }
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        ReadError::from(error).into()
    }
}

fn problem(name: &str) -> Refused {
    Refused::File(FileProblem { name: name.to_owned(), line: None, limit: None })
}

/// Answers where it leads.
async fn take(request_user: &RequestUser, slug: &str, request: Request) -> Result<String, Refused> {
    let (name, file) = receive(request).await?;
    let parsed = import::read_file(file, Reading::default()).await?.map_err(Refused::File)?;
    let job = import::upload(&request_user.context.ctx, slug, &name, parsed).await?;
    Ok(Url::Import { slug: slug.to_owned(), job }.path())
}

/// The file's name and a copy of it, which goes with its handle.
async fn receive(request: Request) -> Result<(String, NamedTempFile), Refused> {
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| problem("none"))?;
    while let Some(field) = form.next_field().await.map_err(|_| problem("broken_off"))? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            return Ok((name, copy(field).await?));
        }
    }
    Err(problem("none"))
}

async fn copy(mut field: Field<'_>) -> Result<NamedTempFile, Refused> {
    let mut file = NamedTempFile::new()?;
    let mut size = 0;
    while let Some(chunk) = field.chunk().await.map_err(|_| problem("broken_off"))? {
        size += chunk.len() as u64;
        // The rest is let through, so that the browser gets to read the answer.
        if size <= import::MAX_FILE_BYTES {
            file.write_all(&chunk)?;
        }
    }
    match size {
        0 => Err(problem("none")),
        size if size > import::MAX_FILE_BYTES => Err(ReadError::FileTooLarge { limit: import::MAX_FILE_BYTES }.into()),
        _ => Ok(file),
    }
}
