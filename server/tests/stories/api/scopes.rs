//! Scope × call: `golden/scopes.txt` is what each call answers a token of each scope; with `ROSTER_GOLDEN=write` it is
//! written anew.

use super::{acme, role_id};
use crate::support::{Answer, Api, Kind, Postgres, Sqlite, TestApp, client};
use crate::tokens::made;
use crate::wizard::member;
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

const SCOPES: [&str; 15] = [
    "users:read",
    "users:write",
    "users:delete",
    "roles:read",
    "roles:write",
    "roles:delete",
    "invitations:read",
    "invitations:write",
    "invitations:delete",
    "audit:read",
    "settings:delete",
    "credits:read",
    "credits:write",
    "credits:delete",
    "read write delete",
];
const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// Each call of the document, on things that are not there; what ends the token itself is left out.
async fn calls(api: &Api, url: &str) -> Vec<(Method, String)> {
    let document = Answer::to(client().get(format!("{url}/api/openapi.json"))).await.expect(200);
    let paths = document["paths"].as_object().unwrap();
    let mut calls = Vec::new();
    for (path, operations) in paths {
        for method in METHODS {
            let there = operations.get(method.as_str().to_lowercase()).is_some();
            if there && !(path.starts_with("/tokens/current") && method != Method::GET) {
                calls.push((method, path.clone()));
            }
        }
    }
    assert!(calls.len() > 30, "{calls:?}");
    assert_eq!(api.get("/me").await.status, 200);
    calls
}

fn address(path: &str) -> String {
    path.replace("{slug}", "acme").replace("{month}", "2000-01").replace("{id}", "019ac9a4-8d5e-7f04-9d39-1a90b4f4a0c4")
}

#[rstest]
#[tokio::test]
async fn each_call_asks_for_its_scope(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, api) = acme(kind).await;
    let calls = calls(&api, &app.url).await;
    let mut found = format!("{:50}", "");
    for scopes in SCOPES {
        write!(found, "{scopes:>20}").unwrap();
    }
    let mut tokens = Vec::new();
    let (ana, _) = app.sign_in("ana@acme.example", crate::support::PASSWORD).await;
    for scopes in SCOPES {
        tokens.push(Api::new(&app, &made(&ana, scopes, "acme").await));
    }
    for (method, path) in &calls {
        write!(found, "\n{:50}", format!("{method} {path}")).unwrap();
        for api in &tokens {
            let call = api.call(method.clone(), &address(path)).header("if-match", "*");
            let call = if *method == Method::GET { call } else { call.json(&json!({})) };
            let answer = Answer::to(call).await;
            assert!(answer.status.as_u16() < 500, "{method} {path}: {}", answer.body);
            write!(found, "{:>20}", answer.status.as_u16()).unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories/golden/scopes.txt");
    if std::env::var("ROSTER_GOLDEN").is_ok_and(|mode| mode == "write") {
        std::fs::write(&path, &found).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    for (found, golden) in found.lines().zip(golden.lines()) {
        assert_eq!(found, golden);
    }
    assert_eq!(found.lines().count(), golden.lines().count());
}

#[rstest]
#[tokio::test]
async fn one_token_in_one_header_opens_each_call(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let secret = made(&ana, "read write delete", "*").await;
    let api = Api::new(&app, &secret);
    let client = client();
    for (method, path) in calls(&api, &app.url).await {
        let url = format!("{}/api/v1{}", app.url, address(&path));
        let call = || client.request(method.clone(), &url).header("if-match", "*").json(&json!({}));
        let bearer = Answer::to(call().bearer_auth(&secret)).await;
        let key = Answer::to(call().header("x-api-key", &secret)).await;
        assert_eq!(bearer.status, key.status, "{method} {path}");
        assert_ne!(key.status, 401, "{method} {path}");
        let ways = [
            call(),
            call().bearer_auth(&secret).header("x-api-key", &secret),
            call().query(&[("access_token", &secret)]),
            call().basic_auth("ana@acme.example", Some(&secret)),
            call().header("cookie", format!("roster-session={secret}")),
        ];
        for (n, way) in ways.into_iter().enumerate() {
            let answer = Answer::to(way).await;
            assert_eq!((answer.status.as_u16(), answer.kind()), (401, "unauthorized"), "{method} {path}, way {n}");
            assert!(answer.header("www-authenticate").starts_with("Bearer"));
        }
    }
    let none: Value = Answer::to(client.get(format!("{}/api/v1/nothing", app.url))).await.body;
    assert_eq!(none["status"], 404, "what is not there needs no token to be missing");
}

/// Product rule 7, and a token that is revoked: each counts on the other server with the next call.
#[rstest]
#[tokio::test]
async fn what_a_token_loses_counts_at_once_on_every_server(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Manager").await;
    let secret = made(&bea, "read write delete", "*").await;
    let other = app.another_server().await;
    let there = Api::new(&other, &secret);
    let asked = || async { there.get("/workspaces/acme/users").await.status.as_u16() };
    assert_eq!(asked().await, 200);
    let admin = Api::new(&app, &made(&ana, "read write delete", "*").await);
    let found = admin.get("/workspaces/acme/users?q=bea@acme.example").await.expect(200);
    let path = format!("/workspaces/acme/users/{}", super::id(&found["items"][0]));
    let (member, manager) = (role_id(&admin, "Member").await, role_id(&admin, "Manager").await);
    admin.patch(&path, &json!({ "role_ids": [member] })).await.expect(200);
    assert_eq!(asked().await, 403, "another role");
    admin.patch(&path, &json!({ "role_ids": [manager] })).await.expect(200);
    assert_eq!(asked().await, 200);
    for (undo, done) in [("activate", "suspend"), ("restore", "")] {
        let lost = if done.is_empty() {
            admin.delete(&path).await
        } else {
            admin.post(&format!("{path}/{done}"), &json!({})).await
        };
        assert!(lost.status.is_success(), "{}", lost.body);
        assert_eq!(asked().await, 404, "{done}");
        assert!(admin.post(&format!("{path}/{undo}"), &json!({})).await.status.is_success());
        assert_eq!(asked().await, 200, "{undo}");
    }
    Answer::to(Api::new(&app, &secret).call(Method::DELETE, "/tokens/current")).await;
    assert_eq!(asked().await, 401, "revoked");
}
