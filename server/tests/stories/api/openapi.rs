//! What the API says of itself.

use crate::support::{Answer, Sqlite, TestApp, client};
use serde_json::Value;
use std::path::Path;

async fn document() -> (TestApp, Value) {
    let app = TestApp::without_mail(Sqlite).await;
    let answer = Answer::to(client().get(format!("{}/api/openapi.json", app.url))).await;
    assert_eq!(answer.header("content-type"), "application/json");
    let document = answer.expect(200);
    (app, document)
}

/// The committed document is that of the code; with `ROSTER_GOLDEN=write` it is written anew. A change of it is seen
/// where it is reviewed.
#[tokio::test]
async fn the_committed_document_is_the_code_s() {
    let (app, document) = document().await;
    let text = serde_json::to_string_pretty(&document).unwrap().replace(&app.url, "https://roster.example") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json");
    if std::env::var("ROSTER_GOLDEN").is_ok_and(|mode| mode == "write") {
        std::fs::write(&path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    for (found, committed) in text.lines().zip(committed.lines()) {
        assert_eq!(found, committed);
    }
    assert_eq!(text.lines().count(), committed.lines().count());
}

#[tokio::test]
async fn every_call_says_what_it_does_and_how_it_fails() {
    let (_app, document) = document().await;
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = std::collections::BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let said = format!("{method} {path}: {operation}");
            assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{said}");
            assert!(operation["summary"].as_str().is_some_and(|text| text.ends_with('.')), "{said}");
            assert!(operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{said}");
            for status in ["401", "403", "429", "500", "503"] {
                assert!(operation["responses"][status].is_object(), "{status} of {said}");
            }
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            assert!(parameters.iter().all(|one| one["description"].is_string()), "{said}");
        }
    }
}
