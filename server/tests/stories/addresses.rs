//! One mailbox is one account, however its address is written.

use crate::support::{Kind, PASSWORD, Postgres, Sqlite, TestApp};
use crate::wizard::{added_up_to_confirm, answer, member};
use crate::{accept, import};
use domain::db::query;
use rstest::rstest;

#[rstest]
#[tokio::test]
async fn both_spellings_of_a_domain_are_one_account(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "ada@bücher.example", "Member").await;
    // As browsers send it from a field for e-mail addresses.
    for written in
        ["ada@xn--bcher-kva.example", "ADA@BÜCHER.example", "ada@bu\u{308}cher.example", "\u{200b}ada@bücher.example"]
    {
        let (_, page) = app.sign_in(written, PASSWORD).await;
        assert_eq!(page.path(), "/w/acme", "{written}: {}", page.text());
        let again = answer(&ana, "", "email", &[("email", written)]).await;
        assert_eq!(again.status, 422, "{written}: {}", again.text());
    }
    let file = "email;first name;last name\nada@xn--bcher-kva.example;Ada;Other\n";
    let plan = import::planned(&app, &ana, file, "add").await;
    assert_eq!(import::counts(&plan), ["0", "0", "0", "1", "0"], "{}", plan.text());
}

#[rstest]
#[tokio::test]
async fn what_shows_as_nothing_makes_no_second_account(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let draft = added_up_to_confirm(&ana, "\u{200b}eve@b12.example\u{feff}", PASSWORD, "Member").await;
    answer(&ana, &draft, "confirm", &[]).await;
    let list = ana.get("/w/acme/users?q=eve").await;
    assert!(list.body.contains("eve@b12.example") && !list.body.contains('\u{200b}'), "{}", list.text());
    let within = answer(&ana, "", "email", &[("email", "e\u{200b}ve@b12.example")]).await;
    assert_eq!(within.status, 422, "{}", within.text());
    let (_, page) = app.sign_in("eve@b12.example", PASSWORD).await;
    assert_eq!(page.path(), "/choose-password");
}

#[rstest]
#[tokio::test]
async fn mails_go_to_the_domain_in_ascii(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    app.mail_in_ascii();
    accept::invite(&ana, "bo@żółw.example").await;
    let to: Vec<String> = app.mails().await.iter().map(|mail| mail["headers"]["to"].to_string()).collect();
    assert!(to.iter().any(|to| to.contains("bo@xn--w-uga1v8h.example")), "{to:?}");
}

#[rstest]
#[tokio::test]
async fn invitation_that_no_mail_can_carry_says_why(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    app.mail_in_ascii();
    accept::invite(&ana, "zoë@acme.example").await;
    assert!(app.mails().await.is_empty());
    let list = ana.get("/w/acme/invitations").await;
    assert!(list.shows("Not delivered") && list.shows("SMTPUTF8"), "{}", list.text());
}

/// The address and the key of each account that has one of these domains.
async fn stored(app: &TestApp) -> Vec<(String, String)> {
    let mut tx = app.roster.db.read().await.unwrap();
    query("SELECT email, email_key FROM accounts WHERE email LIKE '%example' AND email NOT LIKE 'ana@%' ORDER BY email_key")
        .all(&mut tx)
        .await
        .unwrap()
}

#[rstest]
#[tokio::test]
async fn addresses_from_before_take_todays_form_and_collisions_are_named(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for email in ["ada@b1.example", "bo@b2.example", "cy@b3.example"] {
        member(&app, &ana, email, "Member").await;
    }
    let mut tx = app.roster.db.write().await.unwrap();
    for (before, email, key) in [
        ("ada@b1.example", "ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
        ("bo@b2.example", "bo@XN--w-uga1v8h.Example", "bo@xn--w-uga1v8h.example"),
        ("cy@b3.example", "Ada@Bücher.Example", "ada@bücher.example"),
    ] {
        query("UPDATE accounts SET email = $2, email_key = $3 WHERE email_key = $1")
            .bind(before)
            .bind(email)
            .bind(key)
            .run(&mut tx)
            .await
            .unwrap();
    }
    query("DELETE FROM installation WHERE key = 'address form'").run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    domain::accounts::canonicalise_addresses_if_due(&app.roster).await.unwrap();

    let pair = |email: &str, key: &str| (email.to_owned(), key.to_owned());
    let mut expected = vec![
        pair("ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
        pair("Ada@bücher.example", "ada@bücher.example"),
        pair("bo@żółw.example", "bo@żółw.example"),
    ];
    let (mut found, by_key) = (stored(&app).await, |pair: &(String, String)| pair.1.clone());
    expected.sort_by_key(by_key);
    found.sort_by_key(by_key);
    assert_eq!(found, expected);
    let (_, page) = app.sign_in("bo@xn--w-uga1v8h.example", PASSWORD).await;
    assert_eq!(page.path(), "/w/acme");
    let list = ana.get("/w/acme/users?q=%C5%BC%C3%B3%C5%82w").await;
    assert!(list.body.contains("bo@żółw.example"), "{}", list.text());
    let named = app.command(&["account", "collisions"]).await.unwrap();
    assert!(named.contains("ada@xn--bcher-kva.example") && named.contains("Ada@bücher.example"), "{named}");
    assert!(named.contains("1 in all"), "{named}");
    // What is done is not done again.
    domain::accounts::canonicalise_addresses_if_due(&app.roster).await.unwrap();
    assert_eq!(stored(&app).await.len(), 3);
}
