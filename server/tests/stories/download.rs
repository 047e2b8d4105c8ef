//! Downloading the list: what is in the file, and who gets one.

use crate::accept::invite;
use crate::support::{Browser, Kind, Postgres, Sqlite, TestApp};
use crate::wizard::{answer, member, named, role};
use domain::seed::{Plan, SignInWith, seed};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

const ALL: &str = "phone,role,status,second_factor,source,joined,last_active,ends";

fn column(rows: &[Vec<String>], n: usize) -> Vec<&str> {
    rows[1..].iter().map(|row| row[n].as_str()).collect()
}

async fn me(browser: &Browser) -> String {
    browser.get("/w/acme/me").await.path().to_owned()
}

/// Adds a person at once, with any name.
async fn add(admin: &Browser, email: &str, first: &str, last: &str) {
    let draft = named(admin, email, first, last).await;
    answer(admin, &draft, "how", &[("how", "add")]).await;
    let page = answer(admin, &draft, "password", &[("source", "generate"), ("temporary", "on")]).await;
    answer(admin, &draft, "role", &[("role", &role(&page, "Member"))]).await;
    let done = answer(admin, &draft, "confirm", &[]).await;
    assert_eq!(done.status, 200, "{}", done.text());
}

#[rstest]
#[tokio::test]
async fn the_list_is_a_file_in_both_formats(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Manager").await;
    invite(&ana, "caio@acme.example").await;
    let bytes = ana.download(&format!("/w/acme/users/download?format=csv&columns={ALL}")).await;
    assert_eq!(bytes.status, 200);
    assert!(bytes.bytes.starts_with(b"\xEF\xBB\xBFE-mail,First name,"), "Excel needs the mark: {}", bytes.text());
    let header = |name: &str| bytes.headers[name].to_str().unwrap().to_owned();
    assert!(header("content-type").starts_with("text/csv; charset=utf-8"));
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("x-content-type-options"), "nosniff");
    let named = header("content-disposition");
    assert!(
        named.starts_with("attachment; filename=\"users-acme-2")
            && named.contains(".csv\"; filename*=UTF-8''users-acme-2"),
        "{named}"
    );

    let csv = bytes.rows();
    let head = [
        "E-mail",
        "First name",
        "Last name",
        "Phone",
        "Role",
        "Status",
        "Second factor",
        "Source",
        "Joined",
        "Last active",
        "Ends",
    ];
    assert_eq!(csv[0], head);
    assert_eq!(column(&csv, 0), ["ana@acme.example", "bea@acme.example", "caio@acme.example"]);
    assert_eq!(column(&csv, 4), ["Super-user", "Manager", "Viewer"]);
    assert_eq!(column(&csv, 5), ["Active", "Active", "Invited"]);
    assert_eq!(column(&csv, 6), ["No", "No", "No"]);
    assert_eq!(column(&csv, 7), ["Set up Roster", "Added", "Invited"]);
    assert!(csv[1][8].len() == 16 && csv[1][8].as_bytes()[10] == b' ', "a moment to the minute: {}", csv[1][8]);
    assert!(csv[3][9].is_empty() && !csv[3][10].is_empty(), "never here, and the invitation ends");

    let xlsx = ana.download(&format!("/w/acme/users/download?format=xlsx&columns={ALL}")).await;
    assert!(xlsx.headers["content-type"].to_str().unwrap().contains("spreadsheetml.sheet"));
    assert_eq!(xlsx.rows(), csv, "the same in both formats");
}

#[rstest]
#[tokio::test]
async fn everyone_is_in_it_once_in_the_order_of_the_list(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    let (admin, _) = seeded(&app, "acme", 2_600).await;
    for (sort, format) in [("name", "csv"), ("-joined", "csv"), ("last_active", "csv"), ("role", "xlsx")] {
        let rows = admin.download(&format!("/w/acme/users/download?format={format}&sort={sort}")).await.rows();
        let shown = admin.get(&format!("/w/acme/users?sort={sort}&size=50")).await.all("tbody .person-mail");
        let mut mails = column(&rows, 0);
        assert_eq!(mails[..50], shown[..], "{sort}");
        let count = mails.len();
        assert!(count >= 2_600, "{sort}: {count}");
        mails.sort_unstable();
        mails.dedup();
        assert_eq!(mails.len(), count, "{sort}: each once");
    }
    // A page of the list is no bound, and a filter is.
    let some = admin.download("/w/acme/users/download?format=csv&q=an&size=25&after=x").await.rows();
    let all = column(&some, 0).len();
    assert!(all > 200 && all < 2_000, "{all}");
    assert!(some[1..].iter().all(|row| keyed(&row[..3]).contains("an")));
}

