//! Groups: making, filling, changing and deleting them, and what that does to people.

use crate::bulk::bulk;
use crate::import;
use crate::people::id_of;
use crate::roles;
use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use crate::tenancy::{RANDOM, bytes, two_workspaces};
use crate::wizard::member;
use domain::db::query;
use domain::seed::{Plan, SeedMode, seed_by};
use domain::users::act;
use domain::{Context, groups, worker};
use model::Error;
use model::groups::GroupInput;
use model::ids::{GroupId, MemberId, RoleId};
use model::users::Action;
use rstest::rstest;
use std::time::Duration;

const GROUPS: &str = "/w/acme/groups";

/// The id of the role of this name.
async fn role(admin: &Browser, name: &str) -> String {
    roles::address(admin, name).await.rsplit('/').next().unwrap().to_owned()
}

/// The form of a group that gives these roles.
fn form<'a>(name: &'a str, gives: &'a [String]) -> Vec<(&'a str, &'a str)> {
    let roles = gives.iter().map(|role| ("roles", role.as_str()));
    [("name", name), ("about", "Who answers the phone")].into_iter().chain(roles).collect()
}

pub async fn add(browser: &Browser, name: &str, gives: &[String]) -> Page {
    browser.post(&format!("{GROUPS}/new"), &form(name, gives)).await
}

/// The address of the group of this name.
async fn address(browser: &Browser, name: &str) -> String {
    let list = browser.get(GROUPS).await;
    let names = list.all(".groups-table .row-link");
    let at = names.iter().position(|found| found == name).unwrap_or_else(|| panic!("{name} in {names:?}"));
    list.attributes(".groups-table .row-link", "href")[at].clone()
}

pub async fn group(browser: &Browser, name: &str) -> String {
    address(browser, name).await.rsplit('/').next().unwrap().to_owned()
}

async fn save(browser: &Browser, group: &str, name: &str, gives: &[String]) -> Page {
    let version = browser.get(group).await.value("version").unwrap_or_default();
    let mut fields = form(name, gives);
    fields.push(("version", &version));
    browser.post(group, &fields).await
}

/// Ticks these groups, and no others, in the form of a person.
pub async fn tick(admin: &Browser, email: &str, groups: &[&str]) -> Page {
    let address = format!("/w/acme/users/{}/edit", id_of(admin, email).await);
    let version = admin.get(&address).await.value("version").unwrap();
    let mut fields = vec![("version", version.as_str()), ("in_groups", "1")];
    fields.extend(groups.iter().map(|id| ("group", *id)));
    admin.post(&address, &fields).await
}

/// Group, what it gives, how many are in it.
async fn rows(browser: &Browser) -> Vec<Vec<String>> {
    let list = browser.get(GROUPS).await;
    let (names, cells) = (list.all(".groups-table .row-link"), list.all(".groups-table tbody td"));
    names.into_iter().zip(cells.chunks(2)).map(|(name, cells)| vec![name, cells[0].clone(), cells[1].clone()]).collect()
}

