//! A bucket of S3's, as far as one object after the other is put, read and deleted, by whoever signs.

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::picture_store::{Bucket, StoreLocation};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// What it holds, by path.
#[derive(Clone, Debug, Default)]
pub struct FakeBucket(Arc<Mutex<BTreeMap<String, Bytes>>>);

impl FakeBucket {
    /// Starts it; answers where it is.
    pub async fn start(&self) -> StoreLocation {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        StoreLocation::Bucket(Bucket {
            name: "faces".into(),
            prefix: "acme".into(),
            endpoint,
            region: "eu-test-1".into(),
            access_key_id: "key-of-the-story".into(),
            secret_access_key: "hush".into(),
        })
    }

    pub fn paths(&self) -> Vec<String> {
        self.0.lock().unwrap().keys().cloned().collect()
    }
}

async fn answer(State(bucket): State<FakeBucket>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let signed = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !signed.starts_with("AWS4-HMAC-SHA256 Credential=key-of-the-story/") || !signed.contains("/eu-test-1/s3/") {
        return StatusCode::FORBIDDEN.into_response();
    }
    let (path, body) = (parts.uri.path().to_owned(), to_bytes(body, usize::MAX).await.unwrap());
    let mut objects = bucket.0.lock().unwrap();
    match parts.method {
        Method::PUT => {
            objects.insert(path, body);
            [(header::ETAG, "\"one\"")].into_response()
        }
        Method::DELETE => {
            objects.remove(&path);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => match objects.get(&path) {
            Some(found) => {
                let headers = [(header::ETAG, "\"one\""), (header::LAST_MODIFIED, "Sun, 22 Nov 2026 12:00:00 GMT")];
                (headers, found.clone()).into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        },
    }
}
