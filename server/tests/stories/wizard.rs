//! The add-user wizard, as plain forms.

use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use rstest::rstest;
use std::time::Duration;

pub const NEW: &str = "/w/acme/users/new";

/// Answers steps one after the other; each page brings the draft for the next.
pub async fn answer(browser: &Browser, draft: &str, step: &str, fields: &[(&str, &str)]) -> Page {
    let mut form = vec![("step", step), ("draft", draft)];
    form.extend_from_slice(fields);
    browser.post(NEW, &form).await
}

/// Up to the question how to add; answers the draft.
pub async fn named(browser: &Browser, email: &str, first: &str, last: &str) -> String {
    let page = answer(browser, "", "email", &[("email", email)]).await;
    let draft = page.query("draft");
    assert_eq!(page.query("step"), "name", "{}", page.text());
    let page = answer(browser, &draft, "name", &[("first_name", first), ("last_name", last)]).await;
    assert_eq!(page.query("step"), "how", "{}", page.text());
    draft
}

/// The value of the role with this name on the role step.
pub fn role(page: &Page, name: &str) -> String {
    let (before, _) = page.body.split_once(&format!("-label\">{name}")).unwrap_or_else(|| panic!("{}", page.text()));
    let (_, id) = before.rsplit_once('"').unwrap();
    id.split_once('-').unwrap().1.to_owned()
}

/// Everything up to the confirm step, adding at once with a password that is chosen.
pub async fn added_up_to_confirm(browser: &Browser, email: &str, password: &str, role_name: &str) -> String {
    let draft = named(browser, email, "Bea", "Lima").await;
    answer(browser, &draft, "how", &[("how", "add")]).await;
    let page = answer(
        browser,
        &draft,
        "password",
        &[("password", password), ("confirm_password", password), ("temporary", "on")],
    )
    .await;
    assert_eq!(page.query("step"), "role", "{}", page.text());
    let page = answer(browser, &draft, "role", &[("role", &role(&page, role_name))]).await;
    assert_eq!(page.query("step"), "confirm", "{}", page.text());
    draft
}

/// Adds a person at once and lets them choose their own password.
pub async fn member(app: &TestApp, admin: &Browser, email: &str, role_name: &str) -> Browser {
    let draft = added_up_to_confirm(admin, email, "a password by the admin", role_name).await;
    answer(admin, &draft, "confirm", &[]).await;
    let (browser, _) = app.sign_in(email, "a password by the admin").await;
    let page = browser.post("/choose-password", &[("password", PASSWORD), ("confirm_password", PASSWORD)]).await;
    assert_eq!(page.path(), "/w/acme");
    browser
}

