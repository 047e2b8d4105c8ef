//! What went wrong, as a problem document (RFC 9457).

use super::super::Shared;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use model::credits::Shortage;
use model::plans::PlanLimit;
use model::{Error, FieldErrors, Language};
use serde_json::{Map, Value, json};

/// One kind of failure; the last part of its address, its title, and what it says at that address.
#[derive(Debug)]
pub(super) struct Kind {
    pub status: StatusCode,
    pub name: &'static str,
    pub title: &'static str,
    pub about: &'static str,
}

macro_rules! kinds {
    ($($constant:ident = $status:ident $name:literal $title:literal $about:literal),+ $(,)?) => {
        pub(super) const KINDS: &[Kind] = &[$(
            Kind { status: StatusCode::$status, name: $name, title: $title, about: $about }
        ),+];

        impl Problem {
            $(pub(super) const $constant: Self = Self::of(
                &Kind { status: StatusCode::$status, name: $name, title: $title, about: $about }
            );)+
        }
    };
}

kinds! {
    BAD_REQUEST = BAD_REQUEST "bad-request" "The request can't be read"
        "The body is no JSON object in UTF-8, or it broke off.",
    UNAUTHORIZED = UNAUTHORIZED "unauthorized" "No valid token"
        "Send one token, as Authorization: Bearer rst_... or as x-api-key: rst_... It must not have expired and must not have been revoked.",
    OUT_OF_CREDITS = PAYMENT_REQUIRED "out-of-credits" "Too few credits"
        "It costs more credits than can be used: the members reason, needed, available and missing say what stands in the way, and how many there are. Nothing has changed.",
    FORBIDDEN = FORBIDDEN "forbidden" "Not allowed"
        "The token has no scope for this, or its owner may not do it.",
    FACTOR_REQUIRED = FORBIDDEN "factor-required" "A second factor is required"
        "The workspace opens once the token's owner has set up a second factor.",
    EMAIL_VERIFICATION_REQUIRED = FORBIDDEN "email-verification-required" "The e-mail address is not verified"
        "The workspace opens once the token's owner has verified their e-mail address.",
    PROVIDER_REQUIRED = FORBIDDEN "provider-required" "The workspace requires its identity provider"
        "The token's owner has to connect their account with the workspace's provider first, on the page Security.",
    ADDRESS_NOT_ALLOWED = FORBIDDEN "address-not-allowed" "The token may not be used from here"
        "The token names the networks that it may be used from, and the call comes from another address.",
    PLAN_LIMIT_REACHED = FORBIDDEN "plan-limit-reached" "The plan's limit is reached"
        "The workspace's plan allows no more people, tokens or webhooks: the members limit, max, plan and support say which, how many, by which plan, and where to ask for another one. Nothing has changed.",
    NOT_FOUND = NOT_FOUND "not-found" "Not found"
        "There is no such thing, or none that this token reaches.",
    METHOD_NOT_ALLOWED = METHOD_NOT_ALLOWED "method-not-allowed" "The method is not allowed here"
        "The header Allow names the methods that are.",
    CONFLICT = CONFLICT "conflict" "Not in its present state"
        "What is asked for can't be done in the state that the thing is in.",
    PRECONDITION_FAILED = PRECONDITION_FAILED "precondition-failed" "It has been changed"
        "If-Match names another version than the present one. Read it again, and decide anew.",
    PRECONDITION_REQUIRED = PRECONDITION_REQUIRED "precondition-required" "If-Match is missing"
        "Send the ETag of what you have read as If-Match, so that nobody's change is overwritten unseen; * stands for any.",
    IDEMPOTENCY_KEY_MALFORMED = BAD_REQUEST "idempotency-key-malformed" "The Idempotency-Key can't be read"
        "Send one, of 1 to 255 visible characters of ASCII, in quotation marks or without.",
    IDEMPOTENCY_KEY_REUSED = UNPROCESSABLE_ENTITY "idempotency-key-reused" "The Idempotency-Key was used for another call"
        "Within a day, a key stands for one call: the same address, query and body.",
    IDEMPOTENCY_KEY_IN_USE = CONFLICT "idempotency-key-in-use" "The first call with this Idempotency-Key has no answer yet"
        "It is still being carried out; try again in a moment. Where that does not change, the server was stopped after it had been carried out: look at what it was to change.",
    PAYLOAD_TOO_LARGE = PAYLOAD_TOO_LARGE "payload-too-large" "The body is too large"
        "No call takes more than 64 KiB; an import takes files of up to 32 MiB.",
    UNSUPPORTED_MEDIA_TYPE = UNSUPPORTED_MEDIA_TYPE "unsupported-media-type" "The body is no JSON"
        "Send it as Content-Type: application/json.",
    INVALID = UNPROCESSABLE_ENTITY "invalid" "Some fields can't be taken"
        "The member errors says for each field what is wrong. Fields that are not known are refused. Nothing has changed.",
    FILE_REFUSED = UNPROCESSABLE_ENTITY "file-refused" "The file can't be taken"
        "It is empty, or neither CSV nor XLSX. Nothing has changed.",
    TOO_MANY_REQUESTS = TOO_MANY_REQUESTS "too-many-requests" "Too many requests"
        "The header Retry-After says how many seconds to wait.",
    INTERNAL = INTERNAL_SERVER_ERROR "internal" "Something went wrong here"
        "The cause is in the server's log, under the request's id: the member instance.",
    UNAVAILABLE = SERVICE_UNAVAILABLE "unavailable" "Busy or out of reach"
        "Try again later; the header Retry-After says when, where it is known.",
}

