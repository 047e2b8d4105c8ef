//! Signing in and out, sessions, slowing guessers down, passwords that others chose.

use crate::support::{Kind, PASSWORD, Postgres, Sqlite, TestApp};
use rstest::rstest;
use std::time::Duration;

const HOUR: Duration = Duration::from_hours(1);

#[rstest]
#[tokio::test]
async fn a_person_signs_in_and_out(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let (ana, home) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert_eq!(home.path(), "/w/acme");

    assert_eq!(ana.post("/sign-out", &[]).await.path(), "/sign-in");
    assert_eq!(ana.get("/w/acme/users").await.path(), "/sign-in?next=%2Fw%2Facme%2Fusers");
}

#[rstest]
#[tokio::test]
async fn the_address_is_taken_in_any_case_and_unicode_form(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    for spelled in ["ANA@Acme.Example", "  ana@acme.example ", "ａｎａ@acme.example"] {
        assert_eq!(app.sign_in(spelled, PASSWORD).await.1.path(), "/w/acme", "{spelled}");
    }
}

#[rstest]
#[tokio::test]
async fn sign_in_returns_to_the_requested_page_of_this_site_only(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let fields = [("email", "ana@acme.example"), ("password", PASSWORD)];
    let page = app.browser().post("/sign-in?next=%2Fw%2Facme%2Fusers%3Fq%3Dana", &fields).await;
    assert_eq!(page.path(), "/w/acme/users?q=ana");
    for foreign in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example"] {
        let page = app.browser().post(&format!("/sign-in?next={foreign}"), &fields).await;
        assert_eq!(page.path(), "/w/acme", "{foreign}");
    }
}

#[rstest]
#[tokio::test]
async fn password_of_a_provider_account_opens_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    app.add_identity("ana@acme.example", "acme").await;
    let (browser, page) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert_eq!(page.status, 422);
    assert!(page.form_problem().unwrap().contains("through its provider"), "{}", page.text());
    assert!(browser.get("/w/acme").await.path().starts_with("/sign-in"));
    // Whoever does not know it learns nothing.
    let (_, wrong) = app.sign_in("ana@acme.example", "not her password").await;
    assert_eq!(wrong.form_problem().as_deref(), Some("E-mail address or password is not right."));
    assert!(ana.get("/settings/security").await.shows("Refused: signs in through a provider"));
}

