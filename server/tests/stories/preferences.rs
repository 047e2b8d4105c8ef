//! Language and theme: painted by the server, signed in or not.

use crate::support::{Kind, PASSWORD, Postgres, Sqlite, TestApp};
use rstest::rstest;

#[rstest]
#[tokio::test]
async fn the_page_is_in_the_language_that_the_browser_asks_for(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    for (asked, tag) in [("pt", "pt-BR"), ("es-MX,en;q=0.5", "es"), ("de,fr", "en"), ("", "en")] {
        let page = app.browser().get_with("/sign-in", "accept-language", asked).await;
        assert_eq!(page.attribute("html", "lang").as_deref(), Some(tag), "{asked}");
    }
}

#[rstest]
#[tokio::test]
async fn a_chosen_language_stays_signed_out_and_signed_in(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let visitor = app.browser();
    let page = visitor.post("/preferences/language", &[("to", "es"), ("next", "/sign-in")]).await;
    assert_eq!((page.path(), page.attribute("html", "lang").as_deref()), ("/sign-in", Some("es")));
    assert_eq!(visitor.post("/preferences/language", &[("to", "tlh"), ("next", "/sign-in")]).await.status, 404);

    ana.post("/preferences/language", &[("to", "pt-BR"), ("next", "/w/acme")]).await;
    let (elsewhere, page) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert_eq!(page.attribute("html", "lang").as_deref(), Some("pt-BR"), "it is on the account");
    drop(elsewhere);
}

#[rstest]
#[tokio::test]
async fn the_first_paint_has_the_right_theme(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let page = ana.get("/w/acme").await;
    assert_eq!(page.attribute("html", "data-follow").as_deref(), Some(""), "at first the system decides");
    assert_eq!(page.attribute("html", "data-theme-dark").as_deref(), Some("midnight"));

    let fields = [
        ("first_name", "Ana"),
        ("last_name", "Souza"),
        ("language", "en"),
        ("version", "1"),
        ("theme", "paper"),
        ("theme", "ember"),
    ];
    let saved = ana.post("/settings/profile", &fields).await;
    assert!(saved.shows("Your profile has been saved."), "{}", saved.text());
    assert_eq!(saved.attribute("html", "data-theme").as_deref(), Some("paper"));
    let look = saved.value("look").unwrap();
    let page = ana.post("/preferences/theme", &[("look", &look), ("next", "/w/acme")]).await;
    assert_eq!(page.attribute("html", "data-theme").as_deref(), Some("ember"));
    let (_, page) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert_eq!(page.attribute("html", "data-theme").as_deref(), Some("ember"), "it is on the account");

    let visitor = app.browser();
    let page = visitor.post("/preferences/theme", &[("look", "aurora:0"), ("next", "/sign-in")]).await;
    assert_eq!(page.attribute("html", "data-theme").as_deref(), Some("aurora"));
    let former = app.browser().get_with("/sign-in", "cookie", "roster-look=aurora:0").await;
    assert_eq!(former.attribute("html", "data-theme").as_deref(), Some("aurora"), "by the cookie's former name");
    let former = app.browser().post("/preferences/look", &[("look", "aurora:0"), ("next", "/sign-in")]).await;
    assert_eq!(former.attribute("html", "data-theme").as_deref(), Some("aurora"), "from a page of before");
    let forged = visitor.get_with("/sign-in", "cookie", "roster-theme=<script>:0").await;
    assert!(forged.attribute("html", "data-follow").is_some() && !forged.body.contains("<script>:0"));
}

#[rstest]
#[tokio::test]
async fn a_third_theme_is_one_too_many_and_a_stale_form_loses_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let base = [("first_name", "Ana Sofia"), ("last_name", "Souza"), ("language", "en"), ("version", "1")];
    let page = ana
        .post(
            "/settings/profile",
            &[&base[..], &[("theme", "paper"), ("theme", "ember"), ("theme", "aurora")]].concat(),
        )
        .await;
    assert_eq!(page.problem("theme").as_deref(), Some("Pick one or two themes."));
    let themed = [&base[..], &[("theme", "paper")]].concat();
    assert!(ana.post("/settings/profile", &themed).await.shows("has been saved"));
    assert!(ana.post("/settings/profile", &themed).await.shows("has been saved"), "sent twice, it is saved once");
    let stale = [&themed[1..], &[("first_name", "Ana Maria")]].concat();
    assert_eq!(ana.post("/settings/profile", &stale).await.status, 409);
    assert!(ana.get("/w/acme/users").await.shows("Ana Sofia Souza"), "the new name shows everywhere");
}
