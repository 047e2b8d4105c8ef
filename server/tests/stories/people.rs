//! What a super-user does with one person: edit, suspend, remove, restore, password, end date.

use crate::support::{Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp};
use crate::wizard::{member, role};
use domain::seed::{Plan, seed};
use jiff::ToSpan;
use rstest::rstest;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// The id of whoever has this address.
pub async fn id_of(admin: &Browser, email: &str) -> String {
    let page = admin.get(&format!("/w/acme/users?q={}", email.replace('@', "%40"))).await;
    let href = page.attribute("tbody a.row-link", "href").unwrap_or_else(|| panic!("{email}: {}", page.text()));
    href.rsplit_once('/').unwrap().1.split('?').next().unwrap().to_owned()
}

pub async fn act(admin: &Browser, id: &str, action: &str) -> Page {
    admin.post(&format!("/w/acme/users/{id}"), &[("action", action)]).await
}

pub fn fact(page: &Page, label: &str) -> String {
    let labels = page.all(".panel .facts dt");
    let at = labels.iter().position(|dt| dt == label).unwrap_or_else(|| panic!("{label} in {labels:?}"));
    page.all(".panel .facts dd").swap_remove(at)
}

#[rstest]
#[tokio::test]
async fn editing_changes_names_phone_and_role_everywhere_at_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let id = id_of(&ana, "bea@acme.example").await;
    let form = ana.get(&format!("/w/acme/users/{id}/edit?sort=-name")).await;
    assert_eq!(form.value("first_name").as_deref(), Some("Bea"));
    let version = form.value("version").unwrap();
    let viewer = role(&form, "Viewer");
    let page = ana
        .post(
            &format!("/w/acme/users/{id}/edit?sort=-name"),
            &[
                ("version", &version),
                ("first_name", "Béatrice"),
                ("last_name", "Lima <b>"),
                ("phone", "+55 (11) 98765-4321"),
                ("access", "roles"),
                ("roles", &viewer),
                ("ends", ""),
            ],
        )
        .await;
    assert_eq!(page.path(), format!("/w/acme/users/{id}?sort=-name&done=saved"), "{}", page.text());
    assert_eq!(fact(&page, "First name"), "Béatrice");
    assert_eq!(fact(&page, "Phone"), "+55 11 98765-4321");
    assert!(page.all(".panel .badge").contains(&"Viewer".to_owned()), "{}", page.text());
    for q in ["beatrice%20lima", "98765-4321", "%2B55%2011", "<b>", &id, &id[..23]] {
        let found = ana.get(&format!("/w/acme/users?q={q}")).await;
        assert_eq!(found.all("tbody .person-name"), ["Béatrice Lima <b>"], "{q}: {}", found.text());
    }
    assert!(bea.get("/w/acme/users").await.shows("Béatrice Lima"), "the new role shows her the list");
    let activity = ana.get(&format!("/w/acme/users/{id}?tab=activity")).await;
    assert!(
        activity.shows("edited the details of bea@acme.example")
            && activity.shows("changed the role of bea@acme.example"),
        "{}",
        activity.text()
    );
}

#[rstest]
#[tokio::test]
async fn each_wrong_field_says_what_is_wrong_and_nothing_changes(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    let id = id_of(&ana, "bea@acme.example").await;
    let edit = format!("/w/acme/users/{id}/edit");
    let version = ana.get(&edit).await.value("version").unwrap();
    for (field, value, problem) in [
        ("first_name", "", "Enter a first name."),
        ("phone", "98765", "Write the number with its country, like +55 11 98765 4321."),
        ("ends", "2020-01-01", "Choose a day that has not passed."),
        ("ends", "soon", "Write a day like 2026-11-22."),
    ] {
        let page = ana.post(&edit, &[("version", &version), ("last_name", "Changed"), (field, value)]).await;
        assert_eq!(page.status, 422, "{field}");
        assert_eq!(page.problem(field).as_deref(), Some(problem), "{field}: {}", page.text());
    }
    let page = ana.post(&edit, &[("version", &version), ("access", "roles")]).await;
    assert_eq!(page.problem("role").as_deref(), Some("Choose a role."), "{}", page.text());
    assert_eq!(fact(&ana.get(&format!("/w/acme/users/{id}")).await, "Last name"), "Lima");
}

