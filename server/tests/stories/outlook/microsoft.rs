//! What stands in for Microsoft: an authority whose refresh tokens rotate, and a Graph that answers in its documented
//! shapes, with its documented faults. No Microsoft can be reached from a test.

use axum::body::Bytes;
use axum::extract::{Query, Request, State as Shared};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

/// What the application's secret is at first.
pub const SECRET: &str = "the-secret-of-the-application";

/// How one request is answered in place of the usual.
#[derive(Clone, Debug)]
pub enum Says {
    /// A status, headers, and an error's code.
    Error(u16, Vec<(&'static str, String)>, &'static str),
    /// An error of OAuth, with its `suberror` and description.
    OAuth(&'static str, &'static str, &'static str),
    /// What was asked is done, and the answer is lost.
    Lost,
    /// Nothing, for longer than anyone waits.
    Silence,
    /// A page that leads to another server.
    LeadAway(String),
}

/// A call of Graph.
#[derive(Clone, Debug)]
pub struct Called {
    pub verb: String,
    pub path: String,
    pub prefer: String,
    pub content_type: String,
    pub body: String,
}

#[derive(Default)]
struct Inner {
    /// Answers of the authority, of its token endpoint and of Graph that are yet to come.
    authorize: VecDeque<Says>,
    token: VecDeque<Says>,
    graph: VecDeque<Says>,
    asked: Vec<BTreeMap<String, String>>,
    called: Vec<Called>,
    issued: u32,
    refreshes: u32,
    /// Refresh tokens that work: the newest, and the one before, as Microsoft takes them.
    refresh_tokens: Vec<String>,
    access_tokens: BTreeSet<String>,
    /// Everything that was ever issued.
    secrets: Vec<String>,
    events: BTreeMap<String, Value>,
    granted: Option<String>,
    at_once: usize,
    most_at_once: usize,
    delay: Duration,
    mailbox: u32,
}

#[derive(Clone)]
pub struct Microsoft {
    pub url: String,
    inner: Arc<Mutex<Inner>>,
}

impl Microsoft {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let microsoft = Self { url, inner: Arc::default() };
        let router = Router::new()
            .route("/common/oauth2/v2.0/authorize", get(authorize))
            .route("/common/oauth2/v2.0/token", post(token))
            .fallback(graph)
            .with_state(microsoft.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        microsoft
    }

    /// As an operator sets it.
    pub fn set(&self, settings: &mut domain::Settings) {
        settings.outlook = Some(domain::settings::Outlook {
            client_id: "roster".into(),
            client_secret: SECRET.into(),
            authority: format!("{}/common", self.url),
            graph: format!("{}/v1.0", self.url),
        });
        settings.lookup.intranet.push("127.0.0.0/8".parse().unwrap());
        settings.operator_email = "operator@example.org".into();
    }

    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    pub fn authorize_says(&self, says: Says) {
        self.inner().authorize.push_back(says);
    }

    pub fn token_says(&self, says: Says) {
        self.inner().token.push_back(says);
    }

    pub fn graph_says(&self, says: Says) {
        self.inner().graph.push_back(says);
    }

    /// Grants these scopes, whatever was asked for.
    pub fn grant(&self, scopes: &str) {
        self.inner().granted = Some(scopes.to_owned());
    }

    /// Another mailbox signs in from now on.
    pub fn next_mailbox(&self) {
        self.inner().mailbox += 1;
    }

    /// Each answer takes so long.
    pub fn delay(&self, delay: Duration) {
        self.inner().delay = delay;
    }

    /// No access token works any more.
    pub fn forget_access_tokens(&self) {
        self.inner().access_tokens.clear();
    }

    pub fn refreshes(&self) -> u32 {
        self.inner().refreshes
    }

    pub fn most_at_once(&self) -> usize {
        self.inner().most_at_once
    }

    /// What authorizations were asked for with.
    pub fn asked(&self) -> Vec<BTreeMap<String, String>> {
        self.inner().asked.clone()
    }

    pub fn called(&self) -> Vec<Called> {
        self.inner().called.clone()
    }

    /// Calls of this path, which may be a part of it.
    pub fn calls_of(&self, path: &str) -> Vec<Called> {
        self.called().into_iter().filter(|call| call.path.contains(path)).collect()
    }

    /// An access token, the next refresh token, and what they are for; none where what they are asked for by is not
    /// right.
    fn issue(&self, fields: &BTreeMap<String, String>) -> Option<(String, String, String)> {
        let field = |name: &str| fields.get(name).cloned().unwrap_or_default();
        let mut inner = self.inner();
        if field("grant_type") == "refresh_token" {
            inner.refreshes += 1;
            let used = field("refresh_token");
            if !inner.refresh_tokens.contains(&used) {
                return None;
            }
            // The one that was used works once more: an answer may be lost.
            inner.refresh_tokens.retain(|token| *token == used);
        } else if !fits(&field("code"), &field("code_verifier")) {
            return None;
        }
        inner.issued += 1;
        let (access, refresh) =
            (format!("access-token-{:04}-of-ana", inner.issued), format!("refresh-token-{:04}-of-ana", inner.issued));
        inner.refresh_tokens.push(refresh.clone());
        inner.access_tokens.insert(access.clone());
        inner.secrets.extend([access.clone(), refresh.clone()]);
        let asked = inner.asked.last().and_then(|asked| asked.get("scope")).cloned().unwrap_or_default();
        let scope = inner.granted.clone().unwrap_or(asked);
        Some((access, refresh, scope))
    }

    /// Every token that was ever issued, and the application's secret.
    pub fn secrets(&self) -> Vec<String> {
        self.inner().secrets.iter().cloned().chain([SECRET.to_owned()]).collect()
    }

    /// An event of the calendar, in UTC: `2026-12-01T09:00:00`.
    pub fn add_event(&self, id: &str, subject: &str, start: &str, end: &str) {
        let event = json!({
            "id": id, "subject": subject, "type": "singleInstance", "isAllDay": false, "isCancelled": false,
            "start": { "dateTime": format!("{start}.0000000"), "timeZone": "UTC" },
            "end": { "dateTime": format!("{end}.0000000"), "timeZone": "UTC" },
            "location": { "displayName": "Room 1" }, "webLink": "https://outlook.example/event",
        });
        self.inner().events.insert(id.to_owned(), event);
    }

    pub fn events(&self) -> Vec<Value> {
        self.inner().events.values().cloned().collect()
    }
}

async fn authorize(Shared(microsoft): Shared<Microsoft>, Query(asked): Query<BTreeMap<String, String>>) -> Response {
    let says = {
        let mut inner = microsoft.inner();
        inner.asked.push(asked.clone());
        inner.authorize.pop_front()
    };
    let mut back = url::Url::parse(&asked["redirect_uri"]).unwrap();
    {
        let mut query = back.query_pairs_mut();
        query.append_pair("state", &asked["state"]);
        match says {
            Some(Says::OAuth(error, suberror, description)) => {
                query.append_pair("error", error).append_pair("error_description", description);
                if !suberror.is_empty() {
                    query.append_pair("suberror", suberror);
                }
            }
            _ => {
                query.append_pair("code", &format!("code-for-{}", asked["code_challenge"]));
            }
        }
    }
    Redirect::to(back.as_str()).into_response()
}

/// A code is its own challenge here, so that the verifier can be looked at.
fn fits(code: &str, verifier: &str) -> bool {
    use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
    use sha2::{Digest, Sha256};
    code == format!("code-for-{}", BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)))
}

