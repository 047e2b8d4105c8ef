//! Passkeys: adding, signing in alone and after the password, confirming, and what must not work.

use crate::people::{act, id_of};
use crate::required_factor::{ask, role};
use crate::support::{Authenticator, Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use reqwest::StatusCode;
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

const SECURITY: &str = "/settings/security";
const NEW: &str = "/settings/security/passkeys/new";
const ANA: &str = "ana@acme.example";

/// Reached at a name, as passkeys want it.
pub async fn named(kind: Kind) -> (TestApp, Browser) {
    let app = TestApp::with_settings(kind, |settings| {
        settings.public_url = settings.public_url.replace("127.0.0.1", "localhost");
    })
    .await;
    let ana = app.set_up().await;
    (app, ana)
}

/// What a device is asked, and the challenge to bring back.
async fn asked(browser: &Browser, adding: bool) -> (String, String) {
    let (status, answer) = browser.call("auth/challenge", &json!({ "name": adding.then_some("Laptop") })).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let part = |name: &str| answer[name].as_str().unwrap().to_owned();
    (part("options"), part("challenge"))
}

fn origin(app: &TestApp) -> String {
    app.roster.settings.public_url.clone()
}

pub async fn add(app: &TestApp, browser: &Browser, name: &str) -> (Authenticator, Page) {
    let (options, challenge) = asked(browser, true).await;
    let (device, answer) = Authenticator::make(&options, &origin(app));
    let page = browser.post(NEW, &[("name", name), ("passkey", &answer), ("challenge", &challenge)]).await;
    (device, page)
}

/// The first one, and the recovery codes that come with it.
async fn first(app: &TestApp, browser: &Browser) -> (Authenticator, Vec<String>) {
    let (device, page) = add(app, browser, "Laptop").await;
    let codes = page.all(".recovery-codes li");
    assert_eq!(codes.len(), 10, "{}", page.text());
    (device, codes)
}

pub async fn show(browser: &Browser, device: &mut Authenticator, path: &str) -> Page {
    let (options, challenge) = asked(browser, false).await;
    let answer = device.answer(&options);
    browser.post(path, &[("passkey", &answer), ("challenge", &challenge)]).await
}

fn names(page: &Page) -> Vec<String> {
    page.all(".session-device.name")
}

async fn subjects(app: &TestApp) -> Vec<String> {
    app.mails().await.iter().map(|mail| mail["subject"].as_str().unwrap().to_owned()).collect()
}

#[rstest]
#[tokio::test]
async fn a_passkey_is_added_and_signs_in_alone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let (other, _) = app.sign_in(ANA, PASSWORD).await;
    assert!(ana.get(SECURITY).await.shows("You have none yet"));
    let (mut device, codes) = first(&app, &ana).await;
    assert!(other.get("/w/acme").await.path().starts_with("/sign-in"), "sessions that began without it have ended");
    let page = ana.get(SECURITY).await;
    assert!(
        names(&page) == ["Laptop"] && page.shows("not used yet") && page.shows("10 recovery codes"),
        "{}",
        page.text()
    );
    assert!(codes.iter().all(|code| !page.body.contains(code.as_str())), "shown once");
    assert_eq!(ana.get("/w/acme/users?mfa=with").await.all("tbody .person-mail"), [ANA]);
    assert!(subjects(&app).await.contains(&"A passkey has been added".to_owned()));

    let new = app.browser();
    assert!(new.get("/sign-in").await.shows("Sign in with a passkey"));
    let page = show(&new, &mut device, "/sign-in?next=%2Fw%2Facme%2Fusers").await;
    assert_eq!(page.path(), "/w/acme/users", "{}", page.text());
    let page = new.get(SECURITY).await;
    assert!(
        page.shows("last used") && page.all(".session-list--own .badge").contains(&"Signed in with a passkey".into())
    );
    assert!(subjects(&app).await.iter().any(|subject| subject.contains("New sign-in to your account")));
    // A second one brings no codes, and leaves sessions alone.
    let (mut phone, page) = add(&app, &ana, "Telephone").await;
    assert_eq!(page.path(), "/settings/security?done=passkey_added");
    assert_eq!(new.get("/w/acme").await.status, 200);
    assert_eq!(show(&app.browser(), &mut phone, "/sign-in").await.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn after_the_password_a_passkey_or_a_recovery_code_is_asked_for(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let (mut device, codes) = first(&app, &ana).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let (mut foreign, _) = first(&app, &bea).await;
    let (half, page) = app.sign_in(ANA, PASSWORD).await;
    assert_eq!(page.path(), "/sign-in/factor?next=%2F");
    assert!(page.shows("Use a passkey, or enter one of your recovery codes"), "{}", page.text());
    let (options, _) = asked(&half, false).await;
    let options: Value = serde_json::from_str(&options).unwrap();
    assert_eq!(options["allowCredentials"].as_array().unwrap().len(), 1, "one's own alone");
    let page = show(&half, &mut foreign, "/sign-in/factor?next=%2F").await;
    assert!(page.status == 422 && page.problem("passkey").unwrap().contains("not known here"), "{}", page.text());
    assert_eq!(show(&half, &mut device, "/sign-in/factor?next=%2F").await.path(), "/w/acme");
    let (half, _) = app.sign_in(ANA, PASSWORD).await;
    assert_eq!(half.post("/sign-in/factor?next=%2F", &[("code", &codes[0])]).await.path(), "/w/acme");
    let outcomes = half.get(SECURITY).await.all(".session-list--own .badge");
    assert!(outcomes.contains(&"Wrong passkey".to_owned()), "{outcomes:?}");
}

#[rstest]
#[tokio::test]
async fn confirmation_accepts_a_passkey(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let (mut device, _) = first(&app, &ana).await;
    let page = ana.get(SECURITY).await;
    let one = page.attribute("a[href*='/passkeys/']:not([href$=new])", "href").unwrap();
    app.advance(Duration::from_mins(11));
    let (status, _) = ana.call("auth/challenge", &json!({ "name": "Laptop" })).await;
    assert_eq!(status, 403);
    for (path, fields) in [(NEW, [("name", "x")]), (&*one, [("action", "remove")])] {
        let page = ana.post(path, &fields).await;
        assert!(page.path().starts_with("/confirm?next="), "{path}: {}", page.path());
        assert!(page.shows("Use a passkey"), "{}", page.text());
    }
    let page = show(&ana, &mut device, "/confirm?next=%2Fsettings%2Fsecurity").await;
    assert_eq!(page.path(), SECURITY, "{}", page.text());
    // Without the browser's answer there is nothing to keep.
    let page = ana.post(NEW, &[("name", "x")]).await;
    assert!(page.problem("passkey").unwrap().contains("No device has answered"), "{}", page.text());

    assert_eq!(ana.post(&one, &[("action", "rename"), ("name", " ")]).await.status, 422);
    assert_eq!(
        ana.post(&one, &[("action", "rename"), ("name", "Old laptop")]).await.path(),
        "/settings/security?done=passkey_renamed"
    );
    assert_eq!(names(&ana.get(SECURITY).await), ["Old laptop"]);
    assert_eq!(ana.post(&one, &[("action", "remove")]).await.path(), "/settings/security?done=passkey_removed");
    assert!(subjects(&app).await.contains(&"A passkey has been removed".to_owned()));
    let page = show(&app.browser(), &mut device, "/sign-in").await;
    assert!(page.status == 422 && page.problem("passkey").is_some(), "it opens nothing");
    assert_eq!(app.sign_in(ANA, PASSWORD).await.1.path(), "/w/acme", "the password is enough again");
    assert!(ana.get("/w/acme/users?mfa=with").await.all("tbody .person-mail").is_empty());
    let told = ana.get(SECURITY).await;
    assert!(told.shows("added a passkey") && told.shows("removed a passkey"), "{}", told.text());
}

#[rstest]
#[tokio::test]
async fn an_answer_counts_once_in_its_time_from_its_own_page(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let (mut device, _) = first(&app, &ana).await;
    let refused = |page: Page| page.status == 422 && page.problem("passkey").is_some();
    let request_user = app.browser();
    let (options, challenge) = asked(&request_user, false).await;
    let answer = device.answer(&options);
    let fields = [("passkey", answer.as_str()), ("challenge", challenge.as_str())];
    assert_eq!(request_user.post("/sign-in", &fields).await.path(), "/w/acme");
    assert!(refused(app.browser().post("/sign-in", &fields).await), "seen once more");

    let (options, challenge) = asked(&app.browser(), false).await;
    let answer = device.answer(&options);
    app.advance(Duration::from_mins(61));
    assert!(
        refused(app.browser().post("/sign-in", &[("passkey", &answer), ("challenge", &challenge)]).await),
        "too late"
    );

    let (_, other) = asked(&app.browser(), false).await;
    let (options, _) = asked(&app.browser(), false).await;
    let answer = device.answer(&options);
    assert!(refused(app.browser().post("/sign-in", &[("passkey", &answer), ("challenge", &other)]).await), "another's");
    for challenge in ["", "x", &other[..20]] {
        assert!(refused(app.browser().post("/sign-in", &[("passkey", &answer), ("challenge", challenge)]).await));
    }
    for answer in ["{}", "null", "not JSON", "{\"id\":\"a\",\"rawId\":\"YQ\",\"type\":\"public-key\",\"response\":{}}"]
    {
        assert!(
            refused(app.browser().post("/sign-in", &[("passkey", answer), ("challenge", &other)]).await),
            "{answer}"
        );
    }
    // What was asked of one session is not another's to answer.
    let (ana, _) = app.sign_in(ANA, PASSWORD).await;
    let (options, challenge) = asked(&ana, false).await;
    let answer = device.answer(&options);
    assert!(refused(app.browser().post("/sign-in", &[("passkey", &answer), ("challenge", &challenge)]).await));

    device.origin = "http://localhost.evil.example".into();
    assert!(refused(show(&app.browser(), &mut device, "/sign-in").await), "a page that looks like ours");
    device.origin = origin(&app);
    device.verifies = false;
    assert!(refused(show(&app.browser(), &mut device, "/sign-in").await), "nobody looked who holds it");
    device.verifies = true;
    assert_eq!(show(&app.browser(), &mut device, "/sign-in").await.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn a_copied_key_is_noticed_by_its_counter(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let (mut device, _) = first(&app, &ana).await;
    device.counter = 5;
    assert_eq!(show(&app.browser(), &mut device, "/sign-in").await.path(), "/w/acme");
    for counter in [5, 3] {
        device.counter = counter;
        assert_eq!(show(&app.browser(), &mut device, "/sign-in").await.status, 422, "{counter}");
    }
    device.counter = 6;
    assert_eq!(show(&app.browser(), &mut device, "/sign-in").await.path(), "/w/acme");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_parallel_uses_of_one_answer_one_wins(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let (mut device, _) = first(&app, &ana).await;
    let (options, challenge) = asked(&app.browser(), false).await;
    let answer = device.answer(&options);
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let (browser, answer, challenge) = (app.browser(), answer.clone(), challenge.clone());
            tokio::spawn(async move {
                browser.post("/sign-in", &[("passkey", &answer), ("challenge", &challenge)]).await.path() == "/w/acme"
            })
        })
        .collect();
    let mut in_ = 0;
    for one in tries {
        in_ += usize::from(one.await.unwrap());
    }
    assert_eq!(in_, 1);
}

#[rstest]
#[tokio::test]
async fn the_last_factor_takes_the_recovery_codes_along(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let (_, codes) = first(&app, &ana).await;
    let page = ana.post("/settings/security/codes", &[("action", "renew")]).await;
    let new = page.all(".recovery-codes li");
    assert!(new.len() == 10 && new != codes, "{}", page.text());
    // An app beside it keeps the codes that are there.
    let page = ana.post("/settings/security/factor", &[("action", "begin")]).await;
    let secret = page.attribute(".copy-field input", "value").unwrap();
    let code = crate::factors::shown(&app, &secret);
    let page = ana.post("/settings/security/factor", &[("action", "enable"), ("code", &code)]).await;
    assert_eq!(page.path(), "/settings/security?done=factor_on", "{}", page.text());
    assert!(page.shows("10 recovery codes"));
    let one = page.attribute("a[href*='/passkeys/']:not([href$=new])", "href").unwrap();
    ana.post(&one, &[("action", "remove")]).await;
    assert!(ana.get(SECURITY).await.shows("10 recovery codes"), "there is the app");
    let (half, _) = app.sign_in(ANA, PASSWORD).await;
    assert_eq!(half.post("/sign-in/factor?next=%2F", &[("code", &new[0])]).await.path(), "/w/acme");
    ana.post("/settings/security/factor", &[("action", "off")]).await;
    assert!(!ana.get(SECURITY).await.shows("recovery codes can still be used"));
    assert_eq!(ana.post("/settings/security/codes", &[("action", "renew")]).await.status, 409);
}

#[rstest]
#[tokio::test]
async fn a_reset_takes_passkeys_too_and_a_temporary_password_is_still_replaced(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let (mut device, _) = first(&app, &bea).await;
    let id = id_of(&ana, "bea@acme.example").await;
    let chosen = "a password by the admin";
    let fields = [("password", chosen), ("confirm_password", chosen), ("temporary", "on")];
    ana.post(&format!("/w/acme/users/{id}/password"), &fields).await;
    assert_eq!(show(&app.browser(), &mut device, "/sign-in").await.path(), "/choose-password");
    assert!(act(&ana, &id, "reset_factor").await.path().ends_with("done=factor_reset"));
    assert_eq!(show(&app.browser(), &mut device, "/sign-in").await.status, 422);
    assert_eq!(app.sign_in("bea@acme.example", chosen).await.1.path(), "/choose-password");
}

#[rstest]
#[tokio::test]
async fn who_signs_in_elsewhere_has_none_here(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let (mut device, _) = first(&app, &ana).await;
    app.add_identity("ana@acme.example", "acme").await;
    assert_eq!(show(&app.browser(), &mut device, "/sign-in").await.status, 422);
    let (status, _) = ana.call("auth/challenge", &json!({ "name": "Laptop" })).await;
    assert_eq!(status, 422);
    let page = ana.get(NEW).await;
    assert!(page.attribute("[data-passkey]", "type").is_none() && page.shows("provider"), "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn at_a_number_there_are_none_and_the_page_says_why(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    assert!(!app.browser().get("/sign-in").await.shows("passkey"));
    let page = ana.get(SECURITY).await;
    assert!(page.shows("reached at a name, not at a number"), "{}", page.text());
    for name in [Some("Laptop"), None] {
        let (status, _) = ana.call("auth/challenge", &json!({ "name": name })).await;
        assert_eq!(status, 422);
    }
}

#[rstest]
#[tokio::test]
async fn a_device_adds_one_and_an_account_has_no_more_than_twenty(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let (options, challenge) = asked(&ana, true).await;
    let (_, answer) = Authenticator::make(&options, &origin(&app));
    let fields = [("name", "Laptop"), ("passkey", answer.as_str()), ("challenge", challenge.as_str())];
    assert_eq!(ana.post(NEW, &fields).await.all(".recovery-codes li").len(), 10);
    assert!(ana.post(NEW, &fields).await.problem("passkey").is_some(), "the same answer again");
    let (options, _) = asked(&ana, true).await;
    let options: Value = serde_json::from_str(&options).unwrap();
    assert_eq!(options["excludeCredentials"].as_array().unwrap().len(), 1, "the browser says so first");
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    // Somebody else's answer, and a foreign page's.
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let (options, challenge) = asked(&bea, true).await;
    let (_, answer) = Authenticator::make(&options, "https://evil.example");
    let foreign = [("name", "x"), ("passkey", answer.as_str()), ("challenge", challenge.as_str())];
    assert!(bea.post(NEW, &foreign).await.problem("passkey").is_some());
    let (_, answer) = Authenticator::make(&options, &origin(&app));
    let bees = [("name", "x"), ("passkey", answer.as_str()), ("challenge", challenge.as_str())];
    assert!(ana.post(NEW, &bees).await.problem("passkey").is_some(), "another session's");
    for n in 2..=20 {
        let (_, page) = add(&app, &ana, &format!("Key {n}")).await;
        assert_eq!(page.path(), "/settings/security?done=passkey_added");
    }
    let (status, answer) = ana.call("auth/challenge", &json!({ "name": "Laptop" })).await;
    assert_eq!(status, 422, "{answer}");
    assert!(ana.get(NEW).await.attribute("[data-passkey]", "type").is_none());
    // A name that can't be taken is said before a device makes anything.
    for name in [String::new(), "x".repeat(61)] {
        let (status, answer) = bea.call("auth/challenge", &json!({ "name": name })).await;
        assert_eq!(status, 422, "{answer}");
        assert!(bea.post(NEW, &[("name", &name)]).await.problem("name").is_some());
    }
    // Nobody's page but one's own.
    let one = ana.get(SECURITY).await.attribute("a[href*='/passkeys/']:not([href$=new])", "href").unwrap();
    for action in ["rename", "remove"] {
        assert_eq!(bea.post(&one, &[("action", action), ("name", "mine")]).await.status, 404);
    }
    assert_eq!(bea.get(&one).await.status, 404);
    let data = ana.download("/settings/data").await;
    let data: Value = serde_json::from_slice(&data.bytes).unwrap();
    assert_eq!(data["second_factors"]["passkeys"].as_array().unwrap().len(), 20);
}

#[rstest]
#[tokio::test]
async fn a_passkey_is_a_factor_that_a_workspace_can_ask_for(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = named(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Manager").await;
    ask(&ana, false, &[&role(&ana, "Manager").await]).await;
    let page = bea.get("/w/acme/users").await;
    assert_eq!(page.path(), "/settings/security/factor?for=acme");
    let instead = page.attribute("a[href*=passkeys]", "href").unwrap();
    assert_eq!(instead, format!("{NEW}?for=acme"));
    assert!(bea.get(&instead).await.shows("requires a second factor"));
    let (options, challenge) = asked(&bea, true).await;
    let (_, answer) = Authenticator::make(&options, &origin(&app));
    let page = bea.post(&instead, &[("name", "Key"), ("passkey", &answer), ("challenge", &challenge)]).await;
    assert!(page.all(".recovery-codes li").len() == 10 && page.attributes("a.btn", "href").contains(&"/w/acme".into()));
    assert_eq!(bea.get("/w/acme/users").await.status, 200);
    let one = bea.get(SECURITY).await.attribute("a[href*='/passkeys/']:not([href$=new])", "href").unwrap();
    let page = bea.post(&one, &[("action", "remove")]).await;
    assert!(page.status == 422 && page.form_problem().unwrap().contains("requires a second factor"), "{}", page.text());
    assert_eq!(names(&bea.get(SECURITY).await), ["Key"], "nothing has changed");
    ask(&ana, false, &[]).await;
    assert_eq!(bea.post(&one, &[("action", "remove")]).await.path(), "/settings/security?done=passkey_removed");
}