#[rstest]
#[tokio::test]
async fn the_second_of_two_editors_sees_the_difference_and_chooses(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    let id = id_of(&ana, "bea@acme.example").await;
    let edit = format!("/w/acme/users/{id}/edit");
    let version = ana.get(&edit).await.value("version").unwrap();
    ana.post(&edit, &[("version", &version), ("first_name", "Beatriz"), ("last_name", "Lima")]).await;
    let second = ana.post(&edit, &[("version", &version), ("first_name", "Beate"), ("last_name", "Lima")]).await;
    assert!(second.shows("This was changed elsewhere while you were editing"), "{}", second.text());
    assert_eq!(second.all(".conflict-field legend"), ["First name"]);
    assert_eq!(second.all(".conflict-field label"), ["Saved: Beatriz", "Yours: Beate"]);
    assert_eq!(second.value("first_name").as_deref(), Some("Beate"), "what was typed is still there");
    assert_eq!(fact(&ana.get(&format!("/w/acme/users/{id}")).await, "First name"), "Beatriz", "nothing is overwritten");
    let again = second.value("version").unwrap();
    let page = ana.post(&edit, &[("version", &again), ("first_name", "Beate"), ("last_name", "Lima")]).await;
    assert_eq!(fact(&page, "First name"), "Beate");
}

#[rstest]
#[tokio::test]
async fn of_many_editors_at_once_one_wins(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    let id = id_of(&ana, "bea@acme.example").await;
    let edit = format!("/w/acme/users/{id}/edit");
    let version = ana.get(&edit).await.value("version").unwrap();
    let tries: Vec<_> = (0..8)
        .map(|n| {
            let (ana, edit, version) = (ana.clone(), edit.clone(), version.clone());
            tokio::spawn(async move {
                let name = format!("Bea {n}");
                ana.post(&edit, &[("version", &version), ("first_name", &name), ("last_name", "Lima")]).await
            })
        })
        .collect();
    let mut saved = 0;
    for one in tries {
        let page = one.await.unwrap();
        saved += usize::from(page.path().ends_with("done=saved"));
    }
    assert_eq!(saved, 1);
}

#[rstest]
#[tokio::test]
async fn names_of_someone_with_other_workspaces_are_theirs_alone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let plan = Plan { members: 1, seed: 1, slug: "other".into(), name: "Other".into() };
    seed(&app.roster, &plan).await.unwrap();
    // Robin has an account, and is added here too.
    let draft = crate::wizard::added_up_to_confirm(&ana, "admin@other.example", "another good phrase", "Member").await;
    crate::wizard::answer(&ana, &draft, "confirm", &[]).await;
    let id = id_of(&ana, "admin@other.example").await;
    let form = ana.get(&format!("/w/acme/users/{id}/edit")).await;
    assert!(form.value("first_name").is_none() && form.shows("belongs to other workspaces too"), "{}", form.text());
    let version = form.value("version").unwrap();
    let page = ana
        .post(
            &format!("/w/acme/users/{id}/edit"),
            &[("version", &version), ("first_name", "Mine"), ("last_name", "Now")],
        )
        .await;
    assert_eq!(page.status, 422, "{}", page.text());
    let page = ana
        .post(&format!("/w/acme/users/{id}/password"), &[("password", PASSWORD), ("confirm_password", PASSWORD)])
        .await;
    assert!(page.status == 422 && page.shows("belongs to other workspaces too"), "{}", page.text());
    assert!(act(&ana, &id, "sign_out").await.shows("belongs to other workspaces too"));
    // The role is the membership's.
    let viewer = role(&form, "Viewer");
    let page = ana
        .post(&format!("/w/acme/users/{id}/edit"), &[("version", &version), ("access", "roles"), ("roles", &viewer)])
        .await;
    assert!(page.path().ends_with("done=saved"), "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn a_suspended_person_is_out_at_once_and_in_again_when_activated(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Viewer").await;
    let id = id_of(&ana, "bea@acme.example").await;
    let page = act(&ana, &id, "suspend").await;
    assert!(page.shows("Bea Lima is suspended") && page.all(".panel .status") == ["Suspended"], "{}", page.text());
    assert!(bea.get("/w/acme/users").await.path().starts_with("/sign-in"), "her session has ended");
    let (bea, _) = app.sign_in("bea@acme.example", PASSWORD).await;
    assert_eq!(bea.get("/w/acme/users").await.status, 404);
    assert_eq!(ana.get("/w/acme/users?status=suspended").await.all("tbody .person-name"), ["Bea Lima"]);
    assert!(act(&ana, &id, "suspend").await.shows("This can't be done with their current status"));
    act(&ana, &id, "activate").await;
    assert_eq!(bea.get("/w/acme/users").await.status, 200);
}