fn keyed(cells: &[String]) -> String {
    domain::keys::search(&cells.join(" "))
}

#[rstest]
#[tokio::test]
async fn filters_narrow_it_and_removed_people_come_only_where_asked_for(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Manager").await;
    let id = me(&bea).await;
    ana.post(&format!("{id}/remove"), &[]).await;
    invite(&ana, "caio@acme.example").await;
    for (query, found) in [
        ("", vec!["ana@acme.example", "caio@acme.example"]),
        ("&status=removed", vec!["bea@acme.example"]),
        ("&status=invited", vec!["caio@acme.example"]),
        ("&role=super-user", vec!["ana@acme.example"]),
        ("&sort=-email", vec!["caio@acme.example", "ana@acme.example"]),
        ("&q=nobody", vec![]),
    ] {
        let rows = ana.download(&format!("/w/acme/users/download?format=csv{query}")).await.rows();
        assert_eq!(column(&rows, 0), found, "{query}");
    }
}

#[rstest]
#[tokio::test]
async fn it_has_the_columns_that_its_reader_likes_in_their_language_and_time_zone(
    #[values(Sqlite, Postgres)] kind: Kind,
) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let usual = ana.download("/w/acme/users/download?format=csv").await.rows();
    assert_eq!(usual[0], ["E-mail", "First name", "Last name", "Role", "Status", "Joined", "Last active"]);
    let list_preferences = [("columns", "phone"), ("columns", "joined"), ("size", "50"), ("density", "compact")];
    ana.post("/w/acme/users/columns", &list_preferences).await;
    let mut tx = app.roster.db.write().await.unwrap();
    let moves = domain::db::query("UPDATE accounts SET time_zone = 'Asia/Tokyo', language = 'pt-BR'");
    moves.run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let liked = ana.download("/w/acme/users/download?format=csv").await.rows();
    assert_eq!(liked[0], ["E-mail", "Nome", "Sobrenome", "Telefone", "Membro desde"]);
    assert_ne!(liked[1][4], usual[1][5], "nine hours apart");
    let none = ana.download("/w/acme/users/download?format=csv&columns=none").await.rows();
    assert_eq!(none[0].len(), 3);
    let words = ana.download("/w/acme/users/download?format=csv&columns=role,status").await.rows();
    assert_eq!(words[1][3..], ["Superusuário", "Ativo"]);
}

#[rstest]
#[tokio::test]
async fn names_that_could_be_formulas_or_markup_are_inert(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    add(&ana, "f@acme.example", "=HYPERLINK(\"http://x\")", "@SUM(A1)").await;
    add(&ana, "m@acme.example", "<b>Bobby</b>", "\"; DROP,'").await;
    let file = ana.download("/w/acme/users/download?format=csv&columns=none&sort=email").await;
    let text = file.text();
    assert!(text.contains("\"'=HYPERLINK(\"\"http://x\"\")\",'@SUM(A1)"), "{text}");
    let rows = file.rows();
    assert_eq!(rows[2][1..], ["=HYPERLINK(\"http://x\")", "@SUM(A1)"], "and read back as they were");
    assert_eq!(rows[3][1..], ["<b>Bobby</b>", "\"; DROP,'"]);
    assert_eq!(ana.download("/w/acme/users/download?format=xlsx&columns=none&sort=email").await.rows(), rows);
}

