//! A workspace asks for a second factor: who has to have one, what is closed to those who have none, and how they come
//! to one.

use crate::factors::{FACTOR, begin, set_up, shown};
use crate::groups;
use crate::people::{act, id_of};
use crate::profile::second_workspace;
use crate::roles::{self, number};
use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::tenancy::{RANDOM, two_workspaces};
use crate::wizard::{added_up_to_confirm, answer, member};
use domain::db::query;
use domain::users::bulk::{Whom, start};
use domain::{Context, auth, users, worker, workspaces};
use model::Error;
use model::users::{Action, UsersQuery};
use model::workspaces::{Change, Factors};
use rstest::rstest;
use serde_json::json;

const SETTINGS: &str = "/w/acme/settings/security";
const ASKED: &str = "/settings/security/factor?for=acme";

/// The id of the role of this name.
pub async fn role(admin: &Browser, name: &str) -> String {
    roles::address(admin, name).await.rsplit('/').next().unwrap().to_owned()
}

/// Asks those who have these roles for one, and nobody else.
pub async fn ask(admin: &Browser, super_users: bool, roles: &[&str]) -> Page {
    let version = admin.get(SETTINGS).await.value("version").unwrap();
    let mut fields = vec![("version", version.as_str())];
    fields.extend(super_users.then_some(("super_users", "on")));
    fields.extend(roles.iter().map(|id| ("roles", *id)));
    admin.post(SETTINGS, &fields).await
}

/// Acme, whose members need one; Bea is a member and has none.
async fn bea_is_asked(kind: Kind) -> (TestApp, Browser, Browser) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Manager").await;
    let page = ask(&ana, false, &[&role(&ana, "Manager").await]).await;
    assert!(page.path().ends_with("done=saved"), "{}", page.text());
    (app, ana, bea)
}

