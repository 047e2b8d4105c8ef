//! The way to an identity provider and back, and where a provider ends sessions.

use super::Shared;
use super::pages::{admitted, refused, uncached};
use super::request_context::RequestUser;
use app::request::{AttemptAt, Cookie, cookie_name};
use app::{next_in, parameters};
use axum::Json;
use axum::extract::{Form, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use domain::oauth::attempt_id;
use domain::sso::{self, Callback, Finished, Purpose, SsoError};
use domain::{Actor, Channel, Context};
use model::Error;
use model::sso::SsoProblem;
use model::urls::Url;
use serde::Deserialize;

/// `GET /sso/{provider}`: the browser goes to the provider, to sign in. Connecting an account begins with a form
/// instead: a link that someone else has made could connect it with someone else.
pub(super) async fn start(State(shared): State<Shared>, Path(key): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let request_user = match admitted(&shared, &parts).await {
        Ok(request_user) => request_user,
        Err(answer) => return answer,
    };
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let next = next_in(path);
    let ctx = &request_user.context.ctx;
    if ctx.account().is_ok() {
        match sso::is_connected(ctx, &key).await {
            Ok(true) => {}
            Ok(false) => return go(&Url::Security.with(&[("connect", &key), ("next", &next)])),
            Err(error) => return refused(&shared, &request_user, path, error).await,
        }
    }
    match sso::begin(ctx, &key, Purpose::SignIn, &next).await {
        Ok(begun) => {
            let mut response = go(&begun.location);
            set(&mut response, &request_user, &Cookie::attempt(AttemptAt::IdentityProvider, &begun));
            response
        }
        Err(SsoError::Problem(problem)) => failed(&key, problem),
        Err(SsoError::Verb(error)) => refused(&shared, &request_user, path, error).await,
    }
}

/// `GET /sso/{provider}/callback`: the browser is back.
pub(super) async fn callback(State(shared): State<Shared>, Path(key): Path<String>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let request_user = match RequestUser::of(&shared, &parts).await {
        Ok(request_user) => request_user,
        Err(error) => return super::pages::plain(&error),
    };
    let parameter = parameters(parts.uri.query().unwrap_or_default());
    let text = |name: &str| parameter(name).unwrap_or_default();
    let callback =
        Callback { state: text("state"), code: text("code"), issuer: parameter("iss"), error: text("error") };
    let jar = CookieJar::from_headers(&parts.headers);
    let id = attempt_id(&callback.state).map(str::to_owned);
    let kept = id.as_ref().and_then(|id| jar.get(&cookie_name(&AttemptAt::IdentityProvider.cookie(id), shared.secure)));
    let kept = kept.map(|cookie| cookie.value().to_owned());
    let RequestUser { context, .. } = &request_user;
    let preferences = context.preferences.clone();
    let finished = sso::finish(&context.ctx, &key, kept.as_deref(), &callback, preferences, &context.client).await;
    let (mut response, cookies) = match finished {
        Ok(Finished::SignedIn(signed_in, next)) => {
            (go(&next), vec![Cookie::session(&signed_in.session), Cookie::Device(signed_in.device)])
        }
        Ok(Finished::Done(_, next)) => (go(&next), Vec::new()),
        Err(SsoError::Problem(problem)) => (failed(&key, problem), Vec::new()),
        Err(SsoError::Verb(Error::ConfirmationDue)) => {
            let connect = Url::Security.with(&[("connect", &key)]);
            (go(&Url::Confirm.with(&[("next", &connect)])), Vec::new())
        }
        // What the address carries is no page's to show again.
        Err(SsoError::Verb(error)) => (refused(&shared, &request_user, "/", error).await, Vec::new()),
    };
    let forget = id.filter(|_| kept.is_some()).map(|id| Cookie::ForgetAttempt { at: AttemptAt::IdentityProvider, id });
    for cookie in cookies.iter().chain(&forget) {
        set(&mut response, &request_user, cookie);
    }
    response
}

/// What a provider sends (OpenID Connect Back-Channel Logout 1.0, 2.5).
#[derive(Debug, Deserialize)]
pub(super) struct LogoutForm {
    #[serde(default)]
    logout_token: String,
}

/// `POST /sso/{provider}/logout`: by the provider itself, which no browser stands behind.
pub(super) async fn logout(
    State(shared): State<Shared>,
    Path(key): Path<String>,
    Form(form): Form<LogoutForm>,
) -> Response {
    let ctx = Context::new(shared.roster.clone(), Actor::Nobody, Channel::Api, None);
    let response = match sso::back_channel_logout(&ctx, &key, &form.logout_token).await {
        Ok(_) => StatusCode::OK.into_response(),
        Err(Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(Error::Conflict) => {
            let error = serde_json::json!({ "error": "invalid_request" });
            (StatusCode::BAD_REQUEST, Json(error)).into_response()
        }
        Err(error) => super::pages::plain(&error),
    };
    uncached(response)
}

fn failed(key: &str, problem: SsoProblem) -> Response {
    go(&Url::ProviderFailed { provider: key.to_owned() }.with(&[("why", problem.name())]))
}

fn go(to: &str) -> Response {
    uncached(Redirect::to(to).into_response())
}

fn set(response: &mut Response, request_user: &RequestUser, cookie: &Cookie) {
    if let Some(header) = cookie.header(&request_user.context) {
        response.headers_mut().append(header::SET_COOKIE, header);
    }
}
