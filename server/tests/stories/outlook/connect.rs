//! Connecting and disconnecting, and what goes wrong on the way.

use super::microsoft::Says;
use super::{ANA, SECRET, TAB, connect, with_calendar, with_microsoft};
use crate::support::{Browser, Kind, Postgres, Sqlite, TestApp};
use crate::wizard;
use domain::db::query;
use rstest::rstest;
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tracing_subscriber::fmt::MakeWriter;

async fn connections(app: &TestApp) -> i64 {
    let (count,): (i64,) =
        query("SELECT COUNT(*) FROM connections").one(&mut app.roster.db.read().await.unwrap()).await.unwrap();
    count
}

#[rstest]
#[tokio::test]
async fn connecting_stores_what_was_granted_and_as_whom(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = with_microsoft(kind).await;
    let page = ana.get(TAB).await;
    assert_eq!(page.all(".card-title"), ["Outlook Calendar", "Outlook Mail"]);
    assert!(page.shows("These connections are personal"), "{}", page.text());
    assert_eq!(page.all(".tab"), ["Profile", "Billing", "Integrations", "Dev", "Lab", "Security"]);

    let page = connect(&ana, "outlook_calendar").await;
    assert_eq!(page.path(), "/settings/integrations?done=connected");
    assert!(page.shows("Ana Souza · ana0@contoso.example"), "{}", page.text());
    let asked = &microsoft.asked()[0];
    assert_eq!(asked["scope"], "offline_access User.Read Calendars.ReadWrite", "this card's scopes alone");
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["redirect_uri"], format!("{}/settings/integrations/outlook_calendar/callback", app.url));
    assert!(!asked["redirect_uri"].contains(SECRET));

    let (scopes,): (String,) =
        query("SELECT scopes FROM connections").one(&mut app.roster.db.read().await.unwrap()).await.unwrap();
    assert_eq!(scopes, "offline_access User.Read Calendars.ReadWrite");
    let data = ana.download("/settings/data").await.text();
    assert!(data.contains("outlook_calendar") && data.contains("ana0@contoso.example"), "{data}");
    for secret in microsoft.secrets() {
        assert!(!data.contains(&secret));
    }
}