async fn run(app: &TestApp, sql: &'static str) {
    let mut tx = app.roster.db.write().await.unwrap();
    query(sql).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

/// As whoever has this account, from a session of their own.
async fn signed_in(app: &TestApp, email: &str) -> Context {
    let ctx = app.acting(email).await;
    let mut tx = app.roster.db.write().await.unwrap();
    let session = auth::begin(&ctx, &mut tx, ctx.account().unwrap(), &auth::Client::default(), false).await.unwrap();
    tx.commit().await.unwrap();
    let authenticated = auth::resume(&app.roster, &session.token).await.unwrap().unwrap();
    Context { actor: authenticated.actor, ..ctx }
}

/// What the list says of each role, super-users first.
async fn standings(browser: &Browser) -> Vec<String> {
    browser.get(SETTINGS).await.all(".asked-standing")
}

#[rstest]
#[tokio::test]
async fn required_factor_setting_needs_settings_permission(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    roles::add(&ana, "Desk", &["settings:read", "roles:read"]).await;
    let bea = member(&app, &ana, "bea@acme.example", "Desk").await;
    member(&app, &ana, "caio@acme.example", "Member").await;
    let (desk, member) = (role(&ana, "Desk").await, role(&ana, "Member").await);
    let before = ana.get(SETTINGS).await;
    assert!(before.shows("You have none yet"), "{}", before.text());
    let last = before.all(".asked-standing").pop();
    assert_eq!(last.as_deref(), Some("1 of 1 has none yet"), "{}", before.text());
    let list = before.attributes(".asked-standing", "href").pop().unwrap();
    let shown = ana.get(&list).await;
    assert_eq!(shown.all("tbody .person-mail"), ["bea@acme.example"], "{list}");

    let told = "SELECT COUNT(*) FROM audit_events WHERE action = 'workspace.edit'";
    let same = ask(&ana, false, &[]).await;
    assert!(same.path().ends_with("done=saved"), "{}", same.text());
    assert_eq!(number(&app, told).await, 0, "nothing is written where nothing changes");
    let page = ask(&ana, false, &[&member, &member]).await;
    assert!(page.path().ends_with("done=saved"), "{}", page.text());
    assert_eq!(page.attributes("input[checked]", "value"), [member.as_str()]);
    assert_eq!(number(&app, told).await, 1);
    let audit = ana.get("/w/acme/audit").await;
    assert!(audit.shows("changed the settings") && audit.shows("Second factor required of–Member"), "{}", audit.text());
    let row = roles::rows(&ana).await.into_iter().find(|row| row[0].starts_with("Member")).unwrap();
    assert_eq!(row[0], "Member Built in Second factor");
    let page = ana.get(&format!("/w/acme/roles/{member}")).await;
    assert_eq!(page.all(".card-head .badge"), ["Second factor"]);
    assert_eq!(app.mails().await.iter().filter(|mail| mail["to"].to_string().contains("caio")).count(), 0, "no mail");

    // The other tab, which was read before.
    let version = before.value("version").unwrap();
    let stale = ana.post(SETTINGS, &[("version", &version), ("roles", &desk)]).await;
    assert_eq!(stale.status, 409, "{}", stale.text());
    assert_eq!(stale.attributes(".asked-list input[checked]", "value"), [desk.as_str()], "what was ticked is kept");

    let page = bea.get(SETTINGS).await;
    assert!(page.shows("You can see these settings") && !page.shows("You have none yet"), "{}", page.text());
    assert!(page.attributes(".asked-standing", "href").is_empty(), "who may not see users");
    assert_eq!(page.attributes(".asked-list input[disabled]", "name").len(), standings(&ana).await.len());
    assert_eq!(ask(&bea, true, &[]).await.status, 403);
    assert!(ask(&ana, true, &[]).await.path().starts_with(ASKED));
}

#[rstest]
#[tokio::test]
async fn only_roles_that_stay_in_the_workspace_can_ask(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, robin) = two_workspaces(kind).await;
    let list = robin.get("/w/other/roles").await;
    let foreign = list.attribute(".roles-table .row-link", "href").unwrap().rsplit('/').next().unwrap().to_owned();
    roles::add(&ana, "Old", &[]).await;
    let (old, viewer) = (role(&ana, "Old").await, role(&ana, "Viewer").await);
    run(
        &app,
        "UPDATE roles SET replaced_by = (SELECT id FROM roles r WHERE r.builtin = 'member' LIMIT 1) WHERE name = 'Old'",
    )
    .await;
    for bad in [foreign.as_str(), &old, RANDOM, "junk"] {
        let page = ask(&ana, true, &[&viewer, bad]).await;
        assert_eq!(page.status, 422, "{bad}");
        assert_eq!(page.problem("roles").as_deref(), Some("Choose one of the values on offer."), "{}", page.text());
    }
    let asking = "SELECT (SELECT COUNT(*) FROM roles WHERE factor_required) + (SELECT COUNT(*) FROM workspaces WHERE super_users_factor)";
    assert_eq!(number(&app, asking).await, 0, "nothing has changed");
    // What is being deleted goes on asking until its people have another.
    run(&app, "UPDATE roles SET factor_required = TRUE WHERE name = 'Old'").await;
    ask(&ana, false, &[&viewer]).await;
    ask(&ana, false, &[]).await;
    assert_eq!(number(&app, asking).await, 1);
}

#[rstest]
#[tokio::test]
async fn missing_second_factor_redirects_to_setup(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, bea) = bea_is_asked(kind).await;
    for page in ["", "/users", "/me", "/settings", "/users/import", &format!("/users/{RANDOM}"), "/no-such-page"] {
        let page = bea.get(&format!("/w/acme{page}")).await;
        assert_eq!((page.path(), page.status.as_u16()), (ASKED, 200), "{}", page.text());
        assert!(page.shows("Acme Research requires a second factor. Set one up to continue."), "{}", page.text());
    }
    assert_eq!(bea.get("/").await.path(), ASKED);
    for (path, fields) in [
        ("/w/acme/users/new", vec![("step", "email"), ("email", "new@acme.example")]),
        ("/w/acme/settings", vec![("version", "1"), ("name", "Hers"), ("languages", "en")]),
        (SETTINGS, vec![("version", "1")]),
        ("/w/acme/users/bulk", vec![("action", "suspend")]),
    ] {
        assert_eq!(bea.post(path, &fields).await.path(), ASKED, "{path}");
    }
    assert_eq!(bea.upload("/w/acme/users/import", "people.csv", b"E-mail\nnew@acme.example\n").await.path(), ASKED);
    assert_eq!(bea.upload_with("/w/acme/settings", ("picture", "a.png", b"no"), &[], "text/html").await.path(), ASKED);
    let told = bea.upload_with("/w/acme/settings", ("picture", "a.png", b"no"), &[], "application/json").await;
    let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
    assert_eq!(told, json!({ "go": { "to": ASKED, "reload": true } }));
    for file in ["users", "audit"] {
        let page = bea.get(&format!("/w/acme/{file}/download?format=csv")).await;
        assert_eq!(page.status, 403, "{file}");
        assert_eq!(page.attribute(".error-page .btn--primary", "href").as_deref(), Some(ASKED), "{}", page.text());
    }
    let asked = json!({ "slug": "acme", "asked": UsersQuery::default() });
    for (function, input) in [("users/list", &asked), ("workspaces/overview", &json!({ "slug": "acme" }))] {
        let (status, answer) = bea.call(function, input).await;
        assert_eq!((status.as_u16(), answer), (403, json!("factor_required")), "{function}");
    }
    let form = json!({ "path": "/w/acme/users/new", "fields": [["step", "email"]] });
    let (_, answer) = bea.call("submit", &form).await;
    assert_eq!(answer, json!({ "go": { "to": ASKED, "reload": true } }));

    // Let in right after setting one up, by the button under the codes.
    let page = bea.post(ASKED, &[("action", "begin")]).await;
    assert_eq!(page.path(), ASKED, "{}", page.text());
    assert!(page.shows("Acme Research requires"), "{}", page.text());
    let secret = page.attribute(".copy-field input", "value").unwrap();
    let page = bea.post(ASKED, &[("action", "enable"), ("code", &shown(&app, &secret))]).await;
    assert_eq!(page.all(".recovery-codes li").len(), 10, "{}", page.text());
    assert_eq!(page.attribute(".card-foot .btn--primary", "href").as_deref(), Some("/w/acme"));
    assert_eq!(bea.get("/w/acme/users").await.path(), "/w/acme/users");
    let standings = standings(&ana).await;
    assert!(standings.contains(&"1 person, who has one".to_owned()), "{standings:?}");
}