#[rstest]
#[tokio::test]
async fn group_members_have_its_roles_while_they_are_in_it(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    roles::add(&ana, "Desk", &["invitations:read", "users:read"]).await;
    let desk = role(&ana, "Desk").await;
    assert!(ana.get(GROUPS).await.shows("No groups yet"));
    let list = add(&ana, "Front office", std::slice::from_ref(&desk)).await;
    assert!(list.path().starts_with(&format!("{GROUPS}?done=created")), "{}", list.text());
    assert_eq!(rows(&ana).await, [["Front office", "Desk", "0"]]);

    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    assert_eq!(bea.get("/w/acme/invitations").await.status, 403);
    let front = group(&ana, "Front office").await;
    let account = tick(&ana, "bea@acme.example", &[&front]).await;
    assert!(account.path().contains("done=saved"), "{}", account.text());
    assert_eq!(bea.get("/w/acme/invitations").await.status, 200, "at once");
    assert_eq!(rows(&ana).await, [["Front office", "Desk", "1"]]);
    assert_eq!(roles::rows(&ana).await.last().unwrap()[2], "1", "the roles count it too");

    // The list: badges, the column, both filters; the panel says why.
    for narrowed in [format!("group={front}"), format!("role={desk}"), format!("group={front}&q=bea&sort=role")] {
        let list = ana.get(&format!("/w/acme/users?columns=role,groups&{narrowed}")).await;
        assert_eq!(list.all("tbody .person-mail"), ["bea@acme.example"], "{narrowed}");
        assert_eq!(list.all("tbody .badge"), ["Desk", "Member", "Front office"], "{narrowed}");
    }
    assert!(ana.get(&format!("/w/acme/users?group={RANDOM}")).await.all("tbody tr").is_empty());
    let id = id_of(&ana, "bea@acme.example").await;
    let account = ana.get(&format!("/w/acme/users/{id}?tab=access")).await;
    assert!(account.all(".matrix tbody tr")[0].contains("Desk (through Front office)"), "{}", account.text());
    let edit = ana.get(&format!("/w/acme/users/{id}/edit")).await;
    assert_eq!(edit.attributes("input[name=group][checked]", "value"), [front.as_str()]);
    assert_eq!(edit.attributes("input[name=roles][checked]", "value"), [role(&ana, "Member").await], "their own alone");
    let file = ana.get("/w/acme/users/download?format=csv&columns=role,groups&q=bea").await.body;
    assert!(file.contains("Role,Groups") && file.contains(",Member,Front office"), "{file}");

    // Another role, no role, out of it: each counts at once.
    let auditor = role(&ana, "Auditor").await;
    let at = address(&ana, "Front office").await;
    assert!(save(&ana, &at, "Back office", &[auditor]).await.shows("Back office was saved."));
    assert_eq!(bea.get("/w/acme/invitations").await.status, 403);
    assert_eq!(bea.get("/w/acme/audit").await.status, 200);
    assert_eq!(ana.get("/w/acme/users?q=bea").await.all("tbody .badge"), ["Auditor", "Member"], "the list knows");
    tick(&ana, "bea@acme.example", &[]).await;
    assert_eq!(bea.get("/w/acme/audit").await.status, 403);
    let told = "SELECT COUNT(*) FROM audit_events WHERE action IN ('group.create', 'group.edit', 'member.set_groups')";
    assert_eq!(roles::number(&app, told).await, 4);
    let audit = ana.get("/w/acme/audit?what=member.set_groups").await;
    assert!(audit.shows("changed the groups of bea@acme.example"), "{}", audit.text());
}

#[rstest]
#[tokio::test]
async fn bad_groups_are_refused_at_their_fields(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Member").await;
    add(&ana, "Desk", &[]).await;
    for (name, gives, why) in [
        ("", RANDOM, "Enter a name."),
        ("DESK", "", "It is taken."),
        ("Odd", RANDOM, "values on offer"),
        ("Odd", "junk", "values on offer"),
    ] {
        let gives: Vec<String> = (!gives.is_empty()).then(|| gives.to_owned()).into_iter().collect();
        let page = add(&ana, name, &gives).await;
        assert!(page.path().ends_with("/new") && page.shows(why), "{name}: {}", page.text());
    }
    let desk = address(&ana, "Desk").await;
    let mut old = form("Older", &[]);
    old.push(("version", "1"));
    assert!(save(&ana, &desk, "Newer", &[]).await.shows("Newer was saved."));
    assert_eq!(ana.post(&desk, &old).await.status, 409, "someone else was faster");
    for id in [RANDOM, "junk"] {
        let page = tick(&ana, "bea@acme.example", &[id]).await;
        assert!(page.path().ends_with("/edit") && page.shows("values on offer"), "{id}: {}", page.text());
        let bea = id_of(&ana, "bea@acme.example").await;
        for action in ["join", "part"] {
            let page = ana.post(&format!("/w/acme/users/{bea}"), &[("action", action), ("group", id)]).await;
            assert_eq!(page.status, 422, "{action} {id}");
        }
    }
    assert_eq!(roles::number(&app, "SELECT COUNT(*) FROM group_members").await, 0);
}

