//! Telephone numbers as people write them, through each page and file that takes them.

use crate::import::{decide, planned, rows};
use crate::people::{fact, id_of};
use crate::profile::save;
use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::db::query;
use rstest::rstest;

const SETTINGS: &str = "/w/acme/settings";
const TRUNK_ZERO: &str = include_str!("../fixtures/faults/b14-phone-trunk-zero.csv");

/// Makes this country the workspace's; blank: none.
async fn set_country(admin: &Browser, country: &str) -> Page {
    admin.get(SETTINGS).await.filled("country").with("country", &[country]).post(admin).await
}

async fn edit(admin: &Browser, email: &str, phone: &str) -> Page {
    let page = format!("/w/acme/users/{}/edit", id_of(admin, email).await);
    admin.get(&page).await.filled("phone").with("phone", &[phone]).post(admin).await
}

/// As it is stored.
async fn stored(app: &TestApp, email: &str) -> Option<String> {
    let mut tx = app.roster.db.read().await.unwrap();
    let (phone,): (Option<String>,) =
        query("SELECT phone FROM accounts WHERE email = $1").bind(email.to_owned()).one(&mut tx).await.unwrap();
    phone
}

async fn two(kind: Kind) -> (TestApp, Browser, Browser) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    (app, ana, bea)
}

#[rstest]
#[tokio::test]
async fn national_numbers_are_read_with_the_workspace_s_country(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, bea) = two(kind).await;
    let page = edit(&ana, "bea@acme.example", "(0)30 1234567").await;
    assert!(page.problem("phone").is_some_and(|words| words.contains("with its country")), "{}", page.text());
    let own = save(&bea, &bea.get("/settings/profile").await, &[("phone", "(0)30 1234567")]).await;
    assert!(own.problem("phone").is_some_and(|words| words.contains("with its country")), "{}", own.text());

    let saved = set_country(&ana, "DE").await;
    assert_eq!(saved.attribute("#country option[selected]", "value").as_deref(), Some("DE"));
    for written in ["(0)30 1234567", "030/1234567", "+49 (0)30 1234567", "0049 30 1234567", "tel:+49-30-1234567"] {
        edit(&ana, "bea@acme.example", "").await;
        let page = edit(&ana, "bea@acme.example", written).await;
        assert_eq!(fact(&page, "Phone"), "+49 30 1234567", "{written}");
        assert_eq!(stored(&app, "bea@acme.example").await.as_deref(), Some("+49301234567"), "{written}");
    }
    for written in
        ["(0)30 7654321", "＋４９ ３０ ７６５４３２１", "+49\u{2009}30\u{202f}7654321", "\u{202a}030 7654321\u{202c}"]
    {
        save(&bea, &bea.get("/settings/profile").await, &[("phone", "")]).await;
        let own = save(&bea, &bea.get("/settings/profile").await, &[("phone", written)]).await;
        assert_eq!(own.value("phone").as_deref(), Some("+49 30 7654321"), "{written}");
        assert_eq!(stored(&app, "bea@acme.example").await.as_deref(), Some("+49307654321"), "{written}");
    }
    let events = ana.get("/w/acme/audit?action=workspace.edit").await;
    assert!(events.shows("Germany"), "{}", events.text());
    let forged = set_country(&ana, "QQ").await;
    assert!(forged.problem("country").is_some(), "{}", forged.text());
    assert_eq!(stored(&app, "bea@acme.example").await.as_deref(), Some("+49307654321"));
}

#[rstest]
#[tokio::test]
async fn one_s_own_number_is_of_one_s_own_country(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, bea) = two(kind).await;
    set_country(&ana, "BR").await;
    save(&bea, &bea.get("/settings/profile").await, &[("time_zone", "Europe/Berlin")]).await;
    save(&bea, &bea.get("/settings/profile").await, &[("phone", "030 1234567")]).await;
    assert_eq!(stored(&app, "bea@acme.example").await.as_deref(), Some("+49301234567"));
    edit(&ana, "bea@acme.example", "(11) 98765-4321 ramal 22").await;
    assert_eq!(stored(&app, "bea@acme.example").await.as_deref(), Some("+5511987654321;ext=22"));
    let shown = ana.get(&format!("/w/acme/users/{}", id_of(&ana, "bea@acme.example").await)).await;
    assert_eq!(fact(&shown, "Phone"), "+55 11 98765-4321 ext. 22");
    let file = ana.download("/w/acme/users/download?format=csv&columns=phone").await;
    assert!(file.rows().iter().any(|row| row.contains(&"+5511987654321;ext=22".to_owned())), "{:?}", file.rows());
}

