//! The OpenFeature Remote Evaluation Protocol: whether features of the Lab are on, for other services
//! (<https://openfeature.dev/specification/appendix-c>). Only where the setting `OFREP` is on; called with a token of
//! the API.

use super::api::require_token;
use super::router::{REQUEST_TIMEOUT, patience};
use super::{Shared, body};
use axum::extract::{FromRequest, Path, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Json, Router};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use domain::{Context, Error, lab};
use model::ids::AccountId;
use model::lab::{Evaluation, Feature};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use tower_http::limit::RequestBodyLimitLayer;

/// The largest body that is taken, in bytes.
const MAX_BODY_BYTES: usize = 16 * 1024;

pub(super) fn routes(shared: &Shared) -> Router<Shared> {
    Router::new()
        .route("/ofrep/v1/evaluate/flags/{key}", post(evaluate_one))
        .route("/ofrep/v1/evaluate/flags", post(evaluate_all))
        .layer(RequestBodyLimitLayer::new(MAX_BODY_BYTES))
        .layer(patience(REQUEST_TIMEOUT))
        .layer(from_fn_with_state(shared.clone(), require_token))
        .layer(from_fn(body::answer_for_body))
}

/// Whom an evaluation is about. What else a service says of them is not read.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    context: AskedContext,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AskedContext {
    /// The id of an account.
    targeting_key: Option<String>,
    /// A workspace's slug.
    workspace: Option<String>,
}

/// An evaluation that could not be made, by the protocol's codes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Refusal {
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    error_code: &'static str,
    error_details: &'static str,
}

impl Refusal {
    fn answer(
        status: StatusCode,
        key: Option<&str>,
        error_code: &'static str,
        error_details: &'static str,
    ) -> Response {
        (status, Json(Self { key: key.map(str::to_owned), error_code, error_details })).into_response()
    }
}

async fn evaluate_one(Extension(ctx): Extension<Context>, Path(key): Path<String>, request: Request) -> Response {
    let Some(feature) = Feature::named(&key) else { return no_such_flag(&key) };
    match evaluations(&ctx, Some(&key), request).await {
        Err(refused) => refused,
        // What is not the token's to see is as if it were not there.
        Ok(found) => match found.into_iter().find(|one| one.feature == feature) {
            None => no_such_flag(&key),
            Some(evaluation) => Json(flag(evaluation)).into_response(),
        },
    }
}

fn no_such_flag(key: &str) -> Response {
    Refusal::answer(StatusCode::NOT_FOUND, Some(key), "FLAG_NOT_FOUND", "There is no such feature.")
}

/// With a tag of what it says, so that a service that polls is told nothing twice.
async fn evaluate_all(Extension(ctx): Extension<Context>, headers: HeaderMap, request: Request) -> Response {
    let found = match evaluations(&ctx, None, request).await {
        Ok(found) => found,
        Err(refused) => return refused,
    };
    let flags: Vec<_> = found.into_iter().map(flag).collect();
    let body = json!({ "flags": flags }).to_string();
    let tag = format!("\"{}\"", BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..12]));
    let Ok(etag) = HeaderValue::from_str(&tag) else { return Json(json!({ "flags": flags })).into_response() };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let known = known.is_some_and(|tags| {
        tags.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
    });
    let etag = [(header::ETAG, etag)];
    if known {
        return (StatusCode::NOT_MODIFIED, etag).into_response();
    }
    (etag, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
}

/// For the account that the body names.
async fn evaluations(ctx: &Context, key: Option<&str>, request: Request) -> Result<Vec<Evaluation>, Response> {
    let refuse = |code, details| Refusal::answer(StatusCode::BAD_REQUEST, key, code, details);
    let Json(Asked { context }) = Json::<Asked>::from_request(request, &())
        .await
        .map_err(|_| refuse("PARSE_ERROR", "The body has to be a JSON object with a context."))?;
    let target = context.targeting_key.filter(|target| !target.is_empty());
    let target = target.ok_or_else(|| refuse("TARGETING_KEY_MISSING", "The context has no targetingKey."))?;
    let target: AccountId =
        target.parse().map_err(|_| refuse("INVALID_CONTEXT", "The targetingKey is no id of an account."))?;
    lab::evaluate_for(ctx, target, context.workspace.as_deref()).await.map_err(|error| match error {
        Error::NotFound | Error::FactorRequired | Error::ProviderRequired(_) | Error::EmailVerificationRequired => {
            refuse("INVALID_CONTEXT", "The token sees no such account or workspace.")
        }
        Error::Forbidden => {
            Refusal::answer(StatusCode::FORBIDDEN, key, "GENERAL", "The token may not see the users of this workspace.")
        }
        error => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            Refusal::answer(status, key, "GENERAL", "The evaluation has failed.")
        }
    })
}

fn flag(evaluation: Evaluation) -> serde_json::Value {
    let feature = evaluation.feature;
    json!({
        "key": feature.key(),
        "value": evaluation.value,
        "variant": evaluation.variant(),
        "reason": evaluation.reason(),
        "metadata": {
            "why": evaluation.why.name(),
            "maturity": feature.maturity().name(),
            "risk": feature.risk().name(),
        },
    })
}