#[rstest]
#[tokio::test]
async fn who_may_not_see_the_list_gets_no_file(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (robin, _) = seeded(&app, "other", 3).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;

    let page = bea.get("/w/acme/users/download?format=csv").await;
    assert!(page.status == 403 && page.shows("You may not do this"), "{}", page.text());
    let page = app.browser().get("/w/acme/users/download?format=csv&q=x").await;
    assert!(page.path().starts_with("/sign-in?next="), "{}", page.path());
    assert_eq!(robin.get("/w/acme/users/download?format=csv").await.status, 404);
    for bad in ["", "format=pdf", "format=csv&sort=shoe", "format=csv&columns=shoe", "format=xlsx&active=since:x"] {
        let page = ana.get(&format!("/w/acme/users/download?{bad}")).await;
        assert!(page.status == 422 && page.shows("This can't be shown"), "{bad}: {}", page.text());
        assert!(!page.headers.contains_key("content-disposition"), "{bad}");
    }
    assert_eq!(ana.get("/w/%00/users/download?format=csv").await.status, 404);
}

#[rstest]
#[tokio::test]
async fn the_audit_says_who_took_what(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    ana.download("/w/acme/users/download?format=xlsx&role=super-user").await;
    let mut tx = app.roster.db.read().await.unwrap();
    let events: Vec<(String,)> =
        domain::db::query("SELECT after FROM audit_events WHERE action = 'users.export'").all(&mut tx).await.unwrap();
    assert_eq!(events.len(), 1);
    assert!(events[0].0.contains("xlsx") && events[0].0.contains("?role=super-user"), "{}", events[0].0);
}

/// Its super-user, in a workspace of so many people.
async fn seeded(app: &TestApp, slug: &str, members: u32) -> (Browser, SignInWith) {
    let plan = Plan { members, seed: 7, slug: slug.into(), name: "Acme Research".into() };
    let sign_in = seed(&app.roster, &plan).await.unwrap();
    (app.sign_in(&sign_in.email, sign_in.password.reveal()).await.0, sign_in)
}

/// What the page is told of a download, by the id that it has chosen.
async fn told(browser: &Browser, id: &str) -> Value {
    let (status, told) = browser.call("downloads/progress", &json!({ "id": id })).await;
    assert_eq!(status, 200, "{told}");
    told
}

#[rstest]
#[tokio::test]
async fn its_page_is_told_how_far_it_has_come(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    let (admin, _) = seeded(&app, "acme", 400).await;
    assert_eq!(told(&admin, "csv").await, Value::Null, "nobody has asked for it yet");
    for format in ["csv", "xlsx"] {
        let url = format!("/w/acme/users/download?format={format}&q=an&progress={format}");
        let count = admin.download(&url).await.rows().len() - 1;
        assert!(count > 0 && count < 400, "{count}");
        let whole = json!({ "state": "done", "done": count, "total": count });
        assert_eq!(told(&admin, format).await, whole, "and the same number was promised");
    }
    admin.download("/w/acme/audit/download?format=csv&progress=audit").await;
    let audit = told(&admin, "audit").await;
    assert_eq!((&audit["state"], &audit["total"]), (&json!("done"), &Value::Null), "nobody counts events first");

    let refused = admin.get("/w/acme/users/download?format=csv&progress=").await;
    assert!(refused.status == 422 && !refused.headers.contains_key("content-disposition"), "{}", refused.text());
    let (ana, _) = seeded(&app, "other", 3).await;
    assert_eq!(told(&ana, "csv").await, Value::Null, "someone else's is not there");
}

#[rstest]
#[tokio::test]
async fn a_download_that_someone_leaves_or_that_is_lost_is_known_as_such(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    let (admin, sign_in) = seeded(&app, "other", 2_600).await;
    // Its answer is never read.
    assert_eq!(admin.status("/w/other/users/download?format=xlsx&progress=left").await, 200);
    let mut state = Value::Null;
    for _ in 0..200 {
        state = told(&admin, "left").await["state"].clone();
        if state != json!("running") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(state, json!("cancelled"));

    // A server that stops says nothing more.
    let as_admin = app.acting(&sign_in.email).await;
    domain::downloads::begin(&as_admin, "lost", Some(9)).await.unwrap();
    assert_eq!(told(&admin, "lost").await, json!({ "state": "running", "done": 0, "total": 9 }));
    app.advance(Duration::from_secs(31));
    assert_eq!(told(&admin, "lost").await["state"], json!("failed"));
    app.advance(Duration::from_hours(25));
    domain::worker::sweep(&app.operator()).await.unwrap();
    assert_eq!(domain::downloads::progress(&as_admin, "lost").await.unwrap(), None, "it was kept for a day");
}