async fn token(Shared(microsoft): Shared<Microsoft>, Form(fields): Form<BTreeMap<String, String>>) -> Response {
    let delay = microsoft.inner().delay;
    tokio::time::sleep(delay).await;
    let says = microsoft.inner().token.pop_front();
    let oauth = |error: &str, suberror: &str, description: &str| {
        let body = json!({ "error": error, "suberror": suberror, "error_description": description });
        (StatusCode::BAD_REQUEST, Json(body)).into_response()
    };
    if let Some(Says::OAuth(error, suberror, description)) = says {
        return oauth(error, suberror, description);
    }
    if fields.get("client_secret").map(String::as_str) != Some(SECRET) {
        return oauth("invalid_client", "", "AADSTS7000215: Invalid client secret provided.");
    }
    let Some((access, refresh, scope)) = microsoft.issue(&fields) else {
        return oauth("invalid_grant", "bad_token", "AADSTS70008: The code or refresh token has expired.");
    };
    match says {
        Some(Says::Lost) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Some(Says::Silence) => {
            tokio::time::sleep(Duration::from_mins(10)).await;
            StatusCode::OK.into_response()
        }
        _ => Json(json!({
            "token_type": "Bearer", "scope": scope, "expires_in": 3600, "ext_expires_in": 3600,
            "access_token": access, "refresh_token": refresh,
        }))
        .into_response(),
    }
}

