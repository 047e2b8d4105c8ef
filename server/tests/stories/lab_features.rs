//! What features of the Lab ask the server: nothing of one that is off.

use crate::insights::turn_on;
use crate::people::id_of;
use crate::support::{Browser, Kind, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::users::{find_in_palette, row_to_edit};
use model::Error;
use model::Fields;
use model::ids::MemberId;
use rstest::rstest;
use serde_json::{Value, json};

const ANA: &str = "ana@acme.example";
const BEA: &str = "bea@acme.example";

async fn people(browser: &Browser, text: &str) -> (u16, Value) {
    let (status, answer) = browser.call("users/palette", &json!({ "slug": "acme", "text": text })).await;
    (status.as_u16(), answer)
}

#[rstest]
#[tokio::test]
async fn palette_finds_people_only_where_it_is_on_and_for_those_who_see_them(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Member").await;
    assert_eq!(people(&ana, "bea").await.0, 404);
    assert_eq!(find_in_palette(&app.acting(ANA).await, "acme", "bea").await.map(|_| ()), Err(Error::NotFound));
    let page = ana.get("/w/acme").await;
    assert!(!page.body.contains("palette"), "nothing of it is drawn");

    turn_on(&app, ANA, "command-palette").await;
    turn_on(&app, BEA, "command-palette").await;
    let (status, found) = people(&ana, " lima ").await;
    assert_eq!((status, found[0]["email"].as_str(), found.as_array().map(Vec::len)), (200, Some(BEA), Some(1)));
    assert_eq!(people(&ana, "  ").await, (200, json!([])), "nothing is asked for");
    assert_eq!(people(&bea, "ana").await.0, 403, "she may not see the users");
    let (status, _) = ana.call("users/palette", &json!({ "slug": "elsewhere", "text": "bea" })).await;
    assert_eq!(status, 404);
}

#[rstest]
#[tokio::test]
async fn a_row_is_edited_by_the_forms_own_verb_and_merged(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, BEA, "Member").await;
    let id: MemberId = id_of(&ana, BEA).await.parse().unwrap();
    let asked = json!({ "slug": "acme", "id": id });
    assert_eq!(ana.call("users/row", &asked).await.0, 404);
    assert_eq!(row_to_edit(&app.acting(ANA).await, "acme", id).await.map(|_| ()), Err(Error::NotFound));

    turn_on(&app, ANA, "list-keyboard").await;
    let (status, row) = ana.call("users/row", &asked).await;
    assert_eq!(status, 200, "{row}");
    let names: Vec<&str> = row["fields"].as_array().unwrap().iter().map(|one| one[0].as_str().unwrap()).collect();
    assert_eq!(names, ["first_name", "last_name", "job_title"]);
    let version = row["version"].as_i64().unwrap();

    // Meanwhile someone else gives her a job title; the row changes her name.
    let path = format!("/w/acme/users/{id}/edit");
    let typed = |first: &str, title: &str, version: i64| {
        Fields::default()
            .with("version", version.to_string())
            .with("shown.first_name", "Bea")
            .with("shown.last_name", "Lima")
            .with("shown.job_title", "")
            .with("first_name", first)
            .with("last_name", "Lima")
            .with("job_title", title)
    };
    let post = |fields: Fields| {
        let path = path.clone();
        let ana = &ana;
        async move { ana.call("submit", &json!({ "path": path, "fields": fields })).await.1 }
    };
    assert!(post(typed("Bea", "Accountant", version)).await["go"]["to"].as_str().unwrap().contains("done=saved"));
    let answer = post(typed("Zenobia", "", version)).await;
    assert!(answer["go"]["to"].as_str().unwrap().contains("done=saved"), "{answer}");
    let page = ana.get(&format!("/w/acme/users/{id}")).await;
    assert!(page.shows("Zenobia Lima") && page.shows("Accountant"), "{}", page.text());
    // Both changed the same: it is asked.
    let answer = post(typed("Bee", "", version)).await;
    assert_eq!(answer["show"]["conflict"].as_array().map(Vec::len), Some(1), "{answer}");
}

#[rstest]
#[tokio::test]
async fn a_row_offers_what_is_this_workspaces_to_change(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    turn_on(&app, ANA, "list-keyboard").await;
    let bea = member(&app, &ana, BEA, "Member").await;
    let id: MemberId = id_of(&ana, BEA).await.parse().unwrap();
    // Whoever may not edit her is refused, though the feature is on.
    turn_on(&app, BEA, "list-keyboard").await;
    let mine: MemberId = id_of(&ana, ANA).await.parse().unwrap();
    assert_eq!(bea.call("users/row", &json!({ "slug": "acme", "id": mine })).await.0, 403);
    let (_, row) = bea.call("users/row", &json!({ "slug": "acme", "id": id })).await;
    let names: Vec<&str> = row["fields"].as_array().unwrap().iter().map(|one| one[0].as_str().unwrap()).collect();
    assert_eq!(names, ["first_name", "last_name"], "the job title is not hers to change: {row}");
}
