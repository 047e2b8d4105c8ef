//! Credits at the API: every verb, who may, and what is said where they don't reach.

use super::verify;
use crate::support::{Api, Kind, Postgres, Sqlite, TestApp};
use crate::tokens::made;
use domain::credits;
use domain::settings::Prices;
use rstest::rstest;
use serde_json::json;

const CREDITS: &str = "/workspaces/acme/credits";

fn at(path: &str) -> String {
    format!("{CREDITS}/{path}")
}

#[rstest]
#[tokio::test]
async fn a_program_grants_reserves_posts_corrects_and_reads(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let api = Api::new(&app, &made(&ana, "credits:read credits:write credits:delete", "acme").await);
    let body = json!({ "category": "paid", "amount": 1_000, "expires_at": "2100-12-31", "note": "Invoice 1" });
    let grant = api.post(&at("grants"), &body).await.expect(201);
    assert_eq!((&grant["remaining"], &grant["effective"]), (&json!(1_000), &json!(true)), "{grant}");
    assert_eq!(grant["expires_at"], "2101-01-01T00:00:00Z", "the day itself counts");
    let hold = api.post(&at("holds"), &json!({ "amount": 400, "feature": "ai.text" })).await.expect(201);
    let balance = api.get(&at("balance")).await.expect(200);
    let amounts = ["posted", "reserved", "available"].map(|name| balance[name].as_i64().unwrap());
    assert_eq!(amounts, [1_000, 400, 600]);
    let post = at(&format!("holds/{}/post", hold["id"].as_str().unwrap()));
    let posted = api.post(&post, &json!({ "amount": 150 })).await.expect(200);
    assert_eq!((&posted["state"], &posted["posted"]), (&json!("posted"), &json!(150)));
    let used = api.post(&at("debits"), &json!({ "amount": 50, "feature": "ai.image", "note": "A logo" })).await;
    let used = used.expect(201);
    let wrong = json!({ "entry": used["entries"][0], "amount": 20, "note": "It was blurred" });
    api.post(&at("corrections"), &wrong).await.expect(201);
    let entries = api.get(&at("entries?limit=2")).await.expect(200);
    assert_eq!(entries["items"][0]["kind"], "correction");
    assert_eq!(entries["items"][0]["corrects"], used["entries"][0]);
    assert_eq!(entries["items"][1]["user"]["name"], "Ana Souza");
    let rest = api.get(&at(&format!("entries?after={}", entries["next"].as_str().unwrap()))).await.expect(200);
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (2, &json!(null)));
    let filtered = api.get(&at("entries?kind=consumption&feature=ai.image")).await.expect(200);
    assert_eq!(filtered["items"].as_array().unwrap().len(), 1);
    let month = entries["items"][0]["at"].as_str().unwrap()[..7].to_owned();
    let statement = api.get(&at(&format!("statements/{month}"))).await.expect(200);
    assert_eq!((&statement["opening"], &statement["closing"]), (&json!(0), &json!(820)), "{statement}");
    api.get(&at("statements/2999-01")).await.expect(404);
    verify(&app).await;
}

#[rstest]
#[tokio::test]
async fn who_may_not_is_refused_and_too_few_say_what_is_missing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let reader = Api::new(&app, &made(&ana, "credits:read", "acme").await);
    let writer = Api::new(&app, &made(&ana, "credits:write", "acme").await);
    let stranger = Api::new(&app, &made(&ana, "users:read", "acme").await);
    let grant = json!({ "category": "promotional", "amount": 10 });
    reader.post(&at("grants"), &grant).await.expect(403);
    stranger.get(&at("balance")).await.expect(403);
    writer.post(&at("grants"), &grant).await.expect(201);
    writer.post(&at("corrections"), &json!({ "entry": "x", "note": "y" })).await.expect(403);
    let refused = writer.post(&at("debits"), &json!({ "amount": 25, "feature": "ai.text" })).await.expect(402);
    assert!(refused["type"].as_str().unwrap().ends_with("/problems/out-of-credits"), "{refused}");
    let numbers = ["needed", "available", "missing"].map(|name| refused[name].as_i64().unwrap());
    assert_eq!((numbers, &refused["reason"]), ([25, 10, 15], &json!("balance")));
    for (path, body, field) in [
        ("grants", json!({ "category": "allowance", "amount": 1 }), "category"),
        ("grants", json!({ "category": "paid", "amount": 0 }), "amount"),
        ("grants", json!({ "category": "paid", "amount": 1, "expires_at": "2020-01-01" }), "expires_at"),
        ("grants", json!({ "category": "paid", "amount": 9_007_199_254_740_991_i64 }), "amount"),
        ("holds", json!({ "amount": 1, "feature": "AI" }), "feature"),
        ("holds", json!({ "amount": 1, "feature": "ai", "expires_in": 0 }), "expires_in"),
        ("debits", json!({ "amount": 1, "feature": "ai", "user": "01900000-0000-7000-8000-000000000000" }), "user"),
    ] {
        let refused = writer.post(&at(path), &body).await.expect(422);
        assert!(refused["errors"].get(field).is_some(), "{path} {body}: {refused}");
    }
    let balance = reader.get(&at("balance")).await.expect(200);
    assert_eq!(balance["posted"], 10, "nothing of it was done");
}

#[rstest]
#[tokio::test]
async fn calls_cost_their_price_until_none_is_left_and_those_about_credits_never(
    #[values(Sqlite, Postgres)] kind: Kind,
) {
    let prices = Prices { api_call: 2, ..Prices::default() };
    let app = TestApp::with_settings(kind, |settings| settings.prices = prices).await;
    let browser = app.set_up().await;
    let ana = app.acting("ana@acme.example").await;
    let api = Api::new(&app, &made(&browser, "read write", "acme").await);
    api.get("/workspaces/acme/users").await.expect(200);
    credits::set_active(&ana, "acme", true).await.unwrap();
    api.get("/workspaces/acme/users").await.expect(402);
    api.post(&at("grants"), &json!({ "category": "paid", "amount": 5 })).await.expect(201);
    api.get("/workspaces/acme/users").await.expect(200);
    api.get("/workspaces/acme/roles").await.expect(200);
    let refused = api.get("/workspaces/acme/users").await.expect(402);
    assert_eq!(refused["missing"], 1);
    api.get("/workspaces/nowhere/users").await.expect(404);
    api.get("/me").await.expect(200);
    let entries = api.get(&at("entries?feature=api.calls")).await.expect(200);
    assert_eq!(entries["items"].as_array().unwrap().len(), 2);
    verify(&app).await;
}
