//! Whoever receives webhooks: a web server of a story's own, on loopback, that answers as the story says.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::prelude::{BASE64_STANDARD, Engine};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

/// A request that came.
#[derive(Clone, Debug)]
pub struct Received {
    pub id: String,
    pub timestamp: String,
    pub signatures: Vec<String>,
    pub body: String,
}

impl Received {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Whether one of its signatures is by this secret, as the specification computes it.
    pub fn is_signed_by(&self, secret: &str) -> bool {
        let key = BASE64_STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key).unwrap();
        mac.update(format!("{}.{}.{}", self.id, self.timestamp, self.body).as_bytes());
        let signature = format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()));
        self.signatures.contains(&signature)
    }
}

/// What it is answered.
#[derive(Clone, Debug)]
pub enum Says {
    Status(u16),
    RetryAfter(u16, String),
    Redirect(String),
    /// Nothing, for longer than anyone waits.
    Hang,
}

type Rule = Box<dyn Fn(&Received, usize) -> Says + Send>;

#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    state: Arc<State>,
}

struct State {
    rule: Mutex<Rule>,
    received: Mutex<Vec<Received>>,
    /// How often each id was answered with success.
    taken: Mutex<BTreeMap<String, usize>>,
}

impl Receiver {
    /// Takes everything.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/in", listener.local_addr().unwrap());
        let rule: Rule = Box::new(|_, _| Says::Status(204));
        let state = Arc::new(State { rule: Mutex::new(rule), received: Mutex::default(), taken: Mutex::default() });
        let router = Router::new().fallback(receive).with_state(state.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, state }
    }

    /// Answers each request like this from now on.
    pub fn say(&self, says: Says) {
        self.decide(move |_, _| says.clone());
    }

    /// By what came, and how often the same id has come before.
    pub fn decide(&self, rule: impl Fn(&Received, usize) -> Says + Send + 'static) {
        *self.state.rule.lock().unwrap() = Box::new(rule);
    }

    /// In the order of their coming.
    pub fn received(&self) -> Vec<Received> {
        self.state.received.lock().unwrap().clone()
    }

    /// How often each id was answered with success.
    pub fn taken(&self) -> BTreeMap<String, usize> {
        self.state.taken.lock().unwrap().clone()
    }
}

async fn receive(Shared(state): Shared<Arc<State>>, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let received = Received {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signatures: header("webhook-signature").split(' ').map(str::to_owned).collect(),
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    let says = {
        let mut all = state.received.lock().unwrap();
        let before = all.iter().filter(|one| one.id == received.id).count();
        all.push(received.clone());
        (state.rule.lock().unwrap())(&received, before)
    };
    match says {
        Says::Status(status) => {
            if (200..300).contains(&status) {
                *state.taken.lock().unwrap().entry(received.id).or_default() += 1;
            }
            let mut answer = String::new();
            write!(answer, "answered {status}\0").unwrap();
            (StatusCode::from_u16(status).unwrap(), answer).into_response()
        }
        Says::RetryAfter(status, after) => {
            (StatusCode::from_u16(status).unwrap(), [(header::RETRY_AFTER, after)]).into_response()
        }
        Says::Redirect(to) => (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)]).into_response(),
        Says::Hang => {
            tokio::time::sleep(Duration::from_mins(10)).await;
            StatusCode::OK.into_response()
        }
    }
}
