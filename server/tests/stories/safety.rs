//! Headers, foreign forms, health.

use crate::support::{Kind, PASSWORD, Postgres, Sqlite, TestApp};
use rstest::rstest;

#[rstest]
#[tokio::test]
async fn every_answer_bears_its_headers(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for path in ["/w/acme/users", "/sign-in", "/nothing", "/healthz", "/pkg/nothing.js"] {
        let page = ana.get(path).await;
        let header =
            |name: &str| page.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(header("x-request-id").len(), 36, "{path}");
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
    }
    let page = app.browser().get("/sign-in").await;
    let nonce = page.attribute("script[nonce]", "nonce").unwrap();
    assert!(page.headers["content-security-policy"].to_str().unwrap().contains(&format!("'nonce-{nonce}'")));
    assert_ne!(
        app.browser().get("/sign-in").await.attribute("script[nonce]", "nonce").unwrap(),
        nonce,
        "a new one each time"
    );
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(!page.body.contains(" style=\""), "no inline styles");
    assert!(page.all("script").len() == page.body.matches("<script").count());
    assert_eq!(
        page.body.matches("<script").count(),
        page.body.matches("nonce=\"").count(),
        "each script bears the nonce"
    );
}

#[rstest]
#[tokio::test]
async fn a_form_of_another_site_changes_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for path in ["/sign-out", "/preferences/language", "/w/acme/leave", "/fn/submit"] {
        assert_eq!(ana.post_from("https://evil.example", path, &[("to", "es")]).await.status, 403, "{path}");
    }
    let page = app
        .browser()
        .post_from("https://evil.example", "/sign-in", &[("email", "ana@acme.example"), ("password", PASSWORD)])
        .await;
    assert_eq!(page.status, 403);
    assert_eq!(ana.get("/w/acme").await.status, 200, "still signed in, still in English");
}

#[rstest]
#[tokio::test]
async fn nothing_mutates_through_get(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    for path in ["/sign-out", "/preferences/language?to=es", "/w/acme/leave?go=1"] {
        ana.get(path).await;
    }
    let page = ana.get("/w/acme").await;
    assert!(page.status == 200 && page.shows("Welcome, Ana"));
}

#[rstest]
#[tokio::test]
async fn it_says_that_it_lives_and_is_ready(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    assert_eq!(app.browser().get("/healthz").await.body, "ok\n");
    let ready = app.browser().get("/readyz").await;
    assert_eq!((ready.status.as_u16(), ready.body.as_str()), (200, "ready\n"));
    app.roster.db.close().await;
    assert_eq!(app.browser().get("/healthz").await.status, 200);
    assert_eq!(app.browser().get("/readyz").await.status, 503);
    let page = app.browser().get("/sign-in").await;
    assert_eq!(page.status, 503);
    assert!(page.headers.contains_key("retry-after"));
}

#[rstest]
#[tokio::test]
async fn errors_show_nothing_of_the_inside(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let mut tx = app.roster.db.write().await.unwrap();
    domain::db::query("ALTER TABLE counters RENAME TO lost").run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let page = ana.get("/w/acme/users").await;
    assert_eq!(page.status, 500);
    assert!(
        page.shows("Something broke") && page.shows(page.headers["x-request-id"].to_str().unwrap()),
        "{}",
        page.text()
    );
    assert!(!page.body.contains("counters") && !page.body.contains("SELECT"));
}