#[rstest]
#[tokio::test]
async fn groups_grant_only_what_the_actor_holds(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    roles::add(&ana, "Clerk", &["users:write", "roles:write", "roles:delete"]).await;
    let (clerk, auditor) = (role(&ana, "Clerk").await, role(&ana, "Auditor").await);
    add(&ana, "Auditors", std::slice::from_ref(&auditor)).await;
    add(&ana, "Clerks", std::slice::from_ref(&clerk)).await;
    let bea = member(&app, &ana, "bea@acme.example", "Clerk").await;
    member(&app, &ana, "caio@acme.example", "Member").await;
    let refused = "You can’t grant permissions you don’t have.";
    assert!(add(&bea, "Mine", std::slice::from_ref(&auditor)).await.shows(refused));
    let auditors = address(&bea, "Auditors").await;
    assert_eq!(save(&bea, &auditors, "Auditors", &[]).await.status, 422, "not taken away either");
    assert!(bea.post(&format!("{auditors}/delete"), &[]).await.shows(refused));
    let clerks = address(&bea, "Clerks").await;
    assert!(save(&bea, &clerks, "Clerks", &[clerk, auditor]).await.shows(refused));
    let id = auditors.rsplit('/').next().unwrap();
    for email in ["bea@acme.example", "caio@acme.example"] {
        let page = tick(&bea, email, &[id]).await;
        assert!(page.shows(refused), "{email}: {}", page.text());
    }
    let clerks = clerks.rsplit('/').next().unwrap();
    assert!(tick(&bea, "caio@acme.example", &[clerks]).await.path().contains("done=saved"));

    // Through a group one stands as high as by a role of one's own.
    tick(&ana, "caio@acme.example", &[id]).await;
    let caio = id_of(&bea, "caio@acme.example").await;
    assert_eq!(bea.post(&format!("/w/acme/users/{caio}"), &[("action", "suspend")]).await.status, 403);
    let report = bulk(&bea, "", &[("action", "part"), ("group", clerks), ("id", &caio)]).await;
    assert!(report.shows("0 of 1 done, 1 failed"), "{}", report.text());
    let viewer = member(&app, &ana, "eva@acme.example", "Viewer").await;
    assert_eq!(viewer.get(GROUPS).await.status, 200);
    assert_eq!(add(&viewer, "Mine", &[]).await.status, 403);
    assert_eq!(viewer.post(&format!("{auditors}/delete"), &[]).await.status, 403);
    let fields = [("version", "1"), ("in_groups", "1")];
    assert_eq!(viewer.post(&format!("/w/acme/users/{caio}/edit"), &fields).await.status, 403);
}

#[rstest]
#[tokio::test]
async fn many_join_and_leave_at_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let viewer = role(&ana, "Viewer").await;
    add(&ana, "Lookers", &[viewer]).await;
    let lookers = group(&ana, "Lookers").await;
    for email in ["bea@acme.example", "caio@acme.example"] {
        member(&app, &ana, email, "Member").await;
    }
    crate::accept::invite(&ana, "dora@acme.example").await;
    let report = bulk(&ana, "", &[("action", "join"), ("group", &lookers), ("all", "on")]).await;
    worker::work(&app.operator(), None).await.unwrap();
    let report = ana.get(report.path()).await;
    assert!(report.shows("Add to group: Lookers") && report.shows("3 of 4 done, 1 failed"), "{}", report.text());
    assert_eq!(rows(&ana).await[0][2], "3");
    let ids = [id_of(&ana, "bea@acme.example").await, id_of(&ana, "caio@acme.example").await];
    let fields = [("action", "part"), ("group", lookers.as_str()), ("id", &ids[0]), ("id", &ids[1])];
    let report = bulk(&ana, "", &fields).await;
    assert!(report.shows("2 of 2 done, 0 failed") || report.shows("2 done"), "{}", report.text());
    assert_eq!(rows(&ana).await[0][2], "1");
    let page = ana.post("/w/acme/users/bulk", &[("action", "join"), ("id", &ids[0]), ("sure", "on")]).await;
    assert_eq!(page.status, 422, "into which group?");
}

#[rstest]
#[tokio::test]
async fn a_role_that_goes_takes_its_place_in_groups_along(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    roles::add(&ana, "Desk", &["users:read"]).await;
    roles::add(&ana, "Phone", &["users:read"]).await;
    let (desk, phone) = (role(&ana, "Desk").await, role(&ana, "Phone").await);
    add(&ana, "Front office", &[desk.clone(), phone.clone()]).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;

    // Nobody is in it: the group loses it, and nobody is asked.
    let at = format!("{}/delete", roles::address(&ana, "Phone").await);
    assert!(ana.post(&at, &[]).await.shows("The role is deleted."));
    assert_eq!(rows(&ana).await, [["Front office", "Desk", "0"]]);
    tick(&ana, "bea@acme.example", &[&group(&ana, "Front office").await]).await;
    let renamed = roles::address(&ana, "Desk").await;
    ana.post(&format!("{renamed}/review"), &[("name", "Reception"), ("allow", "users:read"), ("version", "1")]).await;
    let key = "SELECT COUNT(*) FROM members WHERE role_key = 'member, reception'";
    assert_eq!(roles::number(&app, key).await, 1, "the order by roles knows the new name");
    let at = format!("{renamed}/delete");
    assert!(ana.post(&at, &[]).await.shows("Choose a role."));
    let auditor = role(&ana, "Auditor").await;
    assert!(ana.post(&at, &[("role", &auditor)]).await.shows("The role is deleted."));
    assert_eq!(rows(&ana).await, [["Front office", "Auditor", "1"]]);
    assert_eq!(bea.get("/w/acme/audit").await.status, 200);
    let list = ana.get(&format!("/w/acme/users?role={auditor}")).await;
    assert_eq!(list.all("tbody .person-mail"), ["bea@acme.example"]);
}

