//! The catalogues, as browsers fetch them: one language each, named by its content.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::{Language, i18n};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

static ADDRESSES: LazyLock<[String; 3]> =
    LazyLock::new(|| Language::ALL.map(|language| format!("/texts/{}", name(language))));

/// Where each language's catalogue is, in the order of [`Language::ALL`].
pub(super) fn addresses() -> [String; 3] {
    ADDRESSES.clone()
}

pub(super) async fn texts(Path(asked): Path<String>) -> Response {
    let Some(language) = Language::ALL.into_iter().find(|language| name(*language) == asked) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers =
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, i18n::for_browsers(language)).into_response()
}

fn name(language: Language) -> String {
    let mut hasher = DefaultHasher::new();
    i18n::for_browsers(language).hash(&mut hasher);
    format!("{}.{:016x}.json", language.tag(), hasher.finish())
}
