//! Pictures: one's own as it is sent, and any as it is shown.

use super::Shared;
use super::pages::{admitted, plain, post_page, refused, show, uncached};
use super::request_context::RequestUser;
use app::forms::Outcome;
use app::{POSTCARD, Posted, accepts_postcard, pack};
use axum::Json;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{internal, pictures, workspaces};
use model::pictures::{Crop, MAX_FILE_BYTES, Size};
use model::urls::{Url, workspace_of};
use model::{Error, Fields, Problem};

/// Another picture has another id. For the browser alone: what was removed must not live on in between.
const FOR_EVER: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");
/// The longest text field beside a file, in bytes.
const TEXT: usize = 32;

/// Whose picture is sent.
enum Whose {
    Own,
    /// By its slug.
    Workspace(String),
}

impl Whose {
    fn page(&self) -> Url {
        match self {
            Self::Own => Url::Profile,
            Self::Workspace(slug) => Url::WorkspaceSettings { slug: slug.clone() },
        }
    }
}

/// `POST /settings/profile`, with a file: the page again, or for a script what it is to do.
pub(super) async fn own(State(shared): State<Shared>, request: Request) -> Response {
    sent(shared, request, Whose::Own).await
}

/// `POST /w/{slug}/settings`, with a file.
pub(super) async fn of_workspace(State(shared): State<Shared>, request: Request) -> Response {
    let slug = workspace_of(request.uri().path()).unwrap_or_default().to_owned();
    sent(shared, request, Whose::Workspace(slug)).await
}

async fn sent(shared: Shared, request: Request, whose: Whose) -> Response {
    if !text(request.headers(), header::CONTENT_TYPE).starts_with("multipart/form-data") {
        return post_page(State(shared), request).await;
    }
    let (parts, body) = request.into_parts();
    let accept = text(&parts.headers, header::ACCEPT);
    let script = accepts_postcard(&parts.headers) || accept.contains("application/json");
    let answer_script = |outcome| outcome_response(&parts.headers, &outcome);
    let request_user = match admitted(&shared, &parts).await {
        Ok(request_user) => request_user,
        Err(answer) if script => return redirect_for_script(answer, answer_script),
        Err(answer) => return answer,
    };
    let request = Request::from_parts(parts.clone(), body);
    let path = whose.page().path();
    let posted = match take(&request_user, request, &whose).await {
        Ok(to) if script => return answer_script(Outcome::Go { to, reload: false }),
        Ok(to) => return uncached(Redirect::to(&to).into_response()),
        Err(error @ (Error::FactorRequired | Error::ProviderRequired(_) | Error::EmailVerificationRequired)) => {
            let answer = refused(&shared, &request_user, &path, error).await;
            return if script { redirect_for_script(answer, answer_script) } else { answer };
        }
        Err(Error::Invalid(errors)) => Posted { path, errors, ..Posted::default() },
        Err(error) => Posted { path, failure: Some(error), ..Posted::default() },
    };
    if script {
        answer_script(Outcome::Show(Box::new(posted)))
    } else {
        show(&shared, &request_user, posted, parts).await
    }
}

/// `GET /avatars/{id}`: for whoever knows the id, whoever that is. What is not there is not there in one way only.
pub(super) async fn avatar(State(shared): State<Shared>, uri: Uri) -> Response {
    let id = match Url::parse(uri.path()) {
        Some(Url::Avatar { id }) => Some(id),
        _ => None,
    };
    let size = match uri.query().and_then(|query| query.strip_prefix("size=")) {
        None => Some(Size::Large),
        Some(size) => Size::parse(size),
    };
    let found = match (id, size) {
        (Some(id), Some(size)) => pictures::show(&shared.roster, &id, size).await,
        _ => Err(Error::NotFound),
    };
    match found {
        Ok(picture) => {
            let headers =
                [(header::CONTENT_TYPE, HeaderValue::from_static("image/webp")), (header::CACHE_CONTROL, FOR_EVER)];
            (headers, picture).into_response()
        }
        Err(Error::Busy(seconds)) => {
            let wait = [(header::RETRY_AFTER, HeaderValue::from(seconds))];
            uncached((StatusCode::SERVICE_UNAVAILABLE, wait, "Pictures can't be reached just now.\n").into_response())
        }
        Err(_) => uncached((StatusCode::NOT_FOUND, "There is no such picture.\n").into_response()),
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// As Postcard for the page itself, as JSON for other scripts.
fn outcome_response(headers: &HeaderMap, outcome: &Outcome) -> Response {
    if !accepts_postcard(headers) {
        return uncached(Json(outcome).into_response());
    }
    match pack(outcome) {
        Ok(bytes) => uncached(([(header::CONTENT_TYPE, POSTCARD)], bytes).into_response()),
        Err(error) => plain(&internal("writing an answer", error.to_string())),
    }
}

/// A redirect, as a script gets it.
fn redirect_for_script(answer: Response, answer_script: impl FnOnce(Outcome) -> Response) -> Response {
    match answer.headers().get(header::LOCATION).and_then(|to| to.to_str().ok()) {
        Some(to) => answer_script(Outcome::Go { to: to.to_owned(), reload: true }),
        None => answer,
    }
}

/// Answers where it leads.
async fn take(request_user: &RequestUser, request: Request, whose: &Whose) -> Result<String, Error> {
    let (file, fields) = receive(request).await?;
    let (ctx, crop) = (&request_user.context.ctx, Crop::parse(&fields));
    match whose {
        Whose::Own => pictures::set_picture(ctx, file, crop).await.map(|_| ())?,
        Whose::Workspace(slug) => workspaces::set_picture(ctx, slug, file, crop).await?,
    }
    Ok(whose.page().with(&[("done", "picture")]))
}

/// The file, and which square of it is wanted.
async fn receive(request: Request) -> Result<(Vec<u8>, Fields), Error> {
    let mut form = Multipart::from_request(request, &()).await.map_err(broken)?;
    let (mut file, mut fields) = (Vec::new(), Fields::default());
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name().map(str::to_owned).as_deref() {
            Some("picture") => file = copy(field, MAX_FILE_BYTES + 1).await?,
            Some(name @ ("x" | "y" | "side")) => {
                let value = copy(field, TEXT).await?;
                fields = fields.with(name, String::from_utf8_lossy(&value));
            }
            _ => {}
        }
    }
    Ok((file, fields))
}

/// At most so many bytes. The rest is let through, so that the browser gets to read the answer.
async fn copy(mut field: Field<'_>, most: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        bytes.extend_from_slice(&chunk[..chunk.len().min(most - bytes.len())]);
    }
    Ok(bytes)
}

/// It ended before it was whole.
fn broken<E>(_: E) -> Error {
    Error::at("picture", Problem::BrokenPicture)
}
