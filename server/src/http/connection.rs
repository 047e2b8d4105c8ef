//! Connecting one's account with a service: the way to its provider, and back. What is kept meanwhile is in a sealed
//! cookie of this browser. It begins with a link, not with a form: a page's policy lets no form lead elsewhere, and
//! browsers hold that against redirects too.

use super::Shared;
use super::pages::{admitted, get_page, refused, uncached};
use super::request_context::RequestUser;
use app::parameters;
use app::request::{AttemptAt, Cookie, cookie_name};
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::connections::{self, Returned};
use domain::oauth::attempt_id;
use model::Error;
use model::connections::ServiceKind;
use model::urls::Url;

/// The page; with `connect`, the way to a provider. Another site's link leads to the page.
pub(super) async fn page(State(shared): State<Shared>, request: Request) -> Response {
    let service = parameters(request.uri().query().unwrap_or_default())("connect").and_then(|name| name.parse().ok());
    match service {
        Some(service) if !is_from_elsewhere(request.headers()) => begin(&shared, request, service).await,
        _ => get_page(State(shared), request).await,
    }
}

fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site")
}

async fn begin(shared: &Shared, request: Request, service: ServiceKind) -> Response {
    let (parts, _) = request.into_parts();
    let user = match admitted(shared, &parts).await {
        Ok(user) => user,
        Err(answer) => return answer,
    };
    match connections::begin(&user.context.ctx, service).await {
        Ok(begun) => {
            let answer = uncached(Redirect::to(&begun.location).into_response());
            with_cookie(answer, &user, Some(&Cookie::attempt(AttemptAt::Service, &begun)))
        }
        Err(error) => wrong(shared, &user, &parts, error).await,
    }
}

/// Where a provider sends the browser back to. It leads on to the page, which says what came of it.
pub(super) async fn callback(State(shared): State<Shared>, Path(service): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let user = match admitted(&shared, &parts).await {
        Ok(user) => user,
        Err(answer) => return answer,
    };
    let Ok(service) = service.parse::<ServiceKind>() else {
        return wrong(&shared, &user, &parts, Error::NotFound).await;
    };
    let get = parameters(parts.uri.query().unwrap_or_default());
    // An administrator has agreed, maybe in another browser.
    if get("admin_consent").is_some() && get("error").is_none() {
        return to_page(&[("done", "consented")]);
    }
    let text = |name: &str| get(name).unwrap_or_default();
    let returned = Returned {
        state: text("state"),
        code: text("code"),
        error: text("error"),
        suberror: text("error_subcode").max(text("suberror")),
        error_description: text("error_description"),
    };
    let id = attempt_id(&returned.state).map(str::to_owned);
    let jar = CookieJar::from_headers(&parts.headers);
    let cookie = id.as_ref().and_then(|id| jar.get(&cookie_name(&AttemptAt::Service.cookie(id), shared.secure)));
    let cookie = cookie.map(|cookie| cookie.value().to_owned());
    let answer = match connections::finish(&user.context.ctx, service, cookie.as_deref(), &returned).await {
        Ok(Ok(())) => to_page(&[("done", "connected")]),
        Ok(Err(problem)) => to_page(&[("problem", problem.name()), ("service", service.name())]),
        Err(error) => wrong(&shared, &user, &parts, error).await,
    };
    // It counts once.
    let forget = cookie.and(id).map(|id| Cookie::ForgetAttempt { at: AttemptAt::Service, id });
    with_cookie(answer, &user, forget.as_ref())
}

fn to_page(pairs: &[(&str, &str)]) -> Response {
    uncached(Redirect::to(&Url::Integrations.with(pairs)).into_response())
}

async fn wrong(shared: &Shared, user: &RequestUser, parts: &Parts, error: Error) -> Response {
    refused(shared, user, parts.uri.path(), error).await
}

fn with_cookie(mut answer: Response, user: &RequestUser, cookie: Option<&Cookie>) -> Response {
    if let Some(header) = cookie.and_then(|cookie| cookie.header(&user.context)) {
        answer.headers_mut().append(SET_COOKIE, header);
    }
    answer
}