#[rstest]
#[tokio::test]
async fn a_person_added_at_once_signs_in_and_must_choose_a_password(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let draft = added_up_to_confirm(&ana, "bea@acme.example", "chosen by the admin", "Viewer").await;
    let confirm = ana.get(&format!("{NEW}?draft={draft}&step=confirm")).await;
    assert!(
        confirm.shows("Bea Lima (bea@acme.example) becomes a user of Acme Research at once, as Viewer."),
        "{}",
        confirm.text()
    );
    let done = answer(&ana, &draft, "confirm", &[]).await;
    assert!(done.path().starts_with("/w/acme/users/") && done.shows("Bea Lima was added"), "{}", done.text());

    let (bea, page) = app.sign_in("bea@acme.example", "chosen by the admin").await;
    assert_eq!(page.path(), "/choose-password");
    assert_eq!(bea.get("/w/acme/users").await.path(), "/choose-password", "nothing else is open");
    let same = bea
        .post("/choose-password", &[("password", "chosen by the admin"), ("confirm_password", "chosen by the admin")])
        .await;
    assert!(same.problem("password").unwrap().contains("the password you have now"));
    let page = bea.post("/choose-password", &[("password", PASSWORD), ("confirm_password", PASSWORD)]).await;
    assert_eq!(page.path(), "/w/acme");
    assert_eq!(app.sign_in("bea@acme.example", "chosen by the admin").await.1.status, 422);
    assert_eq!(app.sign_in("bea@acme.example", PASSWORD).await.1.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn a_temporary_password_expires_unused(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let draft = added_up_to_confirm(&ana, "bea@acme.example", "chosen by the admin", "Member").await;
    answer(&ana, &draft, "confirm", &[]).await;
    app.advance(Duration::from_hours(72));
    let (_, page) = app.sign_in("bea@acme.example", "chosen by the admin").await;
    assert!(page.form_problem().unwrap().contains("temporary and has expired"));
}

#[rstest]
#[tokio::test]
async fn unticking_temporary_lets_the_password_stay(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let draft = named(&ana, "bea@acme.example", "Bea", "Lima").await;
    answer(&ana, &draft, "how", &[("how", "add")]).await;
    let page = answer(
        &ana,
        &draft,
        "password",
        &[("password", "chosen by the admin"), ("confirm_password", "chosen by the admin")],
    )
    .await;
    answer(&ana, &draft, "role", &[("role", &role(&page, "Member"))]).await;
    answer(&ana, &draft, "confirm", &[]).await;
    assert_eq!(app.sign_in("bea@acme.example", "chosen by the admin").await.1.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn a_generated_password_is_shown_once_when_the_person_is_there(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let draft = generated_up_to_confirm(&ana, "bea@acme.example").await;
    let confirm = ana.get(&format!("{NEW}?draft={draft}&step=confirm")).await;
    assert!(confirm.shows("A password is generated and shown once") && confirm.all(".copy-field").is_empty());
    let done = answer(&ana, &draft, "confirm", &[]).await;
    assert!(done.shows("Bea Lima was added"), "{}", done.text());
    let password = done.attribute(".copy-field input", "value").expect("the password");
    assert!(password.len() >= 20, "{password}");
    assert!(done.shows("bea@acme.example") && done.shows(&format!("{}/sign-in", app.url)), "{}", done.text());
    assert!(done.attribute(".wizard input[type=checkbox]", "required").is_some(), "nobody goes on without it");
    assert_eq!(app.sign_in("bea@acme.example", &password).await.1.path(), "/choose-password");

    // Sent again, loaded again: what was made, and no password that works nowhere.
    for page in [answer(&ana, &draft, "confirm", &[]).await, ana.get(&format!("{NEW}?draft={draft}")).await] {
        assert!(page.shows("Bea Lima was added") && page.shows("can’t be shown again"), "{}", page.text());
        assert!(page.all(".copy-field").is_empty() && !page.body.contains(&password));
    }
    for table in [
        "SELECT entered FROM drafts",
        "SELECT COALESCE(outcome, '') FROM drafts",
        "SELECT COALESCE(after, '') FROM audit_events",
    ] {
        let mut tx = app.roster.db.read().await.unwrap();
        let rows: Vec<(String,)> = domain::db::query(table).all(&mut tx).await.unwrap();
        assert!(rows.iter().all(|(text,)| !text.contains(&password)), "{table}");
    }
}

async fn generated_up_to_confirm(browser: &Browser, email: &str) -> String {
    let draft = named(browser, email, "Bea", "Lima").await;
    answer(browser, &draft, "how", &[("how", "add")]).await;
    let page = answer(browser, &draft, "password", &[("source", "generate"), ("temporary", "on")]).await;
    assert!(page.all(".copy-field").is_empty(), "nothing is handed over for nobody");
    let page = answer(browser, &draft, "role", &[("role", &role(&page, "Member"))]).await;
    assert_eq!(page.all(".step-value").last().map(String::as_str), Some("Member"), "the rail says the role");
    draft
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_confirm_at_once_one_is_shown_the_password(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let draft = generated_up_to_confirm(&ana, "bea@acme.example").await;
    let submits: Vec<_> = (0..8)
        .map(|_| {
            let (ana, draft) = (ana.clone(), draft.clone());
            tokio::spawn(async move { answer(&ana, &draft, "confirm", &[]).await })
        })
        .collect();
    let mut shown = Vec::new();
    for submit in submits {
        let page = submit.await.unwrap();
        assert!(page.shows("Bea Lima was added"), "{}", page.text());
        shown.extend(page.attribute(".copy-field input", "value"));
    }
    assert_eq!(shown.len(), 1);
    assert_eq!(app.sign_in("bea@acme.example", &shown[0]).await.1.path(), "/choose-password");
}

#[rstest]
#[tokio::test]
async fn a_generated_password_is_not_made_for_an_account_that_is_there(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let plan = domain::seed::Plan { members: 1, seed: 1, slug: "other".into(), name: "Other".into() };
    let other = domain::seed::seed(&app.roster, &plan).await.unwrap();
    let draft = generated_up_to_confirm(&ana, &other.email).await;
    let done = answer(&ana, &draft, "confirm", &[]).await;
    assert!(done.shows("had an account already"), "{}", done.text());
    assert!(done.all(".copy-field").is_empty() && !done.shows("can’t be shown again"), "{}", done.text());
}

#[rstest]
#[tokio::test]
async fn abandoned_drafts_are_offered_to_their_owner(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let max = member(&app, &ana, "max@acme.example", "Manager").await;
    assert!(!ana.get(NEW).await.shows("You were adding"));
    let draft = named(&ana, "bea@acme.example", "Bea", "Lima").await;
    let first = ana.get(NEW).await;
    assert!(first.shows("You were adding Bea Lima (bea@acme.example)."), "{}", first.text());
    let on = first.attribute(".notice-actions a", "href").unwrap();
    assert_eq!(on, format!("{NEW}?draft={draft}"));
    assert!(ana.get(&on).await.shows("How should they be added?"));
    assert!(!max.get(NEW).await.shows("You were adding"), "it is hers alone");
    assert_eq!(max.post(NEW, &[("discard", &draft)]).await.status, 200);
    assert!(ana.get(NEW).await.shows("You were adding"), "and hers to throw away");
    assert!(!ana.post(NEW, &[("discard", &draft)]).await.shows("You were adding"));
    assert_eq!(ana.get(&on).await.status, 404);
    // One that was carried out is not left, and one from yesterday is gone.
    let draft = added_up_to_confirm(&ana, "bea@acme.example", "chosen by the admin", "Viewer").await;
    answer(&ana, &draft, "confirm", &[]).await;
    assert!(!ana.get(NEW).await.shows("You were adding"));
}

#[rstest]
#[tokio::test]
async fn several_are_invited_at_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    crate::accept::invite(&ana, "caio@acme.example").await;
    let form = ana.get(&format!("{NEW}?several=1")).await;
    assert_eq!(form.all(".step-label"), ["E-mail", "Role", "Confirm"]);
    let typed = "bea@acme.example, nobody; ana@acme.example\nCaio Reis <caio@acme.example>";
    let form = form.filled("emails");
    let page = form.clone().with("emails", &[typed]).post(&ana).await;
    assert_eq!(page.status, 422);
    let mut wrong = page.all(".wizard-wrong li");
    wrong.sort();
    assert_eq!(wrong.len(), 3, "{wrong:?}");
    assert!(wrong[0].starts_with("ana@acme.example: ") && wrong[0].contains("already"), "{wrong:?}");
    assert!(wrong[1].starts_with("caio@acme.example: ") && wrong[2].starts_with("nobody: "), "{wrong:?}");
    assert!(page.all("textarea")[0].contains("nobody; ana@acme.example"), "what was typed stays");
    let many: String = (0..51).map(|n| format!("p{n}@acme.example\n")).collect();
    let page = form.clone().with("emails", &[&many]).post(&ana).await;
    assert_eq!(page.problem("emails").as_deref(), Some("Enter up to 50 addresses at a time."));

    let typed = "bea@acme.example, dora@acme.example BEA@acme.example\r\neva@acme.example";
    let page = form.with("emails", &[typed]).post(&ana).await;
    let draft = page.query("draft");
    assert_eq!(page.query("step"), "role", "{}", page.text());
    let page = answer(&ana, &draft, "role", &[("role", &role(&page, "Viewer"))]).await;
    assert!(page.shows("3 people get an e-mail with a link to join Acme Research as Viewer."), "{}", page.text());
    // One of them is invited by someone else in the meantime.
    crate::accept::invite(&ana, "dora@acme.example").await;
    let done = answer(&ana, &draft, "confirm", &[]).await;
    assert!(done.shows("2 people were invited."), "{}", done.text());
    assert_eq!(done.all(".wizard-people li"), ["bea@acme.example", "eva@acme.example"]);
    assert!(done.shows("dora@acme.example: "), "{}", done.text());
    let again = answer(&ana, &draft, "confirm", &[]).await;
    assert!(again.shows("2 people were invited."), "{}", again.text());
    assert_eq!(ana.get("/w/acme/invitations").await.all("tbody tr").len(), 4);
    let mails = app.mails().await;
    let to_bea: Vec<_> = mails.iter().filter(|mail| mail["to"].to_string().contains("bea@")).collect();
    assert_eq!(to_bea.len(), 1);
    assert!(to_bea[0]["text"].as_str().unwrap().contains("bea@acme.example"), "greeted by the address");
    let link = app.mailed_link_to("bea@acme.example").await;
    assert_eq!(crate::accept::accept(&app.browser(), &link).await.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn several_need_the_right_to_invite_and_links_are_there_without_mail(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    let ana = app.set_up().await;
    crate::roles::add(&ana, "Adder", &["users:read", "users:write"]).await;
    let adder = member(&app, &ana, "max@acme.example", "Adder").await;
    assert!(adder.get(NEW).await.attribute("a[href$='several=1']", "href").is_none());
    assert_eq!(answer(&adder, "", "email", &[("emails", "bea@acme.example")]).await.status, 403);
    let page = answer(&ana, "", "email", &[("emails", "bea@acme.example,eva@acme.example")]).await;
    let draft = page.query("draft");
    answer(&ana, &draft, "role", &[("role", &role(&page, "Viewer"))]).await;
    let done = answer(&ana, &draft, "confirm", &[]).await;
    let links = done.attributes(".copy-field input", "value");
    assert_eq!(links.len(), 2, "{}", done.text());
    for link in links {
        assert!(app.browser().get(link.strip_prefix(&app.url).unwrap()).await.shows("Join Acme Research"));
    }
}

#[rstest]
#[tokio::test]
async fn from_the_invitations_the_way_is_chosen_already(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let there = ana.get("/w/acme/invitations").await.attribute(".page-actions a", "href").unwrap();
    let first = ana.get(&there).await.filled("email").with("email", &["bea@acme.example"]).post(&ana).await;
    let draft = first.query("draft");
    let how = answer(&ana, &draft, "name", &[("first_name", "Bea"), ("last_name", "Lima")]).await;
    assert_eq!(how.attribute("input[name=how][checked]", "value").as_deref(), Some("invite"));
}

#[rstest]
#[tokio::test]
async fn the_default_role_is_chosen_at_first_where_the_reader_can_give_it(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    crate::roles::add(&ana, "Desk", &["users:write"]).await;
    let desk = member(&app, &ana, "desk@acme.example", "Desk").await;
    let asked = async |browser: &Browser, email: &str| {
        let draft = named(browser, email, "Bea", "Lima").await;
        answer(browser, &draft, "how", &[("how", "add")]).await;
        let page = answer(browser, &draft, "password", &[("source", "generate"), ("temporary", "on")]).await;
        (draft, page)
    };
    let chosen = |page: &Page| page.attribute("input[name=role][checked]", "value");
    let (_, page) = asked(&ana, "bea@acme.example").await;
    assert_eq!(chosen(&page), Some(role(&page, "Member")));
    let (_, page) = asked(&desk, "caio@acme.example").await;
    assert_eq!(chosen(&page), Some(role(&page, "Member")));
    assert!(page.all("#role-hint").is_empty(), "{}", page.text());

    let mut tx = app.roster.db.write().await.unwrap();
    let manager = "UPDATE workspaces SET default_role = (SELECT id FROM roles WHERE builtin = 'manager')";
    domain::db::query(manager).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let (_, page) = asked(&ana, "dora@acme.example").await;
    assert_eq!(chosen(&page), Some(role(&page, "Manager")));
    let (draft, page) = asked(&desk, "eva@acme.example").await;
    assert_eq!(chosen(&page), None, "it is not theirs to give");
    assert_eq!(page.all("#role-hint"), ["Choose a role"], "{}", page.text());
    let refused = answer(&desk, &draft, "role", &[]).await;
    assert_eq!(refused.problem("role").as_deref(), Some("Choose a role."));

    let file = desk.upload("/w/acme/users/import", "people.csv", b"email,name\nx@acme.example,X Y\n").await;
    assert_eq!(file.all("#role option")[0], "Choose a role");
    assert_eq!(file.attribute("#role option[selected]", "value"), None, "so the first one shows");
    let columns = [("column-0", "email"), ("column-1", "full_name"), ("how", "add"), ("role", ""), ("go", "map")];
    let refused = desk.post(file.path(), &columns).await;
    assert_eq!(refused.problem("role").as_deref(), Some("Choose a role."), "{}", refused.text());
}

#[rstest]
#[tokio::test]
async fn back_keeps_everything_but_the_password(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let draft = added_up_to_confirm(&ana, "bea@acme.example", "chosen by the admin", "Viewer").await;
    let role_page = answer(&ana, &draft, "confirm", &[("go", "back")]).await;
    assert_eq!(role_page.query("step"), "role");
    assert!(role_page.attribute("input[name=role][checked]", "value").is_some(), "the role is still chosen");
    let password = answer(&ana, &draft, "role", &[("go", "back")]).await;
    assert_eq!(password.query("step"), "password");
    assert_eq!(password.value("password"), None);
    let skipped = answer(&ana, &draft, "password", &[("temporary", "on")]).await;
    assert_eq!(skipped.problem("password").as_deref(), Some("Enter a password."), "the password is gone");
    let how = answer(&ana, &draft, "password", &[("go", "back")]).await;
    assert_eq!(how.attribute("input[name=how][checked]", "value").as_deref(), Some("add"));
    let name = answer(&ana, &draft, "how", &[("go", "back")]).await;
    assert_eq!((name.value("first_name").as_deref(), name.value("last_name").as_deref()), (Some("Bea"), Some("Lima")));
    let email = answer(&ana, &draft, "name", &[("go", "back")]).await;
    assert_eq!(email.value("email").as_deref(), Some("bea@acme.example"));
}

#[rstest]
#[tokio::test]
async fn wizard_steps_can_not_be_skipped(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let draft = named(&ana, "bea@acme.example", "Bea", "Lima").await;
    let page = ana.get(&format!("{NEW}?draft={draft}&step=confirm")).await;
    assert!(page.shows("How should they be added?"), "{}", page.text());
    assert_eq!(answer(&ana, &draft, "confirm", &[]).await.status, 409);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_double_submit_makes_one_user(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let draft = added_up_to_confirm(&ana, "bea@acme.example", "chosen by the admin", "Viewer").await;
    let submits: Vec<_> = (0..10)
        .map(|_| {
            let (ana, draft) = (ana.clone(), draft.clone());
            tokio::spawn(async move { answer(&ana, &draft, "confirm", &[]).await.path().to_owned() })
        })
        .collect();
    let mut led = Vec::new();
    for submit in submits {
        led.push(submit.await.unwrap());
    }
    led.dedup();
    assert_eq!(led.len(), 1, "all lead to the same user: {led:?}");
    let mut tx = app.roster.db.read().await.unwrap();
    let (members,): (i64,) = domain::db::query("SELECT COUNT(*) FROM members").one(&mut tx).await.unwrap();
    assert_eq!(members, 2);
    assert!(ana.get("/w/acme/users").await.shows("Users 2"), "and is counted once");
}

#[rstest]
#[tokio::test]
async fn wizard_refuses_members_at_the_first_step(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    for spelled in ["ana@acme.example", "ANA@ACME.EXAMPLE"] {
        let page = answer(&ana, "", "email", &[("email", spelled)]).await;
        assert_eq!(page.status, 422);
        assert!(page.problem("email").unwrap().contains("a user of this workspace already"));
        assert_eq!(page.value("email").as_deref(), Some(spelled));
    }
}

#[rstest]
#[tokio::test]
async fn an_account_of_another_workspace_joins_with_its_own_name_and_password(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let plan = domain::seed::Plan { members: 1, seed: 1, slug: "other".into(), name: "Other".into() };
    let other = domain::seed::seed(&app.roster, &plan).await.unwrap();
    let mails = app.mails().await.len();

    let draft = added_up_to_confirm(&ana, &other.email, "chosen by the admin", "Viewer").await;
    let confirm = ana.get(&format!("{NEW}?draft={draft}&step=confirm")).await;
    assert!(confirm.shows("has an account already") && confirm.shows("are not used"), "{}", confirm.text());
    let done = answer(&ana, &draft, "confirm", &[]).await;
    assert!(done.shows("Robin Admin had an account already"), "{}", done.text());

    assert_eq!(app.sign_in(&other.email, "chosen by the admin").await.1.status, 422);
    let (robin, page) = app.sign_in(&other.email, other.password.reveal()).await;
    assert_eq!(page.status, 200);
    let all = app.mails().await;
    assert_eq!(all.len(), mails + 1);
    let mail = all.last().unwrap();
    assert_eq!(mail["subject"], "You are now a member of Acme Research");
    assert!(mail["text"].as_str().unwrap().contains("Ana Souza has added you"));
    let leave = app.mailed_link().await;
    assert_eq!(leave, "/w/acme/leave");
    assert!(robin.get(&leave).await.shows("Leave Acme Research?"));
    assert_eq!(robin.post(&leave, &[]).await.path(), "/workspaces?done=left");
    assert_eq!(robin.get("/w/acme").await.status, 404);
    assert!(ana.get("/w/acme/users").await.shows("Users 1"));
}

#[rstest]
#[tokio::test]
async fn the_last_super_user_can_not_leave(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for words in ["has to transfer it first", "last super-user"] {
        let page = ana.post("/w/acme/leave", &[]).await;
        assert_eq!(page.status, 422);
        assert!(page.form_problem().unwrap().contains(words), "{}", page.text());
        app.without_owner().await;
    }
    assert_eq!(ana.get("/w/acme").await.status, 200);
}

#[rstest]
#[tokio::test]
async fn wizard_grants_only_what_the_actor_holds(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let manager = member(&app, &ana, "max@acme.example", "Manager").await;
    let draft = named(&manager, "new@acme.example", "New", "One").await;
    answer(&manager, &draft, "how", &[("how", "invite")]).await;
    let page = manager.get(&format!("{NEW}?draft={draft}&step=role")).await;
    assert!(!page.shows("Super-user May do everything"), "{}", page.text());
    let refused = answer(&manager, &draft, "role", &[("role", "super-user")]).await;
    assert!(refused.problem("role").unwrap().contains("grant permissions you don’t have"));
    let auditor = role(&ana.get(&format!("{NEW}?draft={}&step=role", ready_for_role(&ana).await)).await, "Auditor");
    let refused = answer(&manager, &draft, "role", &[("role", &auditor)]).await;
    assert!(refused.problem("role").unwrap().contains("grant permissions you don’t have"));
}

async fn ready_for_role(ana: &Browser) -> String {
    let draft = named(ana, "someone@acme.example", "Some", "One").await;
    answer(ana, &draft, "how", &[("how", "invite")]).await;
    draft
}

#[rstest]
#[tokio::test]
async fn wizard_input_survives_an_ended_session(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let page = answer(&ana, "", "email", &[("email", "bea@acme.example")]).await;
    let (draft, address) = (page.query("draft"), page.path().to_owned());
    let mine = page.value("form_account").unwrap();
    app.advance(Duration::from_hours(3));
    let form = [
        ("form_account", mine.as_str()),
        ("step", "name"),
        ("draft", draft.as_str()),
        ("first_name", "Beatriz"),
        ("last_name", "Lima Ⅲ"),
    ];
    let signed_out = ana.post(&address, &form).await;
    assert!(signed_out.path().starts_with("/sign-in?next="), "{}", signed_out.path());
    let next = signed_out.path().to_owned();
    let back = ana.post(&next, &[("email", "ana@acme.example"), ("password", PASSWORD)]).await;
    assert_eq!(back.path(), address);
    assert_eq!(
        (back.value("first_name").as_deref(), back.value("last_name").as_deref()),
        (Some("Beatriz"), Some("Lima Ⅲ"))
    );
}

#[rstest]
#[tokio::test]
async fn a_draft_is_its_makers_alone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let manager = member(&app, &ana, "max@acme.example", "Manager").await;
    let draft = named(&ana, "bea@acme.example", "Bea", "Lima").await;
    let page = manager.get(&format!("{NEW}?draft={draft}")).await;
    assert_eq!(page.status, 404);
    assert!(!page.body.contains("bea@acme.example"));
    assert_eq!(answer(&manager, &draft, "name", &[("first_name", "X"), ("last_name", "Y")]).await.status, 404);
}