async fn graph(Shared(microsoft): Shared<Microsoft>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, 8 * 1024 * 1024).await.unwrap();
    let text = |name: &str| parts.headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let path = parts.uri.path_and_query().unwrap().as_str().to_owned();
    let (says, delay) = {
        let mut inner = microsoft.inner();
        inner.called.push(Called {
            verb: parts.method.to_string(),
            path: path.clone(),
            prefer: text("prefer"),
            content_type: text("content-type"),
            body: String::from_utf8(body.to_vec()).unwrap(),
        });
        inner.at_once += 1;
        inner.most_at_once = inner.most_at_once.max(inner.at_once);
        // Whose mailbox it is, is asked while it is connected: faults are for what comes later.
        let says = if path.contains("/me?") { None } else { inner.graph.pop_front() };
        (says, inner.delay)
    };
    tokio::time::sleep(delay).await;
    microsoft.inner().at_once -= 1;
    let bearer = text("authorization").replace("Bearer ", "");
    if !microsoft.inner().access_tokens.contains(&bearer) {
        return failed(401, &[], "InvalidAuthenticationToken");
    }
    match says {
        Some(Says::Error(status, headers, code)) => failed(status, &headers, code),
        Some(Says::Silence) => {
            tokio::time::sleep(Duration::from_mins(10)).await;
            StatusCode::OK.into_response()
        }
        Some(Says::Lost) => {
            answer(&microsoft, &parts.method, &path, &body);
            failed(504, &[], "GatewayTimeout")
        }
        Some(Says::LeadAway(to)) => Json(json!({ "value": [], "@odata.nextLink": to })).into_response(),
        Some(Says::OAuth(..)) | None => answer(&microsoft, &parts.method, &path, &body),
    }
}

fn failed(status: u16, headers: &[(&'static str, String)], code: &str) -> Response {
    let body = json!({ "error": { "code": code, "message": "It went wrong.", "innerError": { "request-id": "1" } } });
    let mut answer = (StatusCode::from_u16(status).unwrap(), Json(body)).into_response();
    for (name, value) in headers {
        answer.headers_mut().insert(header::HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
    }
    answer
}

fn answer(microsoft: &Microsoft, verb: &Method, path: &str, body: &[u8]) -> Response {
    let mut inner = microsoft.inner();
    if path.starts_with("/v1.0/me?") {
        let n = inner.mailbox;
        return Json(json!({
            "id": format!("mailbox-{n}"), "displayName": "Ana Souza", "mail": format!("ana{n}@contoso.example"),
            "userPrincipalName": "ana@contoso.example",
        }))
        .into_response();
    }
    if *verb == Method::POST && path == "/v1.0/me/events" {
        let event: Value = serde_json::from_slice(body).unwrap();
        let transaction = event["transactionId"].as_str().unwrap().to_owned();
        if inner.events.contains_key(&transaction) {
            return failed(409, &[], "ErrorDuplicateTransactionId");
        }
        inner.events.insert(transaction, event.clone());
        return (StatusCode::CREATED, Json(event)).into_response();
    }
    if *verb == Method::POST && path == "/v1.0/me/sendMail" {
        return StatusCode::ACCEPTED.into_response();
    }
    if path.contains("/calendarView/delta") {
        return page(microsoft, &inner, path);
    }
    failed(404, &[], "ErrorItemNotFound")
}

/// Two events a page, then where to ask for changes; which are none.
fn page(microsoft: &Microsoft, inner: &Inner, path: &str) -> Response {
    let here = format!("{}/v1.0/me/calendarView/delta", microsoft.url);
    let delta = format!("{here}?$deltatoken=newest");
    if path.contains("deltatoken") {
        let changed: Vec<&Value> =
            inner.events.iter().filter(|(id, _)| id.starts_with("new")).map(|(_, one)| one).collect();
        return Json(json!({ "value": changed, "@odata.deltaLink": delta })).into_response();
    }
    let skip: usize = path.split("skiptoken=").nth(1).map_or(0, |n| n.parse().unwrap());
    let value: Vec<&Value> = inner.events.values().skip(skip).take(2).collect();
    let mut page = json!({ "value": value });
    if skip + 2 < inner.events.len() {
        page["@odata.nextLink"] = json!(format!("{here}?$skiptoken={}", skip + 2));
    } else {
        page["@odata.deltaLink"] = json!(delta);
    }
    Json(page).into_response()
}

/// What Graph says where it wants more than the token shows.
pub fn claims_challenge() -> Vec<(&'static str, String)> {
    let challenge = "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"";
    vec![("www-authenticate", challenge.to_owned())]
}
