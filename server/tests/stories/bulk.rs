//! One action on many.

use crate::people::id_of;
use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::seed::{Plan, seed};
use domain::worker::work;
use rstest::rstest;
use std::time::Duration;

async fn demo(kind: Kind, members: u32) -> (TestApp, Browser) {
    let app = TestApp::empty(kind).await;
    let plan = Plan { members, seed: 7, slug: "acme".into(), name: "Acme Research".into() };
    let sign_in = seed(&app.roster, &plan).await.unwrap();
    let (browser, _) = app.sign_in(&sign_in.email, sign_in.password.reveal()).await;
    (app, browser)
}

/// From the ticks over the question to the report.
pub async fn bulk(admin: &Browser, query: &str, fields: &[(&str, &str)]) -> Page {
    let address = format!("/w/acme/users/bulk{query}");
    let question = admin.post(&address, fields).await;
    assert!(question.status == 200 && question.value("sure").is_some(), "{}", question.text());
    let mut sure = fields.to_vec();
    sure.push(("sure", "on"));
    admin.post(&address, &sure).await
}

async fn count(admin: &Browser, query: &str) -> String {
    admin.get(&format!("/w/acme/users?{query}")).await.all(".page-title .count").concat()
}

#[rstest]
#[tokio::test]
async fn those_ticked_are_done_while_one_waits_and_refusals_say_why(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    member(&app, &ana, "caio@acme.example", "Member").await;
    crate::accept::invite(&ana, "dora@acme.example").await;
    let mut fields = vec![("action", "suspend".to_owned())];
    for email in ["ana@acme.example", "bea@acme.example", "caio@acme.example", "dora@acme.example"] {
        fields.push(("id", id_of(&ana, email).await));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let question = ana.post("/w/acme/users/bulk", &fields).await;
    assert!(
        question.shows("Suspend 4 users?") && question.all(".card-body > .bulk-names li").len() == 4,
        "{}",
        question.text()
    );
    assert!(question.shows("Bea Lima · bea@acme.example"), "by name and address: {}", question.text());
    assert!(count(&ana, "status=suspended").await == "0", "a question changes nothing");
    let report = bulk(&ana, "", &fields).await;
    assert!(report.shows("2 of 4 done, 2 failed") && report.shows("Done"), "{}", report.text());
    assert!(
        report.shows("You can't do this to yourself.") && report.shows("This can't be done with their current status."),
        "{}",
        report.text()
    );
    assert_eq!(report.all(".job-problems tbody th"), ["ana@acme.example", "dora@acme.example"]);
    assert_eq!(count(&ana, "status=suspended").await, "2");
}

#[rstest]
#[tokio::test]
async fn all_who_match_are_done_in_the_background(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, admin) = demo(kind, 300).await;
    let members = count(&admin, "q=ana").await;
    let report = bulk(&admin, "?q=ana&size=10", &[("action", "suspend"), ("all", "on")]).await;
    assert!(report.shows("Finding the people it applies to"), "{}", report.text());
    work(&app.operator(), None).await.unwrap();
    let report = admin.get(report.path()).await;
    assert!(report.shows("Done") && report.shows(&format!("of {members}")), "{}", report.text());
    assert_eq!(count(&admin, "q=ana&status=active").await, "0");
    let everyone = bulk(&admin, "", &[("action", "remove"), ("all", "on")]).await;
    work(&app.operator(), None).await.unwrap();
    let report = admin.get(everyone.path()).await;
    assert!(report.shows("304 of 305 done, 1 failed"), "the actor stays: {}", report.text());
    assert_eq!(count(&admin, "").await, "1");
}

