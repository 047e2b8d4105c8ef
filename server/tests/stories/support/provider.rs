//! An OpenID Connect provider of a story's own, on loopback: it signs whatever the story says, and answers as it says.

use axum::Router;
use axum::extract::{Form, Query, State as Shared};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use domain::Clock;
use hmac::{Hmac, KeyInit, Mac};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

pub const CLIENT_ID: &str = "roster";
pub const CLIENT_SECRET: &str = "a-secret-of-the-client";

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signer {
    /// By the key that the provider shows.
    Own,
    /// By a key that nobody knows.
    Stranger,
    /// `alg` is none, and so is the signature.
    Nobody,
    /// HS256, by the client's secret.
    ClientSecret,
    /// HS256, by the public key as the provider shows it.
    PublicKey,
}

/// How it behaves. What is said of a claim, a parameter or a member takes the place of what would be there; null takes it
/// out.
pub struct Behaviour {
    pub claims: Map<String, Value>,
    pub header: Map<String, Value>,
    pub signer: Signer,
    /// What the browser brings back.
    pub callback: BTreeMap<&'static str, Option<String>>,
    pub document: Map<String, Value>,
    pub user_info: Option<Value>,
    /// Of the token endpoint's answer.
    pub answer: Map<String, Value>,
    pub refuses: Option<(u16, Value)>,
    /// Before each answer.
    pub delay: Duration,
    /// The document is padded to this length, in bytes.
    pub padding: usize,
    /// The document is somewhere else, again and again.
    pub redirects: bool,
    /// Keys beside its own.
    pub more_keys: Vec<Value>,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            claims: Map::new(),
            header: Map::new(),
            signer: Signer::Own,
            callback: BTreeMap::new(),
            document: Map::new(),
            user_info: None,
            answer: Map::new(),
            refuses: None,
            delay: Duration::ZERO,
            padding: 0,
            redirects: false,
            more_keys: Vec::new(),
        }
    }
}

/// What a code stands for.
struct Granted {
    nonce: String,
    challenge: String,
    redirect_uri: String,
    auth_time: i64,
}

struct State {
    url: String,
    clock: Clock,
    key: Mutex<(EcdsaKeyPair, String)>,
    stranger: EcdsaKeyPair,
    behaviour: Mutex<Behaviour>,
    codes: Mutex<HashMap<String, Granted>>,
    /// How often each path was asked for.
    asked: Mutex<BTreeMap<String, usize>>,
    /// What the browser was sent with, the newest last.
    sent: Mutex<Vec<HashMap<String, String>>>,
    tokens: Mutex<Vec<String>>,
}

#[derive(Clone)]
pub struct Provider {
    pub url: String,
    state: Arc<State>,
}

