//! Second factors: setting one up, signing in in two steps, recovery codes, and a super-user's reset.

use crate::people::{act, id_of};
use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::{added_up_to_confirm, answer, member};
use domain::seed::{Plan, seed};
use hmac::{Hmac, KeyInit, Mac};
use rstest::rstest;
use std::time::Duration;

const SECURITY: &str = "/settings/security";
pub const FACTOR: &str = "/settings/security/factor";
const CODES: &str = "/settings/security/codes";
const HALF_MINUTE: Duration = Duration::from_secs(30);

/// What an app with this secret shows now.
pub fn shown(app: &TestApp, secret: &str) -> String {
    let key = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&key).unwrap();
    mac.update(&(app.roster.clock.now() / 30_000_000).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 15);
    let bits = u32::from_be_bytes(digest[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", bits % 1_000_000)
}

pub async fn begin(browser: &Browser) -> String {
    let page = browser.post(FACTOR, &[("action", "begin")]).await;
    assert_eq!(page.path(), FACTOR, "{}", page.text());
    page.attribute(".copy-field input", "value").unwrap_or_else(|| panic!("{}", page.text()))
}

/// Sets a second factor up; its secret and recovery codes. The code that it took is used up half a minute ago.
pub async fn set_up(app: &TestApp, browser: &Browser) -> (String, Vec<String>) {
    let secret = begin(browser).await;
    let page = browser.post(FACTOR, &[("action", "enable"), ("code", &shown(app, &secret))]).await;
    let codes = page.all(".recovery-codes li");
    assert_eq!(codes.len(), 10, "{}", page.text());
    app.advance(HALF_MINUTE);
    (secret, codes)
}

/// The password is right, the code is due.
async fn half_way(app: &TestApp, email: &str) -> Browser {
    let (browser, page) = app.sign_in(email, PASSWORD).await;
    assert_eq!(page.path(), "/sign-in/factor?next=%2F", "{}", page.text());
    browser
}

async fn give(browser: &Browser, code: &str) -> Page {
    browser.post("/sign-in/factor?next=%2F", &[("code", code)]).await
}

async fn subjects(app: &TestApp) -> Vec<String> {
    app.mails().await.iter().map(|mail| mail["subject"].as_str().unwrap().to_owned()).collect()
}

#[rstest]
#[tokio::test]
async fn an_app_is_set_up_with_a_right_code_and_codes_are_shown_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (other, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert!(ana.get(SECURITY).await.shows("You sign in with your password alone"));
    let secret = begin(&ana).await;
    let page = ana.get(FACTOR).await;
    assert!(page.attribute("svg.qr path", "d").unwrap().starts_with('M'), "{}", page.text());
    for (typed, words) in [("", "Enter the code."), ("000", "not right"), ("ABCD-EFGH-IJKL-MNOP", "not right")] {
        let page = ana.post(FACTOR, &[("action", "enable"), ("code", typed)]).await;
        assert!(page.problem("code").unwrap().contains(words), "{typed}: {}", page.text());
    }
    assert_eq!(app.sign_in("ana@acme.example", PASSWORD).await.1.path(), "/w/acme", "nothing is on yet");
    let page = ana.post(FACTOR, &[("action", "enable"), ("code", &shown(&app, &secret))]).await;
    let codes = page.all(".recovery-codes li");
    assert_eq!(codes.len(), 10, "{}", page.text());
    let again = ana.get(FACTOR).await;
    assert!(codes.iter().chain([&secret]).all(|code| !again.body.contains(code.as_str())), "shown once");
    assert!(ana.get(SECURITY).await.shows("10 recovery codes can still be used"));
    assert!(other.get("/w/acme").await.path().starts_with("/sign-in"), "sessions that began without it have ended");
    assert!(subjects(&app).await.contains(&"Your second factor has been turned on".to_owned()));
    // Once is enough.
    assert_eq!(ana.post(FACTOR, &[("action", "begin")]).await.status, 409);
    // The list follows.
    let who = |page: Page| page.all("tbody .person-mail");
    assert_eq!(who(ana.get("/w/acme/users?mfa=with").await), ["ana@acme.example"]);
    assert_eq!(ana.post(FACTOR, &[("action", "off")]).await.path(), "/settings/security?done=factor_off");
    assert!(who(ana.get("/w/acme/users?mfa=with").await).is_empty());
    assert_eq!(app.sign_in("ana@acme.example", PASSWORD).await.1.path(), "/w/acme");
    assert!(subjects(&app).await.contains(&"Your second factor has been turned off".to_owned()));
}

#[rstest]
#[tokio::test]
async fn changing_factors_requires_confirmation(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (_, codes) = set_up(&app, &ana).await;
    app.advance(Duration::from_mins(11));
    for (path, action) in [(CODES, "renew"), (FACTOR, "off")] {
        let page = ana.post(path, &[("action", action)]).await;
        assert!(page.path().starts_with("/confirm?next="), "{action}: {}", page.path());
    }
    ana.post("/confirm?next=%2F", &[("password", PASSWORD)]).await;
    let page = ana.post(CODES, &[("action", "renew")]).await;
    let new = page.all(".recovery-codes li");
    assert!(new.len() == 10 && new.iter().all(|code| !codes.contains(code)), "{new:?}");
    let half = half_way(&app, "ana@acme.example").await;
    assert_eq!(give(&half, &codes[0]).await.status, 422, "the earlier ones are void");
    assert_eq!(give(&half, &new[0]).await.path(), "/w/acme");
    let subjects = subjects(&app).await;
    for subject in ["You have new recovery codes", "A recovery code has been used"] {
        assert!(subjects.contains(&subject.to_owned()), "{subjects:?}");
    }
}

#[rstest]
#[tokio::test]
async fn session_waiting_for_its_code_opens_nothing_else(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (secret, _) = set_up(&app, &ana).await;
    let half = half_way(&app, "ana@acme.example").await;
    let asked = |page: Page| page.path().starts_with("/sign-in/factor");
    for path in [
        "/",
        "/w/acme",
        "/w/acme/users/download?format=csv",
        "/w/acme/audit/download?format=csv",
        "/settings/security",
        "/settings/data",
        "/workspaces/new",
        "/confirm",
    ] {
        let page = half.get(path).await;
        assert!(asked(page), "{path}");
    }
    assert_eq!(half.get("/choose-password").await.path(), "/sign-in");
    for (path, action) in
        [(SECURITY, "revoke_others"), (FACTOR, "off"), (FACTOR, "begin"), ("/w/acme/leave", ""), ("/confirm", "")]
    {
        let page = half.post(path, &[("action", action), ("password", PASSWORD)]).await;
        assert!(asked(page), "{path} {action}");
    }
    assert!(asked(half.upload("/w/acme/users/import", "people.csv", b"E-mail\nbea@acme.example\n").await));
    for function in ["account/security", "account/factor", "account/changes"] {
        let (status, _) = half.call(function, &serde_json::json!({})).await;
        assert_eq!(status, 403, "{function}");
    }
    assert_eq!(ana.get("/w/acme").await.status, 200, "the session that was there goes on");
    assert!(ana.get(SECURITY).await.attributes("button[name=session]", "value").is_empty(), "no session to be listed");

    assert_eq!(give(&half, "000000").await.status, 422);
    assert_eq!(give(&half, &shown(&app, &secret)).await.path(), "/w/acme");
    let outcomes = half.get(SECURITY).await.all(".session-list--own .badge");
    for outcome in ["Password right, code asked for", "Wrong code", "Signed in"] {
        assert!(outcomes.iter().any(|text| text == outcome), "{outcome}: {outcomes:?}");
    }
    // It leads to where one was going; the form is gone by itself.
    let browser = app.browser();
    app.advance(HALF_MINUTE);
    let fields = [("email", "ana@acme.example"), ("password", PASSWORD)];
    let page = browser.post("/sign-in?next=%2Fw%2Facme%2Fusers", &fields).await;
    let page = browser.post(page.path(), &[("code", &shown(&app, &secret))]).await;
    assert_eq!(page.path(), "/w/acme/users");
    let half = half_way(&app, "ana@acme.example").await;
    app.advance(Duration::from_mins(11));
    assert!(give(&half, &shown(&app, &secret)).await.path().starts_with("/sign-in?next="));
}

#[rstest]
#[tokio::test]
async fn a_code_is_taken_once_and_only_around_its_time(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (secret, _) = set_up(&app, &ana).await;
    let code = shown(&app, &secret);
    let (first, second) = (half_way(&app, "ana@acme.example").await, half_way(&app, "ana@acme.example").await);
    assert_eq!(give(&first, &code).await.path(), "/w/acme");
    assert_eq!(give(&second, &code).await.status, 422, "seen over a shoulder");
    app.advance(HALF_MINUTE);
    let old = shown(&app, &secret);
    app.advance(2 * HALF_MINUTE);
    assert_eq!(give(&second, &old).await.status, 422, "a minute old");
    let late = shown(&app, &secret);
    app.advance(HALF_MINUTE);
    assert_eq!(give(&second, &format!(" {} {}", &late[..3], &late[3..])).await.path(), "/w/acme", "clocks may differ");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_signs_in_once_however_many_try(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (_, codes) = set_up(&app, &ana).await;
    let mut tries = Vec::new();
    for _ in 0..50 {
        let (half, code) = (half_way(&app, "ana@acme.example").await, codes[0].to_lowercase());
        tries.push(async move { give(&half, &code).await.path() == "/w/acme" });
    }
    let tries: Vec<_> = tries.into_iter().map(tokio::spawn).collect();
    let mut in_ = 0;
    for one in tries {
        in_ += usize::from(one.await.unwrap());
    }
    assert_eq!(in_, 1);
    assert!(ana.get(SECURITY).await.shows("9 recovery codes can still be used"));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_many_parallel_guesses_at_a_code_only_a_few_are_judged(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    set_up(&app, &ana).await;
    let half = half_way(&app, "ana@acme.example").await;
    let guesses: Vec<_> = (0..200)
        .map(|n| {
            let half = half.clone();
            tokio::spawn(async move { give(&half, &format!("{n:06}")).await.status.as_u16() })
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
    assert!((1..=5).contains(&judged), "{judged}");
}

#[rstest]
#[tokio::test]
async fn a_temporary_password_and_a_code_are_both_asked_for(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let (secret, _) = set_up(&app, &bea).await;
    let id = id_of(&ana, "bea@acme.example").await;
    let chosen = "a password by the admin";
    let fields = [("password", chosen), ("confirm_password", chosen), ("temporary", "on")];
    ana.post(&format!("/w/acme/users/{id}/password"), &fields).await;
    let (bea, page) = app.sign_in("bea@acme.example", chosen).await;
    assert_eq!(page.path(), "/sign-in/factor?next=%2F");
    let own = [("password", PASSWORD), ("confirm_password", PASSWORD)];
    bea.post("/choose-password", &own).await;
    assert!(bea.get("/w/acme").await.path().starts_with("/sign-in/factor"), "one after the other");
    assert_eq!(give(&bea, &shown(&app, &secret)).await.path(), "/choose-password");
    assert_eq!(bea.post("/choose-password", &own).await.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn a_super_user_resets_the_factor_of_someone_who_is_nowhere_else(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let id = id_of(&ana, "bea@acme.example").await;
    let offered = |page: &Page| page.attributes("button[name=action]", "value").contains(&"reset_factor".to_owned());
    assert!(!offered(&ana.get(&format!("/w/acme/users/{id}")).await), "there is none");
    set_up(&app, &bea).await;
    assert!(offered(&ana.get(&format!("/w/acme/users/{id}")).await));
    let mine = id_of(&ana, "ana@acme.example").await;
    assert_eq!(act(&ana, &mine, "reset_factor").await.status, 422, "not one's own: that asks for the password");
    assert_eq!(act(&bea, &mine, "reset_factor").await.status, 403);
    let page = act(&ana, &id, "reset_factor").await;
    assert!(page.path().ends_with("done=factor_reset") && page.shows("second factor of Bea Lima is reset"));
    assert!(bea.get("/w/acme").await.path().starts_with("/sign-in"), "her sessions have ended");
    let mails = app.mails().await;
    let told = mails.iter().find(|mail| mail["subject"] == "Your second factor has been reset").expect("a mail");
    assert!(told["text"].as_str().unwrap().contains("Ana Souza"));
    let (bea, page) = app.sign_in("bea@acme.example", PASSWORD).await;
    assert_eq!(page.path(), "/w/acme");
    assert!(ana.get("/w/acme/users?mfa=with").await.all("tbody .person-mail").is_empty());
    assert!(ana.get("/w/acme/audit").await.shows("reset the second factor of bea@acme.example"));
    app.add_identity("bea@acme.example", "acme").await;
    let page = act(&ana, &id, "reset_factor").await;
    assert!(page.status == 422 && bea.get("/w/acme").await.status == 200, "who signs in elsewhere: {}", page.text());
}

#[rstest]
#[tokio::test]
async fn the_factor_of_an_account_of_two_workspaces_is_neithers_to_reset(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    seed(&app.roster, &Plan { members: 1, seed: 1, slug: "other".into(), name: "Other".into() }).await.unwrap();
    let draft = added_up_to_confirm(&ana, "admin@other.example", "another good phrase", "Member").await;
    answer(&ana, &draft, "confirm", &[]).await;
    let id = id_of(&ana, "admin@other.example").await;
    let page = act(&ana, &id, "reset_factor").await;
    assert!(page.status == 422 && page.shows("belongs to other workspaces too"), "{}", page.text());
}

#[tokio::test]
async fn neither_secret_nor_codes_are_in_the_database() {
    let (app, ana) = TestApp::with_super_user(Sqlite).await;
    let (secret, codes) = set_up(&app, &ana).await;
    let key = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let stored = app.stored_bytes();
    let holds = |bytes: &[u8]| stored.windows(bytes.len()).any(|window| window == bytes);
    assert!(holds(b"ana@acme.example"), "the whole database was read");
    assert!(!holds(secret.as_bytes()) && !holds(&key));
    for code in codes {
        let bare = code.replace('-', "");
        let bytes = data_encoding::BASE32_NOPAD.decode(bare.as_bytes()).unwrap();
        assert!(!holds(code.as_bytes()) && !holds(bare.as_bytes()) && !holds(&bytes), "{code}");
    }
}
