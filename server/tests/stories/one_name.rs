//! People with a single name: through each entrance, and wherever a name shows.

use crate::accept::invite;
use crate::import::{counts, decide, planned, rows};
use crate::people::{fact, id_of};
use crate::profile::save;
use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::{answer, member, named, role};
use rstest::rstest;

const FIXTURE: &str = include_str!("../fixtures/faults/b16-one-name.csv");

async fn names(browser: &Browser, query: &str) -> Vec<String> {
    browser.get(&format!("/w/acme/users?sort=name{query}")).await.all("tbody .person-name")
}

/// E-mail, first and last name of everyone, by address.
async fn file(browser: &Browser) -> Vec<Vec<String>> {
    let rows = browser.download("/w/acme/users/download?format=csv&sort=email").await.rows();
    rows[1..].iter().map(|row| row[..3].to_vec()).collect()
}

fn row(cells: [&str; 3]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn topbar(page: &Page) -> (Vec<String>, Vec<String>) {
    let mut letters = page.all(".topbar-person .avatar");
    letters.dedup();
    (page.all(".topbar-person .name"), letters)
}

#[rstest]
#[tokio::test]
async fn set_up_takes_one_name_and_shows_one_letter(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    let visitor = app.browser();
    let set_up = async |first: &str, last: &str| {
        let fields = [
            ("workspace", "Acme Research"),
            ("slug", "acme"),
            ("first_name", first),
            ("last_name", last),
            ("email", "suharti@acme.example"),
            ("password", PASSWORD),
            ("confirm_password", PASSWORD),
        ];
        visitor.post("/setup", &fields).await
    };
    let refused = set_up(" ", "Suharti").await;
    assert_eq!(refused.problem("first_name").as_deref(), Some("Enter a first name."));
    let home = set_up("Suharti", " ").await;
    assert_eq!(home.path(), "/w/acme", "{}", home.text());
    assert!(home.shows("Welcome, Suharti"), "{}", home.text());
    let (shown, letters) = topbar(&home);
    assert!(shown.contains(&"Suharti".to_owned()), "{shown:?}");
    assert_eq!(letters, ["S"]);
    assert_eq!(names(&visitor, "").await, ["Suharti"]);
}

#[rstest]
#[tokio::test]
async fn the_command_line_and_the_wizard_take_one_name(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let create = ["account", "create", "--email", "budi@acme.example", "--workspace", "acme", "--role", "Member"];
    app.command(&[&create[..], &["--first-name", "Budi"]].concat()).await.unwrap();
    assert!(app.command(&[&create[..], &["--last-name", "Budi"]].concat()).await.is_err(), "the first name is needed");

    let draft = named(&ana, "suharti@acme.example", "Suharti", "").await;
    let page = answer(&ana, &draft, "how", &[("how", "invite")]).await;
    let confirm = answer(&ana, &draft, "role", &[("role", &role(&page, "Viewer"))]).await;
    assert!(confirm.shows("Suharti gets an e-mail at suharti@acme.example"), "{}", confirm.text());
    answer(&ana, &draft, "confirm", &[]).await;
    let mail = app.mails().await.pop().unwrap();
    assert!(mail["text"].as_str().unwrap().contains("Hello Suharti,"), "{mail}");

    let draft = named(&ana, "zaha@acme.example", "Zaha", " ").await;
    answer(&ana, &draft, "how", &[("how", "add")]).await;
    let page = answer(&ana, &draft, "password", &[("source", "generate"), ("temporary", "on")]).await;
    answer(&ana, &draft, "role", &[("role", &role(&page, "Member"))]).await;
    let done = answer(&ana, &draft, "confirm", &[]).await;
    assert!(done.shows("Zaha was added"), "{}", done.text());
    assert_eq!(names(&ana, "").await, ["Ana Souza", "Budi", "Suharti", "Zaha"]);
}

#[rstest]
#[tokio::test]
async fn an_invitation_is_accepted_with_one_name(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    invite(&ana, "caio@acme.example").await;
    let link = app.mailed_link().await;
    let caio = app.browser();
    let fields = [("first_name", "Caio"), ("last_name", ""), ("password", PASSWORD), ("confirm_password", PASSWORD)];
    let home = caio.post(&link, &fields).await;
    assert_eq!(home.path(), "/w/acme", "{}", home.text());
    assert_eq!(names(&ana, "&q=caio").await, ["Caio"]);
}

#[rstest]
#[tokio::test]
async fn a_last_name_is_taken_away_by_others_and_by_oneself(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let id = id_of(&ana, "bea@acme.example").await;
    let edit = format!("/w/acme/users/{id}/edit");
    let version = ana.get(&edit).await.value("version").unwrap();
    let page = ana.post(&edit, &[("version", &version), ("first_name", "Bea"), ("last_name", " ")]).await;
    assert_eq!(page.all(".panel .user-card-name"), ["Bea"], "{}", page.text());
    assert_eq!(fact(&page, "Last name"), "–");
    assert_eq!(names(&ana, "&q=lima").await, Vec::<String>::new(), "the search forgets it");

    let form = bea.get("/settings/profile").await;
    assert_eq!(form.value("last_name").as_deref(), Some(""));
    let saved = save(&bea, &form, &[("last_name", "Reis")]).await;
    assert!(topbar(&saved).0.contains(&"Bea Reis".to_owned()), "{}", saved.text());
    let saved = save(&bea, &saved, &[("last_name", "")]).await;
    assert!(topbar(&saved).0.contains(&"Bea".to_owned()), "{}", saved.text());
    assert_eq!(file(&ana).await[1], row(["bea@acme.example", "Bea", ""]));
    let audit = ana.get(&format!("/w/acme/users/{id}?tab=activity")).await;
    assert!(audit.shows("edited the details of bea@acme.example"), "{}", audit.text());
}

#[rstest]
#[tokio::test]
async fn a_file_brings_people_with_one_name(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let plan = planned(&app, &ana, FIXTURE, "add").await;
    assert_eq!(counts(&plan), ["0", "2", "0", "0", "0"], "{}", plan.text());
    decide(&app, &ana, &plan, "apply").await;
    assert_eq!(names(&ana, "").await, ["Ada Holm", "Ana Souza", "Suharti"]);
    assert_eq!(counts(&planned(&app, &ana, FIXTURE, "add").await), ["0", "0", "0", "0", "2"]);

    let halves = "E-mail,First name,Last name\n\
        first@b16.example,Budi,\n\
        last@b16.example,,Zaha\n\
        none@b16.example,,\n";
    let plan = planned(&app, &ana, halves, "add").await;
    assert_eq!(counts(&plan), ["1", "2", "0", "0", "0"], "{}", plan.text());
    assert!(rows(&ana, &plan, "wrong").await[0].contains("First name: Enter a first name."));
    decide(&app, &ana, &plan, "apply").await;
    let expected = [
        row(["ada@b16.example", "Ada", "Holm"]),
        row(["ana@acme.example", "Ana", "Souza"]),
        row(["first@b16.example", "Budi", ""]),
        row(["last@b16.example", "Zaha", ""]),
        row(["suharti@b16.example", "Suharti", ""]),
    ];
    assert_eq!(file(&ana).await, expected);
    assert_eq!(counts(&planned(&app, &ana, halves, "add").await), ["1", "0", "0", "0", "2"], "a second time");
    let back = ana.download("/w/acme/users/download?format=csv").await.text();
    assert_eq!(counts(&planned(&app, &ana, &back, "add").await), ["0", "0", "0", "0", "5"], "what was downloaded");

    // One name in place of two, and back.
    let change = planned(&app, &ana, "Name,E-mail\nAda,ada@b16.example\n", "add").await;
    assert!(rows(&ana, &change, "change").await[0].contains("Last name: Holm"), "{}", change.text());
    let changed = decide(&app, &ana, &change, "apply").await;
    assert_eq!(names(&ana, "&q=ada").await, ["Ada"]);
    decide(&app, &ana, &changed, "undo").await;
    assert_eq!(names(&ana, "&q=ada").await, ["Ada Holm"]);
}

#[rstest]
#[tokio::test]
async fn one_name_sorts_before_the_same_name_with_another(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let file = "Name,E-mail\nSuharti Zed,a@b16.example\nSuharti,b@b16.example\nsuhartí ahmad,c@b16.example\n\
        Suhar,d@b16.example\nTia,e@b16.example\n";
    let plan = planned(&app, &ana, file, "add").await;
    decide(&app, &ana, &plan, "apply").await;
    let sorted = ["Ana Souza", "Suhar", "Suharti", "suhartí ahmad", "Suharti Zed", "Tia"];
    assert_eq!(names(&ana, "").await, sorted);
    let plan = planned(&app, &ana, "Last name,E-mail\nSuharti,b@b16.example\n", "add").await;
    assert_eq!(counts(&plan), ["0", "0", "0", "0", "1"], "their only name, in the other column");
}
