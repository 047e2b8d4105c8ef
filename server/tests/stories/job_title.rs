//! The job title, a text of the membership: each place that a field of a member takes part in.

use crate::import::{decide, planned, rows};
use crate::people::{fact, id_of};
use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::seed::{Plan, seed};
use rstest::rstest;
use serde_json::Value;

async fn edit_page(admin: &Browser, email: &str) -> String {
    format!("/w/acme/users/{}/edit", id_of(admin, email).await)
}

/// Sends the form that edits this person with another job title.
async fn entitle(admin: &Browser, email: &str, job_title: &str) -> Page {
    let form = admin.get(&edit_page(admin, email).await).await.filled("job_title");
    form.with("job_title", &[job_title]).post(admin).await
}

/// Addresses and job titles, in the order of the list.
async fn listed(admin: &Browser, query: &str) -> Vec<(String, String)> {
    let page = admin.get(&format!("/w/acme/users?columns=job_title&{query}")).await;
    page.all("tbody .person-mail").into_iter().zip(page.all("tbody td.cell-text")).collect()
}

fn pairs(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    rows.iter().map(|(email, title)| (format!("{email}@acme.example"), (*title).to_owned())).collect()
}

async fn three(kind: Kind) -> (TestApp, Browser, Browser) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    member(&app, &ana, "eva@acme.example", "Member").await;
    (app, ana, bea)
}

#[rstest]
#[tokio::test]
async fn a_job_title_is_listed_sorted_and_searched(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana, _) = three(kind).await;
    let usual = ana.get("/w/acme/users").await;
    assert!(!usual.all("thead th").iter().any(|head| head.contains("Job title")), "off until it is chosen");
    let saved = entitle(&ana, "bea@acme.example", "  Réviseuse en chef ").await;
    assert_eq!(fact(&saved, "Job title"), "Réviseuse en chef", "normalised as names are");
    entitle(&ana, "ana@acme.example", "engineer").await;
    let up = pairs(&[("eva", "–"), ("ana", "engineer"), ("bea", "Réviseuse en chef")]);
    assert_eq!(listed(&ana, "sort=job_title").await, up);
    assert_eq!(listed(&ana, "sort=-job_title").await, up.iter().rev().cloned().collect::<Vec<_>>());
    for q in ["reviseuse", "en%20chef", "bea%20chef"] {
        assert_eq!(listed(&ana, &format!("q={q}")).await, pairs(&[("bea", "Réviseuse en chef")]), "{q}");
    }
    entitle(&ana, "bea@acme.example", "").await;
    assert_eq!(listed(&ana, "q=reviseuse").await, [], "what is not so any more is not found");
    let long = entitle(&ana, "bea@acme.example", &"x".repeat(201)).await;
    assert!(long.problem("job_title").is_some_and(|problem| problem.contains("200")), "{}", long.text());
    let disguised = entitle(&ana, "bea@acme.example", "a\u{202E}b").await;
    assert!(disguised.problem("job_title").is_some(), "{}", disguised.text());
}

#[rstest]
#[tokio::test]
async fn a_job_title_that_two_change_is_asked_about(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana, _) = three(kind).await;
    let opened = ana.get(&edit_page(&ana, "bea@acme.example").await).await.filled("job_title");
    let first = opened.clone().with("job_title", &["Engineer"]).post(&ana).await;
    assert!(first.path().ends_with("done=saved"), "{}", first.text());
    let other = opened.clone().with("phone", &["+4930123456"]).post(&ana).await;
    assert!(other.path().ends_with("done=saved"), "another field merges: {}", other.text());
    let stale = opened.with("job_title", &["Designer"]).post(&ana).await;
    assert_eq!(stale.status, 409, "{}", stale.text());
    assert_eq!(stale.all(".conflict-field label"), ["Saved: Engineer", "Yours: Designer"]);
    assert!(stale.all(".conflict-field")[0].contains("Job title"), "{}", stale.text());
    let kept = stale.filled("keep.job_title").with("keep.job_title", &["mine"]).post(&ana).await;
    assert_eq!((fact(&kept, "Job title").as_str(), fact(&kept, "Phone").as_str()), ("Designer", "+49 30 123456"));

    let audit = ana.get("/w/acme/audit?what=member.edit").await;
    let cells = audit.all(".audit-changes tbody th, .audit-changes tbody td");
    for change in [["Job title", "–", "Engineer"], ["Job title", "Engineer", "Designer"]] {
        assert!(cells.chunks(3).any(|row| row == change), "{change:?} in {cells:?}");
    }
}