#[rstest]
#[tokio::test]
async fn missing_second_factor_keeps_account_pages_open(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, bea) = bea_is_asked(kind).await;
    for page in ["/workspaces", "/settings/profile", "/settings/security", FACTOR, "/settings/data"] {
        assert_eq!(bea.get(page).await.path(), page);
    }
    let list = bea.get("/workspaces").await;
    assert!(list.attributes(".topbar .menu-item", "href").contains(&"/w/acme".to_owned()), "the switcher has it");
    for elsewhere in
        [FACTOR, "/settings/security/factor?for=nowhere", "/settings/security/factor?for=%2F%2Fevil.example"]
    {
        assert!(!bea.get(elsewhere).await.shows("asks for a second factor"), "{elsewhere}");
    }
    let secret = begin(&bea).await;
    let away = "/settings/security/factor?for=%2F%2Fevil.example";
    let page = bea.post(away, &[("action", "enable"), ("code", &shown(&app, &secret))]).await;
    let on = page.attribute(".card-foot .btn--primary", "href");
    assert_eq!(on.as_deref(), Some("/settings/security?done=factor_on"), "{}", page.text());

    let (app, _ana, bea) = bea_is_asked(kind).await;
    let page = bea.get("/w/acme/leave").await;
    assert!(page.path() == "/w/acme/leave" && page.shows("Leave Acme Research?"), "{}", page.text());
    assert_eq!(bea.post("/w/acme/leave", &[]).await.path(), "/workspaces?done=left");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM members WHERE email = 'bea@acme.example'").await, 0);
}

#[rstest]
#[tokio::test]
async fn new_members_need_the_required_factor(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    ask(&ana, false, &[&role(&ana, "Viewer").await]).await;
    let draft = added_up_to_confirm(&ana, "bea@acme.example", "a password by the admin", "Viewer").await;
    answer(&ana, &draft, "confirm", &[]).await;
    let (bea, _) = app.sign_in("bea@acme.example", "a password by the admin").await;
    let page = bea.post("/choose-password", &[("password", PASSWORD), ("confirm_password", PASSWORD)]).await;
    assert_eq!(page.path(), ASKED, "{}", page.text());
    crate::accept::invite(&ana, "caio@acme.example").await;
    let link = app.mailed_link().await;
    assert_eq!(crate::accept::accept(&app.browser(), &link).await.path(), ASKED);
}

