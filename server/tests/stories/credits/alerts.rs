//! Those who run a workspace are told once, and those who ask are answered.

use super::{DAY, amounts, debit, fields, grant};
use crate::support::{Kind, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::credits::{self, requests};
use domain::{Context, Error};
use model::Problem;
use model::credits::{CreditRequestInput, DecisionInput, GrantCategory, RequestState};
use model::plans::{Plan, Plans};
use rstest::rstest;
use serde_json::Value;

async fn with_allowance(kind: Kind) -> (TestApp, Context) {
    let plan = Plan { key: "team".into(), name: "Team".into(), monthly_credits: 1_000, ..Plan::default() };
    let plans = Plans { declared: vec![plan], default: Some("team".into()), ..Plans::default() };
    let app = TestApp::with_settings(kind, |settings| settings.plans = plans).await;
    app.set_up().await;
    let ana = app.acting("ana@acme.example").await;
    (app, ana)
}

/// The subjects of mails about credits.
fn subjects(mails: &[Value]) -> Vec<String> {
    let subjects = mails.iter().map(|mail| mail["subject"].as_str().unwrap().to_owned());
    subjects.filter(|subject| subject.to_lowercase().contains("credits")).collect()
}

#[rstest]
#[tokio::test]
async fn allowance_comes_each_month_and_ends_with_it(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = with_allowance(kind).await;
    assert_eq!(amounts(&ana).await, (0, 0, 0), "the wallet is off");
    credits::set_active(&ana, "acme", true).await.unwrap();
    assert_eq!(amounts(&ana).await, (1_000, 0, 1_000));
    let bought = grant(&ana, 50, &[]).await.unwrap();
    debit(&ana, 100, &[]).await.unwrap();
    let parts = credits::parts(&ana, "acme").await.unwrap();
    let left: Vec<_> = parts.grants.iter().map(|grant| (grant.category, grant.remaining)).collect();
    assert_eq!(left, [(GrantCategory::Allowance, 900), (GrantCategory::Paid, 50)], "the allowance goes first");
    app.advance(DAY * 31);
    credits::tend(&app.operator()).await.unwrap();
    assert_eq!(amounts(&ana).await, (1_050, 0, 1_050), "what was left has expired, and a new one is there");
    assert_eq!(credits::parts(&ana, "acme").await.unwrap().grants[1].id, bought.id);
    super::verify(&app).await;
}

#[rstest]
#[tokio::test]
async fn each_alert_comes_once_and_of_several_the_greatest(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = with_allowance(kind).await;
    credits::set_active(&ana, "acme", true).await.unwrap();
    let second = app.another_server().await;
    let tend = async || {
        let (one, other) = (app.operator(), second.operator());
        let (first, second) = tokio::join!(credits::tend(&one), credits::tend(&other));
        first.and(second).unwrap();
    };
    debit(&ana, 499, &[]).await.unwrap();
    tend().await;
    assert_eq!(subjects(&app.mails().await), Vec::<String>::new());
    debit(&ana, 1, &[]).await.unwrap();
    tend().await;
    tend().await;
    debit(&ana, 500, &[]).await.unwrap();
    tend().await;
    let told = subjects(&app.mails().await);
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.iter().any(|subject| subject.contains("50")) && told.iter().any(|subject| subject.contains("100")));

    // A grant that ends soon, with something left of it.
    let ends = domain::clock::rfc3339(app.roster.clock.now() + 6 * 86_400_000_000);
    grant(&ana, 20, &[("expires_at", &ends)]).await.unwrap();
    tend().await;
    tend().await;
    let told = subjects(&app.mails().await);
    assert_eq!(told.len(), 4, "{told:?}");
}

fn asked(amount: &str) -> CreditRequestInput {
    CreditRequestInput::parse(&fields(&[("amount", amount), ("reason", "A campaign")])).unwrap()
}

#[rstest]
#[tokio::test]
async fn requests_are_decided_once_and_whoever_asked_is_told(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, browser) = TestApp::with_super_user(kind).await;
    let ana = app.acting("ana@acme.example").await;
    member(&app, &browser, "bea@acme.example", "Member").await;
    let bea = app.acting("bea@acme.example").await;
    let first = requests::create(&bea, "acme", &asked("250")).await.unwrap();
    app.advance(std::time::Duration::from_secs(1));
    let second = requests::create(&bea, "acme", &asked("9000")).await.unwrap();
    app.advance(std::time::Duration::from_secs(1));
    requests::create(&bea, "acme", &asked("1")).await.unwrap();
    let too_many = requests::create(&bea, "acme", &asked("2")).await.unwrap_err();
    assert_eq!(too_many, Error::at("form", Problem::TooMany { max: 3 }));
    assert_eq!(requests::list(&bea, "acme", false).await.unwrap_err(), Error::Forbidden);
    let decision = |pairs| DecisionInput::parse(&fields(pairs)).unwrap();
    let approve = decision(&[("decision", "approve"), ("amount", "200"), ("answer", "Within the budget")]);
    assert_eq!(requests::decide(&bea, "acme", first, &approve).await.unwrap_err(), Error::Forbidden);
    let (one, other) =
        tokio::join!(requests::decide(&ana, "acme", first, &approve), requests::decide(&ana, "acme", first, &approve));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(amounts(&ana).await, (200, 0, 200));
    let reject = decision(&[("decision", "reject"), ("answer", "Too many for one month")]);
    requests::decide(&ana, "acme", second, &reject).await.unwrap();
    let mine = requests::list(&bea, "acme", true).await.unwrap();
    let states: Vec<_> = mine.iter().map(|request| request.state).collect();
    assert_eq!(states, [RequestState::Pending, RequestState::Rejected, RequestState::Approved]);
    let mails = app.mails().await;
    let to_bea: Vec<_> = mails.iter().filter(|mail| mail["to"].to_string().contains("bea@")).collect();
    let said = |words: &str| to_bea.iter().any(|mail| mail["text"].as_str().unwrap().contains(words));
    assert!(said("200") && said("Within the budget") && said("Too many for one month"), "{to_bea:?}");
}