#[rstest]
#[tokio::test]
async fn errors_on_the_way_are_told_in_words(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = with_microsoft(kind).await;
    for (error, suberror, description, problem, words) in [
        ("access_denied", "", "AADSTS65004: User declined to consent", "refused", "was declined"),
        ("access_denied", "", "AADSTS90094: admin consent required", "consent_needed", "only an administrator"),
        ("interaction_required", "basic_action", "", "sign_in_again", "sign in again"),
        ("unauthorized_client", "", "The client is not enabled for consumers", "wrong_account", "another account"),
        ("temporarily_unavailable", "", "", "unavailable", "not available just now"),
    ] {
        microsoft.authorize_says(Says::OAuth(error, suberror, description));
        let page = connect(&ana, "outlook_calendar").await;
        assert_eq!(page.query("problem"), problem, "{error}");
        assert!(page.all(".notice--danger").concat().contains(words), "{error}: {}", page.text());
        assert!(!page.body.contains("AADSTS"), "the provider's own text is not shown");
        let link = page.attribute(".copy-field input", "value");
        assert_eq!(link.is_some(), problem == "consent_needed", "{error}");
        if let Some(link) = link {
            assert!(link.starts_with(&format!("{}/organizations/v2.0/adminconsent?client_id=roster", microsoft.url)));
        }
    }
    microsoft.grant("User.Read");
    assert_eq!(connect(&ana, "outlook_calendar").await.query("problem"), "missing_scope");
    microsoft.token_says(Says::OAuth("invalid_grant", "", "AADSTS70008: the code has expired"));
    assert_eq!(connect(&ana, "outlook_calendar").await.query("problem"), "expired");
    assert_eq!(connections(&app).await, 0);
    let page = ana.get(&format!("{TAB}/outlook_calendar/callback?admin_consent=True&tenant=t")).await;
    assert!(page.shows("An administrator has agreed"), "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn secret_that_has_expired_is_told_the_operator_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = with_microsoft(kind).await;
    for _ in 0..2 {
        microsoft.token_says(Says::OAuth("invalid_client", "", "AADSTS7000222: the client secret keys are expired"));
        let page = connect(&ana, "outlook_mail").await;
        assert_eq!(page.query("problem"), "misconfigured");
        assert!(page.shows("Outlook Mail is not available just now"), "{}", page.text());
    }
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(mails[0]["to"], json!(["operator@example.org"]));
    assert!(!mails[0].to_string().contains(SECRET));
}

/// Where a browser is sent, without following it, and the cookies that it is given.
async fn begin(app: &TestApp, session: &str) -> (String, String) {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let request = client.get(format!("{}{TAB}?connect=outlook_calendar", app.url));
    let answer = request.header("cookie", session).send().await.unwrap();
    let cookies = answer.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let kept = cookies.filter(|cookie| cookie.contains("connect-")).collect::<Vec<_>>().concat();
    (answer.headers()["location"].to_str().unwrap().to_owned(), kept)
}

#[rstest]
#[tokio::test]
async fn attempt_counts_in_its_own_browser_and_account(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = with_microsoft(kind).await;
    let bea = wizard::member(&app, &ana, "bea@acme.example", "Member").await;
    // A code that was given to someone else, or of an attempt that nobody here began.
    for state in ["", "x", "abcdefgh-and-so-on", "../../etc"] {
        let page = ana.get(&format!("{TAB}/outlook_calendar/callback?code=1&state={state}")).await;
        assert_eq!(page.query("problem"), "other_browser", "{state}");
    }
    // Ana's way back, in Bea's browser.
    let session = sign_in_by_hand(&app).await;
    let (location, kept) = begin(&app, &session).await;
    assert!(kept.contains("HttpOnly") && kept.contains("SameSite=Lax"), "{kept}");
    let state = location.split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let challenge = location.split("code_challenge=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let back = format!("{TAB}/outlook_calendar/callback?code=code-for-{challenge}&state={state}");
    assert_eq!(bea.get(&back).await.query("problem"), "other_browser");
    // With her cookie, but another service; and with it all, once too late.
    let with_cookies = |path: String| {
        let cookies = format!("{session}; {}", kept.split(';').next().unwrap());
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        async move {
            let answer = client.get(path).header("cookie", cookies).send().await.unwrap();
            answer.headers()["location"].to_str().unwrap().to_owned()
        }
    };
    let other = back.replace("outlook_calendar", "outlook_mail");
    assert!(with_cookies(format!("{}{other}", app.url)).await.contains("problem=other_browser"));
    app.advance(Duration::from_mins(11));
    assert!(with_cookies(format!("{}{back}", app.url)).await.contains("problem=other_browser"));
    assert_eq!(connections(&app).await, 0);
    assert!(microsoft.called().is_empty());
    assert_eq!(ana.get(&format!("{TAB}/outlook_tasks/callback?code=1&state=2")).await.status, 404);
    let page = app.browser().get(&back).await;
    assert!(page.path().starts_with("/sign-in"), "{}", page.path());
}

/// A session's cookie, to be sent by hand.
async fn sign_in_by_hand(app: &TestApp) -> String {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let fields = [("email", ANA), ("password", crate::support::PASSWORD)];
    let request = client.post(format!("{}/sign-in", app.url)).header("origin", &app.url);
    let answer = request.form(&fields).send().await.unwrap();
    let cookies = answer.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let session = cookies.filter(|cookie| cookie.contains("roster-session")).collect::<Vec<_>>();
    session[0].split(';').next().unwrap().to_owned()
}

async fn disconnect(browser: &Browser, service: &str) -> crate::support::Page {
    browser.post(TAB, &[("action", "disconnect"), ("service", service)]).await
}

#[rstest]
#[tokio::test]
async fn disconnecting_deletes_the_tokens(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = with_calendar(kind).await;
    let bea = wizard::member(&app, &ana, "bea@acme.example", "Member").await;
    assert!(bea.get(TAB).await.shows("Not connected"));
    assert_eq!(disconnect(&bea, "outlook_calendar").await.status, 404, "it is not hers");
    assert_eq!(disconnect(&ana, "outlook_mail").await.status, 404);
    assert_eq!(connections(&app).await, 1);
    let (status, agenda) = bea.call("connections/agenda", &json!({})).await;
    assert_eq!((status.as_u16(), agenda), (200, json!("not_connected")));
    let page = disconnect(&ana, "outlook_calendar").await;
    assert!(page.shows("its tokens are deleted here"), "{}", page.text());
    assert_eq!(connections(&app).await, 0);
    let calls = microsoft.called().len();
    let (_, agenda) = ana.call("connections/agenda", &json!({})).await;
    assert_eq!((agenda, microsoft.called().len()), (json!("not_connected"), calls));
}

#[rstest]
#[tokio::test]
async fn another_mailbox_is_another_connection(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = with_calendar(kind).await;
    let id = || async {
        let mut tx = app.roster.db.read().await.unwrap();
        let (id,): (uuid::Uuid,) = query("SELECT id FROM connections").one(&mut tx).await.unwrap();
        id
    };
    let first = id().await;
    connect(&ana, "outlook_calendar").await;
    assert_eq!(id().await, first);
    assert_eq!(microsoft.asked()[1]["login_hint"], "ana0@contoso.example");
    microsoft.next_mailbox();
    assert!(connect(&ana, "outlook_calendar").await.shows("ana1@contoso.example"));
    assert_ne!(id().await, first);
}

/// What is logged on this thread, which is all of it: server, browser and story share one.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Everything that the database holds, as bytes or as text.
async fn everything(app: &TestApp, kind: Kind) -> Vec<u8> {
    if kind == Sqlite {
        return app.stored_bytes();
    }
    let mut tx = app.roster.db.read().await.unwrap();
    let tables: Vec<(String,)> =
        query("SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")
            .all(&mut tx)
            .await
            .unwrap();
    let mut all = Vec::new();
    for (table,) in tables {
        let rows: Vec<(String,)> = query(format!("SELECT t::text FROM {table} t")).all(&mut tx).await.unwrap();
        for (row,) in rows {
            all.extend_from_slice(row.as_bytes());
        }
    }
    all
}

#[rstest]
#[tokio::test]
async fn neither_database_nor_log_holds_a_token_in_clear(#[values(Sqlite, Postgres)] kind: Kind) {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    let (app, ana, microsoft) = with_calendar(kind).await;
    microsoft.add_event("1", "A secret meeting", "2036-12-01T09:00:00", "2036-12-01T10:00:00");
    for says in [Says::Error(403, vec![], "ErrorAccessDenied"), Says::Error(500, vec![], "Broken")] {
        microsoft.graph_says(says);
        ana.call("connections/agenda", &json!({})).await;
    }
    ana.call("connections/agenda", &json!({})).await;
    app.advance(super::TOKEN_IS_OVER);
    microsoft.token_says(Says::Lost);
    ana.call("connections/agenda", &json!({})).await;
    app.advance(Duration::from_mins(2));
    ana.call("connections/agenda", &json!({})).await;
    assert!(microsoft.refreshes() >= 2);

    let (stored, logged) = (everything(&app, kind).await, log.0.lock().unwrap().clone());
    assert!(!logged.is_empty() && !stored.is_empty());
    let holds = |haystack: &[u8], text: &str| haystack.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(&stored, "ana0@contoso.example"), "what is not sealed is found");
    for secret in microsoft.secrets() {
        let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        assert!(!holds(&stored, &secret) && !holds(&stored, &hex), "the database holds {secret}");
        assert!(!holds(&logged, &secret), "the log holds {secret}");
    }
    assert!(!holds(&stored, "A secret meeting") && !holds(&logged, "A secret meeting"));
}
