//! The built site: scripts, styles, fonts, icons.

use anyhow::Context as _;
use app::SiteFiles;
use axum::Router;
use axum::http::{HeaderValue, header};
use std::path::PathBuf;
use tower::ServiceBuilder;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// Where the site is, and what its hashed files are called.
#[derive(Clone, Debug)]
pub struct Site {
    root: PathBuf,
    pub files: SiteFiles,
}

/// From the lines of `hash.txt`: `js: …`, `wasm: …`, `css: …`.
fn named(hashes: &str) -> anyhow::Result<SiteFiles> {
    let file = |kind: &str| {
        let hash = hashes.lines().filter_map(|line| line.split_once(": ")).find(|(name, _)| *name == kind);
        let (_, hash) = hash.with_context(|| format!("hash.txt names no {kind}"))?;
        anyhow::Ok(format!("/pkg/roster.{}.{kind}", hash.trim()))
    };
    Ok(SiteFiles { css: file("css")?, js: file("js")?, wasm: file("wasm")?, texts: super::texts::addresses() })
}

/// Named by content or version: never asked for again.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Named alike in every version.
const A_WHILE: HeaderValue = HeaderValue::from_static("public, max-age=3600");

impl Site {
    /// In `LEPTOS_SITE_ROOT`, or `target/site` below the current folder; the names are in `hash.txt` beside the
    /// program, where cargo-leptos puts it too.
    pub fn find() -> anyhow::Result<Self> {
        let root = std::env::var_os("LEPTOS_SITE_ROOT").map_or_else(|| "target/site".into(), PathBuf::from);
        let program = std::env::current_exe()?;
        let hashes = program.with_file_name("hash.txt");
        let names = std::fs::read_to_string(&hashes).with_context(|| format!("{} can't be read", hashes.display()))?;
        anyhow::ensure!(root.join("pkg").is_dir(), "{} holds no site", root.display());
        let files = named(&names)?;
        Ok(Self { root, files })
    }

    /// A site without files: for tests of what is rendered.
    pub fn absent() -> Self {
        Self {
            root: PathBuf::from("absent"),
            files: SiteFiles { texts: super::texts::addresses(), ..SiteFiles::default() },
        }
    }

    /// The files, compressed in advance.
    pub(super) fn routes<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        // `cargo leptos watch` leaves the style sheet's imports where they are, and names alike what has changed.
        let watched = std::env::var_os("LEPTOS_WATCH").is_some();
        let keep = if watched { HeaderValue::from_static("no-cache") } else { FOR_EVER };
        let folder = |name: &str| {
            let here = self.root.join(name);
            let otherwise = if watched { PathBuf::from("style") } else { here.clone() };
            ServeDir::new(here).precompressed_br().precompressed_gzip().fallback(ServeDir::new(otherwise))
        };
        let cached = |value: HeaderValue| {
            // Only on what is there: a missing file must not be missed for a year.
            SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, move |response: &axum::http::Response<_>| {
                response.status().is_success().then(|| value.clone())
            })
        };
        // A cache must not give what is compressed to those who can't read it, or keep the rest for all.
        let negotiated = SetResponseHeaderLayer::overriding(header::VARY, HeaderValue::from_static("accept-encoding"));
        let mut routes = Router::new();
        for name in ["pkg", "fonts"] {
            routes = routes.nest_service(
                &format!("/{name}"),
                ServiceBuilder::new().layer(cached(keep.clone())).layer(negotiated.clone()).service(folder(name)),
            );
        }
        for name in ["icons.svg", "favicon.svg", "art.svg", "webauthn.js", "api-docs.js"] {
            let file =
                tower_http::services::ServeFile::new(self.root.join(name)).precompressed_br().precompressed_gzip();
            let service = ServiceBuilder::new().layer(cached(A_WHILE)).layer(negotiated.clone()).service(file);
            routes = routes.route_service(&format!("/{name}"), service);
        }
        routes
    }
}
