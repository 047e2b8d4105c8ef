//! Two who edit the same thing: what only one of them touched stays, what both changed is asked about, field by field.

use crate::people::id_of;
use crate::support::{Browser, Filled, Kind, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use crate::{groups, roles};
use domain::db::query;
use domain::{users, workspaces};
use model::merge::Base;
use model::users::{Edit, MemberField, Texts};
use model::workspaces::{Change, Limits};
use rstest::rstest;
use serde_json::Value;

/// A form, and the control that tells it from the others of its page.
struct Form {
    address: String,
    control: &'static str,
}

impl Form {
    async fn open(&self, browser: &Browser) -> Filled {
        browser.get(&self.address).await.filled(self.control)
    }

    async fn holds(&self, browser: &Browser, name: &str) -> Vec<String> {
        self.open(browser).await.all(name).into_iter().map(str::to_owned).collect()
    }
}

fn form(address: impl Into<String>, control: &'static str) -> Form {
    Form { address: address.into(), control }
}

/// Someone else saves another field, then both change the same one.
async fn one_field_each_then_the_same(ana: &Browser, form: &Form, mine: (&str, &str), theirs: (&str, &str)) {
    let page = form.open(ana).await;
    let first = page.clone().with(theirs.0, &[theirs.1]).post(ana).await;
    assert!(first.path().contains("done="), "{}", first.text());
    let second = page.clone().with(mine.0, &[mine.1]).post(ana).await;
    assert!(second.path().contains("done="), "{}", second.text());
    for (name, value) in [mine, theirs] {
        assert_eq!(form.holds(ana, name).await, [value], "{}: {name}", form.address);
    }

    // The same field: it alone is asked about, and neither answer touches the other.
    let stale = page.clone().with(mine.0, &["Third"]).post(ana).await;
    assert_eq!(stale.status, 409, "{}", stale.text());
    let question = stale.filled(&format!("keep.{}", mine.0));
    assert_eq!(stale.all(".conflict-field").len(), 1, "{}", stale.text());
    let sides = stale.all(".conflict-field label");
    assert_eq!(sides, [format!("Saved: {}", mine.1), "Yours: Third".to_owned()]);
    assert_eq!(question.all(theirs.0), [theirs.1], "what was not touched shows what is saved");
    assert_eq!(question.all(&format!("keep.{}", mine.0)), ["mine"]);
    let kept = question.clone().with(&format!("keep.{}", mine.0), &["saved"]).post(ana).await;
    assert!(kept.path().contains("done="), "{}", kept.text());
    assert_eq!(form.holds(ana, mine.0).await, [mine.1]);
    let taken = question.post(ana).await;
    assert!(taken.path().contains("done="), "{}", taken.text());
    assert_eq!(form.holds(ana, mine.0).await, ["Third"]);
    assert_eq!(form.holds(ana, theirs.0).await, [theirs.1]);

    // Nothing left to change is a success; a form that does not say what it showed overwrites nothing.
    let again = form.open(ana).await.post(ana).await;
    assert!(again.path().contains("done="), "{}", again.text());
    let mut without = page.with(mine.0, &["Fourth"]);
    without.pairs.retain(|(name, _)| !name.starts_with("shown."));
    let asked = without.post(ana).await;
    assert_eq!(asked.status, 409);
    assert_eq!(asked.all(".conflict-field").len(), 2, "{}", asked.text());

    // The same through the server function of a page with a script.
    let stale = form.open(ana).await.with(mine.0, &["Fifth"]);
    form.open(ana).await.with(mine.0, &["Sixth"]).post(ana).await;
    let answer = stale.submit(ana).await;
    let conflict = &answer["show"]["conflict"];
    assert_eq!(conflict[0]["saved"], "Sixth", "{answer}");
    assert_eq!(conflict.as_array().map(Vec::len), Some(1));
    let went = sent_back(&stale, &answer).submit(ana).await;
    assert!(went["go"]["to"].as_str().unwrap_or_default().contains("done="), "{went}");
    assert_eq!(form.holds(ana, mine.0).await, ["Fifth"]);
}

/// What the page sends that shows this answer.
fn sent_back(form: &Filled, answer: &Value) -> Filled {
    let pairs: Vec<(String, String)> = serde_json::from_value(answer["show"]["values"].clone()).unwrap();
    Filled { action: form.action.clone(), pairs }
}

async fn bea(app: &TestApp, ana: &Browser) -> Form {
    member(app, ana, "bea@acme.example", "Member").await;
    form(format!("/w/acme/users/{}/edit", id_of(ana, "bea@acme.example").await), "first_name")
}

#[rstest]
#[tokio::test]
async fn editing_a_user_merges(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let form = bea(&app, &ana).await;
    one_field_each_then_the_same(&ana, &form, ("first_name", "Beatriz"), ("phone", "+49 30 123456")).await;
}

#[rstest]
#[tokio::test]
async fn saving_a_profile_merges(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let form = form("/settings/profile", "time_zone");
    one_field_each_then_the_same(&ana, &form, ("first_name", "Anita"), ("time_zone", "America/Sao_Paulo")).await;
    let page = form.open(&ana).await;
    page.clone().with("theme", &["paper"]).with("follow", &[]).post(&ana).await;
    let other = page.clone().with("last_name", &["Lima"]).post(&ana).await;
    assert!(other.path().contains("done=saved"), "{}", other.text());
    assert_eq!(form.holds(&ana, "theme").await, ["paper"]);
    let asked = page.with("theme", &["ember"]).with("follow", &[]).post(&ana).await;
    assert_eq!(asked.all(".conflict-field label"), ["Saved: Paper", "Yours: Ember"]);
}

#[rstest]
#[tokio::test]
async fn changing_settings_merges(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let general = form("/w/acme/settings", "languages");
    one_field_each_then_the_same(&ana, &general, ("name", "Acme & Sons"), ("languages", "es")).await;
    let page = general.open(&ana).await.with("languages", &["es", "en"]);
    page.post(&ana).await;
    let page = general.open(&ana).await;
    page.clone().with("languages", &["es"]).post(&ana).await;
    let asked = page.with("languages", &["en"]).post(&ana).await;
    assert_eq!(asked.all(".conflict-field label"), ["Saved: Español", "Yours: English"], "one has to stay");

    let access = form("/w/acme/settings/access", "allowed");
    let page = access.open(&ana).await;
    for days in ["20", "30"] {
        let saved = page.clone().with("invitation_days", &[days]).with("denied", &["bad.example"]).post(&ana).await;
        assert_eq!(saved.status, if days == "20" { 200 } else { 409 }, "{}", saved.text());
    }
    let saved = page.with("denied", &["evil.example"]).with("idle_minutes", &["45"]).post(&ana).await;
    assert!(saved.path().contains("done=saved"), "{}", saved.text());
    assert_eq!(access.holds(&ana, "denied").await, ["bad.example, evil.example"], "domains merge one by one");
    assert_eq!(access.holds(&ana, "invitation_days").await, ["20"]);
}

#[rstest]
#[tokio::test]
async fn required_factors_merge_role_by_role(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let factors = form("/w/acme/settings/security", "super_users");
    let page = factors.open(&ana).await;
    let id = async |name: &str| roles::address(&ana, name).await.rsplit('/').next().unwrap().to_owned();
    let (viewer, auditor) = (id("Viewer").await, id("Auditor").await);
    for role in [&viewer, &auditor] {
        let saved = page.clone().with("roles", &[role]).post(&ana).await;
        assert!(saved.path().contains("done=saved"), "{}", saved.text());
    }
    let mut held = factors.holds(&ana, "roles").await;
    held.sort();
    let mut both = [viewer, auditor];
    both.sort();
    assert_eq!(held, both);
}

#[rstest]
#[tokio::test]
async fn groups_merge_field_by_field_and_role_by_role(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    let id = async |name: &str| roles::address(&ana, name).await.rsplit('/').next().unwrap().to_owned();
    let (viewer, auditor, manager) = (id("Viewer").await, id("Auditor").await, id("Manager").await);
    groups::add(&ana, "Desk", std::slice::from_ref(&viewer)).await;
    let desk = form(format!("/w/acme/groups/{}", groups::group(&ana, "Desk").await), "about");
    one_field_each_then_the_same(&ana, &desk, ("name", "Front desk"), ("about", "Answers")).await;
    let page = desk.open(&ana).await;
    page.clone().with("roles", &[&viewer, &auditor]).post(&ana).await;
    page.with("roles", &[&manager]).post(&ana).await;
    let mut held = desk.holds(&ana, "roles").await;
    held.sort();
    let mut both = [auditor, manager];
    both.sort();
    assert_eq!(held, both, "one added, one exchanged");
}

#[rstest]
#[tokio::test]
async fn roles_merge_permission_by_permission(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    roles::add(&ana, "Clerk", &["users:read", "audit:read"]).await;
    let clerk = roles::address(&ana, "Clerk").await;
    let edit = ana.get(&clerk).await.filled("allow");
    let review = async |allow: &[&str], name: &str| {
        let asked = edit.clone().with("allow", allow).with("name", &[name]);
        let pairs = asked.pairs.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "%20")));
        let query = pairs.collect::<Vec<_>>().join("&");
        ana.get(&format!("{clerk}/review?{query}")).await
    };
    let (one, two) =
        (review(&["users:read"], "Clerk").await, review(&["users:read", "audit:read", "roles:read"], "Clerk").await);
    let third = review(&["users:read", "audit:read"], "Desk clerk").await;
    for page in [&one, &two, &third] {
        let saved = page.filled("name").post(&ana).await;
        assert!(saved.path().contains("done=saved"), "{}", saved.text());
    }
    let mut held: Vec<String> = form(clerk.clone(), "allow").holds(&ana, "allow").await;
    held.sort();
    assert_eq!(held, ["roles:read", "users:read"]);
    let renamed = review(&["users:read", "audit:read"], "Head clerk").await.filled("name").post(&ana).await;
    assert_eq!(renamed.status, 409);
    assert_eq!(renamed.all(".conflict-field label"), ["Saved: Desk clerk", "Yours: Head clerk"], "{}", renamed.text());
    let kept = renamed.filled("name").with("keep.name", &["saved"]).post(&ana).await;
    assert!(kept.path().contains("done=saved") && kept.shows("Desk clerk was saved."), "{}", kept.text());
    let told = "SELECT COUNT(*) FROM audit_events WHERE action = 'role.edit'";
    assert_eq!(roles::number(&app, told).await, 3, "keeping what is saved changes nothing");
}