#[rstest]
#[tokio::test]
async fn a_worker_that_dies_in_the_middle_is_followed_by_another(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, admin) = demo(kind, 200).await;
    let report = bulk(&admin, "", &[("action", "suspend"), ("all", "on")]).await;
    // The future is dropped in the middle of its work, as a killed process would.
    let operator = app.operator();
    let killed = tokio::time::timeout(Duration::from_millis(150), work(&operator, None)).await;
    let half = admin.get(report.path()).await.text();
    assert!(killed.is_err(), "it was too fast to be killed: {half}");
    work(&app.operator(), None).await.unwrap();
    assert_eq!(admin.get(report.path()).await.text(), half, "its lease still runs");
    app.advance(Duration::from_secs(31));
    work(&app.operator(), None).await.unwrap();
    let done = admin.get(report.path()).await;
    assert!(done.shows("Done") && done.shows("199 of 205 done, 6 failed"), "{}", done.text());
    let mut tx = app.roster.db.read().await.unwrap();
    let (events,): (i64,) = domain::db::query("SELECT COUNT(*) FROM audit_events WHERE action = 'member.suspend'")
        .one(&mut tx)
        .await
        .unwrap();
    assert_eq!(events, 199, "each once");
}

#[rstest]
#[tokio::test]
async fn cancelled_work_leaves_the_rest_alone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, admin) = demo(kind, 60).await;
    let report = bulk(&admin, "", &[("action", "suspend"), ("all", "on")]).await;
    let page = admin.post(report.path(), &[]).await;
    assert!(page.shows("Cancelled"), "{}", page.text());
    work(&app.operator(), None).await.unwrap();
    assert_eq!(count(&admin, "status=suspended").await, "0");
    assert_eq!(admin.post(report.path(), &[]).await.status, 409);
}

#[rstest]
#[tokio::test]
async fn bulk_work_needs_the_right_and_is_nobody_elses_business(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Viewer").await;
    let caio = member(&app, &ana, "caio@acme.example", "Manager").await;
    let id = id_of(&ana, "ana@acme.example").await;
    for action in ["suspend", "remove", "resend", "sign_out", "activate"] {
        let fields = [("action", action), ("id", id.as_str()), ("sure", "on")];
        assert_eq!(bea.post("/w/acme/users/bulk", &fields).await.status, 403, "{action}");
    }
    let report = bulk(&ana, "", &[("action", "sign_out"), ("id", &id_of(&ana, "bea@acme.example").await)]).await;
    assert_eq!(caio.get(report.path()).await.status, 404);
    assert_eq!(caio.post(report.path(), &[]).await.status, 404);
    // A manager's bulk reaches nobody above.
    let report = bulk(&caio, "", &[("action", "suspend"), ("id", &id)]).await;
    assert!(report.shows("0 of 1 done, 1 failed") && report.shows("You may not do this"), "{}", report.text());
    let nobody = ana.post("/w/acme/users/bulk", &[("action", "suspend")]).await;
    assert!(nobody.status == 422 && nobody.shows("Choose at least one person."), "{}", nobody.text());
    assert_eq!(ana.post("/w/acme/users/bulk", &[("action", "promote"), ("id", &id)]).await.status, 422);
}

