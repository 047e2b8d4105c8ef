//! What a call says of itself: which version it is about, that it may be sent again, how often it may be made.

use super::{acme, id, role_id};
use crate::support::{Answer, Api, Kind, Postgres, Sqlite, TestApp};
use crate::tokens::made;
use futures_util::future::join_all;
use reqwest::Method;
use rstest::rstest;
use serde_json::json;
use std::num::NonZeroU32;
use std::time::Duration;

#[rstest]
#[tokio::test]
async fn what_is_known_is_not_sent_again(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, api) = acme(kind).await;
    for path in ["/workspaces/acme/users", "/workspaces/acme/roles", "/me"] {
        let tag = api.get(path).await.header("etag").to_owned();
        assert!(tag.len() > 10 && tag.starts_with('"'), "{path}: {tag}");
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let answer = Answer::to(api.call(Method::GET, path).header("if-none-match", &known)).await;
            assert_eq!((answer.status.as_u16(), answer.header("etag")), (304, tag.as_str()), "{path} {known}");
            assert_eq!(answer.body, serde_json::Value::Null);
        }
        let other = Answer::to(api.call(Method::GET, path).header("if-none-match", "\"x\"")).await;
        assert_eq!(other.status, 200);
    }
}

#[rstest]
#[tokio::test]
async fn of_two_changes_from_one_version_the_second_is_refused(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, api) = acme(kind).await;
    let role = role_id(&api, "Viewer").await;
    let new = json!({ "email": "bea@acme.example", "first_name": "Bea", "role": role });
    let bea = api.post("/workspaces/acme/users", &new).await.expect(201)["user"].clone();
    let role = api.post("/workspaces/acme/roles", &json!({ "name": "Desk" })).await.expect(201);
    let group = api.post("/workspaces/acme/groups", &json!({ "name": "Desk" })).await.expect(201);
    let of = |nouns: &str, of: &serde_json::Value| format!("/workspaces/acme/{nouns}/{}", id(of));
    for (path, one, other) in [
        (of("users", &bea), json!({ "first_name": "Beate" }), json!({ "last_name": "Lima" })),
        (of("roles", &role), json!({ "name": "Front" }), json!({ "permissions": ["users:read"] })),
        (of("groups", &group), json!({ "name": "Front" }), json!({ "description": "At the door" })),
    ] {
        let tag = api.get(&path).await.header("etag").to_owned();
        let bare = Answer::to(api.call(Method::PATCH, &path).json(&one)).await;
        assert_eq!((bare.status.as_u16(), bare.kind()), (428, "precondition-required"), "{path}");
        let change =
            |body| Answer::to(api.call(Method::PATCH, &path).header("if-match", format!("W/{tag}")).json(body));
        let first = change(&one).await;
        assert_eq!(first.status, 200, "{path}: {}", first.body);
        assert_eq!(first.header("etag"), api.get(&path).await.header("etag"), "the tag of what it is now");
        let second = change(&other).await;
        assert_eq!((second.status.as_u16(), second.kind()), (412, "precondition-failed"), "{path}");
        let deleted = Answer::to(api.call(Method::DELETE, &path).header("if-match", &tag)).await;
        assert_eq!(deleted.status, 412, "{path}");
        assert_eq!(api.get(&path).await.header("etag"), first.header("etag"), "nothing has changed");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn fifty_calls_with_one_key_have_one_effect(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, api) = acme(kind).await;
    let role = role_id(&api, "Viewer").await;
    let body = json!({ "email": "cy@acme.example", "role": role });
    let send = |api: &Api, key: &str, body: &serde_json::Value| {
        let call = api.call(Method::POST, "/workspaces/acme/invitations").header("idempotency-key", key);
        Answer::to(call.json(body))
    };
    let answers = join_all((0..50).map(|_| send(&api, "\"once\"", &body))).await;
    let made: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 201).collect();
    let others: Vec<&str> = answers.iter().filter(|one| one.status != 201).map(Answer::kind).collect();
    assert!(!made.is_empty() && others.iter().all(|kind| *kind == "idempotency-key-in-use"), "{others:?}");
    assert!(made.iter().all(|answer| answer.body == made[0].body), "one answer");
    let first: Vec<&&Answer> = made.iter().filter(|answer| answer.header("idempotent-replayed").is_empty()).collect();
    assert_eq!(first.len(), 1, "and one effect");
    let listed = api.get("/workspaces/acme/invitations").await.expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);

    let replayed = send(&api, "once", &body).await;
    assert_eq!(replayed.header("idempotent-replayed"), "true", "bare or quoted is one key");
    assert_eq!(replayed.header("location"), first[0].header("location"));
    assert_eq!(replayed.header("etag"), first[0].header("etag"));
    let other = send(&api, "once", &json!({ "email": "di@acme.example", "role": role })).await;
    assert_eq!((other.status.as_u16(), other.kind()), (422, "idempotency-key-reused"));
    let failed = send(&api, "twice", &body).await;
    assert_eq!((failed.status.as_u16(), failed.kind()), (422, "invalid"), "they are invited already");
    let mended = send(&api, "twice", &json!({ "email": "di@acme.example", "role": role })).await;
    assert_eq!(mended.status, 201, "a call that failed leaves no key");
    assert_eq!(send(&api, &"x".repeat(256), &body).await.kind(), "idempotency-key-malformed");

    let (ana, _) = app.sign_in("ana@acme.example", crate::support::PASSWORD).await;
    let other = Api::new(&app, &self::made(&ana, "read write delete", "*").await);
    assert_eq!(send(&other, "once", &body).await.kind(), "invalid", "another token's keys are its own");
    app.advance(Duration::from_hours(25));
    assert_eq!(send(&api, "once", &body).await.kind(), "invalid", "after a day it is a new call");
}

#[rstest]
#[tokio::test]
async fn a_token_that_calls_too_often_is_told_when_it_may_again(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::with_settings(kind, |settings| settings.api_rate = NonZeroU32::new(30)).await;
    let ana = app.set_up().await;
    let api = Api::new(&app, &made(&ana, "read", "*").await);
    let first = api.get("/me").await;
    assert_eq!(first.header("ratelimit-policy"), "\"token\";q=30;w=60");
    assert_eq!(first.header("ratelimit"), "\"token\";r=29;t=2");
    let expires = first.header("roster-token-expires");
    assert!(expires.ends_with('Z') && expires.len() == 20, "{expires}");
    let answers = join_all((0..40).map(|_| api.get("/me"))).await;
    let refused: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!((5..=12).contains(&refused.len()), "{}", refused.len());
    assert_eq!(refused[0].kind(), "too-many-requests");
    assert!(refused[0].header("retry-after").parse::<u32>().unwrap() >= 1);
    assert!(refused[0].header("ratelimit").starts_with("\"token\";r=0;"));
    let other = Api::new(&app, &made(&ana, "read", "*").await);
    assert_eq!(other.get("/me").await.status, 200, "another token has its own");
}