#[rstest]
#[tokio::test]
async fn roles_and_groups_of_a_user_merge_one_by_one(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    groups::add(&ana, "Desk", &[]).await;
    groups::add(&ana, "Field", &[]).await;
    let (desk, field) = (groups::group(&ana, "Desk").await, groups::group(&ana, "Field").await);
    let edit = bea(&app, &ana).await;
    let page = edit.open(&ana).await;
    let id = async |name: &str| roles::address(&ana, name).await.rsplit('/').next().unwrap().to_owned();
    let (viewer, auditor) = (id("Viewer").await, id("Auditor").await);
    let own = page.all("roles")[0].to_owned();
    for (group, roles) in [(&desk, [&own, &viewer]), (&field, [&own, &auditor])] {
        let roles = roles.map(String::as_str);
        let saved = page.clone().with("group", &[group]).with("roles", &roles).post(&ana).await;
        assert!(saved.path().contains("done=saved"), "{}", saved.text());
    }
    assert_eq!(edit.holds(&ana, "group").await.len(), 2);
    assert_eq!(edit.holds(&ana, "roles").await.len(), 3);
    // Where nothing would be left, it is asked.
    let page = edit.open(&ana).await;
    page.clone().with("roles", &[&own]).post(&ana).await;
    let asked = page.with("roles", &[&viewer]).post(&ana).await;
    assert_eq!(asked.all(".conflict-field label"), ["Saved: Member", "Yours: Viewer"], "{}", asked.text());
    let taken = asked.filled("keep.access").post(&ana).await;
    assert!(taken.path().contains("done=saved"), "{}", taken.text());
    assert_eq!(edit.holds(&ana, "roles").await, [viewer]);
}