/// An answer that says what went wrong; [`complete`] writes it out.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    kind: &'static Kind,
    errors: FieldErrors,
    retry_after: Option<u32>,
    /// In place of what all of its kind say.
    detail: Option<String>,
    shortage: Option<Shortage>,
    plan: Option<Box<PlanLimit>>,
}

impl Problem {
    const fn of(kind: &'static Kind) -> Self {
        Self { kind, errors: FieldErrors::new(), retry_after: None, detail: None, shortage: None, plan: None }
    }

    /// What the router and the limits answer, before any handler.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NOT_FOUND,
            StatusCode::METHOD_NOT_ALLOWED => Self::METHOD_NOT_ALLOWED,
            StatusCode::PAYLOAD_TOO_LARGE => Self::PAYLOAD_TOO_LARGE,
            StatusCode::SERVICE_UNAVAILABLE => Self::UNAVAILABLE,
            status if status.is_client_error() => Self::BAD_REQUEST,
            _ => Self::INTERNAL,
        }
    }

    /// With its fields by the names that the call has for them.
    pub(super) fn renamed(mut self, names: &[(&str, &str)]) -> Self {
        self.errors = names.iter().fold(self.errors, |errors, (from, to)| errors.renamed(from, to));
        self
    }

    /// With words of its own.
    pub(super) fn saying(self, detail: String) -> Self {
        Self { detail: Some(detail), ..self }
    }

    pub(super) fn retry(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    /// What one of its kind looks like.
    pub(super) fn example(kind: &'static Kind) -> Value {
        let errors = match kind.status {
            StatusCode::UNPROCESSABLE_ENTITY if kind.name == "invalid" => {
                FieldErrors::one("email", model::Problem::NotAnEmail)
            }
            _ => FieldErrors::new(),
        };
        Self { kind, errors, retry_after: None, detail: None, shortage: None, plan: None }
            .document("https://roster.example", "019ac9a4-8d5e-7f04-9d39-1a90b4f4a0c4")
    }

    fn document(&self, public_url: &str, instance: &str) -> Value {
        let texts = Language::English.texts();
        let mut document = json!({
            "type": format!("{public_url}/api/problems/{}", self.kind.name),
            "title": self.kind.title,
            "status": self.kind.status.as_u16(),
            "detail": self.detail.as_deref().unwrap_or(self.kind.about),
            "instance": instance,
        });
        if !self.errors.is_empty() {
            let error = |(field, problem): (&str, &model::Problem)| {
                let said = json!({ "code": problem.name(), "message": texts.problem_at(field, *problem) });
                (field.to_owned(), said)
            };
            document["errors"] = self.errors.iter().map(error).collect::<Map<_, _>>().into();
        }
        if let Some(shortage) = self.shortage {
            document["detail"] = texts.shortage(shortage).into();
            document["reason"] = shortage.reason.name().into();
            document["needed"] = shortage.needed.into();
            document["available"] = shortage.available.into();
            document["missing"] = shortage.missing().into();
        }
        if let Some(full) = &self.plan {
            document["detail"] = texts.plan_limit(full).into();
            document["limit"] = full.limit.name().into();
            document["max"] = full.max.into();
            document["plan"] = full.plan.as_str().into();
            document["support"] = full.support.as_str().into();
        }
        document
    }
}

impl From<FieldErrors> for Problem {
    fn from(errors: FieldErrors) -> Self {
        Self { errors, ..Self::INVALID }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::SignedOut => Self::UNAUTHORIZED,
            Error::FactorRequired => Self::FACTOR_REQUIRED,
            Error::ProviderRequired(_) => Self::PROVIDER_REQUIRED,
            Error::EmailVerificationRequired => Self::EMAIL_VERIFICATION_REQUIRED,
            Error::AddressNotAllowed => Self::ADDRESS_NOT_ALLOWED,
            Error::Forbidden | Error::PasswordChangeDue | Error::FactorDue | Error::ConfirmationDue => Self::FORBIDDEN,
            Error::NotFound => Self::NOT_FOUND,
            Error::Conflict => Self::CONFLICT,
            Error::OutOfCredits(shortage) => Self { shortage: Some(shortage), ..Self::OUT_OF_CREDITS },
            Error::PlanLimit(full) => Self { plan: Some(full), ..Self::PLAN_LIMIT_REACHED },
            Error::Invalid(errors) => errors.into(),
            Error::TryLater(seconds) => Self::TOO_MANY_REQUESTS.retry(seconds),
            Error::Busy(seconds) => Self::UNAVAILABLE.retry(seconds),
            Error::Internal(_) => Self::INTERNAL,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.status.into_response();
        if self.kind.status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Bearer realm=\"Roster\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Around everything below `/api`: whatever failed, also before a handler, says so in one form. Nothing is kept by
/// caches.
pub(super) async fn complete(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let instance = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let mut response = next.run(request).await;
    let status = response.status();
    let problem = response.extensions_mut().remove::<Problem>();
    let failed = status.is_client_error() || status.is_server_error();
    if let Some(problem) = problem.or_else(|| failed.then(|| Problem::of_status(status))) {
        let document = problem.document(&shared.roster.settings.public_url, &instance);
        *response.body_mut() = Body::from(document.to_string());
        response.headers_mut().remove(header::CONTENT_LENGTH);
        let content_type = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// `GET /api/problems/{name}`: what a `type` leads to, for whoever reads it.
pub(super) async fn explain(Path(name): Path<String>) -> Result<String, Problem> {
    let kind = KINDS.iter().find(|kind| kind.name == name).ok_or(Problem::NOT_FOUND)?;
    Ok(format!("{}\n\n{}\n", kind.title, kind.about))
}