#[rstest]
#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let (_, wrong) = app.sign_in("ana@acme.example", "not her password").await;
    let (_, unknown) = app.sign_in("who@acme.example", "not her password").await;
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.form_problem().as_deref(), Some("E-mail address or password is not right."));
    let bare = |page: &crate::support::Page, email: &str| {
        let nonce = page.attribute("script[nonce]", "nonce").unwrap();
        let id = page.headers["x-request-id"].to_str().unwrap().to_owned();
        page.body.replace(&nonce, "").replace(&id, "").replace(email, "")
    };
    assert_eq!(bare(&wrong, "ana@acme.example"), bare(&unknown, "who@acme.example"));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_many_parallel_guesses_only_a_few_are_judged(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let guesses: Vec<_> = (0..60)
        .map(|n| {
            let browser = app.browser();
            tokio::spawn(async move {
                let guess = format!("guess number {n}");
                browser.post("/sign-in", &[("email", "ana@acme.example"), ("password", &guess)]).await.status.as_u16()
            })
        })
        .collect();
    let mut judged = 0;
    for guess in guesses {
        match guess.await.unwrap() {
            422 => judged += 1,
            429 => {}
            other => panic!("{other}"),
        }
    }
    assert!((1..=5).contains(&judged), "{judged} were judged");
    let (_, page) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert_eq!(page.status, 429, "the right password has to wait too");
    assert!(page.headers.contains_key("retry-after") && page.form_problem().unwrap().contains("Try again in"));
    app.advance(HOUR);
    assert_eq!(app.sign_in("ana@acme.example", PASSWORD).await.1.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn strangers_can_not_lock_a_person_out_of_their_own_browser(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    ana.post("/sign-out", &[]).await;
    for _ in 0..8 {
        app.sign_in("ana@acme.example", "a stranger's guess").await;
    }
    assert_eq!(app.sign_in("ana@acme.example", PASSWORD).await.1.status, 429);
    let page = ana.post("/sign-in", &[("email", "ana@acme.example"), ("password", PASSWORD)]).await;
    assert_eq!(page.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn a_session_ends_when_idle_and_when_old(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for _ in 0..7 {
        app.advance(HOUR + HOUR / 2);
        assert_eq!(ana.get("/w/acme").await.path(), "/w/acme", "in use, it goes on");
    }
    app.advance(HOUR + HOUR / 2);
    assert_eq!(ana.get("/w/acme").await.path(), "/sign-in?next=%2Fw%2Facme", "after twelve hours it ends");

    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    app.advance(2 * HOUR);
    assert_eq!(ana.get("/w/acme").await.path(), "/sign-in?next=%2Fw%2Facme", "idle for two hours it ends");
}

#[rstest]
#[tokio::test]
async fn cookies_are_for_the_server_alone_and_rest_hashed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let form = [("email", "ana@acme.example"), ("password", PASSWORD)];
    let answer = client.post(format!("{}/sign-in", app.url)).form(&form).send().await.unwrap();
    let cookies: Vec<&str> =
        answer.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    let session = cookies.iter().find(|cookie| cookie.starts_with("roster-session=")).expect("a session cookie");
    assert!(
        session.contains("HttpOnly") && session.contains("SameSite=Lax") && session.contains("Path=/"),
        "{session}"
    );
    let token = session.trim_start_matches("roster-session=").split(';').next().unwrap().to_owned();
    let mut tx = app.roster.db.read().await.unwrap();
    let kept: Vec<(Vec<u8>,)> = domain::db::query("SELECT token_hash FROM sessions").all(&mut tx).await.unwrap();
    let expected = domain::secrets::Token::parse(&token).unwrap().hash();
    assert!(kept.iter().any(|(hash,)| *hash == expected) && kept.iter().all(|(hash,)| hash != token.as_bytes()));
}

#[rstest]
#[tokio::test]
async fn an_unknown_cookie_is_nobody(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    for junk in ["x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00"] {
        let page = app.browser().get_with("/w/acme", "cookie", &format!("roster-session={junk}")).await;
        assert_eq!(page.path(), "/sign-in?next=%2Fw%2Facme", "{junk}");
    }
}

/// Signs in from a browser that nobody has used before.
async fn signs_in(app: &TestApp, email: &str, password: &str) -> u16 {
    app.sign_in(email, password).await.1.status.as_u16()
}

#[rstest]
#[tokio::test]
async fn an_office_of_a_hundred_signs_in_from_one_address(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    for n in 0..120 {
        assert_eq!(signs_in(&app, "ana@acme.example", PASSWORD).await, 200, "sign-in {n}");
    }
    for n in 0..45 {
        assert_eq!(signs_in(&app, &format!("clerk{n}@acme.example"), "mistyped").await, 422, "clerk {n}");
    }
    assert_eq!(
        signs_in(&app, "clerk0@acme.example", "mistyped").await,
        422,
        "who fails again costs the office nothing"
    );
    assert_eq!(signs_in(&app, "ana@acme.example", "mistyped").await, 422);
    for n in 0..20 {
        assert_eq!(signs_in(&app, "ana@acme.example", PASSWORD).await, 200, "sign-in {n} among those who mistype");
    }
}

#[rstest]
#[tokio::test]
async fn many_accounts_from_one_address_are_throttled(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    let mut judged = 0;
    while signs_in(&app, &format!("guess{judged}@acme.example"), "a common password").await == 422 {
        judged += 1;
        assert!(judged < 100, "nothing slows it down");
    }
    assert_eq!(judged, 51);
    assert_eq!(signs_in(&app, "ana@acme.example", PASSWORD).await, 429, "from that address, at an unknown browser");
    ana.post("/sign-out", &[]).await;
    let known = ana.post("/sign-in", &[("email", "ana@acme.example"), ("password", PASSWORD)]).await;
    assert_eq!(known.path(), "/w/acme", "a browser that she has used is not held up");
    app.advance(Duration::from_mins(3));
    assert_eq!(signs_in(&app, "ana@acme.example", PASSWORD).await, 200, "minutes later");
    let asked = app.browser().post("/recover", &[("email", "ana@acme.example")]).await;
    assert_eq!(asked.status, 200, "asking for recovery is counted apart");
}

#[rstest]
#[tokio::test]
async fn parallel_right_sign_ins_give_back_what_they_counted(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let app = std::sync::Arc::new(app);
    for _ in 0..3 {
        let tries: Vec<_> = (0..30)
            .map(|n| {
                let app = app.clone();
                // Every third one is right.
                let password = if n % 3 == 0 { PASSWORD } else { "mistyped" };
                tokio::spawn(async move { signs_in(&app, "ana@acme.example", password).await })
            })
            .collect();
        for one in tries {
            assert!([200, 422, 429].contains(&one.await.unwrap()));
        }
        app.advance(HOUR);
    }
    let mut tx = app.roster.db.read().await.unwrap();
    let (blocked,): (i64,) =
        domain::db::query("SELECT COALESCE(MAX(blocked_until), 0) FROM throttles WHERE key = 'address:127.0.0.1'")
            .one(&mut tx)
            .await
            .unwrap();
    // One account has failed at most, which costs one interval; the burst is far from spent.
    assert!(blocked <= app.roster.clock.now() - 49 * 180_000_000, "{blocked}");
}