#[rstest]
#[tokio::test]
async fn the_question_names_the_role_and_who_loses_what_by_it(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Manager").await;
    member(&app, &ana, "caio@acme.example", "Member").await;
    let (bea, caio) = (id_of(&ana, "bea@acme.example").await, id_of(&ana, "caio@acme.example").await);
    let me = id_of(&ana, "ana@acme.example").await;
    let form = ana.get(&format!("/w/acme/users/{bea}/edit")).await;
    let (viewer, manager) = (crate::wizard::role(&form, "Viewer"), crate::wizard::role(&form, "Manager"));
    let ask = async |fields: &[(&str, &str)]| ana.post("/w/acme/users/bulk", fields).await;

    let fields = [("action", "role"), ("role", &viewer), ("id", &bea), ("id", &caio), ("id", &me), ("id", &bea)];
    let question = ask(&fields).await;
    assert!(question.shows("Make 3 users Viewer?"), "each once: {}", question.text());
    assert!(question.shows("They become Viewer; their current roles are replaced."), "{}", question.text());
    assert_eq!(question.all(".bulk-loss .notice-title"), ["1 person loses Super-user", "1 person loses Manager"]);
    assert_eq!(question.all(".bulk-loss .bulk-names li"), ["Ana Souza", "Bea Lima"]);
    let gains = ask(&[("action", "role"), ("role", &manager), ("id", &bea), ("id", &caio)]).await;
    assert!(gains.shows("Make 2 users Manager?") && gains.all(".bulk-loss").is_empty(), "{}", gains.text());
    let all = ask(&[("action", "role"), ("role", "super-user"), ("all", "on")]).await;
    assert!(all.shows("Make 3 users Super-user?") && all.all(".bulk-loss").is_empty(), "{}", all.text());
    let removal = ask(&[("action", "remove"), ("id", &bea)]).await;
    assert!(removal.shows("1 person loses Manager"), "{}", removal.text());

    // Someone who is nobody's here, and someone who has gone meanwhile.
    let stranger = "01890000-0000-7000-8000-000000000000";
    let question = ask(&[("action", "suspend"), ("id", &caio), ("id", stranger)]).await;
    assert!(question.shows("Suspend 1 user?") && question.shows("1 person whom you selected isn’t in this workspace"));

    for (field, says) in [("role", "Choose a role."), ("join", "Choose a group."), ("", "Choose what to do with them.")]
    {
        let page = ask(&[("action", field), ("role", ""), ("group", ""), ("id", &caio)]).await;
        assert!(page.status == 422 && page.shows(says) && page.value("sure").is_none(), "{says}: {}", page.text());
    }
}

#[rstest]
#[tokio::test]
async fn bulk_group_removal_names_the_roles_lost(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    member(&app, &ana, "caio@acme.example", "Manager").await;
    let (bea, caio) = (id_of(&ana, "bea@acme.example").await, id_of(&ana, "caio@acme.example").await);
    let form = ana.get(&format!("/w/acme/users/{bea}/edit")).await;
    let manager = crate::wizard::role(&form, "Manager");
    crate::groups::add(&ana, "Front desk", &[manager]).await;
    let group = crate::groups::group(&ana, "Front desk").await;
    for id in [&bea, &caio] {
        bulk(&ana, "", &[("action", "join"), ("group", &group), ("id", id)]).await;
    }
    let fields = [("action", "part"), ("group", group.as_str()), ("id", &bea), ("id", &caio)];
    let question = ana.post("/w/acme/users/bulk", &fields).await;
    assert!(question.shows("Remove 2 users from Front desk?"), "{}", question.text());
    assert_eq!(question.all(".bulk-loss .bulk-names li"), ["Bea Lima"], "Caio is a manager by himself");
}

#[rstest]
#[tokio::test]
async fn many_can_be_chosen_one_by_one_and_the_list_of_them_opens_whole(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, admin) = demo(kind, 300).await;
    let ids: Vec<String> = {
        let mut tx = app.roster.db.read().await.unwrap();
        let rows: Vec<(uuid::Uuid,)> = domain::db::query("SELECT id FROM members").all(&mut tx).await.unwrap();
        rows.into_iter().map(|(id,)| id.to_string()).collect()
    };
    let chosen: Vec<(&str, &str)> = ids.iter().map(|id| ("id", id.as_str())).chain([("action", "activate")]).collect();
    let question = admin.post("/w/acme/users/bulk", &chosen).await;
    let (named, more) = (question.all(".bulk-names li").len(), question.all(".bulk-more summary"));
    assert_eq!((named, more), (ids.len(), vec![format!("and {} more", ids.len() - 8)]), "{}", question.text());
    let report = bulk(&admin, "", &chosen).await;
    assert!(report.shows(&format!("of {}", ids.len())), "{}", report.text());

    let made_up: Vec<String> = (0..1_001_u128).map(|n| uuid::Uuid::from_u128(n).to_string()).collect();
    let mut fields: Vec<(&str, &str)> = made_up.iter().map(|id| ("id", id.as_str())).collect();
    fields.extend([("action", "suspend"), ("sure", "on")]);
    let refused = admin.post("/w/acme/users/bulk", &fields).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
}
