//! `/api/docs`: the document as a page, for people. It is whole without a script; with one, a call can be tried.

mod operation;
mod prose;
mod schema;

use crate::http::Shared;
use crate::http::api::openapi::Document;
use crate::http::pages::admitted;
use app::request::RequestContext;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use leptos::nonce::Nonce;
use leptos::prelude::*;
use model::Texts;
use operation::Operation;
use prose::prose;
use serde_json::Value;
use std::sync::Arc;

/// Shows the document in the reader's theme, with the page's own words in their language.
pub(super) async fn page(State(shared): State<Shared>, document: Arc<Document>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let reader = match admitted(&shared, &parts).await {
        Ok(reader) => reader.context,
        Err(answer) => return answer,
    };
    let nonce = Nonce::new();
    let html = html(&shared, &reader, &document, &nonce);
    let mut response = Html(format!("<!DOCTYPE html>{html}")).into_response();
    if let Ok(policy) = HeaderValue::try_from(policy(&nonce)) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Its one script, and calls of this installation.
fn policy(nonce: &Nonce) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; font-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

fn html(shared: &Shared, reader: &RequestContext, document: &Value, nonce: &Nonce) -> String {
    let (theme, language) = (&reader.preferences.theme_preference, reader.preferences.language);
    let t = language.texts();
    let fixed = theme.fixed().map(str::to_owned);
    let (day, night) = theme.day_and_night();
    let (day, night) = (fixed.is_none().then(|| day.to_owned()), fixed.is_none().then(|| night.to_owned()));
    let follow = fixed.is_none().then_some("");
    let (css, nonce) = (shared.files.css.clone(), nonce.to_string());
    Owner::new()
        .with(|| {
            view! {
            <html lang=language.tag() data-theme=fixed data-follow=follow data-theme-light=day data-theme-dark=night>
                <head>
                    <meta charset="utf-8"/>
                    <meta name="viewport" content="width=device-width, initial-scale=1"/>
                    <title>{format!("{} · Roster", t.get("api_docs.title"))}</title>
                    <link rel="stylesheet" href=css/>
                    <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
                    <script r#type="module" src="/api-docs.js" nonce=nonce></script>
                </head>
                <body>{body(t, document)}</body>
            </html>
        }
        .to_html()
        })
        // Marks for hydration, which there is none of; in a title they would be read.
        .replace("<!>", "")
}

fn body(t: Texts, document: &Value) -> impl IntoView + use<> {
    let operations = Operation::all(document);
    let tags = tags(&operations);
    let contents = tags.iter().map(|tag| {
        let of_tag = operations.iter().filter(|one| one.tag == *tag).map(|one| {
            view! { <li><a href=format!("#{}", one.id)>{one.summary.trim_end_matches('.').to_owned()}</a></li> }
        });
        view! { <li><a href=format!("#tag-{tag}")>{tag.clone()}</a><ul>{of_tag.collect_view()}</ul></li> }
    });
    let sections = tags.iter().map(|tag| {
        let of_tag = operations.iter().filter(|one| one.tag == *tag).map(|one| one.view(t, document));
        view! {
            <section class="stack stack--l" aria-labelledby=format!("tag-{tag}")>
                <h2 class="api-docs-tag" id=format!("tag-{tag}")>{tag.clone()}</h2>
                {of_tag.collect_view()}
            </section>
        }
    });
    let about = document["info"]["description"].as_str().unwrap_or_default().to_owned();
    view! {
        <a class="skip-link" href="#main">{t.get("shell.skip")}</a>
        <div class="api-docs">
            <nav class="api-docs-nav" aria-label=t.get("api_docs.contents")>
                <a class="auth-logo" href="/">
                    <svg class="icon icon--l" aria-hidden="true"><use href="/icons.svg#logo"></use></svg>"Roster"
                </a>
                <ul lang="en">{contents.collect_view()}</ul>
            </nav>
            <main class="api-docs-main stack stack--l" id="main" tabindex="-1">
                <header class="page-head">
                    <h1 class="page-title">{t.get("api_docs.title")}</h1>
                    <p class="page-text">{t.get("api_docs.text")}</p>
                    <p class="page-text" lang="en">{prose(&about)}</p>
                    <p class="row">
                        <a class="btn" href="/api/openapi.json">"OpenAPI 3.1"</a>
                        <a class="btn" href="/settings/dev">{t.get("api_docs.get_token")}</a>
                    </p>
                    <form class="field" id="api-token" hidden>
                        <label class="field-label" for="token">{t.get("api_docs.token")}</label>
                        <input class="input mono" id="token" r#type="password" autocomplete="off" spellcheck="false"
                            aria-describedby="token-hint"/>
                        <p class="field-hint" id="token-hint">{t.get("api_docs.token_hint")}</p>
                    </form>
                </header>
                <div class="stack stack--l" lang="en">{sections.collect_view()}</div>
                <section class="stack stack--l" aria-labelledby="schemas">
                    <h2 class="api-docs-tag" id="schemas">{t.get("api_docs.schemas")}</h2>
                    {schema::all(t, document)}
                </section>
            </main>
        </div>
    }
}

/// In the order of the alphabet.
fn tags(operations: &[Operation]) -> Vec<String> {
    let mut tags: Vec<String> = operations.iter().map(|one| one.tag.clone()).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}
