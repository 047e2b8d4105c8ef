//! Every address, and what stands before it.

use super::{
    Shared, Site, api, body, connection, csrf, download, health, host, lab_counts, ofrep, pages, picture, sso, texts,
    upload,
};
use crate::settings::Settings;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use domain::Roster;
use model::urls::Route;
use std::sync::{Arc, Once};
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

/// The largest request body, in bytes, but for files.
const BODY: usize = 1024 * 1024;
/// The largest report of a browser, in bytes: nothing of it is read.
const MAX_REPORT_BYTES: usize = 1024;
/// The largest token by which a provider ends sessions, in bytes.
const MAX_LOGOUT_BYTES: usize = 16 * 1024;
/// The longest that any request may take to begin its answer. What is streamed may take longer.
pub(super) const REQUEST_TIMEOUT: Duration = Duration::from_mins(1);
/// The same, where a file is sent: 32 MiB over 1 Mbit/s take more than four minutes.
pub(super) const UPLOAD_PATIENCE: Duration = Duration::from_mins(10);
/// Every route is rendered once without a request, which starts the executor that rendering runs on. Once a process:
/// while it goes on, no resource anywhere in the process is loaded, and a page of another test's server would wait for
/// ever.
static PREPARED: Once = Once::new();
/// No secret is shorter, in characters, and no id as long.
const MIN_SECRET_LENGTH: usize = 40;
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub fn router(roster: Arc<Roster>, settings: &Settings, site: &Site) -> Router {
    let shared = Shared {
        secure: roster.settings.public_url.starts_with("https://"),
        reports: Arc::default(),
        rates: Arc::new(api::RateLimits::new(roster.settings.api_rate)),
        roster,
        files: Arc::new(site.files.clone()),
        proxies: settings.trusted_proxies.clone().into(),
    };
    let secure = shared.secure;
    PREPARED.call_once(|| drop(leptos_axum::generate_route_list(app::App)));
    let pages = Router::new()
        .route("/fn/{*function}", post(pages::server_function))
        .route("/browser-failures", post(lab_counts::report).layer(RequestBodyLimitLayer::new(MAX_REPORT_BYTES)))
        .route("/texts/{name}", get(texts::texts))
        .route(&at(Route::SignInAtProvider), get(sso::start))
        .route(&at(Route::ProviderCallback), get(sso::callback))
        .route(&at(Route::Integrations), get(connection::page).post(pages::post_page))
        .route(&at(Route::ConnectionCallback), get(connection::callback))
        .merge(site.routes())
        .fallback(get(pages::get_page).post(pages::post_page))
        .layer(from_fn(body::answer_for_body))
        .layer(RequestBodyLimitLayer::new(BODY))
        .layer(patience(REQUEST_TIMEOUT));
    let uploads = Router::new()
        .route(&at(Route::Profile), get(pages::get_page).post(picture::own))
        .route(&at(Route::WorkspaceSettings), get(pages::get_page).post(picture::of_workspace))
        .route(&at(Route::Imports), get(pages::get_page).post(upload::people))
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(body::answer_for_body))
        .layer(RequestBodyLimitLayer::new(upload::MAX_UPLOAD_BYTES))
        .layer(patience(UPLOAD_PATIENCE));
    // An XLSX or a picture is compressed already, and a CSV of a million rows would keep a core busy.
    let downloads = Router::new()
        .route(&at(Route::Avatar), get(picture::avatar))
        .route(&at(Route::DownloadUsers), get(download::users))
        .route(&at(Route::ImportSample), get(download::sample))
        .route(&at(Route::ImportRejected), get(download::rejected))
        .route(&at(Route::ImportLinks), get(download::links))
        .route(&at(Route::DownloadAudit), get(download::audit))
        .route(&at(Route::DownloadLedger), get(download::ledger))
        .route(&at(Route::DownloadMyEntries), get(download::my_entries))
        .route(&at(Route::AccountData), get(download::data))
        .layer(from_fn(body::answer_for_body))
        .layer(RequestBodyLimitLayer::new(BODY))
        .layer(patience(REQUEST_TIMEOUT));
    // By providers: no page of ours sends it, and no cookie comes with it.
    let by_provider = Router::new()
        .route(&at(Route::ProviderLogout), post(sso::logout))
        .layer(from_fn(body::answer_for_body))
        .layer(RequestBodyLimitLayer::new(MAX_LOGOUT_BYTES))
        .layer(patience(REQUEST_TIMEOUT));
    let watched = Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .layer(from_fn(body::answer_for_body))
        .layer(RequestBodyLimitLayer::new(BODY))
        .layer(patience(REQUEST_TIMEOUT));
    let by_token = api::routes(&shared, &settings.api_cors_origins);
    let by_token = if shared.roster.settings.ofrep { by_token.merge(ofrep::routes(&shared)) } else { by_token };
    let router = watched
        .merge(by_provider)
        .merge(counted(&shared, by_token))
        .merge(counted(&shared, pages.merge(uploads).layer(from_fn_with_state(shared.clone(), csrf::refuse_foreign))))
        .layer(CompressionLayer::new())
        .merge(downloads)
        .with_state(shared)
        .layer(
            ServiceBuilder::new()
                .layer(SetRequestIdLayer::new(REQUEST_ID, OwnId))
                .layer(TraceLayer::new_for_http().make_span_with(span))
                .layer(PropagateRequestIdLayer::new(REQUEST_ID))
                .layer(CatchPanicLayer::new())
                .layer(from_fn(host::require_host)),
        );
    headers(secure).into_iter().fold(router, |router, (name, value)| {
        router.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)))
    })
}

/// With what is answered counted for the guard of the Lab, a panic as any other failure.
fn counted(shared: &Shared, routes: Router<Shared>) -> Router<Shared> {
    routes.layer(CatchPanicLayer::new()).layer(from_fn_with_state(shared.clone(), lab_counts::count))
}

/// A route's pattern as axum writes it.
fn at(route: Route) -> String {
    let part = |part: &str| part.strip_prefix(':').map_or_else(|| part.to_owned(), |name| format!("{{{name}}}"));
    route.pattern().split('/').map(part).collect::<Vec<_>>().join("/")
}

pub(super) fn patience(limit: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limit)
}

/// On every answer. Pages bring a policy of their own, with the nonce of their one script.
fn headers(secure: bool) -> Vec<(HeaderName, &'static str)> {
    let mut headers = vec![
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()"),
    ];
    if secure {
        headers.push((header::STRICT_TRANSPORT_SECURITY, "max-age=63072000"));
    }
    headers
}

/// A new id each time: what a client sends under this name says nothing.
#[derive(Clone, Copy)]
struct OwnId;

impl MakeRequestId for OwnId {
    #[expect(clippy::disallowed_methods, reason = "a request's id is no rule's matter, and no test's")]
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        HeaderValue::from_str(&uuid::Uuid::now_v7().to_string()).ok().map(RequestId::new)
    }
}

/// The path without its query, which may hold what people typed.
fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    // One-time links have their secret in the path, wherever they lead and whatever a mail program has added to it.
    let path = request.uri().path().split('/').map(|part| if part.len() < MIN_SECRET_LENGTH { part } else { "…" });
    let path = path.collect::<Vec<_>>().join("/");
    tracing::info_span!("request", %id, method = %request.method(), path)
}