#[rstest]
#[tokio::test]
async fn a_file_with_trunk_zeros_makes_no_wrong_number(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, _) = two(kind).await;
    // Without a country, only the one that does not say its own is left out.
    let plan = planned(&app, &ana, TRUNK_ZERO, "add").await;
    let wrong = rows(&ana, &plan, "wrong").await;
    assert!(wrong.len() == 1 && wrong[0].contains("with its country"), "{wrong:?}");
    set_country(&ana, "DE").await;
    let plan = planned(&app, &ana, TRUNK_ZERO, "add").await;
    decide(&app, &ana, &plan, "apply").await;
    for (email, phone) in [
        ("ada", "+49301234567"),
        ("bo", "+442079460123"),
        ("cy", "+49301234568"),
        ("di", "+15550100199"),
        ("ed", "+15550100198;ext=12"),
        ("fo", "+49301234567"),
    ] {
        assert_eq!(stored(&app, &format!("{email}@b14.example")).await.as_deref(), Some(phone), "{email}");
    }
}

#[rstest]
#[tokio::test]
async fn a_number_that_does_not_exist_is_refused_and_says_so(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, _) = two(kind).await;
    for written in ["+49 12", "+1 555 0100", "+999 123 456 789", "+49 30 123456789012345"] {
        let page = edit(&ana, "bea@acme.example", written).await;
        assert!(page.problem("phone").is_some_and(|words| words.contains("does not exist")), "{written}");
        assert_eq!(page.value("phone").as_deref(), Some(written), "what was typed stays");
    }
    assert_eq!(stored(&app, "bea@acme.example").await, None);
}

#[rstest]
#[tokio::test]
async fn numbers_from_before_take_todays_form_or_stay(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, bea) = two(kind).await;
    member(&app, &ana, "eva@acme.example", "Member").await;
    let mut tx = app.roster.db.write().await.unwrap();
    for (email, phone) in [("bea@acme.example", "+490301234567"), ("eva@acme.example", "+99912345678")] {
        query("UPDATE accounts SET phone = $2 WHERE email = $1").bind(email).bind(phone).run(&mut tx).await.unwrap();
        query("UPDATE members SET phone = $2 WHERE email = $1").bind(email).bind(phone).run(&mut tx).await.unwrap();
    }
    query("DELETE FROM installation WHERE key IN ('phone form', 'workspace countries')").run(&mut tx).await.unwrap();
    query("UPDATE accounts SET time_zone = 'Europe/Lisbon' WHERE email LIKE 'ana@%'").run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    domain::accounts::canonicalise_phones_if_due(&app.roster).await.unwrap();
    domain::workspaces::guess_countries_if_due(&app.roster).await.unwrap();

    assert_eq!(stored(&app, "bea@acme.example").await.as_deref(), Some("+49301234567"));
    let found = ana.get("/w/acme/users?q=4930123&columns=phone").await;
    assert_eq!(found.all("tbody .person-mail"), ["bea@acme.example"]);
    assert!(found.shows("+49 30 1234567"), "{}", found.text());
    let settings = ana.get(SETTINGS).await;
    assert_eq!(settings.attribute("#country option[selected]", "value").as_deref(), Some("PT"), "as the owner's zone");
    // What can't be read stays, and hinders no other change.
    let page = format!("/w/acme/users/{}/edit", id_of(&ana, "eva@acme.example").await);
    let saved = ana.get(&page).await.filled("phone").with("first_name", &["Evita"]).post(&ana).await;
    assert_eq!(fact(&saved, "Phone"), "+99912345678", "{}", saved.text());
    assert!(saved.shows("Evita"), "{}", saved.text());
    let own = save(&bea, &bea.get("/settings/profile").await, &[("first_name", "Beatriz")]).await;
    assert_eq!(own.value("phone").as_deref(), Some("+49 30 1234567"));
}
