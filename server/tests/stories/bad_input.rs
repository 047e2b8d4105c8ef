//! What people and programs send that can't be taken: a clear error at its field, and nothing changed.

use crate::support::{Kind, Postgres, Sqlite, TestApp};
use crate::wizard::{NEW, answer, named};
use rstest::rstest;

#[rstest]
#[tokio::test]
async fn every_field_of_the_wizard_says_what_is_wrong(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let long = "x".repeat(10_000);
    for (email, words) in [
        ("", "Enter an e-mail address."),
        (long.as_str(), "254 characters at most."),
        ("bea\u{7}@acme.example", "can't be seen"),
        ("<script>alert(1)</script>", "an address like"),
        ("bea", "an address like"),
    ] {
        let page = answer(&ana, "", "email", &[("email", email)]).await;
        assert_eq!(page.status, 422, "{email:.30}");
        assert!(page.problem("email").unwrap().contains(words), "{email:.30}: {:?}", page.problem("email"));
    }
    let draft = answer(&ana, "", "email", &[("email", "bea@acme.example")]).await.query("draft");
    for (name, words) in
        [("", "Enter a first name."), (long.as_str(), "200 characters at most."), ("a\u{202e}b", "can't be seen")]
    {
        let page = answer(&ana, &draft, "name", &[("first_name", name), ("last_name", "Lima")]).await;
        assert!(page.problem("first_name").unwrap().contains(words), "{name:.30}");
        assert_eq!(page.problem("last_name"), None);
        assert_eq!(page.value("last_name").as_deref(), Some("Lima"), "what was typed stays");
    }
    answer(&ana, &draft, "name", &[("first_name", "Bea"), ("last_name", "Lima")]).await;
    let page = answer(&ana, &draft, "how", &[("how", "by magic")]).await;
    assert_eq!(page.problem("how").as_deref(), Some("Choose one of the values on offer."));
    answer(&ana, &draft, "how", &[("how", "add")]).await;
    for (password, confirm, field, words) in [
        ("", "", "password", "Enter a password."),
        ("short", "short", "password", "12 characters or more."),
        (long.as_str(), long.as_str(), "password", "256 characters at most."),
        ("quiet otters vote late", "quiet otters", "confirm_password", "not the same"),
        ("bea@acme.example", "bea@acme.example", "password", "name or e-mail"),
    ] {
        let page = answer(&ana, &draft, "password", &[("password", password), ("confirm_password", confirm)]).await;
        assert!(page.problem(field).unwrap().contains(words), "{password:.30}: {:?}", page.problem(field));
        assert_eq!(
            (page.value("password"), page.value("confirm_password")),
            (None, None),
            "a password is not sent back"
        );
    }
    assert!(ana.get("/w/acme/users").await.shows("Users 1"), "nothing has changed");
}

#[rstest]
#[tokio::test]
async fn names_in_any_script_are_shown_as_typed_and_mean_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    for (n, (first, last)) in [
        ("محمد", "العلي"),
        ("👩‍🚀", "🦊"),
        ("<img src=x onerror=alert(1)>", "\"'&</title><script>"),
        ("王", "伟"),
        ("{name}", "{{x}}"),
    ]
    .into_iter()
    .enumerate()
    {
        let draft = named(&ana, &format!("user{n}@acme.example"), first, last).await;
        answer(&ana, &draft, "how", &[("how", "add")]).await;
        let page = answer(&ana, &draft, "password", &[("source", "generate"), ("temporary", "on")]).await;
        let role = page.attribute("input[name=role]", "value").unwrap();
        answer(&ana, &draft, "role", &[("role", &role)]).await;
        let done = answer(&ana, &draft, "confirm", &[]).await;
        assert!(done.shows(&format!("{first} {last} was added")), "{}", done.text());
        let account = ana.get(&done.attribute("form.wizard", "action").unwrap()).await;
        assert_eq!(account.all(".panel .user-card-name"), [format!("{first} {last}")], "{}", account.path());
        for page in [done, account] {
            assert!(!page.body.contains("<img src=x") && !page.body.contains("</title><script>"), "inert");
        }
    }
}

