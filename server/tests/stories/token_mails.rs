//! Mails about tokens: one that it was made, and three before it expires.

use crate::people::{act, id_of};
use crate::roles;
use crate::support::{Kind, PASSWORD, Postgres, Sqlite, TestApp};
use crate::tokens::{made, rotate};
use crate::wizard::member;
use crate::workspace_tokens::{LIST, made_for_acme};
use domain::tokens::warn_of_expiry;
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

const BEA: &str = "bea@acme.example";
const DAY: Duration = Duration::from_hours(24);

/// The subjects of mails about tokens, with whom each went to.
fn about_tokens(mails: &[Value]) -> Vec<(String, String)> {
    let of = |mail: &Value| (mail["subject"].as_str().unwrap().to_owned(), mail["to"].to_string());
    mails.iter().map(of).filter(|(subject, _)| subject.contains("token")).collect()
}

async fn warned(app: &TestApp) -> Vec<(String, String)> {
    warn_of_expiry(&app.operator()).await.unwrap();
    about_tokens(&app.mails().await)
}

#[rstest]
#[tokio::test]
async fn whoever_makes_a_token_hears_of_it_in_their_language(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    ana.post("/preferences/language", &[("to", "pt-BR"), ("next", "/settings/dev")]).await;
    made(&ana, "read", "*").await;
    let mails = app.mails().await;
    let mail = mails.last().unwrap();
    assert_eq!(mail["subject"], "Um token de acesso foi criado", "{mail}");
    let text = mail["text"].as_str().unwrap();
    assert!(text.contains("“Nightly export”") && text.contains("/settings/dev") && !text.contains("rst_"), "{text}");
    let before = mails.len();
    made_for_acme(&ana, "users:read").await;
    assert_eq!(app.mails().await.len(), before, "one of the workspace's is told by its audit");
}

#[rstest]
#[tokio::test]
async fn an_owner_is_warned_fourteen_seven_and_one_days_before_and_once_each(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let second = app.another_server().await;
    let fields = [("description", "Short"), ("lifetime", "1_month"), ("scopes", "read"), ("workspaces", "*")];
    ana.post("/settings/dev/new", &fields).await;
    let ctx = app.acting("ana@acme.example").await;
    let ends = domain::tokens::list(&ctx).await.unwrap()[0].ends_at.unwrap();
    let until = |days: i64| {
        let now = app.roster.clock.now();
        Duration::from_micros(u64::try_from(ends - days * 86_400_000_000 - now).unwrap())
    };
    let made = 1;
    app.advance(until(14).saturating_sub(Duration::from_secs(1)));
    assert_eq!(warned(&app).await.len(), made, "not yet");
    app.advance(Duration::from_secs(1));
    let (here, there) = (app.operator(), second.operator());
    let (first, other) = tokio::join!(warn_of_expiry(&here), warn_of_expiry(&there));
    first.and(other).unwrap();
    let told = warned(&app).await;
    assert_eq!(told.len(), made + 1, "of two servers one tells: {told:?}");
    assert!(told[made].0.starts_with("Your access token expires on ") && told[made].1.contains("ana@"), "{told:?}");
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    let page = ana.get("/settings/dev").await;
    assert!(page.shows("One token expires within two weeks"), "{}", page.text());
    app.advance(until(7));
    assert_eq!(warned(&app).await.len(), made + 2);
    app.advance(until(1));
    assert_eq!((warned(&app).await.len(), warned(&app).await.len()), (made + 3, made + 3));
    app.advance(2 * DAY);
    assert_eq!(warned(&app).await.len(), made + 3, "it is over");
}

#[rstest]
#[tokio::test]
async fn what_was_missed_is_told_once_and_what_is_replaced_not_at_all(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let former = made(&ana, "read", "*").await;
    app.advance(30 * DAY);
    assert_eq!(rotate(&app, &former, &json!({ "overlap": 24 })).await.status, 200);
    app.advance(60 * DAY + DAY / 2);
    assert_eq!(warned(&app).await.len(), 1, "the former one is replaced, its successor has time");
    // No server has run for three weeks.
    app.advance(27 * DAY);
    assert_eq!(warned(&app).await.len(), 2, "three warnings are due, one is told");
}

#[rstest]
#[tokio::test]
async fn of_a_workspaces_token_its_maker_is_warned_and_later_those_who_run_it(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    roles::add(&ana, "Keeper", &["settings:read", "settings:write", "users:read"]).await;
    let bea = member(&app, &ana, BEA, "Keeper").await;
    made_for_acme(&bea, "users:read").await;
    app.advance(79 * DAY);
    let told = warned(&app).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].0.starts_with("An access token of Acme Research expires on ") && told[0].1.contains(BEA),
        "{told:?}"
    );
    let mails = app.mails().await;
    assert!(mails.last().unwrap()["text"].as_str().unwrap().contains(LIST), "it leads to the workspace's tokens");
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert!(ana.get(LIST).await.shows("One token expires within two weeks"));
    assert!(ana.get(LIST).await.shows("Unused for over 30 days"));
    act(&ana, &id_of(&ana, BEA).await, "remove").await;
    app.advance(7 * DAY);
    let told = warned(&app).await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[1].1.contains("ana@acme.example"), "{told:?}");
}