#[rstest]
#[tokio::test]
async fn a_role_of_a_group_asks_too_and_a_role_that_comes_later_at_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let there = app.another_server().await;
    roles::add(&ana, "Desk", &["users:read"]).await;
    let desk = role(&ana, "Desk").await;
    ask(&ana, false, &[&desk]).await;
    groups::add(&ana, "Front office", &[desk]).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await.at(&there);
    assert_eq!(bea.get("/w/acme").await.path(), "/w/acme");
    let front = groups::group(&ana, "Front office").await;
    groups::tick(&ana, "bea@acme.example", &[&front]).await;
    assert_eq!(bea.get("/w/acme").await.path(), ASKED, "while she is inside, on another server");
    assert_eq!(standings(&ana).await.pop().as_deref(), Some("1 of 1 has none yet"));
    groups::tick(&ana, "bea@acme.example", &[]).await;
    assert_eq!(bea.get("/w/acme").await.path(), "/w/acme");
}

#[rstest]
#[tokio::test]
async fn required_factor_applies_on_every_server_at_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let there = app.another_server().await;
    let bea = member(&app, &ana, "bea@acme.example", "Viewer").await.at(&there);
    assert_eq!(bea.get("/w/acme/users").await.path(), "/w/acme/users");
    let viewer = role(&ana, "Viewer").await;
    ask(&ana, false, &[&viewer]).await;
    assert_eq!(bea.get("/w/acme/users").await.path(), ASKED);
    ask(&ana, false, &[]).await;
    assert_eq!(bea.get("/w/acme/users").await.path(), "/w/acme/users");
}

#[rstest]
#[tokio::test]
async fn super_users_are_asked_also_by_themselves(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let page = ask(&ana, true, &[]).await;
    assert_eq!(page.path(), ASKED, "{}", page.text());
    assert_eq!(bea.get("/w/acme").await.path(), "/w/acme", "she is none");
    set_up(&app, &ana).await;
    let page = ana.get(SETTINGS).await;
    assert_eq!(page.all(".asked-standing")[0], "1 person, who has one", "{}", page.text());
    assert!(!page.shows("You have none yet"), "{}", page.text());
    let row = roles::rows(&ana).await.remove(0);
    assert_eq!(row[0], "Super-user Built in Second factor");
    // The operator is nobody's member.
    assert!(workspaces::settings(&app.operator(), "acme").await.is_ok());
}

#[rstest]
#[tokio::test]
async fn required_factor_applies_only_to_its_roles(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, bea) = bea_is_asked(kind).await;
    // Of another workspace too, where nobody asks.
    second_workspace(&app, "bea@acme.example").await;
    assert_eq!(bea.get("/w/second").await.path(), "/w/second");
    assert_eq!(bea.get("/w/acme").await.path(), ASKED);
    // At a provider they have their own.
    app.add_identity("bea@acme.example", "acme").await;
    assert_eq!(bea.get("/w/acme").await.path(), "/w/acme");
    let standings = standings(&ana).await;
    assert!(standings.contains(&"1 person, who has one".to_owned()), "{standings:?}");
    run(&app, "DELETE FROM identities").await;
    // Suspended is suspended, and counts as nobody.
    act(&ana, &id_of(&ana, "bea@acme.example").await, "suspend").await;
    assert_eq!(bea.get("/w/acme").await.status, 404);
    assert!(self::standings(&ana).await.iter().skip(1).all(|text| text == "Nobody has it"));
}

#[rstest]
#[tokio::test]
async fn the_last_one_is_not_turned_off_while_it_is_asked_for(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, bea) = bea_is_asked(kind).await;
    set_up(&app, &bea).await;
    let page = bea.post(FACTOR, &[("action", "off")]).await;
    assert_eq!(page.status, 422);
    let problem = page.form_problem().unwrap();
    assert!(
        problem.contains("One of your workspaces requires a second factor") && !problem.contains("Acme"),
        "{problem}"
    );
    assert_eq!(bea.get("/w/acme").await.path(), "/w/acme");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM recovery_codes").await, 10, "nothing was taken away");
    // Whoever has lost it is led to another.
    act(&ana, &id_of(&ana, "bea@acme.example").await, "reset_factor").await;
    let (bea, page) = app.sign_in("bea@acme.example", PASSWORD).await;
    assert_eq!(page.path(), ASKED, "{}", page.text());
    set_up(&app, &bea).await;
    ask(&ana, false, &[]).await;
    assert_eq!(bea.post(FACTOR, &[("action", "off")]).await.path(), "/settings/security?done=factor_off");
}

