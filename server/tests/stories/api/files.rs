//! Files: what is downloaded, and what is imported.

use super::{acme, id, role_id};
use crate::support::{Answer, Api, Kind, Postgres, Sqlite};
use domain::worker;
use reqwest::{Method, header};
use rstest::rstest;
use serde_json::json;

const USERS: &str = "/workspaces/acme/users";

async fn import(api: &Api, query: &str, csv: &str) -> Answer {
    let call = api.call(Method::POST, &format!("{USERS}/import{query}")).header(header::CONTENT_TYPE, "text/csv");
    Answer::to(call.body(csv.to_owned())).await
}

#[rstest]
#[tokio::test]
async fn a_file_is_imported_watched_downloaded_and_taken_back(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, api) = acme(kind).await;
    let viewer = role_id(&api, "Viewer").await;
    let csv = "E-mail,First name,Last name,Job title\nbea@acme.example,Bea,Lima,Accountant\nnobody,X,Y,\n";
    let answer = import(&api, &format!("?apply=true&mode=add&role={viewer}"), csv).await;
    let location = answer.header("location").to_owned();
    let job = answer.expect(202);
    worker::work(&app.operator(), None).await.unwrap();
    let path = format!("/workspaces/acme/jobs/{}", id(&job));
    assert!(location.ends_with(&path));
    let done = api.get(&path).await.expect(200);
    assert_eq!((&done["kind"], &done["state"], &done["done"]), (&json!("import"), &json!("done"), &json!(1)), "{done}");
    let bea = api.get(&format!("{USERS}?q=lima")).await.expect(200)["items"][0].clone();
    assert_eq!((&bea["source"], &bea["job_title"]), (&json!("imported"), &json!("Accountant")), "{bea}");
    assert_eq!(bea["roles"][0]["name"], "Viewer");

    let csv = api.get(&format!("{USERS}.csv?q=lima")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
    let text = csv.expect(200).as_str().unwrap().to_owned();
    assert!(text.contains("bea@acme.example,Bea,Lima") && text.lines().count() == 2, "{text}");
    let sheet = api.call(Method::GET, &format!("{USERS}.xlsx")).send().await.unwrap();
    assert!(sheet.bytes().await.unwrap().starts_with(b"PK"));
    let audit = api.get("/workspaces/acme/audit.csv?what=import.").await.expect(200).as_str().unwrap().to_owned();
    assert!(audit.lines().count() >= 3, "{audit}");
    assert_eq!(api.get(&format!("{USERS}.csv?admin=1")).await.status, 422);

    assert_eq!(api.post(&format!("{path}/undo"), &json!({})).await.status, 202);
    worker::work(&app.operator(), None).await.unwrap();
    assert_eq!(api.get(&path).await.expect(200)["state"], "undone");
    assert_eq!(api.get(&format!("{USERS}?q=lima")).await.expect(200)["items"], json!([]));
    assert_eq!(api.post(&format!("{path}/undo"), &json!({})).await.status, 409);
}

#[rstest]
#[tokio::test]
async fn an_import_stops_at_its_plan_unless_it_is_to_be_applied(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, api) = acme(kind).await;
    let job = import(&api, "", "email,first name\nbea@acme.example,Bea\ncy@acme.example,Cy\n").await.expect(202);
    worker::work(&app.operator(), None).await.unwrap();
    let path = format!("/workspaces/acme/jobs/{}", id(&job));
    assert_eq!(api.get(&path).await.expect(200)["state"], "ready");
    assert_eq!(api.get("/workspaces/acme/invitations").await.expect(200)["items"], json!([]));
    assert_eq!(api.post(&format!("{path}/apply"), &json!({})).await.status, 202);
    worker::work(&app.operator(), None).await.unwrap();
    assert_eq!(api.get(&path).await.expect(200)["done"], 2);
    assert_eq!(api.get("/workspaces/acme/invitations").await.expect(200)["items"].as_array().unwrap().len(), 2);
    assert_eq!(api.post(&format!("{path}/apply"), &json!({})).await.status, 409);

    for (query, file, kind) in [
        ("", "", "file-refused"),
        ("", "PK\u{3}\u{4} but no spreadsheet", "file-refused"),
        ("?apply=yes", "email\n", "invalid"),
        ("?mode=steal", "email\n", "invalid"),
        ("?admin=1", "email\n", "invalid"),
    ] {
        let answer = import(&api, query, file).await;
        assert_eq!((answer.status.as_u16(), answer.kind()), (422, kind), "{query} {file:?}: {}", answer.body);
    }
    let large = import(&api, "", &"x".repeat(33 * 1024 * 1024)).await;
    assert_eq!(large.kind(), "payload-too-large");
}