#[rstest]
#[tokio::test]
async fn a_group_of_many_goes_in_the_background_and_gives_nothing_at_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    let plan = Plan { members: 600, seed: 3, slug: "acme".into(), name: "Acme Research".into() };
    let sign_in = seed_by(&app.roster, &plan, SeedMode::Bulk, |_| {}).await.unwrap();
    let (admin, _) = app.sign_in(&sign_in.email, sign_in.password.reveal()).await;
    let ctx = app.acting(&sign_in.email).await;
    roles::add(&admin, "Desk", &["users:read"]).await;
    let desk: RoleId = role(&admin, "Desk").await.parse().unwrap();
    let input = GroupInput { name: "Everyone".into(), about: String::new(), roles: vec![desk] };
    let id = groups::create(&ctx, "acme", &input).await.unwrap();
    bulk(&admin, "?status=active", &[("action", "join"), ("group", &id.to_string()), ("all", "on")]).await;
    worker::work(&app.operator(), None).await.unwrap();
    let held = "SELECT COUNT(*) FROM effective_roles x JOIN roles r ON r.id = x.role_id WHERE r.name = 'Desk'";
    let had = roles::number(&app, held).await;
    assert!(had > 500, "{had}");

    let mut tx = ctx.write().await.unwrap();
    query("UPDATE jobs SET lease_until = 9000000000000000").run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let page = admin.post(&format!("{GROUPS}/{id}/delete"), &[]).await;
    assert!(page.shows("The group is deleted."), "{}", page.text());
    assert_eq!(roles::number(&app, held).await, 0);
    assert_eq!(admin.get(&format!("{GROUPS}/{id}")).await.status, 404);
    assert_eq!(groups::create(&ctx, "acme", &input).await.map(|_| ()), Ok(()), "its name is free");
    worker::work(&app.operator(), None).await.unwrap();
    assert_eq!(roles::number(&app, "SELECT COUNT(*) FROM group_members").await, 0);
    assert_eq!(roles::number(&app, "SELECT COUNT(*) FROM groups").await, 1);
    let left = "SELECT COUNT(*) FROM members WHERE role_key LIKE '%desk%'";
    assert_eq!(roles::number(&app, left).await, 0);
}

#[rstest]
#[tokio::test]
async fn a_file_says_who_is_in_which_group(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let auditor = role(&ana, "Auditor").await;
    add(&ana, "Front, office", &[]).await;
    add(&ana, "Auditors", &[auditor]).await;
    for email in ["bea@acme.example", "caio@acme.example"] {
        member(&app, &ana, email, "Member").await;
    }
    let front = group(&ana, "Front, office").await;
    tick(&ana, "caio@acme.example", &[&front, &group(&ana, "Auditors").await]).await;

    // What was downloaded changes nothing.
    let file = ana.download("/w/acme/users/download?format=csv&columns=role,groups").await.text();
    assert!(file.contains("Member,\"Auditors; Front, office\"") || file.contains("Auditors; Front, office"), "{file}");
    let plan = import::planned(&app, &ana, &file, "add").await;
    assert_eq!(import::counts(&plan), ["0", "0", "0", "0", "3"], "{}", plan.text());

    let file = "E-mail;First name;Last name;Groups;Add or invite\r\n\
        bea@acme.example;;;\"auditors; FRONT, office\";\r\n\
        caio@acme.example;;;Auditors;\r\n\
        nia@acme.example;Nia;Neu;Auditors;add\r\n\
        gil@acme.example;Gil;Neu;Auditors;invite\r\n\
        ana@acme.example;;;Auditors;\r\n\
        x@acme.example;X;Y;Nowhere;add\r\n";
    let plan = import::planned(&app, &ana, file, "add").await;
    assert_eq!(import::counts(&plan), ["3", "1", "0", "2", "0"], "{}", plan.text());
    let wrong = import::rows(&ana, &plan, "wrong").await.concat();
    for why in ["Only people who are added at once", "You can't do this to yourself", "There is no group of this name"]
    {
        assert!(wrong.contains(why), "{why}: {wrong}");
    }
    let change = import::rows(&ana, &plan, "change").await.concat();
    assert!(change.contains("Auditors; Front, office → Auditors"), "{change}");
    let done = import::decide(&app, &ana, &plan, "apply").await;
    let counted = [["Auditors", "Auditor", "3"], ["Front, office", "No role", "1"]];
    assert_eq!(rows(&ana).await, counted, "{}", done.text());
    import::decide(&app, &ana, &done, "undo").await;
    assert_eq!(rows(&ana).await, [["Auditors", "Auditor", "1"], ["Front, office", "No role", "1"]]);
    assert_eq!(ana.get(&format!("/w/acme/users?group={front}")).await.all("tbody .person-mail"), ["caio@acme.example"]);
}