#[rstest]
#[tokio::test]
async fn a_role_that_asks_gives_way_only_to_one_that_asks(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for name in ["Desk", "Counter"] {
        roles::add(&ana, name, &["users:read"]).await;
    }
    let (desk, counter) = (role(&ana, "Desk").await, role(&ana, "Counter").await);
    let bea = member(&app, &ana, "bea@acme.example", "Desk").await;
    let page = ana.get(&format!("/w/acme/roles/{desk}/delete")).await;
    assert!(!page.shows("only roles that do too"), "{}", page.text());
    ask(&ana, false, &[&desk]).await;
    let delete = format!("/w/acme/roles/{desk}/delete");
    let page = ana.post(&delete, &[("role", &counter)]).await;
    assert_eq!(page.status, 422);
    assert!(page.problem("role").unwrap().contains("need a second factor"), "{}", page.text());
    assert!(page.shows("only roles that do too") && !page.shows("Counter"), "{}", page.text());
    ask(&ana, false, &[&desk, &counter]).await;
    assert!(ana.get(&delete).await.shows("Counter"));
    assert!(ana.post(&delete, &[("role", &counter)]).await.path().ends_with("done=deleted"));
    assert_eq!(bea.get("/w/acme").await.path(), ASKED, "the other one asks");
    // A copy asks for nothing by itself.
    let page = ana.get(&format!("/w/acme/roles/new?from={counter}")).await;
    assert_eq!(page.status, 200);
    roles::add(&ana, "Copy", &["users:read"]).await;
    let names: Vec<String> = roles::rows(&ana).await.into_iter().map(|mut row| row.remove(0)).collect();
    assert!(names.contains(&"Copy".to_owned()), "{names:?}");
    // Nobody has it: it may go.
    let copy = role(&ana, "Copy").await;
    ask(&ana, false, &[&counter, &copy]).await;
    assert!(ana.post(&format!("/w/acme/roles/{copy}/delete"), &[]).await.path().ends_with("done=deleted"));
}

#[rstest]
#[tokio::test]
async fn work_started_before_the_requirement_stops(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Manager").await;
    let bea = signed_in(&app, "bea@acme.example").await;
    let job = start(&bea, "acme", Action::SignOut, Whom::Matching(UsersQuery::default())).await.unwrap();
    let mut export = users::export(&bea, "acme", &UsersQuery::default(), "csv").await.unwrap();
    ask(&ana, false, &[&role(&ana, "Manager").await]).await;
    assert_eq!(export.next().await.unwrap_err(), Error::FactorRequired);
    worker::work(&app.operator(), Some(job)).await.unwrap();
    let stopped = "SELECT COUNT(*) FROM jobs WHERE state = 'failed' AND problem = '\"factor_required\"' AND done = 0";
    assert_eq!(number(&app, stopped).await, 1);
    assert_eq!(ana.get("/w/acme").await.path(), "/w/acme", "nobody was signed out");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn asking_while_people_are_at_work_breaks_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Manager").await;
    let manager = role(&ana, "Manager").await;
    let requests: Vec<_> = (0..40)
        .map(|n| {
            let bea = bea.clone();
            tokio::spawn(async move {
                let page = match n % 4 {
                    0 => bea.get("/w/acme/users").await,
                    // One under way is cut.
                    1 => return bea.status("/w/acme/users/download?format=csv").await.as_u16(),
                    2 => bea.post("/w/acme/users/new", &[("step", "email"), ("email", "x@acme.example")]).await,
                    _ => bea.get("/w/acme").await,
                };
                page.status.as_u16()
            })
        })
        .collect();
    for asked in [true, false, true] {
        let roles: &[&str] = if asked { &[&manager] } else { &[] };
        assert!(ask(&ana, false, roles).await.path().ends_with("done=saved"));
    }
    for request in requests {
        let status = request.await.unwrap();
        assert!(matches!(status, 200 | 403), "{status}");
    }
    assert_eq!(bea.get("/w/acme").await.path(), ASKED);
}

/// Two who change it at once: one is told that the other was faster.
#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn concurrent_edits_one_wins(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let ctx = app.acting("ana@acme.example").await;
    let mut tries = Vec::new();
    for name in ["Viewer", "Member"] {
        let factors = Factors { super_users: false, roles: vec![role(&ana, name).await.parse().unwrap()] };
        let ctx = ctx.clone();
        tries.push(async move { workspaces::change(&ctx, "acme", &Change::Factors(factors), 1).await });
    }
    let tries: Vec<_> = tries.into_iter().map(tokio::spawn).collect();
    let mut answers = Vec::new();
    for one in tries {
        answers.push(one.await.unwrap());
    }
    assert!(answers.contains(&Ok(())) && answers.contains(&Err(Error::Conflict)), "{answers:?}");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM roles WHERE factor_required").await, 1);
}
