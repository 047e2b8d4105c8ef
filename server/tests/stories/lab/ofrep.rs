//! The OpenFeature Remote Evaluation Protocol.

use super::turn;
use crate::support::{Answer, Kind, Postgres, Sqlite, TestApp, client};
use crate::tokens::made;
use crate::wizard::member;
use model::lab::Feature;
use rstest::rstest;
use serde_json::{Value, json};

async fn ask(app: &TestApp, secret: &str, key: Option<&str>, body: &Value) -> Answer {
    let path = key.map_or_else(String::new, |key| format!("/{key}"));
    let request = client().post(format!("{}/ofrep/v1/evaluate/flags{path}", app.url));
    Answer::to(request.bearer_auth(secret).json(body)).await
}

async fn account_of(app: &TestApp, email: &str) -> String {
    app.acting(email).await.account().unwrap().to_string()
}

async fn with_ofrep(kind: Kind) -> TestApp {
    TestApp::with_settings(kind, |settings| settings.ofrep = true).await
}

#[rstest]
#[tokio::test]
async fn it_is_off_unless_the_operator_turns_it_on(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let token = made(&ana, "users:read", "*").await;
    let target = json!({ "context": { "targetingKey": account_of(&app, super::ANA).await } });
    assert_eq!(ask(&app, &token, Some("insights"), &target).await.status, 404);
    assert!(ask(&app, &token, Some("insights"), &target).await.body.get("errorCode").is_none());
}

#[rstest]
#[tokio::test]
async fn flags_are_answered_in_the_protocols_words(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = with_ofrep(kind).await;
    let ana = app.set_up().await;
    let token = made(&ana, "users:read", "*").await;
    let account = account_of(&app, super::ANA).await;
    let target = json!({ "context": { "targetingKey": account } });
    let flag = ask(&app, &token, Some("insights"), &target).await.expect(200);
    assert_eq!((&flag["key"], &flag["value"], &flag["variant"]), (&json!("insights"), &json!(false), &json!("off")));
    assert_eq!(flag["reason"], "DEFAULT");
    turn(&ana, Feature::Insights, "on").await;
    let flag = ask(&app, &token, Some("insights"), &target).await.expect(200);
    assert_eq!((&flag["value"], &flag["variant"]), (&json!(true), &json!("on")));
    assert_eq!((&flag["reason"], &flag["metadata"]["why"]), (&json!("TARGETING_MATCH"), &json!("you")));
    app.command(&["lab", "disable", "insights"]).await.unwrap();
    let flag = ask(&app, &token, Some("insights"), &target).await.expect(200);
    assert_eq!((&flag["value"], &flag["reason"]), (&json!(false), &json!("DISABLED")));

    let all = ask(&app, &token, None, &target).await;
    let tag = all.header("etag").to_owned();
    assert_eq!(all.expect(200)["flags"].as_array().unwrap().len(), Feature::ALL.len());
    let again = client().post(format!("{}/ofrep/v1/evaluate/flags", app.url));
    let again = Answer::to(again.bearer_auth(&token).header("if-none-match", &tag).json(&target)).await;
    assert_eq!((again.status.as_u16(), &again.body), (304, &Value::Null));
    app.command(&["lab", "enable", "insights"]).await.unwrap();
    assert_ne!(ask(&app, &token, None, &target).await.header("etag"), tag);
}

#[rstest]
#[tokio::test]
async fn refusals_have_the_protocols_codes(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = with_ofrep(kind).await;
    let ana = app.set_up().await;
    let token = made(&ana, "users:read", "*").await;
    let account = account_of(&app, super::ANA).await;
    let target = json!({ "context": { "targetingKey": account } });
    assert_eq!(ask(&app, "rst_nothing", Some("insights"), &target).await.status, 401);
    let unknown = ask(&app, &token, Some("nothing"), &target).await.expect(404);
    assert_eq!((&unknown["key"], &unknown["errorCode"]), (&json!("nothing"), &json!("FLAG_NOT_FOUND")));
    for (body, code) in [
        (json!({}), "TARGETING_KEY_MISSING"),
        (json!({ "context": { "targetingKey": "ana" } }), "INVALID_CONTEXT"),
        (json!({ "context": { "targetingKey": uuid::Uuid::nil() } }), "INVALID_CONTEXT"),
        (json!({ "context": { "targetingKey": account, "workspace": "nowhere" } }), "INVALID_CONTEXT"),
        (json!([1]), "PARSE_ERROR"),
    ] {
        let refused = ask(&app, &token, Some("insights"), &body).await.expect(400);
        assert_eq!(refused["errorCode"], code, "{body}");
        assert!(refused["errorDetails"].is_string());
    }
}

#[rstest]
#[tokio::test]
async fn others_are_seen_only_within_a_workspace(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = with_ofrep(kind).await;
    let ana = app.set_up().await;
    let ben = member(&app, &ana, "ben@acme.example", "Member").await;
    turn(&ben, Feature::Insights, "on").await;
    let account = account_of(&app, "ben@acme.example").await;
    let within = json!({ "context": { "targetingKey": account, "workspace": "acme" } });
    let token = made(&ana, "users:read", "*").await;
    assert_eq!(ask(&app, &token, Some("insights"), &within).await.expect(200)["value"], true);
    let nowhere = json!({ "context": { "targetingKey": account } });
    assert_eq!(ask(&app, &token, Some("insights"), &nowhere).await.expect(400)["errorCode"], "INVALID_CONTEXT");
    // How someone signs in is their own matter.
    assert_eq!(ask(&app, &token, Some("passkey-only"), &within).await.status, 404);
    let without = made(&ana, "audit:read", "*").await;
    assert_eq!(ask(&app, &without, Some("insights"), &within).await.status, 403);
}