fn key_pair() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random).unwrap()
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn merge(mut base: Value, changes: &Map<String, Value>) -> Value {
    let members = base.as_object_mut().unwrap();
    for (name, value) in changes {
        if value.is_null() {
            members.remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    base
}

impl Provider {
    /// One that behaves well, by this clock: Ana Souza's, unless a story says otherwise.
    pub async fn start(clock: Clock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(State {
            url: url.clone(),
            clock,
            key: Mutex::new((key_pair(), "first".into())),
            stranger: key_pair(),
            behaviour: Mutex::default(),
            codes: Mutex::default(),
            asked: Mutex::default(),
            sent: Mutex::default(),
            tokens: Mutex::default(),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(document))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/keys", get(keys))
            .route("/me", get(user_info))
            .route("/end", get(|| async { "Signed out at the provider." }))
            .with_state(state.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, state }
    }

    /// From now on it behaves well, but for this.
    pub fn behave(&self, change: impl FnOnce(&mut Behaviour)) {
        let mut behaviour = Behaviour::default();
        change(&mut behaviour);
        *self.state.behaviour.lock().unwrap() = behaviour;
    }

    /// From now on its document, but for this, is a good one.
    pub fn document_says(&self, member: &str, value: Value) {
        self.behave(|behaviour| {
            behaviour.document.insert(member.to_owned(), value);
        });
    }

    /// From now on it tells this of whoever signs in.
    pub fn tell(&self, claims: &Value) {
        let claims = claims.as_object().unwrap().clone();
        self.behave(|behaviour| behaviour.claims = claims);
    }

    /// Signs with a new key from now on, and shows that one alone.
    pub fn rotate(&self) {
        *self.state.key.lock().unwrap() = (key_pair(), "second".into());
    }

    pub fn asked(&self, path: &str) -> usize {
        self.state.asked.lock().unwrap().get(path).copied().unwrap_or_default()
    }

    /// The parameters that the last browser came with.
    pub fn last_request(&self) -> HashMap<String, String> {
        self.state.sent.lock().unwrap().last().cloned().unwrap()
    }

    /// Every token and code that it has given out.
    pub fn given_out(&self) -> Vec<String> {
        self.state.tokens.lock().unwrap().clone()
    }

    pub fn now(&self) -> i64 {
        self.state.clock.now() / 1_000_000
    }

    /// A token that it signs, with these claims beside the usual ones of a logout.
    pub fn logout_token(&self, id: &str, changes: &Value) -> String {
        let now = self.now();
        let claims = json!({
            "iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 120, "jti": id, "sub": "ana-at-provider",
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        let claims = merge(claims, changes.as_object().unwrap());
        let behaviour = self.state.behaviour.lock().unwrap();
        self.state.sign(&claims, &behaviour)
    }
}

impl State {
    fn count(&self, path: &str) {
        *self.asked.lock().unwrap().entry(path.to_owned()).or_default() += 1;
    }

    fn public_key(&self) -> Value {
        let key = self.key.lock().unwrap();
        let point = key.0.public_key().as_ref();
        json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "kid": key.1,
            "x": encode(&point[1..33]), "y": encode(&point[33..65]),
        })
    }

    fn sign(&self, claims: &Value, behaviour: &Behaviour) -> String {
        let algorithm = match behaviour.signer {
            Signer::Own | Signer::Stranger => "ES256",
            Signer::Nobody => "none",
            Signer::ClientSecret | Signer::PublicKey => "HS256",
        };
        let kid = self.key.lock().unwrap().1.clone();
        let head = merge(json!({ "alg": algorithm, "kid": kid, "typ": "JWT" }), &behaviour.header);
        let signed = format!("{}.{}", encode(head.to_string()), encode(claims.to_string()));
        let random = SystemRandom::new();
        let ecdsa = |key: &EcdsaKeyPair| key.sign(&random, signed.as_bytes()).unwrap().as_ref().to_vec();
        let hmac = |secret: &[u8]| {
            let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret).unwrap();
            mac.update(signed.as_bytes());
            mac.finalize().into_bytes().to_vec()
        };
        let signature = match behaviour.signer {
            Signer::Own => ecdsa(&self.key.lock().unwrap().0),
            Signer::Stranger => ecdsa(&self.stranger),
            Signer::Nobody => Vec::new(),
            Signer::ClientSecret => hmac(CLIENT_SECRET.as_bytes()),
            Signer::PublicKey => hmac(self.key.lock().unwrap().0.public_key().as_ref()),
        };
        format!("{signed}.{}", encode(signature))
    }

    async fn wait(&self) {
        let delay = self.behaviour.lock().unwrap().delay;
        tokio::time::sleep(delay).await;
    }
}

async fn document(Shared(state): Shared<Arc<State>>) -> Response {
    state.count("/.well-known/openid-configuration");
    state.wait().await;
    let behaviour = state.behaviour.lock().unwrap();
    if behaviour.redirects {
        return Redirect::temporary("/.well-known/openid-configuration").into_response();
    }
    let at = |path: &str| format!("{}{path}", state.url);
    let document = json!({
        "issuer": state.url, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"), "userinfo_endpoint": at("/me"), "end_session_endpoint": at("/end"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"], "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    });
    let mut document = merge(document, &behaviour.document);
    if behaviour.padding > 0 {
        document["padding"] = "x".repeat(behaviour.padding).into();
    }
    ([(header::CONTENT_TYPE, "application/json")], document.to_string()).into_response()
}

async fn authorize(Shared(state): Shared<Arc<State>>, Query(asked): Query<HashMap<String, String>>) -> Response {
    state.count("/authorize");
    state.sent.lock().unwrap().push(asked.clone());
    let code = encode(ring::rand::generate::<[u8; 16]>(&SystemRandom::new()).unwrap().expose());
    let granted = Granted {
        nonce: asked["nonce"].clone(),
        challenge: asked["code_challenge"].clone(),
        redirect_uri: asked["redirect_uri"].clone(),
        auth_time: state.clock.now() / 1_000_000,
    };
    state.codes.lock().unwrap().insert(code.clone(), granted);
    state.tokens.lock().unwrap().push(code.clone());
    let mut back = BTreeMap::from([
        ("code", Some(code)),
        ("state", asked.get("state").cloned()),
        ("iss", Some(state.url.clone())),
    ]);
    back.extend(state.behaviour.lock().unwrap().callback.clone());
    let pairs = back.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?)));
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    Redirect::to(&format!("{}?{query}", asked["redirect_uri"])).into_response()
}

