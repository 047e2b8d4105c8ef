//! What splits the columns of a CSV: what the reader's spreadsheet expects, or what they chose.

use crate::import::{counts, planned};
use crate::support::{Browser, Kind, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use rstest::rstest;

const USERS: &str = "/w/acme/users/download?format=csv";

/// What stands after the first column of the header.
async fn split_by(browser: &Browser, address: &str) -> char {
    let file = browser.download(address).await;
    assert_eq!(file.status, 200, "{address}");
    let first = file.text().lines().next().unwrap().to_owned();
    first.chars().find(|c| matches!(c, ',' | ';' | '\t')).unwrap_or_else(|| panic!("{address}: {first}"))
}

async fn read_in(browser: &Browser, language: &str) {
    browser.post("/preferences/language", &[("to", language), ("next", "/")]).await;
}

#[rstest]
#[tokio::test]
async fn each_language_gets_what_its_spreadsheet_expects(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let plan = planned(&app, &ana, "E-mail,First name\nnobody,No\n", "add").await;
    let rejected = plan.attribute("a[href*='/rejected']", "href").unwrap();
    let links = format!("{}/links?format=csv", plan.path().split('?').next().unwrap());
    let files =
        [USERS, "/w/acme/audit/download?format=csv", "/w/acme/users/import/sample?format=csv", &rejected, &links];
    for (language, expected) in [("en", ','), ("pt-BR", ';'), ("es", ';')] {
        read_in(&ana, language).await;
        for file in files {
            assert_eq!(split_by(&ana, file).await, expected, "{language}: {file}");
        }
    }
}

#[rstest]
#[tokio::test]
async fn the_menu_offers_a_choice_that_is_remembered(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    read_in(&ana, "es").await;
    let list = ana.get("/w/acme/users").await;
    let choices = ".menu-choices[action='/preferences/csv'] button";
    assert_eq!(list.all(choices), ["Coma (,)", "Punto y coma (;)", "Tabulador"]);
    let pressed = format!("{choices}[aria-pressed=true]");
    assert_eq!(list.attribute(&pressed, "value").as_deref(), Some("semicolon"));
    let next = list.attribute(".menu-choices[action='/preferences/csv'] input", "value").unwrap();
    assert_eq!(next, "/w/acme/users");

    let list = ana.post("/preferences/csv", &[("separator", "tab"), ("next", &next)]).await;
    assert_eq!(list.path(), "/w/acme/users");
    assert_eq!(list.attribute(&pressed, "value").as_deref(), Some("tab"));
    let link = list.attribute("a[href*='format=csv']", "href").unwrap();
    assert_eq!(split_by(&ana, &link).await, '\t');
    assert_eq!(split_by(&ana, USERS).await, '\t', "without a parameter");
    assert_eq!(split_by(&ana, "/w/acme/users/import/sample?format=csv").await, '\t', "other files too");
    read_in(&ana, "en").await;
    assert_eq!(split_by(&ana, USERS).await, '\t', "in another language");
    assert_eq!(split_by(&ana, &format!("{USERS}&separator=semicolon")).await, ';', "an address says it itself");
    assert_eq!(split_by(&ana, USERS).await, '\t', "once");

    let wrong = ana.post("/preferences/csv", &[("separator", "pipe"), ("next", "/")]).await;
    assert_eq!(wrong.status, 404);
    assert_eq!(ana.get(&format!("{USERS}&separator=pipe")).await.status, 422);
    let (elsewhere, _) = app.sign_in("ana@acme.example", crate::support::PASSWORD).await;
    assert_eq!(split_by(&elsewhere, USERS).await, ',', "another machine has another spreadsheet");
}

#[rstest]
#[tokio::test]
async fn a_file_split_by_any_of_them_is_imported_as_unchanged(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    let tricky = "E-mail,First name,Last name,Job title\n\
        x@acme.example,\"Souza; Xi, Dr.\",\"a, =b\",\"Head; of, all\"\n";
    let plan = planned(&app, &ana, tricky, "add").await;
    crate::import::decide(&app, &ana, &plan, "apply").await;
    for separator in ["comma", "semicolon", "tab"] {
        let address = format!("{USERS}&columns=role,job_title&separator={separator}");
        let file = ana.download(&address).await;
        let rows = file.rows();
        assert!(rows.iter().any(|row| row[1] == "Souza; Xi, Dr." && row[2] == "a, =b"), "{separator}: {rows:?}");
        let plan = planned(&app, &ana, &file.text(), "add").await;
        assert_eq!(counts(&plan), ["0", "0", "0", "0", "3"], "{separator}: {}", plan.text());
    }
}
