//! One request, as the pages' server half sees it.

use crate::failure::{Failure, set_status};
use crate::state::State;
use axum::http::{HeaderName, HeaderValue};
use domain::Context;
use domain::auth::{Client, NewSession};
use domain::clock::{Micros, micros};
use domain::members::Preferences;
use domain::oauth::{ATTEMPT_TTL, Begun};
use domain::secrets::Token;
use jiff::tz::TimeZone;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use model::csv::CsvSeparator;
use model::{Error, Texts};
use std::borrow::Cow;

/// Who asks, from which browser, reading how. The server's gate puts it together; server functions and pages find it in
/// their context.
#[derive(Clone, Debug)]
pub struct RequestContext {
    pub ctx: Context,
    pub client: Client,
    pub preferences: Preferences,
    /// What the browser remembers, or else what is usual in the reader's language.
    pub csv_separator: CsvSeparator,
    /// Served over TLS: cookies are `Secure` and `__Host-`.
    pub secure: bool,
    pub request_id: String,
}

impl RequestContext {
    /// The reader's texts.
    pub(crate) fn texts(&self) -> Texts {
        self.preferences.language.texts().with_mail(self.ctx.roster.settings.mail)
    }

    /// The reader's time zone.
    pub(crate) fn zone(&self) -> TimeZone {
        TimeZone::get(&self.preferences.time_zone).unwrap_or(TimeZone::UTC)
    }
}

/// The request's visit; without one (the router lists its routes at start-up) nothing may be done.
pub(crate) fn request_context() -> Result<RequestContext, Error> {
    use_context().ok_or_else(|| domain::internal("answering a call", "there is no visit"))
}

/// A verb's answer on its way out: the status says what the error says.
pub(crate) fn answered<T>(result: Result<T, Error>) -> Result<T, Failure> {
    result.map_err(|error| {
        set_status(&error);
        Failure(error)
    })
}

/// The page's state, as the gate computed it.
pub(crate) fn given_state() -> State {
    use_context().unwrap_or_default()
}

/// What a browser is to keep or forget.
#[derive(Clone, Debug)]
pub enum Cookie {
    Session(Token, Micros),
    EndSession,
    Device(Token),
    ThemePreference(String),
    Language(&'static str),
    CsvSeparator(CsvSeparator),
    /// What was typed into a form when the session had ended; sealed.
    Kept(String),
    ForgetKept,
    /// What the browser keeps while its person is at a provider; sealed. The id tells attempts apart.
    Attempt {
        at: AttemptAt,
        id: String,
        sealed: String,
    },
    ForgetAttempt {
        at: AttemptAt,
        id: String,
    },
}

const YEAR: i64 = 400 * 24 * 3600;

/// What someone is at a provider for.
#[derive(Clone, Copy, Debug)]
pub enum AttemptAt {
    /// To sign in, or what takes signing in.
    IdentityProvider,
    /// To connect a service.
    Service,
}

impl AttemptAt {
    /// The cookie's name, without the prefix of [`cookie_name`].
    pub fn cookie(self, id: &str) -> String {
        match self {
            Self::IdentityProvider => format!("sso-{id}"),
            Self::Service => format!("connect-{id}"),
        }
    }
}

impl Cookie {
    /// What an attempt that has begun has the browser keep.
    pub fn attempt(at: AttemptAt, begun: &Begun) -> Self {
        Self::Attempt { at, id: begun.id.clone(), sealed: begun.cookie.clone() }
    }

    pub fn session(session: &NewSession) -> Self {
        Self::Session(session.token.clone(), session.expires_at)
    }

    /// The `Set-Cookie` header (RFC 6265bis). `__Host-` pins a cookie to this host where TLS allows it.
    pub fn header(&self, request: &RequestContext) -> Option<HeaderValue> {
        let (value, max_age) = match self {
            Self::Session(token, expires_at) => (token.reveal(), (expires_at - request.ctx.now()) / 1_000_000),
            Self::Device(token) => (token.reveal(), YEAR),
            Self::ThemePreference(theme_preference) => (theme_preference.clone(), YEAR),
            Self::Language(tag) => ((*tag).to_owned(), YEAR),
            Self::CsvSeparator(separator) => (separator.name().to_owned(), YEAR),
            Self::Kept(sealed) => (sealed.clone(), 900),
            Self::Attempt { sealed, .. } => (sealed.clone(), micros(ATTEMPT_TTL) / 1_000_000),
            Self::EndSession | Self::ForgetKept | Self::ForgetAttempt { .. } => (String::new(), 0),
        };
        let name = cookie_name(&self.name(), request.secure);
        let secure = if request.secure { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}").parse().ok()
    }

    /// Without the prefix of [`cookie_name`].
    fn name(&self) -> Cow<'static, str> {
        match self {
            Self::Session(..) | Self::EndSession => "session".into(),
            Self::Device(_) => "device".into(),
            Self::ThemePreference(_) => "theme".into(),
            Self::Language(_) => "language".into(),
            Self::CsvSeparator(_) => "csv".into(),
            Self::Kept(_) | Self::ForgetKept => "kept".into(),
            Self::Attempt { at, id, .. } | Self::ForgetAttempt { at, id } => at.cookie(id).into(),
        }
    }
}

/// The name under which a cookie of ours travels.
pub fn cookie_name(name: &str, secure: bool) -> String {
    if secure { format!("__Host-roster-{name}") } else { format!("roster-{name}") }
}

/// Sends cookies with the answer of a server function.
pub(crate) fn send_cookies(request: &RequestContext, cookies: &[Cookie]) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    for header in cookies.iter().filter_map(|cookie| cookie.header(request)) {
        response.append_header(HeaderName::from_static("set-cookie"), header);
    }
}
