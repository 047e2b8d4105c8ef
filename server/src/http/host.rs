//! Whom a request is for.

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderValue, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// 400 where it is missing, stands twice or is none (RFC 9112, 3.2): proxies choose differently among several, and a
/// cache would keep for one host what was meant for another.
pub(super) async fn require_host(request: Request, next: Next) -> Response {
    if has_host(&request) {
        return next.run(request).await;
    }
    (StatusCode::BAD_REQUEST, "The request must have one valid Host header.\n").into_response()
}

fn has_host(request: &Request) -> bool {
    let authority = request.uri().authority().map(Authority::as_str);
    let mut hosts = request.headers().get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) if request.version() >= Version::HTTP_2 => authority.is_some_and(is_authority),
        // HTTP/1.0 knows none.
        (None, _) => request.version() < Version::HTTP_11,
        (Some(host), None) => host_of(host).is_some_and(is_authority) && authority.is_none_or(is_authority),
        _ => false,
    }
}

fn host_of(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

/// A host and perhaps a port, and nobody's name and password.
fn is_authority(text: &str) -> bool {
    let Ok(authority) = text.parse::<Authority>() else { return false };
    let port = text.strip_prefix(authority.host()).map(|rest| rest.strip_prefix(':').unwrap_or(rest));
    let is_port =
        |port: &str| port.is_empty() || (port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok());
    !authority.host().is_empty() && port.is_some_and(is_port)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn accepted(version: Version, uri: &str, hosts: &[&str]) -> bool {
        let request = axum::http::Request::builder().version(version).uri(uri);
        let request = hosts.iter().fold(request, |request, host| request.header(header::HOST, *host));
        has_host(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn there_is_one_host_and_it_is_one() {
        for host in ["roster.example", "roster.example:3000", "127.0.0.1:3000", "[::1]:3000", "roster.example:"] {
            assert!(accepted(Version::HTTP_11, "/", &[host]), "{host}");
        }
        for host in [
            "",
            "a@roster.example",
            "a:b@roster.example",
            "roster.example/path",
            "a b",
            ":80",
            "x:port",
            "x:99999",
            "a,b:1:2",
        ] {
            assert!(!accepted(Version::HTTP_11, "/", &[host]), "{host}");
        }
        assert!(!accepted(Version::HTTP_11, "/", &[]));
        assert!(!accepted(Version::HTTP_11, "/", &["roster.example", "roster.example"]));
        assert!(!accepted(Version::HTTP_11, "http://a@roster.example/", &["roster.example"]));
        assert!(accepted(Version::HTTP_10, "/", &[]));
        assert!(!accepted(Version::HTTP_10, "/", &["a", "b"]));
        assert!(accepted(Version::HTTP_2, "http://roster.example/", &[]));
        assert!(!accepted(Version::HTTP_2, "/", &[]));
    }
}