/// What one form shows is no way to write what one may not write.
#[rstest]
#[tokio::test]
async fn forged_base_values_give_no_rights(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let viewer = member(&app, &ana, "eva@acme.example", "Viewer").await;
    let edit = bea(&app, &ana).await;
    let page = edit.open(&ana).await;
    assert_eq!(page.clone().with("first_name", &["Hers"]).post(&viewer).await.status, 403);
    let me = form(format!("/w/acme/users/{}/edit", id_of(&ana, "eva@acme.example").await), "first_name");
    let own = me.open(&viewer).await;
    let access = own.with("access", &["super_user"]).with("shown.access", &["super_user"]);
    assert_eq!(access.post(&viewer).await.status, 403);
}

/// The audit tells what one person changed, not how all stood.
#[rstest]
#[tokio::test]
async fn audit_records_only_the_changed_fields(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let edit = bea(&app, &ana).await;
    let page = edit.open(&ana).await;
    page.clone().with("phone", &["+4930123456"]).post(&ana).await;
    page.with("first_name", &["Beatriz"]).post(&ana).await;
    let mut tx = app.roster.db.read().await.unwrap();
    let events: Vec<(String, String)> =
        query("SELECT before, after FROM audit_events WHERE action LIKE 'member.%' AND before IS NOT NULL")
            .all(&mut tx)
            .await
            .unwrap();
    let mut told: Vec<String> = events.into_iter().map(|(_, after)| after).collect();
    told.sort();
    assert_eq!(told, [r#"{"first_name":"Beatriz"}"#, r#"{"phone":"+4930123456"}"#]);
}

/// Past the pages, at the same moment: different fields both stay, the same field is one's alone.
#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn edits_at_once_lose_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    bea(&app, &ana).await;
    let ctx = app.acting("ana@acme.example").await;
    let id = id_of(&ana, "bea@acme.example").await.parse().unwrap();
    for round in 0..6 {
        let saved = users::details(&ctx, "acme", id).await.unwrap();
        let shown = Edit { texts: saved.listed.texts.clone(), ..Edit::default() };
        let base = Edit { version: saved.listed.version, shown: Some(Box::new(shown.clone())), ..shown };
        let (first, phone) = (format!("Bea {round}"), format!("+49301234{round:02}"));
        let sends = |field, text: String| Edit { texts: base.texts.clone().with(field, text), ..base.clone() };
        let edits = [
            sends(MemberField::FirstName, first.clone()),
            sends(MemberField::Phone, phone.clone()),
            sends(MemberField::LastName, format!("One {round}")),
            sends(MemberField::LastName, format!("Two {round}")),
        ];
        let tries: Vec<_> = edits
            .into_iter()
            .map(|edit| {
                let ctx = ctx.clone();
                tokio::spawn(async move { users::edit(&ctx, "acme", id, &edit).await })
            })
            .collect();
        let mut answers = Vec::new();
        for one in tries {
            answers.push(one.await.unwrap());
        }
        assert_eq!(answers[..2], [Ok(()), Ok(())]);
        let lasts = [answers[2].clone(), answers[3].clone()];
        assert!(lasts.contains(&Ok(())) && lasts.contains(&Err(model::Error::Conflict)), "{lasts:?}");
        let now = users::details(&ctx, "acme", id).await.unwrap();
        let is = |field| now.listed.texts.get(field);
        assert_eq!((is(MemberField::FirstName), is(MemberField::Phone)), (Some(&*first), Some(&*phone)));
    }
}

/// The profile and the workspace's edit of the same account, which lock in the same order.
#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_profile_and_an_edit_of_it_at_once_both_stay(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    bea(&app, &ana).await;
    let (admin, own) = (app.acting("ana@acme.example").await, app.acting("bea@acme.example").await);
    let id = id_of(&ana, "bea@acme.example").await.parse().unwrap();
    for round in 0..6 {
        let saved = users::details(&admin, "acme", id).await.unwrap();
        let profile = domain::account::profile(&own).await.unwrap();
        let shown = Texts::default().with(MemberField::Phone, profile.phone.clone());
        let shown = Edit { texts: shown, ..Edit::default() };
        let phone = format!("+49301234{round:02}");
        let edit = Edit {
            texts: Texts::default().with(MemberField::Phone, phone.clone()),
            version: saved.listed.version,
            shown: Some(Box::new(shown)),
            ..Edit::default()
        };
        let base = Base { version: profile.version, shown: Some(profile.clone()), keep_saved: Vec::new() };
        let mine = domain::account::Profile { first_name: format!("Bea {round}"), ..profile };
        let name = mine.first_name.clone();
        let (admin_ctx, own_ctx) = (admin.clone(), own.clone());
        let theirs = tokio::spawn(async move { users::edit(&admin_ctx, "acme", id, &edit).await });
        let hers = tokio::spawn(async move { domain::account::save(&own_ctx, &mine, &base).await });
        assert_eq!(theirs.await.unwrap(), Ok(()));
        assert!(hers.await.unwrap().is_ok());
        let now = domain::account::profile(&own).await.unwrap();
        assert_eq!((now.first_name, now.phone), (name, Some(phone)));
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn settings_at_once_lose_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana) = TestApp::with_super_user(kind).await;
    let ctx = app.acting("ana@acme.example").await;
    let settings = workspaces::settings(&ctx, "acme").await.unwrap();
    let shown = Some(Change::Limits(settings.limits.clone()));
    let base = Base { version: settings.version, shown, keep_saved: Vec::new() };
    let changes = [
        Limits { idle_minutes: Some(30), ..settings.limits.clone() },
        Limits { session_hours: Some(8), ..settings.limits.clone() },
        Limits { denied: vec!["bad.example".into()], ..settings.limits.clone() },
        Limits { denied: vec!["evil.example".into()], ..settings.limits.clone() },
    ];
    let tries: Vec<_> = changes
        .into_iter()
        .map(|limits| {
            let (ctx, base) = (ctx.clone(), base.clone());
            tokio::spawn(async move { workspaces::change(&ctx, "acme", &Change::Limits(limits), base).await })
        })
        .collect();
    for one in tries {
        assert_eq!(one.await.unwrap(), Ok(()));
    }
    let now = workspaces::settings(&ctx, "acme").await.unwrap().limits;
    assert_eq!((now.idle_minutes, now.session_hours), (Some(30), Some(8)));
    assert_eq!(now.denied, ["bad.example", "evil.example"]);
}
