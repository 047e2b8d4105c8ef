//! A program that calls the API.

use super::app::TestApp;
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::Value;

/// With one token.
#[derive(Clone)]
pub struct Api {
    client: reqwest::Client,
    url: String,
    secret: String,
}

/// What it is answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    /// The text where it is no JSON; null where there is none.
    pub body: Value,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// A problem document that says its status and which request it answers.
    pub fn problem(&self) -> &Value {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.body);
        assert_eq!(self.body["status"], self.status.as_u16());
        assert_eq!(self.body["instance"], self.header("x-request-id"));
        assert_eq!(self.header("cache-control"), "no-store");
        assert!(self.body["title"].is_string() && self.body["detail"].is_string(), "{}", self.body);
        &self.body
    }

    /// The last part of the problem's address.
    pub fn kind(&self) -> &str {
        self.problem()["type"].as_str().unwrap().rsplit('/').next().unwrap()
    }

    /// The body, of an answer with this status.
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }

    pub async fn to(request: RequestBuilder) -> Self {
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let text = answer.text().await.unwrap();
        let body =
            if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap_or(Value::String(text)) };
        Self { status, headers, body }
    }
}

/// Of HTTP, over TLS too: whichever test makes the first one.
pub fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    // A server closes connections that nothing is asked on; a call that meets that is not sent again.
    reqwest::Client::builder().pool_idle_timeout(std::time::Duration::from_secs(2)).build().unwrap()
}

impl Api {
    pub fn new(app: &TestApp, secret: &str) -> Self {
        Self { client: client(), url: format!("{}/api/v1", app.url), secret: secret.to_owned() }
    }

    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// A call that is not sent yet; the path begins below `/api/v1`.
    pub fn call(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url)).bearer_auth(&self.secret)
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::to(self.call(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::to(self.call(Method::POST, path).json(body)).await
    }

    /// As it stands now.
    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        Answer::to(self.call(Method::PATCH, path).header("if-match", "*").json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        Answer::to(self.call(Method::DELETE, path).header("if-match", "*")).await
    }
}
