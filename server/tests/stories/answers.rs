//! What server functions answer: Postcard for the pages, JSON for whoever does not ask for it (ADR 33).

use crate::support::{Kind, Postgres, Sqlite, TestApp};
use app::{Failure, POSTCARD, unpack};
use model::users::UsersList;
use model::{Error, FieldErrors, Problem};
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[tokio::test]
async fn an_answer_is_the_same_in_both_forms(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let input = json!({ "slug": "acme", "asked": {} });
    let (status, named, bytes) = ana.call_for(POSTCARD, "users/list", &input).await;
    assert_eq!((status, named.as_str()), (200, POSTCARD));
    let packed: UsersList = unpack(&bytes).unwrap();
    assert_eq!(packed.page.items.len(), 1);

    for accept in ["application/json", "*/*"] {
        let (status, named, bytes) = ana.call_for(accept, "users/list", &input).await;
        assert_eq!((status, named.as_str()), (200, "application/json"), "{accept}");
        assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), serde_json::to_value(&packed).unwrap());
    }
}

#[rstest]
#[tokio::test]
async fn what_is_wrong_is_said_in_both_forms(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let input = json!({ "asked": {} });
    let (status, named, bytes) = ana.call_for(POSTCARD, "users/list", &input).await;
    assert_eq!((status, named.as_str()), (422, POSTCARD));
    let missing = Error::Invalid(FieldErrors::one("slug", Problem::Required));
    assert_eq!(unpack::<Failure>(&bytes).unwrap(), Failure(missing));

    let (status, named, bytes) = ana.call_for("application/json", "users/list", &input).await;
    assert_eq!((status, named.as_str()), (422, "application/json"));
    assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap(), json!({ "invalid": { "slug": "required" } }));
}

#[test]
fn the_text_of_a_proxy_is_no_answer() {
    for text in
        ["", "\n", "<html><body>502 Bad Gateway</body></html>", "\u{2}\u{1}text that goes on", "{\"invalid\": {}}"]
    {
        assert!(unpack::<Failure>(text.as_bytes()).is_err(), "{text:?}");
    }
}