#[rstest]
#[tokio::test]
async fn removing_ends_access_and_restoring_brings_the_same_roles_back(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Manager").await;
    let id = id_of(&ana, "bea@acme.example").await;
    let question = ana.get(&format!("/w/acme/users/{id}/remove")).await;
    assert!(question.shows("Remove Bea Lima from Acme Research?"), "{}", question.text());
    let page = ana.post(&format!("/w/acme/users/{id}/remove"), &[]).await;
    assert_eq!(page.path(), format!("/w/acme/users?done=removed&who={id}"));
    assert!(page.shows("Users 1") && page.shows("Bea Lima was removed from the workspace."), "{}", page.text());
    assert!(bea.get("/w/acme").await.path().starts_with("/sign-in"));
    assert_eq!(app.sign_in("bea@acme.example", PASSWORD).await.0.get("/w/acme").await.status, 404);
    assert_eq!(ana.get("/w/acme/users?status=removed").await.all("tbody .person-name"), ["Bea Lima"]);

    app.advance(29 * DAY);
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    let page = act(&ana, &id, "restore").await;
    assert!(page.shows("Bea Lima is back") && page.all(".panel .badge") == ["Manager"], "{}", page.text());
    let (bea, _) = app.sign_in("bea@acme.example", PASSWORD).await;
    assert_eq!(bea.get("/w/acme/users").await.status, 200);

    act(&ana, &id, "remove").await;
    app.advance(31 * DAY);
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert!(act(&ana, &id, "restore").await.status == 422);
    domain::users::expire(&app.operator()).await.unwrap();
    assert_eq!(ana.get(&format!("/w/acme/users/{id}")).await.status, 404, "forgotten after 30 days");
}

#[rstest]
#[tokio::test]
async fn removed_members_can_be_added_or_invited_again(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Viewer").await;
    act(&ana, &id_of(&ana, "bea@acme.example").await, "remove").await;
    let draft = crate::wizard::added_up_to_confirm(&ana, "bea@acme.example", "another good phrase", "Manager").await;
    let page = crate::wizard::answer(&ana, &draft, "confirm", &[]).await;
    assert!(page.shows("Bea Lima had an account already"), "{}", page.text());
    assert!(ana.get("/w/acme/users?status=removed").await.shows("No one matches"));
    assert!(ana.get("/w/acme/users").await.shows("Users 2"));
}