#[rstest]
#[tokio::test]
async fn extra_fields_set_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let draft = crate::wizard::added_up_to_confirm(&ana, "bea@acme.example", "chosen by the admin", "Member").await;
    let extra = [
        ("super_user", "true"),
        ("role", "super-user"),
        ("workspace_id", "x"),
        ("status", "suspended"),
        ("how", "invite"),
    ];
    answer(&ana, &draft, "confirm", &extra).await;
    let (bea, page) = app.sign_in("bea@acme.example", "chosen by the admin").await;
    assert_eq!(page.path(), "/choose-password");
    drop(bea);
    assert_eq!(ana.get("/w/acme/users?role=super-user").await.all("tbody tr").len(), 1);
}

#[rstest]
#[tokio::test]
async fn a_form_that_is_too_large_is_refused(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let page = ana.post(NEW, &[("step", "email"), ("email", &"x".repeat(100_000))]).await;
    assert_eq!(page.status, 413);
    let page = ana.post(NEW, &[("step", "email"), ("email", &"x".repeat(2_000_000))]).await;
    assert_eq!(page.status, 413);
}

#[rstest]
#[tokio::test]
async fn junk_for_ids_is_not_found(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    for path in [
        "/w/acme/users/junk",
        "/w/acme/users/01890a5d-ac96-774b-bcce-b302099a8057",
        "/nothing",
        "/w/acme/nothing",
        "/w/%00/users",
        "/w/acme/users/new?draft=01890a5d-ac96-774b-bcce-b302099a8057",
    ] {
        assert_eq!(ana.get(path).await.status, 404, "{path}");
    }
    assert_eq!(ana.post("/w/acme/invitations", &[("id", "junk"), ("go", "revoke")]).await.status, 404);
    assert_eq!(ana.post("/nothing", &[]).await.status, 404);
}

#[rstest]
#[tokio::test]
async fn an_address_that_would_be_mailed_otherwise_than_it_is_compared_is_refused(
    #[values(Sqlite, Postgres)] kind: Kind,
) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for (typed, plain) in [("ſam@acme.example", "s"), ("ｓam@acme.example", "s"), ("o\u{FB03}ce@acme.example", "ffi")]
    {
        let page = answer(&ana, "", "email", &[("email", typed)]).await;
        assert_eq!(page.status, 422, "{typed}");
        assert!(page.problem("email").unwrap().contains(&format!("“{plain}”")), "{:?}", page.problem("email"));
        let page = ana.post("/settings/security", &[("action", "email"), ("email", typed)]).await;
        assert_eq!(page.status, 422, "{typed}, as one's own");
    }
    for nothing in ["\u{200B}", "\u{3164}\u{3164}", "\u{2800}"] {
        let draft = answer(&ana, "", "email", &[("email", "eve@acme.example")]).await.query("draft");
        let page = answer(&ana, &draft, "name", &[("first_name", nothing), ("last_name", "Lima")]).await;
        assert!(page.problem("first_name").unwrap().contains("can't be seen"), "{nothing:?}");
    }
    let named = [("first_name", "Eve"), ("last_name", "Lima")];
    let draft = answer(&ana, "", "email", &[("email", "Jose\u{301}@acme.example")]).await.query("draft");
    answer(&ana, &draft, "name", &named).await;
    let page = answer(&ana, &draft, "how", &[("how", "invite")]).await;
    answer(&ana, &draft, "role", &[("role", &crate::wizard::role(&page, "Viewer"))]).await;
    answer(&ana, &draft, "confirm", &[]).await;
    let mails = app.mails().await;
    assert!(mails.last().unwrap()["to"].to_string().contains("José@acme.example"), "mailed as it is stored: composed");
}
