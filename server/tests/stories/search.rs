//! Finding people by what one types: plain letters, other signs, copied names, grouped digits.

use crate::import::{decide, planned};
use crate::people::id_of;
use crate::support::{Browser, Kind, Postgres, Sqlite, TestApp};
use domain::db::query;
use rstest::rstest;

const TO_FIND: &str = include_str!("../fixtures/faults/b17-people-to-find.csv");

/// The addresses that the list finds, in the alphabet's order.
async fn found(admin: &Browser, typed: &str) -> Vec<String> {
    let typed: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
    let mut found = admin.get(&format!("/w/acme/users?q={typed}")).await.all("tbody .person-mail");
    found.sort();
    found
}

async fn with_people(kind: Kind) -> (TestApp, Browser) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let more = "pat1@b18.example;Pat;O'Brien;\npat2@b18.example;Pat;O\u{2019}Brien;\n\
                jo@b18.example;Jean\u{2010}Luc;Picard;\nmin@b18.example;美;王;\nada@bücher.example;Ada;Buch;\n";
    let plan = planned(&app, &ana, &format!("{}\n{more}", TO_FIND.trim_end()), "add").await;
    decide(&app, &ana, &plan, "apply").await;
    (app, ana)
}

#[rstest]
#[tokio::test]
async fn people_are_found_by_plain_letters_and_by_their_own(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = with_people(kind).await;
    for (plain, own) in [
        ("lukasz", "Łukasz"),
        ("zolc", "Żółć"),
        ("soren", "Søren"),
        ("aegir", "Ægir"),
        ("dorde", "Đorđe"),
        ("weiss", "Weiß"),
        ("thora", "Þóra"),
    ] {
        let by_plain = found(&ana, plain).await;
        assert!(!by_plain.is_empty(), "{plain}");
        assert_eq!(found(&ana, own).await, by_plain, "{own}");
        assert_eq!(found(&ana, &own.to_uppercase()).await, by_plain, "{own}");
    }
    assert_eq!(found(&ana, "王美").await, Vec::<String>::new(), "each script as it is written");
    assert_eq!(found(&ana, "王").await, ["min@b18.example"]);
    assert_eq!(found(&ana, "wang").await, Vec::<String>::new());
}

#[rstest]
#[tokio::test]
async fn apostrophes_and_hyphens_of_all_kinds_find_each_other(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = with_people(kind).await;
    for typed in ["O'Brien", "O\u{2019}Brien", "O\u{2BC}Brien", "o`brien", "O\u{B4}Brien", "O\u{2032}Brien"] {
        assert_eq!(found(&ana, typed).await, ["ob@b17.example", "pat1@b18.example", "pat2@b18.example"], "{typed}");
    }
    for typed in ["Jean-Luc", "Jean\u{2010}Luc", "Jean\u{2011}Luc", "Jean\u{2013}Luc", "Jean\u{2212}Luc", "jean luc"] {
        assert_eq!(found(&ana, typed).await, ["jo@b18.example", "nb@b17.example"], "{typed}");
    }
}

#[rstest]
#[tokio::test]
async fn copied_names_and_grouped_digits_find_the_person(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = with_people(kind).await;
    for typed in [
        "Picard, Jean-Luc",
        "Jean-Luc Picard <jo@b18.example>",
        "\"Picard, Jean-Luc\" <jo@b18.example>;",
        "<jo@b18.example>",
    ] {
        assert_eq!(found(&ana, typed).await, ["jo@b18.example"], "{typed}");
    }
    for typed in ["ada@bücher.example", "Ada@xn--bcher-kva.example", "<ada@BÜCHER.example>"] {
        assert_eq!(found(&ana, typed).await, ["ada@bücher.example"], "{typed}");
    }
    let page = format!("/w/acme/users/{}/edit", id_of(&ana, "jo@b18.example").await);
    ana.get(&page).await.filled("phone").with("phone", &["+49 30 1234567 ext. 12"]).post(&ana).await;
    for typed in [
        "+49 30 1234567",
        "+49301234567",
        "0049 30 123 45 67",
        "030 1234567",
        "(030) 123-4567",
        "+49 (0)30 / 1234567",
        "30 12 34",
        "jean 030 12 34 56 7",
        "３０１２３４５６７",
    ] {
        assert_eq!(found(&ana, typed).await, ["jo@b18.example"], "{typed}");
    }
    assert_eq!(found(&ana, "030 1234568").await, Vec::<String>::new());
    // The index of an update from before is made anew.
    let mut tx = app.roster.db.write().await.unwrap();
    query("UPDATE members SET search = email, name_key = ''").run(&mut tx).await.unwrap();
    query("DELETE FROM installation WHERE key = 'search terms'").run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    domain::users::reindex_if_due(&app.roster).await.unwrap();
    assert_eq!(found(&ana, "o\u{2019}brien").await, ["ob@b17.example", "pat1@b18.example", "pat2@b18.example"]);
}