#[rstest]
#[tokio::test]
async fn an_invited_person_is_in_the_list_and_becomes_the_member(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    crate::accept::invite(&ana, "caio@acme.example").await;
    let id = id_of(&ana, "caio@acme.example").await;
    let list = ana.get("/w/acme/users?status=invited").await;
    assert!(list.all("tbody tr").concat().contains("Invited"), "{}", list.text());
    app.advance(16 * DAY);
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert_eq!(ana.get("/w/acme/users?status=expired").await.all("tbody tr").len(), 1);
    assert!(ana.get("/w/acme/users?status=invited").await.shows("No one matches"));
    let page = act(&ana, &id, "resend").await;
    assert!(page.shows("was sent a new invitation") && page.all(".panel .status") == ["Invited"], "{}", page.text());
    let link = app.mailed_link().await;
    let caio = app.browser();
    let fields =
        [("first_name", "Caio"), ("last_name", "Reis"), ("password", PASSWORD), ("confirm_password", PASSWORD)];
    assert_eq!(caio.post(&link, &fields).await.path(), "/w/acme");
    let page = ana.get(&format!("/w/acme/users/{id}")).await;
    assert!(page.shows("Caio Reis") && page.all(".panel .status") == ["Active"], "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn reset_password_is_temporary_and_mails_the_person(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Viewer").await;
    let id = id_of(&ana, "bea@acme.example").await;
    let address = format!("/w/acme/users/{id}/password");
    for (password, confirm, field, problem) in [
        ("short", "short", "password", "12 characters or more."),
        ("a quiet new password", "another one", "confirm_password", "The two passwords are not the same."),
        ("bea@acme.example", "bea@acme.example", "password", ""),
    ] {
        let page = ana.post(&address, &[("password", password), ("confirm_password", confirm)]).await;
        assert_eq!(page.status, 422);
        let said = page.problem(field).unwrap_or_else(|| panic!("{field}: {}", page.text()));
        assert!(problem.is_empty() || said.contains(problem.trim_end_matches('.')), "{said}");
    }
    let new = "the admin knows this one";
    let page = ana.post(&address, &[("password", new), ("confirm_password", new), ("temporary", "on")]).await;
    assert!(page.shows("Bea Lima has a new password"), "{}", page.text());
    assert!(bea.get("/w/acme").await.path().starts_with("/sign-in"), "her session has ended");
    assert_eq!(app.sign_in("bea@acme.example", PASSWORD).await.1.status, 422, "the old one is gone");
    assert_eq!(app.sign_in("bea@acme.example", new).await.1.path(), "/choose-password");
    let mails = app.mails().await;
    let mail = mails.iter().rfind(|mail| mail["subject"] == "Your password was changed").unwrap();
    assert!(mail["text"].as_str().unwrap().contains("Ana Souza"), "{mail}");
    assert!(!mail["text"].as_str().unwrap().contains(new));
    // Someone who signs in at a provider has none here.
    app.add_identity("bea@acme.example", "corporate").await;
    let page = ana.post(&address, &[("password", new), ("confirm_password", new)]).await;
    assert!(page.status == 422 && page.shows("This person signs in through their provider"), "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn the_last_super_user_stays(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Super-user").await;
    app.without_owner().await;
    let (ana_id, bea_id) = (id_of(&ana, "ana@acme.example").await, id_of(&ana, "bea@acme.example").await);
    let edit = format!("/w/acme/users/{ana_id}/edit");
    let form = ana.get(&edit).await;
    let (version, viewer) = (form.value("version").unwrap(), role(&form, "Viewer"));
    let demote = [("version", version.as_str()), ("access", "roles"), ("roles", &viewer)];
    // Each of two may go, but not both: they try at the same time.
    let (one, two) = tokio::join!(act(&ana, &bea_id, "suspend"), act(&bea, &ana_id, "remove"));
    let gone = [&one, &two].iter().filter(|page| page.path().contains("done=")).count();
    assert_eq!(gone, 1, "{} / {}", one.text(), two.text());
    let (last, last_id) = if one.path().contains("done=") { (&ana, &ana_id) } else { (&bea, &bea_id) };
    if last_id == &ana_id {
        let page = ana.post(&edit, &demote).await;
        assert!(page.problem("role").is_some_and(|said| said.contains("super-user")), "{}", page.text());
        let ends = ana.post(&edit, &[("version", &version), ("ends", "2099-01-01")]).await;
        assert!(ends.problem("ends").is_some(), "{}", ends.text());
    }
    assert_eq!(last.get("/w/acme/users").await.status, 200);
    assert_eq!(last.post("/w/acme/leave", &[]).await.status, 422);
}

