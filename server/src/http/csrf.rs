//! Requests that change something must come from our own pages.
//!
//! Browsers say where a request comes from (Fetch Metadata, `Origin`); a page of another site can't forge either.
//! Server functions have no protection of their own.

use super::Shared;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::Url;

pub(super) async fn refuse_foreign(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_own(request.headers(), &shared.roster.settings.public_url) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "This form was sent from another site. Open the page and try again.\n").into_response()
}

/// `Sec-Fetch-Site` where the browser sends it; otherwise `Origin` must be ours, or the host that was asked in the
/// scheme of [`Settings::public_url`]: behind a proxy that speaks TLS, a page that came without it is another site's,
/// of whoever is on the way. Without either it is no browser: then there is no cookie that another site could borrow,
/// or a program sends it of its own accord.
///
/// [`Settings::public_url`]: domain::Settings::public_url
fn is_own(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    match text(header::HeaderName::from_static("sec-fetch-site")) {
        Some("same-origin" | "none") => return true,
        Some(_) => return false,
        None => {}
    }
    let mut origins = headers.get_all(header::ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (None, _) => true,
        (Some(origin), None) => {
            let Some(origin) = origin.to_str().ok().and_then(Origin::parse) else { return false };
            let Some(public) = Origin::parse(public_url) else { return false };
            let asked = text(header::HOST).and_then(|host| Origin::parse(&format!("{}://{host}", public.scheme)));
            origin == public || asked.is_some_and(|asked| origin == asked)
        }
        _ => false,
    }
}

/// Scheme, host and port (RFC 6454), in one way of writing them.
#[derive(PartialEq, Eq)]
struct Origin {
    scheme: String,
    host: String,
    port: u16,
}

impl Origin {
    fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        Some(Self {
            scheme: url.scheme().to_owned(),
            host: url.host_str()?.to_owned(),
            port: url.port_or_known_default()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(&str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(header::HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        is_own(&headers, "https://roster.example")
    }

    #[test]
    fn only_our_own_pages_may_post() {
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("sec-fetch-site", "same-site"), ("origin", "https://roster.example")]));
        assert!(own(&[("origin", "https://roster.example")]));
        assert!(own(&[("origin", "https://roster.example:443"), ("host", "roster.example")]));
        assert!(own(&[("origin", "https://people.example:8443"), ("host", "people.example:8443")]));
        assert!(!own(&[("origin", "https://evil.example"), ("host", "roster.example")]));
        assert!(!own(&[("origin", "null"), ("host", "roster.example")]));
        assert!(!own(&[("origin", "junk"), ("host", "roster.example")]));
        assert!(own(&[]));
    }

    #[test]
    fn a_page_that_came_without_tls_is_not_ours() {
        assert!(!own(&[("origin", "http://roster.example"), ("host", "roster.example")]));
        assert!(!own(&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")]));
        assert!(!own(&[("origin", "https://roster.example:8443"), ("host", "roster.example")]));
        let mut headers = HeaderMap::new();
        headers.insert(header::ORIGIN, "https://127.0.0.1:3000".parse().unwrap());
        headers.insert(header::HOST, "127.0.0.1:3000".parse().unwrap());
        assert!(!is_own(&headers, "http://127.0.0.1:3000"));
        headers.insert(header::ORIGIN, "http://127.0.0.1:3000".parse().unwrap());
        assert!(is_own(&headers, "http://localhost:3000"));
        headers.append(header::ORIGIN, "https://evil.example".parse().unwrap());
        assert!(!is_own(&headers, "http://localhost:3000"));
    }
}
