//! Every server function that is registered.

use super::{ana_and_foreign_ids, hostile_values};
use crate::support::{Browser, Kind, Postgres, Sqlite};
use crate::tenancy::RANDOM;
use leptos::server_fn::axum::server_fn_paths;
use model::audit::AuditQuery;
use model::users::UsersQuery;
use rstest::rstest;
use serde_json::{Map, Value, json};

/// The names of all server functions: what follows `/fn/` in their address.
pub fn registered() -> Vec<String> {
    let mut names: Vec<String> =
        server_fn_paths().map(|(path, _)| path.strip_prefix("/fn/").expect("our prefix").to_owned()).collect();
    names.sort();
    assert!(names.len() > 30, "they are linked into the tests: {names:?}");
    names
}

/// Input that a function can read, found out by asking it: what is missing and what is of another type is said at its
/// field.
pub async fn learned_input(browser: &Browser, function: &str) -> Value {
    let candidates = [
        json!("acme"),
        json!(RANDOM),
        json!(null),
        json!({}),
        json!([]),
        json!(0),
        json!(false),
        json!("suspend"),
        json!("2026-11"),
    ];
    // An id may be left out, and then nobody says that it is missing; where there is none, it is not read.
    let mut input = json!({ "id": RANDOM });
    let mut tried = Map::new();
    for _ in 0..100 {
        let (status, answer) = browser.call(function, &input).await;
        let unread = answer["invalid"].as_object().filter(|_| status == 422).and_then(|errors| {
            errors.iter().find(|(_, problem)| ["required", "malformed"].contains(&problem.as_str().unwrap_or_default()))
        });
        let Some((path, _)) = unread else { return input };
        let next = tried.get(path).and_then(Value::as_u64).unwrap_or_default();
        let candidate = candidates.get(usize::try_from(next).unwrap()).unwrap_or_else(|| panic!("{function}: {path}"));
        tried.insert(path.clone(), json!(next + 1));
        *input.pointer_mut_or_insert(path) = candidate.clone();
    }
    panic!("{function}: {input} is not taken");
}

/// A place in a JSON object by its path, `asked.sort.key`.
trait PointerMut {
    fn pointer_mut_or_insert(&mut self, path: &str) -> &mut Value;
}

impl PointerMut for Value {
    fn pointer_mut_or_insert(&mut self, path: &str) -> &mut Value {
        path.split('.').fold(self, |at, key| {
            if !at.is_object() {
                *at = json!({});
            }
            at.as_object_mut().expect("an object").entry(key).or_insert(Value::Null)
        })
    }
}

/// Every place of an input: its arguments, and the fields of the queries among them.
fn places(input: &Value) -> Vec<String> {
    let mut places: Vec<String> = input.as_object().expect("arguments").keys().cloned().collect();
    if input["asked"].is_object() {
        for query in [json!(UsersQuery::default()), json!(AuditQuery::default())] {
            places.extend(query.as_object().expect("fields").keys().map(|key| format!("asked.{key}")));
        }
    }
    places
}

#[rstest]
#[tokio::test]
async fn hostile_input_of_any_function_is_no_failure_of_ours(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana, foreign) = ana_and_foreign_ids(kind).await;
    let values = hostile_values(&foreign);
    for function in registered() {
        let input = learned_input(&ana, &function).await;
        for place in places(&input) {
            for value in &values {
                let mut hostile = input.clone();
                *hostile.pointer_mut_or_insert(&place) = value.clone();
                let (status, answer) = ana.call(&function, &hostile).await;
                assert!(status.as_u16() < 500, "{function}: {place} = {value:.200}: {status} {answer:.300}");
            }
        }
    }
}

#[rstest]
#[tokio::test]
async fn malformed_json_is_refused_by_every_function(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, _) = ana_and_foreign_ids(kind).await;
    let deep = "[".repeat(20_000);
    let bodies: [(&[u8], u16); 9] = [
        (b"", 400),
        (b"{", 400),
        (b"not json", 400),
        (b"\"\xff\xfe\"", 400),
        (b"{\"slug\": \"a\\u0000b\"}", 400),
        (deep.as_bytes(), 400),
        (b"{} {}", 400),
        (b"[1, 2]", 422),
        (b"null", 422),
    ];
    for function in registered() {
        let takes_nothing = learned_input(&ana, &function).await == json!({ "id": RANDOM });
        for (body, expected) in bodies {
            let (status, answer) = ana.call_raw(&function, "application/json", body).await;
            let read = takes_nothing && expected == 422 && status.as_u16() < 500;
            assert!(status == expected || read, "{function}: {}: {status} {answer}", String::from_utf8_lossy(body));
        }
        let (status, _) = ana.call_raw(&function, "text/plain", b"{}").await;
        assert_eq!(status, 415, "{function}");
        let large = json!({ "slug": "x".repeat(300_000) }).to_string();
        let (status, _) = ana.call_raw(&function, "application/json", large.as_bytes()).await;
        assert_eq!(status, 413, "{function}");
    }
    let (status, answer) =
        ana.call("users/list", &json!({ "slug": "acme", "asked": { "q": "x".repeat(20_000) } })).await;
    assert_eq!((status.as_u16(), answer), (422, json!({ "invalid": { "q": { "too_long": { "max": 200 } } } })));
    let (status, answer) = ana.call("users/list", &json!({ "asked": {} })).await;
    assert_eq!((status.as_u16(), answer), (422, json!({ "invalid": { "slug": "required" } })));
    let twice = b"{\"slug\": \"acme\", \"slug\": \"other\", \"asked\": {}}";
    assert_eq!(app.browser().call_raw("users/list", "application/json", twice).await.0, 422);
}