async fn put(ctx: &Context, member: MemberId, action: Action) -> Result<(), Error> {
    act(ctx, "acme", member, action).await
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn deleted_group_has_no_members(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let ctx = app.acting("ana@acme.example").await;
    let mut people: Vec<MemberId> = Vec::new();
    for n in 0..4 {
        let email = format!("p{n}@acme.example");
        member(&app, &ana, &email, "Member").await;
        people.push(id_of(&ana, &email).await.parse().unwrap());
    }
    for round in 0..12 {
        let input = GroupInput { name: format!("Group {round}"), ..GroupInput::default() };
        let group: GroupId = groups::create(&ctx, "acme", &input).await.unwrap();
        let joins: Vec<_> = people
            .iter()
            .map(|person| {
                let (ctx, person) = (ctx.clone(), *person);
                tokio::spawn(async move { put(&ctx, person, Action::Join(group)).await })
            })
            .collect();
        groups::delete(&ctx, "acme", group, None).await.unwrap();
        for join in joins {
            let joined = join.await.unwrap();
            assert!(matches!(joined, Ok(()) | Err(Error::Invalid(_))), "{joined:?}");
        }
        worker::work(&app.operator(), None).await.unwrap();
        assert_eq!(roles::number(&app, "SELECT COUNT(*) FROM groups").await, 0, "round {round}");
        assert_eq!(roles::number(&app, "SELECT COUNT(*) FROM group_members").await, 0, "round {round}");
    }
}

#[rstest]
#[tokio::test]
async fn those_removed_keep_their_groups_until_they_are_forgotten(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let auditor = role(&ana, "Auditor").await;
    add(&ana, "Auditors", &[auditor]).await;
    let bea = member(&app, &ana, "bea@acme.example", "Member").await;
    let id = id_of(&ana, "bea@acme.example").await;
    tick(&ana, "bea@acme.example", &[&group(&ana, "Auditors").await]).await;
    ana.post(&format!("/w/acme/users/{id}"), &[("action", "remove")]).await;
    assert_eq!(rows(&ana).await[0][2], "0");
    assert_eq!(bea.get("/w/acme/audit").await.path(), "/sign-in?next=%2Fw%2Facme%2Faudit");
    ana.post(&format!("/w/acme/users/{id}"), &[("action", "restore")]).await;
    assert_eq!(rows(&ana).await[0][2], "1");
    ana.post(&format!("/w/acme/users/{id}"), &[("action", "remove")]).await;
    app.advance(Duration::from_hours(31 * 24));
    domain::users::expire(&app.operator()).await.unwrap();
    assert_eq!(roles::number(&app, "SELECT COUNT(*) FROM group_members").await, 0);
}

#[rstest]
#[tokio::test]
async fn a_foreign_group_is_byte_for_byte_an_unknown_one(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, robin) = two_workspaces(kind).await;
    add(&ana, "Desk", &[]).await;
    let desk = group(&ana, "Desk").await;
    for page in ["", "/delete"] {
        let [foreign, unknown] = [&desk, RANDOM].map(|id| format!("/w/other/groups/{id}{page}"));
        let (foreign, mut unknown) = (bytes(&robin, &foreign).await, bytes(&robin, &unknown).await);
        unknown.1 = unknown.1.replace(RANDOM, &desk);
        assert_eq!(foreign.0, 404, "{page}");
        assert_eq!(foreign, unknown, "{page}");
    }
    let me = id_of_other(&robin).await;
    for id in [desk.as_str(), RANDOM] {
        assert_eq!(robin.post(&format!("/w/other/groups/{id}"), &form("Mine", &[])).await.status, 404);
        assert_eq!(robin.post(&format!("/w/other/groups/{id}/delete"), &[]).await.status, 404);
        assert_eq!(robin.post(&format!("/w/acme/groups/{id}/delete"), &[]).await.status, 404);
        let page = robin.post(&format!("/w/other/users/{me}"), &[("action", "join"), ("group", id)]).await;
        assert_eq!(page.status, 422, "{id}");
    }
    assert_eq!(roles::number(&app, "SELECT COUNT(*) FROM groups").await, 1);
}