async fn token(
    Shared(state): Shared<Arc<State>>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    state.count("/token");
    state.wait().await;
    let behaviour = state.behaviour.lock().unwrap();
    if let Some((status, body)) = &behaviour.refuses {
        return (StatusCode::from_u16(*status).unwrap(), body.to_string()).into_response();
    }
    let refused = |error: &str| (StatusCode::BAD_REQUEST, json!({ "error": error }).to_string()).into_response();
    let basic = base64::prelude::BASE64_STANDARD.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}"));
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if authorization != Some(&format!("Basic {basic}")) {
        return refused("invalid_client");
    }
    let granted = state.codes.lock().unwrap().remove(form.get("code").map_or("", String::as_str));
    let Some(granted) = granted else { return refused("invalid_grant") };
    let verifier = form.get("code_verifier").cloned().unwrap_or_default();
    if encode(Sha256::digest(verifier)) != granted.challenge || form["redirect_uri"] != granted.redirect_uri {
        return refused("invalid_grant");
    }
    let access = encode(ring::rand::generate::<[u8; 32]>(&SystemRandom::new()).unwrap().expose());
    let now = state.clock.now() / 1_000_000;
    let claims = json!({
        "iss": state.url, "sub": "ana-at-provider", "aud": CLIENT_ID, "iat": now, "exp": now + 300,
        "nonce": granted.nonce, "auth_time": granted.auth_time, "sid": "session-at-provider",
        "at_hash": encode(&Sha256::digest(&access)[..16]),
        "email": "new@acme.example", "email_verified": true, "given_name": "Nina", "family_name": "Prado",
    });
    let id_token = state.sign(&merge(claims, &behaviour.claims), &behaviour);
    state.tokens.lock().unwrap().extend([access.clone(), id_token.clone()]);
    let answer = json!({ "access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": id_token });
    merge(answer, &behaviour.answer).to_string().into_response()
}

async fn keys(Shared(state): Shared<Arc<State>>) -> Response {
    state.count("/keys");
    let mut keys = vec![state.public_key()];
    keys.extend(state.behaviour.lock().unwrap().more_keys.iter().cloned());
    json!({ "keys": keys }).to_string().into_response()
}

async fn user_info(Shared(state): Shared<Arc<State>>) -> Response {
    state.count("/me");
    match &state.behaviour.lock().unwrap().user_info {
        Some(about) => about.to_string().into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