#[rstest]
#[tokio::test]
async fn a_manager_does_not_reach_above_themselves(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Manager").await;
    member(&app, &ana, "caio@acme.example", "Auditor").await;
    let (ana_id, caio) = (id_of(&ana, "ana@acme.example").await, id_of(&ana, "caio@acme.example").await);
    for action in ["suspend", "remove", "sign_out"] {
        assert_eq!(act(&bea, &ana_id, action).await.status, 403, "{action} a super-user");
        assert_eq!(act(&bea, &caio, action).await.status, 403, "{action} an auditor, who holds audit:read");
    }
    assert_eq!(bea.get(&format!("/w/acme/users/{ana_id}/edit")).await.status, 403);
    let form = bea.get(&format!("/w/acme/users/{}/edit", id_of(&ana, "bea@acme.example").await)).await;
    let version = form.value("version").unwrap();
    let me = id_of(&ana, "bea@acme.example").await;
    let page = bea.post(&format!("/w/acme/users/{me}/edit"), &[("version", &version), ("access", "super_user")]).await;
    assert_eq!(page.problem("role").as_deref(), Some("You can’t grant permissions you don’t have."), "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn members_edit_their_own_names_and_nothing_else(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let me = bea.get("/w/acme/me").await.path().to_owned();
    let form = bea.get(&format!("{me}/edit")).await;
    assert!(form.value("phone").is_some() && form.value("access").is_none(), "{}", form.text());
    let version = form.value("version").unwrap();
    let page =
        bea.post(&format!("{me}/edit"), &[("version", &version), ("first_name", "Bia"), ("last_name", "Lima")]).await;
    assert_eq!(fact(&page, "First name"), "Bia");
    for extra in [("access", "super_user"), ("ends", "")] {
        let version = bea.get(&format!("{me}/edit")).await.value("version").unwrap();
        assert_eq!(bea.post(&format!("{me}/edit"), &[("version", &version), extra]).await.status, 403, "{extra:?}");
    }
    let other = id_of(&ana, "ana@acme.example").await;
    for place in ["", "/edit", "/remove", "/password"] {
        assert_eq!(bea.get(&format!("/w/acme/users/{other}{place}")).await.status, 403, "{place}");
        assert_eq!(
            bea.post(
                &format!("/w/acme/users/{other}{place}"),
                &[("action", "suspend"), ("version", "1"), ("password", PASSWORD), ("confirm_password", PASSWORD)]
            )
            .await
            .status,
            403,
            "{place}"
        );
    }
}

#[rstest]
#[tokio::test]
async fn a_membership_ends_on_its_day(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Viewer").await;
    let id = id_of(&ana, "bea@acme.example").await;
    let edit = format!("/w/acme/users/{id}/edit");
    let tomorrow = jiff::Timestamp::from_microsecond(app.roster.clock.now()).unwrap() + 24.hours();
    let tomorrow = tomorrow.strftime("%F").to_string();
    let version = ana.get(&edit).await.value("version").unwrap();
    ana.post(&edit, &[("version", &version), ("ends", &tomorrow)]).await;
    assert_eq!(ana.get(&edit).await.value("ends"), Some(tomorrow));
    assert_eq!(bea.get("/w/acme/users").await.status, 200);
    app.advance(2 * DAY);
    let (bea, _) = app.sign_in("bea@acme.example", PASSWORD).await;
    assert_eq!(bea.get("/w/acme/users").await.status, 404, "by the clock, before any job has run");
    domain::users::expire(&app.operator()).await.unwrap();
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert_eq!(ana.get("/w/acme/users?status=removed").await.all("tbody .person-name"), ["Bea Lima"]);
    assert!(act(&ana, &id, "restore").await.shows("is back"));
    assert_eq!(bea.get("/w/acme/users").await.status, 200, "and without an end");
}

#[rstest]
#[tokio::test]
async fn sessions_are_shown_to_those_whose_business_they_are(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, "bea@acme.example", "Viewer").await;
    let id = id_of(&ana, "bea@acme.example").await;
    let tab = ana.get(&format!("/w/acme/users/{id}?tab=sessions")).await;
    assert_eq!(tab.all(".session-list li").len(), 1, "{}", tab.text());
    assert!(tab.shows("127.0.0.1") && !tab.shows("This session"));
    assert!(bea.get(&format!("/w/acme/users/{id}?tab=sessions")).await.shows("This session"));
    act(&ana, &id, "sign_out").await;
    let tab = ana.get(&format!("/w/acme/users/{id}?tab=sessions")).await;
    assert!(tab.shows("Not signed in anywhere"), "{}", tab.text());
    let (bea, _) = app.sign_in("bea@acme.example", PASSWORD).await;
    let other = id_of(&ana, "ana@acme.example").await;
    assert!(!bea.get(&format!("/w/acme/users/{other}?tab=sessions")).await.shows("127.0.0.1"));
}

