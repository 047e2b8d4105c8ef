//! `/setup`, exactly once.

use crate::support::{Kind, PASSWORD, Postgres, Sqlite, TestApp};
use rstest::rstest;

fn form<'a>(slug: &'a str, email: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("workspace", "Acme Research"),
        ("slug", slug),
        ("first_name", "Ana"),
        ("last_name", "Souza"),
        ("email", email),
        ("password", PASSWORD),
        ("confirm_password", PASSWORD),
    ]
}

#[rstest]
#[tokio::test]
async fn the_first_visitor_is_led_to_set_up_and_ends_up_inside(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    let visitor = app.browser();
    assert_eq!(visitor.get("/").await.path(), "/setup");
    assert_eq!(visitor.get("/sign-in").await.path(), "/setup");

    let home = visitor.post("/setup", &form("acme", "ana@acme.example")).await;
    assert_eq!((home.status.as_u16(), home.path()), (200, "/w/acme"));
    assert!(home.shows("Welcome, Ana") && home.shows("Acme Research"), "{}", home.text());
}

#[rstest]
#[tokio::test]
async fn once_set_up_the_page_is_gone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for browser in [&ana, &app.browser()] {
        assert_eq!(browser.get("/setup").await.status, 404);
        assert_eq!(browser.post("/setup", &form("other", "eve@evil.example")).await.status, 404);
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn concurrent_setups_one_wins(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    let attempts = (0..8).map(|n| {
        let browser = app.browser();
        tokio::spawn(async move {
            let (slug, email) = (format!("acme-{n}"), format!("ana{n}@acme.example"));
            browser.post("/setup", &form(&slug, &email)).await.status.as_u16()
        })
    });
    let mut answers = Vec::new();
    for attempt in attempts.collect::<Vec<_>>() {
        answers.push(attempt.await.unwrap());
    }
    answers.sort_unstable();
    assert_eq!(answers, [200, 404, 404, 404, 404, 404, 404, 404]);
}

#[rstest]
#[tokio::test]
async fn invalid_setup_shows_problems_at_fields_and_keeps_input(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    let visitor = app.browser();
    let page = visitor
        .post(
            "/setup",
            &[
                ("workspace", ""),
                ("slug", "Ac me"),
                ("first_name", "Ana"),
                ("email", "ana@acme"),
                ("password", "password1234"),
                ("confirm_password", "other"),
            ],
        )
        .await;
    assert_eq!(page.status, 422);
    assert_eq!(page.problem("workspace").as_deref(), Some("Enter a name for the workspace."));
    assert!(page.problem("slug").unwrap().contains("lower-case"));
    assert_eq!(page.problem("last_name"), None, "people may have one name");
    assert!(page.problem("email").unwrap().contains("ana@example.com"));
    assert_eq!(page.problem("confirm_password").as_deref(), Some("The two passwords are not the same."));
    assert_eq!(page.value("first_name").as_deref(), Some("Ana"));
    assert_eq!(page.value("password"), None, "a password is never sent back");
    assert_eq!(visitor.get("/").await.path(), "/setup", "nothing has been made");
}

#[rstest]
#[tokio::test]
async fn a_password_that_everyone_tries_is_refused(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    for (password, words) in [
        ("aaaaaaaaaaaaaaaa", "too easy to guess"),
        ("short", "12 characters or more"),
        ("AnaSouza2024", "name or e-mail"),
    ] {
        let mut fields = form("acme", "ana@acme.example");
        fields.retain(|(name, _)| !name.contains("password"));
        fields.extend([("password", password), ("confirm_password", password)]);
        let page = app.browser().post("/setup", &fields).await;
        assert!(page.problem("password").unwrap().contains(words), "{password}: {:?}", page.problem("password"));
    }
}