async fn id_of_other(robin: &Browser) -> String {
    robin.get("/w/other/me").await.path().rsplit_once('/').unwrap().1.to_owned()
}

#[rstest]
#[tokio::test]
async fn the_page_of_a_group_lists_its_people_and_fills_it(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let auditor = role(&ana, "Auditor").await;
    add(&ana, "Auditors", std::slice::from_ref(&auditor)).await;
    let page = address(&ana, "Auditors").await;
    assert!(ana.get(&page).await.shows("Nobody is in this group yet."));
    let bea = member(&app, &ana, "bea@acme.example", "Manager").await;
    let join = async |by: &Browser, email: &str| by.post(&page, &[("action", "join"), ("email", email)]).await;
    let unknown = join(&ana, "nobody@acme.example").await;
    assert_eq!(unknown.status, 422);
    assert!(unknown.problem("email").is_some(), "{}", unknown.text());
    assert_eq!(unknown.attribute("#email", "value").as_deref(), Some("nobody@acme.example"), "what was typed stays");
    assert_eq!(unknown.value("name").as_deref(), Some("Auditors"), "and the group's own form is as it was");
    let joined = join(&ana, " BEA@acme.example ").await;
    assert!(joined.shows("They are in the group now.") && joined.shows("1 person"), "{}", joined.text());
    assert_eq!(joined.all(".group-people .person-mail"), ["bea@acme.example"]);
    assert_eq!(bea.get("/w/acme/audit").await.status, 200, "at once");

    // Whoever does not hold what it gives neither fills it nor is offered to.
    let looked = bea.get(&page).await;
    assert_eq!(looked.all(".group-people .person-mail"), ["bea@acme.example"]);
    let max = member(&app, &ana, "max@acme.example", "Manager").await;
    assert!(max.get(&page).await.all("#email").is_empty());
    assert_eq!(join(&max, "max@acme.example").await.status, 422);
    let viewer = member(&app, &ana, "eva@acme.example", "Viewer").await;
    assert_eq!(join(&viewer, "eva@acme.example").await.status, 403);

    let id = id_of(&ana, "bea@acme.example").await;
    let part = [("action", "part"), ("member", id.as_str())];
    assert_eq!(max.post(&page, &part).await.status, 403, "through the group she stands higher");
    assert_eq!(viewer.post(&page, &part).await.status, 403);
    assert!(ana.post(&page, &part).await.shows("They are no longer in the group."));
    assert_eq!(bea.get("/w/acme/audit").await.status, 403, "at once");
}

#[rstest]
#[tokio::test]
async fn the_people_of_a_large_group_come_in_pages(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::empty(kind).await;
    let plan = Plan { members: 60, seed: 3, slug: "acme".into(), name: "Acme".into() };
    let admin = domain::seed::seed(&app.roster, &plan).await.unwrap();
    let (admin, _) = app.sign_in(&admin.email, admin.password.reveal()).await;
    add(&admin, "All", &[]).await;
    let page = address(&admin, "All").await;
    let group = group(&admin, "All").await;
    bulk(&admin, "", &[("action", "join"), ("group", &group), ("all", "on")]).await;
    worker::work(&app.operator(), None).await.unwrap();
    let mut seen = Vec::new();
    let mut next = Some(page);
    while let Some(address) = next {
        let page = admin.get(&address).await;
        seen.extend(page.all(".group-people .person-mail"));
        next = page.attribute("a[rel=next]", "href");
    }
    let all = seen.len();
    assert!(all > 25, "{all}");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), all, "each once");
}