#[rstest]
#[tokio::test]
async fn list_actions_return_to_the_list_with_undo(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    let id = id_of(&ana, "bea@acme.example").await;
    let form = ana.get(&format!("/w/acme/users/{id}/edit")).await;
    let (viewer, before) = (role(&form, "Viewer"), role(&form, "Member"));
    let row = |page: &Page| page.all("tbody tr").into_iter().find(|row| row.contains("bea@acme.example")).unwrap();

    let address = format!("/w/acme/users/{id}?sort=email&from=list");
    let page = ana.post(&address, &[("action", "suspend")]).await;
    assert_eq!(page.path(), format!("/w/acme/users?sort=email&done=suspended&who={id}"));
    assert!(page.shows("Bea Lima is suspended") && row(&page).contains("Suspended"), "{}", page.text());
    let undo = page.forms().into_iter().find(|form| form.action.contains(&id)).unwrap();
    let page = ana.post(&undo.action, &[("action", "activate")]).await;
    assert!(row(&page).contains("Active") && page.path().starts_with("/w/acme/users?sort=email"), "{}", page.path());

    let page = ana.post(&format!("{address}&undo={before}"), &[("role", &viewer)]).await;
    assert!(page.shows("Bea Lima has another role now.") && row(&page).contains("Viewer"), "{}", page.text());
    assert_eq!(page.attribute(".notice-actions button", "value"), Some(before.clone()));
    let page = ana.post(&address, &[("role", &before)]).await;
    assert!(row(&page).contains("Member"), "{}", page.text());
    assert_eq!(ana.post(&address, &[("role", "nonsense")]).await.status, 422);

    let page = ana.post(&format!("/w/acme/users/{id}/remove?sort=email"), &[]).await;
    assert!(page.shows("Bea Lima was removed from the workspace."), "{}", page.text());
    let page = ana.post(&address, &[("action", "restore")]).await;
    assert!(page.shows("Bea Lima is back") && row(&page).contains("Member"), "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn the_panel_offers_actions_by_status_and_the_row_leads_to_them(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    let ana = app.set_up().await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    let bea = id_of(&ana, "bea@acme.example").await;
    crate::accept::invite(&ana, "caio@acme.example").await;
    let caio = id_of(&ana, "caio@acme.example").await;
    let entries = async |id: &str| {
        let page = ana.get(&format!("/w/acme/users/{id}?status=")).await;
        let of_row = {
            let rows = page.attributes("tbody a.row-link", "href");
            let at = rows.iter().position(|href| href.contains(id)).unwrap_or_else(|| panic!("{}", page.text()));
            page.all(&format!("tbody tr:nth-child({}) .cell-menu .menu-item", at + 1))
        };
        let of_panel = page.all(".panel-head .menu-item");
        assert_eq!(of_row, ["All actions"]);
        of_panel
    };
    let active = ["Edit", "Change password", "Sign out everywhere", "Suspend", "Remove from Workspace"];
    assert_eq!(entries(&bea).await, active);
    act(&ana, &bea, "suspend").await;
    assert_eq!(entries(&bea).await[3], "Activate");
    assert_eq!(entries(&caio).await, ["Resend invitation", "Invitation link", "Revoke invitation"]);
    let account = ana.get(&format!("/w/acme/users/{caio}")).await;
    let link = account.attribute(".panel .copy-field input", "value").unwrap();
    assert!(link.contains("/invitations/"), "{link}");
    let viewer = member(&app, &ana, "dora@acme.example", "Viewer").await;
    let account = viewer.get(&format!("/w/acme/users/{caio}")).await;
    assert!(account.attribute(".panel .copy-field input", "value").is_none(), "who may not invite has no link");
    assert!(account.all(".cell-menu .menu-item").is_empty() && account.all(".panel-head .menu-item").is_empty());
}
