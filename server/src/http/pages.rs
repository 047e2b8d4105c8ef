//! Pages, plain forms, and server functions.

use super::Shared;
use super::request_context::RequestUser;
use app::forms::{Answer, Outcome};
use app::request::{Cookie, RequestContext};
use app::{DISPATCH, Posted, RejectedInput, State as PageState, dispatch, document};
use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::provide_context;
use leptos_axum::{handle_server_fns_with_context, render_app_async_with_context};
use model::urls::Url;
use model::{Error, Fields, Problem};
use std::panic::resume_unwind;
use tokio::task::JoinHandle;
use tracing::Instrument as _;

/// The largest form and the largest call of a server function, in bytes.
const MAX_FORM_BYTES: usize = 64 * 1024;

/// A page: shown, or where its reader has to be instead.
pub(super) async fn get_page(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let request_user = match admitted(&shared, &parts).await {
        Ok(request_user) => request_user,
        Err(answer) => return answer,
    };
    let path = address(&parts).to_owned();
    let kept = request_user.kept(&path);
    let forget = kept.is_some();
    let posted = kept.filter(|form| request_user.is_account(form.account)).map(|form| Posted {
        path: path.clone(),
        values: form.values,
        ..Posted::default()
    });
    let state = request_user.state(&path, posted).await;
    if let Some(there) = state.problem.as_ref().and_then(|error| leads_elsewhere(error, &path)) {
        return there;
    }
    let mut response = render(&shared, &request_user, state, Request::from_parts(parts, Body::empty())).await;
    if forget && let Some(cookie) = Cookie::ForgetKept.header(&request_user.context) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn address(parts: &Parts) -> &str {
    parts.uri.path_and_query().map_or("/", |path| path.as_str())
}

/// Who asks, if this is where they may be; otherwise the answer that says where to go or what is wrong.
pub(super) async fn admitted(shared: &Shared, parts: &Parts) -> Result<RequestUser, Response> {
    let request_user = RequestUser::of(shared, parts).await.map_err(|error| plain(&error))?;
    match request_user.redirect_target(address(parts)).await {
        Ok(None) => Ok(request_user),
        Ok(Some(to)) => Err(uncached(Redirect::to(&to).into_response())),
        Err(error) => Err(refused(shared, &request_user, address(parts), error).await),
    }
}

/// A form posted to a page: on to where it leads, or the same page showing what is wrong.
pub(super) async fn post_page(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if let Some(now) = Url::moved(address(&parts)) {
        return uncached(Redirect::temporary(&now).into_response());
    }
    let request_user = match RequestUser::of(&shared, &parts).await {
        Ok(request_user) => request_user,
        Err(error) => return plain(&error),
    };
    let Ok(body) = to_bytes(body, MAX_FORM_BYTES).await else {
        return (StatusCode::PAYLOAD_TOO_LARGE, "This form is larger than any page sends.\n").into_response();
    };
    let fields = Fields::new(url::form_urlencoded::parse(&body).into_owned().collect());
    let path = address(&parts).to_owned();
    let is_visit = parts.headers.contains_key(VISIT);
    let Answer { outcome, cookies } = dispatch(&request_user.context, &path, fields).await;
    let mut response = match outcome {
        Outcome::Go { to, .. } if is_visit => told(HeaderValue::from_str(&to).ok()),
        Outcome::Go { to, .. } => go(&to),
        Outcome::Show(posted) => {
            let shown = show(&shared, &request_user, *posted, parts).await;
            if is_visit { for_script(shown) } else { shown }
        }
    };
    for cookie in cookies.iter().filter_map(|cookie| cookie.header(&request_user.context)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Forms that a script of ours sends say so (`app/src/visit`).
const VISIT: &str = "x-roster-visit";

/// A script is told where it leads: a redirect would be followed at once, and one to another site it could not see.
fn told(to: Option<HeaderValue>) -> Response {
    match to {
        Some(to) => uncached((StatusCode::NO_CONTENT, [(header::LOCATION, to)]).into_response()),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// That a form was not taken stands in the page: as a failure of the request the browser would complain of it.
fn for_script(mut shown: Response) -> Response {
    if let Some(to) = shown.headers().get(header::LOCATION) {
        return told(Some(to.clone()));
    }
    if matches!(shown.status(), StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT | StatusCode::BAD_REQUEST) {
        *shown.status_mut() = StatusCode::OK;
    }
    shown
}

/// On to another page. The page's policy keeps forms, and what they redirect to, on our own site: another one is gone to
/// by an answer that is no redirect.
fn go(to: &str) -> Response {
    if to.starts_with('/') {
        return uncached(Redirect::to(to).into_response());
    }
    match HeaderValue::from_str(&format!("0;url={to}")) {
        Ok(refresh) => uncached(([(HeaderName::from_static("refresh"), refresh)], "").into_response()),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The page that was posted to, with what came of it.
pub(super) async fn show(shared: &Shared, request_user: &RequestUser, posted: Posted, parts: Parts) -> Response {
    let failure = posted.failure.clone();
    let (status, wait) = match (&failure, posted.errors.is_empty()) {
        (Some(error @ (Error::NotFound | Error::Forbidden)), _) => {
            return failed(shared, request_user, address(&parts), error.clone()).await;
        }
        (Some(error @ (Error::TryLater(seconds) | Error::Busy(seconds))), _) => (error.status(), Some(*seconds)),
        (Some(error), _) => (error.status(), None),
        (None, false) => (422, None),
        (None, true) if !posted.conflict.is_empty() => (Error::Conflict.status(), None),
        (None, true) => (if posted.file.is_some() { 422 } else { 200 }, None),
    };
    let state = request_user.state(parts.uri.path(), Some(posted)).await;
    if let Some(there) = state.problem.as_ref().and_then(|error| leads_elsewhere(error, address(&parts))) {
        return there;
    }
    let mut request = Request::from_parts(parts, Body::empty());
    *request.method_mut() = Method::GET;
    let mut response = render(shared, request_user, state, request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    }
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A server function, called by a script of a page.
pub(super) async fn server_function(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let request_user = match RequestUser::of(&shared, &parts).await {
        Ok(request_user) => request_user,
        Err(error) => return plain(&error),
    };
    let body = match read_json(&parts.headers, body).await {
        Ok(body) => body,
        Err((status, field, problem)) => {
            return uncached((status, Json(Error::at(field, problem))).into_response());
        }
    };
    let context = request_user.context;
    let request = Request::from_parts(parts, Body::from(body));
    let context = move || {
        provide_context(context.clone());
        provide_context(RejectedInput::default());
        provide_context(DISPATCH);
    };
    uncached(handle_server_fns_with_context(context, request).await.into_response())
}

/// The body of a call, if it is JSON that can be stored as text: a NUL can't be, in either database.
async fn read_json(headers: &HeaderMap, body: Body) -> Result<Bytes, (StatusCode, &'static str, Problem)> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type.trim_start().to_ascii_lowercase().starts_with("application/json") {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type", Problem::Malformed));
    }
    let too_large = (StatusCode::PAYLOAD_TOO_LARGE, "body", Problem::TooLong { max: MAX_FORM_BYTES });
    let bytes = to_bytes(body, MAX_FORM_BYTES).await.map_err(|_| too_large)?;
    let malformed = |problem| (StatusCode::BAD_REQUEST, "body", problem);
    let json = serde_json::from_slice(&bytes).map_err(|_| malformed(Problem::Malformed))?;
    if has_nul(&json) { Err(malformed(Problem::ControlCharacters)) } else { Ok(bytes) }
}

fn has_nul(json: &serde_json::Value) -> bool {
    match json {
        serde_json::Value::String(text) => text.contains('\0'),
        serde_json::Value::Array(values) => values.iter().any(has_nul),
        serde_json::Value::Object(pairs) => pairs.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        _ => false,
    }
}

/// Renders the app. Nothing that a person sees is for anyone's cache.
///
/// Under load Leptos may, once in some thousand pages, run a part after its state was disposed of (leptos issue 4829),
/// which panics. To render only reads, so that it can be done again.
async fn render(shared: &Shared, request_user: &RequestUser, state: PageState, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let once = || rendered(shared, request_user, state.clone(), Request::from_parts(parts.clone(), Body::empty()));
    if let Ok(response) = once().await {
        return response;
    }
    tracing::warn!("rendering a page panicked, and is done again");
    match once().await {
        Ok(response) => response,
        Err(error) => resume_unwind(error.into_panic()),
    }
}

/// A page that is rendered to its end, also where its reader goes away meanwhile: what they had asked for by then would
/// find the page's state gone, and panic.
fn rendered(shared: &Shared, request_user: &RequestUser, state: PageState, request: Request) -> JoinHandle<Response> {
    let files = shared.files.clone();
    let context: RequestContext = request_user.context.clone();
    let context = move || {
        provide_context(state.clone());
        provide_context(context.clone());
    };
    let render = async move {
        let page = render_app_async_with_context(context, move || document(&files))(request).await;
        // The page's state goes with the end of its body.
        let (parts, body) = page.into_parts();
        match to_bytes(body, usize::MAX).await {
            Ok(body) => uncached(Response::from_parts(parts, Body::from(body))),
            Err(error) => {
                tracing::error!(%error, "a page has no end");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    };
    tokio::spawn(render.in_current_span())
}

/// Instead of a page: the way to what is missing, otherwise what is wrong.
pub(super) async fn refused(shared: &Shared, request_user: &RequestUser, path: &str, error: Error) -> Response {
    match leads_elsewhere(&error, path) {
        Some(there) => there,
        None => failed(shared, request_user, path, error).await,
    }
}

/// The way to a second factor that is missing, or to where one proves one's address.
fn leads_elsewhere(error: &Error, path: &str) -> Option<Response> {
    let to = match error {
        Error::FactorRequired => app::factor_for_page(path),
        Error::ProviderRequired(provider) => app::sign_in_at(provider, path),
        Error::EmailVerificationRequired => Url::Workspaces.path(),
        _ => return None,
    };
    Some(uncached(Redirect::to(&to).into_response()))
}

/// The page of an error that stands before any page: the same for whatever address, but for where a second factor that
/// is missing is set up.
pub(super) async fn failed(shared: &Shared, request_user: &RequestUser, path: &str, error: Error) -> Response {
    let mut state = request_user.state("/", None).await;
    state.factor_at = (error == Error::FactorRequired).then(|| app::factor_for_page(path));
    state.problem = Some(error);
    render(shared, request_user, state, Request::new(Body::empty())).await
}

/// Without a page: the database that would say who asks does not answer.
pub(super) fn plain(error: &Error) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, "Roster can't reach its database just now. Try again in a moment.\n").into_response();
    if let Error::TryLater(seconds) | Error::Busy(seconds) = error {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    uncached(response)
}

pub(super) fn uncached(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