/// It is what the workspace says of a person: also of one whose names are not the workspace's, and not by that person.
#[rstest]
#[tokio::test]
async fn a_job_title_is_the_workspaces_to_set(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, bea) = three(kind).await;
    entitle(&ana, "bea@acme.example", "Engineer").await;
    let me = bea.get("/w/acme/me").await;
    assert_eq!(fact(&me, "Job title"), "Engineer");
    let own = bea.get(&format!("{}/edit", me.path())).await;
    assert!(own.value("job_title").is_none() && own.value("phone").is_some(), "{}", own.text());
    assert!(own.shows("Engineer"), "shown where it can't be changed: {}", own.text());
    let forged = own.filled("phone").with("job_title", &["Director"]).post(&bea).await;
    assert_eq!(forged.status, 403, "{}", forged.text());
    let data: Value = serde_json::from_str(&bea.download("/settings/data").await.text()).unwrap();
    assert_eq!(data["memberships"][0]["job_title"], "Engineer");

    let plan = Plan { members: 1, seed: 1, slug: "other".into(), name: "Other".into() };
    seed(&app.roster, &plan).await.unwrap();
    let draft = crate::wizard::added_up_to_confirm(&ana, "admin@other.example", "another good phrase", "Member").await;
    crate::wizard::answer(&ana, &draft, "confirm", &[]).await;
    let form = ana.get(&edit_page(&ana, "admin@other.example").await).await;
    assert!(form.value("first_name").is_none() && form.shows("belongs to other workspaces too"), "{}", form.text());
    let saved = entitle(&ana, "admin@other.example", "Guest").await;
    assert_eq!(fact(&saved, "Job title"), "Guest", "{}", saved.text());
    let mut tx = app.roster.db.read().await.unwrap();
    let titled: Vec<(String,)> = domain::db::query(
        "SELECT w.slug FROM members m JOIN workspaces w ON w.id = m.workspace_id WHERE m.job_title = 'Guest'",
    )
    .all(&mut tx)
    .await
    .unwrap();
    assert_eq!(titled, [("acme".to_owned(),)], "the other workspace says nothing of it");
}

async fn exported(admin: &Browser) -> Vec<Vec<String>> {
    admin.download("/w/acme/users/download?format=csv&sort=email&columns=job_title,status").await.rows()
}

#[rstest]
#[tokio::test]
async fn a_job_title_is_imported_exported_and_undone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, _) = three(kind).await;
    entitle(&ana, "bea@acme.example", "Engineer").await;
    let file = "E-mail;First name;Last name;Cargo;Add or invite\r\n\
        bea@acme.example;;;Architect;\r\n\
        eva@acme.example;;;;\r\n\
        caio@acme.example;Caio;Reis;Clerk;invite\r\n\
        nia@acme.example;Nia;Neu;Driver;add\r\n";
    let plan = planned(&app, &ana, file, "add").await;
    let change = rows(&ana, &plan, "change").await.join("");
    assert!(change.contains("Job title: Engineer → Architect"), "{change}");
    assert!(rows(&ana, &plan, "create").await.join("").contains("Job title: Driver"));
    let done = decide(&app, &ana, &plan, "apply").await;
    assert!(done.shows("1 added, 1 invited, 1 changed"), "{}", done.text());
    let row = |email: &str, first: &str, last: &str, title: &str, status: &str| {
        [&format!("{email}@acme.example"), first, last, title, status].map(str::to_owned).to_vec()
    };
    let head = ["E-mail", "First name", "Last name", "Job title", "Status"].map(str::to_owned).to_vec();
    let (ana_row, eva) = (row("ana", "Ana", "Souza", "", "Active"), row("eva", "Bea", "Lima", "", "Active"));
    let imported = [
        head.clone(),
        ana_row.clone(),
        row("bea", "Bea", "Lima", "Architect", "Active"),
        row("caio", "Caio", "Reis", "Clerk", "Invited"),
        eva.clone(),
        row("nia", "Nia", "Neu", "Driver", "Active"),
    ];
    assert_eq!(exported(&ana).await, imported);
    let xlsx = ana.download("/w/acme/users/download?format=xlsx&sort=email&columns=job_title,status").await;
    assert_eq!(xlsx.rows(), imported, "the same in both formats");
    // A download that is read in again changes nothing: its header is known by its label.
    let text: Vec<String> = imported.iter().map(|row| row[..4].join(";")).collect();
    let again = planned(&app, &ana, &text.join("\r\n"), "invite").await;
    assert_eq!(crate::import::counts(&again), ["0", "0", "0", "0", "5"], "{}", again.text());

    let undone = decide(&app, &ana, &done, "undo").await;
    assert!(undone.shows("Undone."), "{}", undone.text());
    assert_eq!(exported(&ana).await, [head, ana_row, row("bea", "Bea", "Lima", "Engineer", "Active"), eva]);
}
