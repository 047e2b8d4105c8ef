//! Roles: making, changing and deleting them, and what that does to people.

use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use crate::tenancy::{RANDOM, two_workspaces};
use crate::wizard::{answer, member, named, role};
use domain::db::query;
use domain::members::Secret;
use domain::seed::{Plan, SeedMode, seed_by};
use domain::users::{NewUser, create_in};
use domain::{Context, roles};
use model::Error;
use model::ids::RoleId;
use model::permissions::{Permission, Permissions};
use model::roles::RoleInput;
use model::users::{RoleChoice, Source};
use rstest::rstest;

const ROLES: &str = "/w/acme/roles";

/// The form of a role, with these permissions ticked.
fn form<'a>(name: &'a str, allow: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    std::iter::once(("name", name)).chain(allow.iter().map(|permission| ("allow", *permission))).collect()
}

pub async fn add(browser: &Browser, name: &str, allow: &[&str]) -> Page {
    browser.post(&format!("{ROLES}/new"), &form(name, allow)).await
}

/// The address of the role of this name.
pub async fn address(browser: &Browser, name: &str) -> String {
    let list = browser.get(ROLES).await;
    let names = list.all(".roles-table .row-link");
    let at = names.iter().position(|found| found == name).unwrap_or_else(|| panic!("{name} in {names:?}"));
    list.attributes(".roles-table .row-link", "href")[at].clone()
}

/// Role, what it allows, how many have it.
pub async fn rows(browser: &Browser) -> Vec<Vec<String>> {
    let list = browser.get(ROLES).await;
    let (names, cells) = (list.all(".roles-table tbody th"), list.all(".roles-table tbody td"));
    names.into_iter().zip(cells.chunks(2)).map(|(name, cells)| vec![name, cells[0].clone(), cells[1].clone()]).collect()
}

/// Saves a change, as the review of it does.
async fn save(browser: &Browser, role: &str, name: &str, allow: &[&str]) -> Page {
    let version = browser.get(role).await.value("version").unwrap_or_default();
    let mut fields = form(name, allow);
    fields.push(("version", &version));
    browser.post(&format!("{role}/review"), &fields).await
}

pub async fn number(app: &TestApp, sql: &'static str) -> i64 {
    let mut tx = app.roster.db.read().await.unwrap();
    let (n,): (i64,) = query(sql).one(&mut tx).await.unwrap();
    n
}

#[rstest]
#[tokio::test]
async fn a_role_of_ones_own_allows_what_was_ticked(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let list = add(&ana, "Desk", &["users:write", "invitations:read"]).await;
    assert!(list.path().starts_with(&format!("{ROLES}?done=created")), "{}", list.text());
    assert!(list.shows("Desk was added."), "{}", list.text());
    assert_eq!(rows(&ana).await.last().unwrap(), &["Desk", "Users: View, Edit · Invitations: View", "0"]);

    let bea = member(&app, &ana, "bea@acme.example", "Desk").await;
    assert_eq!(bea.get("/w/acme/users").await.status, 200);
    assert_eq!(bea.get("/w/acme/invitations").await.status, 200);
    assert_eq!(bea.get(ROLES).await.status, 403);
    assert_eq!(rows(&ana).await.last().unwrap()[2], "1");

    // The change counts at once.
    let desk = address(&ana, "Desk").await;
    assert!(save(&ana, &desk, "Front desk", &["users:read", "roles:read"]).await.shows("Front desk was saved."));
    assert_eq!(bea.get("/w/acme/invitations").await.status, 403);
    assert_eq!(bea.get(ROLES).await.status, 200);
    assert!(ana.get("/w/acme/users?q=bea").await.shows("Front desk"), "the list knows the new name");
    let told = number(&app, "SELECT COUNT(*) FROM audit_events WHERE action IN ('role.create', 'role.edit')").await;
    assert_eq!(told, 2);
}

#[rstest]
#[tokio::test]
async fn bad_roles_are_refused_at_their_fields(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana) = TestApp::with_super_user(kind).await;
    add(&ana, "Desk", &[]).await;
    for (name, allow, why) in [
        ("", &[] as &[&str], "Enter a name."),
        ("DESK", &[], "It is taken."),
        ("Viewer", &[], "It is taken."),
        ("Odd", &["users:fly"], "values on offer"),
    ] {
        let page = add(&ana, name, allow).await;
        assert_eq!(page.path(), format!("{ROLES}/new"), "{name}");
        assert!(page.shows(why), "{name}: {}", page.text());
    }
    let viewer = address(&ana, "Viewer").await;
    assert!(ana.get(&viewer).await.shows("This role comes with Roster"));
    assert!(save(&ana, &viewer, "Looker", &[]).await.shows("This comes with Roster and stays as it is."));
    let page = ana.post(&format!("{viewer}/delete"), &[]).await;
    assert!(page.shows("This comes with Roster and stays as it is."), "{}", page.text());
    assert_eq!(rows(&ana).await.len(), 6);

    let desk = address(&ana, "Desk").await;
    let mut old = form("Older", &[]);
    old.push(("version", "1"));
    assert!(save(&ana, &desk, "Newer", &[]).await.shows("Newer was saved."));
    assert_eq!(ana.post(&format!("{desk}/review"), &old).await.status, 409, "someone else was faster");
}

#[rstest]
#[tokio::test]
async fn roles_beyond_ones_own_can_not_be_changed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    add(&ana, "Clerk", &["users:write", "roles:write", "roles:delete"]).await;
    add(&ana, "Chief", &["users:delete"]).await;
    let bea = member(&app, &ana, "bea@acme.example", "Clerk").await;
    let refused = "You can’t grant permissions you don’t have.";
    let page = add(&bea, "Mine", &["users:read", "audit:read"]).await;
    assert!(page.shows(refused), "{}", page.text());
    let (chief, clerk) = (address(&bea, "Chief").await, address(&bea, "Clerk").await);
    assert!(save(&bea, &chief, "Chief", &[]).await.shows(refused));
    assert!(bea.post(&format!("{chief}/delete"), &[]).await.shows(refused));
    let page = save(&bea, &clerk, "Clerk", &["users:write", "roles:write", "roles:delete", "settings:write"]).await;
    assert!(page.shows(refused), "not to themselves either");
    assert!(add(&bea, "Helper", &["users:write"]).await.shows("Helper was added."));

    let eva = member(&app, &ana, "eva@acme.example", "Auditor").await;
    assert_eq!(eva.get(ROLES).await.status, 200);
    assert_eq!(eva.get(&chief).await.status, 200);
    assert_eq!(add(&eva, "Mine", &[]).await.status, 403);
    assert_eq!(save(&eva, &chief, "Mine", &[]).await.status, 403);
    assert_eq!(eva.post(&format!("{chief}/delete"), &[]).await.status, 403);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM roles").await, 7);
}

#[rstest]
#[tokio::test]
async fn a_change_is_shown_before_it_is_made(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    add(&ana, "Desk", &["users:read", "invitations:read"]).await;
    member(&app, &ana, "bea@acme.example", "Desk").await;
    member(&app, &ana, "eva@acme.example", "Viewer").await;
    let desk = address(&ana, "Desk").await;
    let eva = ana.get("/w/acme/users?q=eva").await.attributes("tbody .row-link", "href")[0].clone();
    let eva = eva.split('?').next().unwrap().to_owned();
    let edit = ana.get(&format!("{eva}/edit")).await;
    let roles = edit.attributes("input[name=roles]", "value");
    let names = edit.all("input[name=roles] + span > span");
    let ids = |wanted: &[&str]| -> Vec<(String, String)> {
        let picked = names.iter().zip(&roles).filter(|(name, _)| wanted.contains(&name.as_str()));
        picked.map(|(_, id)| ("roles".to_owned(), id.clone())).collect()
    };
    let mut fields = ids(&["Desk", "Viewer"]);
    assert_eq!(fields.len(), 2, "{names:?}");
    fields.push(("access".into(), "roles".into()));
    fields.push(("version".into(), edit.value("version").unwrap()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    ana.post(&format!("{eva}/edit"), &fields).await;

    // Viewer lets Eva see users all the same.
    let review = ana.get(&format!("{desk}/review?name=Desk&version=1&allow=audit:read")).await;
    assert!(review.shows("2 people have it."), "{}", review.text());
    let cells = review.all("tbody tr");
    assert_eq!(cells.len(), 2, "{cells:?}");
    let (bea, eva) = if cells[0].contains("bea@") { (&cells[0], &cells[1]) } else { (&cells[1], &cells[0]) };
    assert!(bea.ends_with("Audit: ViewUsers: View · Invitations: View"), "{bea}");
    assert!(eva.ends_with("Audit: ViewInvitations: View"), "{eva}");
    assert_eq!(rows(&ana).await.last().unwrap()[1], "Users: View · Invitations: View", "nothing has happened");
    assert!(
        ana.get(&format!("{desk}/review?name=Desk&version=1&allow=users:read&allow=invitations:read"))
            .await
            .shows("Nothing changes.")
    );
}

#[rstest]
#[tokio::test]
async fn deleting_the_default_role_makes_no_role_the_default_that_is_not_the_actors_to_give(
    #[values(Sqlite, Postgres)] kind: Kind,
) {
    let (app, ana, robin) = two_workspaces(kind).await;
    add(&ana, "Clerk", &["users:write", "roles:write", "roles:delete"]).await;
    add(&ana, "Chief", &["users:delete", "settings:write"]).await;
    add(&ana, "Unused", &[]).await;
    let id = |address: String| address.rsplit('/').next().unwrap().to_owned();
    let (chief, unused) = (id(address(&ana, "Chief").await), id(address(&ana, "Unused").await));
    let foreign = robin.get("/w/other/roles").await.attributes(".roles-table .row-link", "href")[0].clone();
    let mut tx = app.roster.db.write().await.unwrap();
    domain::db::query("UPDATE workspaces SET default_role = $1 WHERE slug = 'acme'")
        .bind(unused.parse::<uuid::Uuid>().unwrap())
        .run(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let bea = member(&app, &ana, "bea@acme.example", "Clerk").await;
    let delete = format!("{ROLES}/{unused}/delete");
    let more = bea.post(&delete, &[("role", &chief)]).await;
    assert_eq!(more.status, 422);
    assert!(more.shows("You can’t grant permissions you don’t have."), "{}", more.text());
    for none in [id(foreign), RANDOM.to_owned(), unused.clone()] {
        let page = bea.post(&delete, &[("role", &none)]).await;
        assert_eq!(page.status, 422, "{none}");
        assert!(page.shows("Choose one of the values on offer."), "{none}: {}", page.text());
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM roles WHERE name = 'Unused'").await, 1, "nothing has changed");
    assert!(bea.post(&delete, &[]).await.shows("The role is deleted."));
    assert_eq!(number(&app, "SELECT COUNT(*) FROM workspaces WHERE default_role IS NOT NULL").await, 0);
}

#[rstest]
#[tokio::test]
async fn deleting_a_role_asks_where_its_people_go(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    add(&ana, "Desk", &["users:read"]).await;
    add(&ana, "Nobody", &[]).await;
    let bea = member(&app, &ana, "bea@acme.example", "Desk").await;
    let draft = named(&ana, "new@acme.example", "Nia", "Neu").await;
    let page = answer(&ana, &draft, "how", &[("how", "invite")]).await;
    answer(&ana, &draft, "role", &[("role", &role(&page, "Desk"))]).await;
    answer(&ana, &draft, "confirm", &[]).await;
    let desk = address(&ana, "Desk").await;
    let nobody = address(&ana, "Nobody").await;
    assert!(ana.post(&format!("{nobody}/delete"), &[]).await.shows("The role is deleted."));
    assert!(ana.post(&format!("{desk}/delete"), &[]).await.shows("Choose a role."));
    let id = desk.rsplit('/').next().unwrap().to_owned();
    assert!(ana.post(&format!("{desk}/delete"), &[("role", &id)]).await.shows("values on offer"), "not itself");
    let manager = address(&ana, "Manager").await;
    let instead = manager.rsplit('/').next().unwrap();
    let page = ana.post(&format!("{desk}/delete"), &[("role", instead)]).await;
    assert!(page.path().starts_with(&format!("{ROLES}?done=deleted")), "{}", page.text());
    assert_eq!(ana.get(&desk).await.status, 404);
    assert!(rows(&ana).await.iter().any(|row| row[0].starts_with("Manager") && row[2] == "2"));
    assert_eq!(bea.get("/w/acme/invitations").await.status, 200, "she is a manager now");
    assert!(ana.get("/w/acme/invitations").await.shows("Manager"));
    assert_eq!(number(&app, "SELECT COUNT(*) FROM audit_events WHERE action = 'role.delete'").await, 2);
}

#[rstest]
#[tokio::test]
async fn a_role_of_many_goes_in_the_background(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    let plan = Plan { members: 600, seed: 3, slug: "acme".into(), name: "Acme Research".into() };
    let sign_in = seed_by(&app.roster, &plan, SeedMode::Bulk, |_| {}).await.unwrap();
    let (admin, _) = app.sign_in(&sign_in.email, sign_in.password.reveal()).await;
    add(&admin, "Desk", &["users:read"]).await;
    let desk = address(&admin, "Desk").await;
    let id = desk.rsplit('/').next().unwrap().to_owned();
    let mut tx = app.roster.db.write().await.unwrap();
    query(
        "INSERT INTO member_roles (member_id, role_id)
         SELECT m.id, r.id FROM members m, roles r WHERE r.name = 'Desk' AND m.status = 'active' AND NOT m.super_user
             AND NOT EXISTS (SELECT 1 FROM member_roles x WHERE x.member_id = m.id AND x.role_id = r.id)",
    )
    .run(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let had =
        number(&app, "SELECT COUNT(*) FROM member_roles x JOIN roles r ON r.id = x.role_id WHERE r.name = 'Desk'")
            .await;
    assert!(had > 500, "{had}");
    let viewer = address(&admin, "Viewer").await;
    let instead = viewer.rsplit('/').next().unwrap();
    assert!(admin.post(&format!("{desk}/delete"), &[("role", instead)]).await.shows("The role is deleted."));
    domain::worker::work(&app.operator(), None).await.unwrap();
    assert_eq!(admin.get(&desk).await.status, 404);
    let left = number(
        &app,
        "SELECT COUNT(*) FROM member_roles x JOIN members m ON m.id = x.member_id WHERE m.role_key LIKE '%desk%'",
    )
    .await;
    assert_eq!(left, 0, "the order by roles forgets it");
    assert!(!admin.get(&format!("/w/acme/users?role={id}")).await.shows("person-name"));
    let moved = number(&app, "SELECT COUNT(*) FROM audit_events WHERE action = 'member.set_roles'").await;
    assert_eq!(moved, had, "each by an event");
}

#[rstest]
#[tokio::test]
async fn role_assigned_while_deleting_becomes_the_replacement(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let ctx = app.acting("ana@acme.example").await;
    let viewer = roles::choices(&ctx, "acme").await.unwrap().into_iter().find(|role| role.name == "Viewer").unwrap().id;
    for round in 0..8 {
        let input = RoleInput { name: format!("Desk {round}"), permissions: Permissions::NONE };
        let desk = roles::create(&ctx, "acme", &input).await.unwrap();
        give(&ctx, desk, &format!("first{round}@acme.example")).await.unwrap();
        let others: Vec<_> = (0..6)
            .map(|n| {
                let ctx = ctx.clone();
                tokio::spawn(async move { give(&ctx, desk, &format!("p{round}.{n}@acme.example")).await })
            })
            .collect();
        roles::delete(&ctx, "acme", desk, Some(viewer), None).await.unwrap();
        for other in others {
            let given = other.await.unwrap();
            assert!(matches!(given, Ok(()) | Err(Error::Invalid(_) | Error::Internal(_))), "{given:?}");
        }
        for _ in 0..3 {
            let _ = domain::worker::work(&app.operator(), None).await;
        }
    }
    let left = rows(&ana).await;
    assert!(left.iter().all(|row| !row[0].starts_with("Desk")), "{left:?}");
    let homeless = "SELECT COUNT(*) FROM members m WHERE NOT m.super_user
                    AND NOT EXISTS (SELECT 1 FROM member_roles x WHERE x.member_id = m.id)";
    assert_eq!(number(&app, homeless).await, 0);
}

/// Adds someone with this role.
async fn give(ctx: &Context, role: RoleId, email: &str) -> Result<(), Error> {
    let new = NewUser {
        email: email.into(),
        first_name: "Nia".into(),
        last_name: "Neu".into(),
        phone: None,
        secret: Secret::None,
        role: RoleChoice::Role(role),
        source: Source::Added,
    };
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, "acme").await?;
    create_in(ctx, &mut tx, &membership, new).await?;
    Ok(tx.commit().await?)
}

#[rstest]
#[tokio::test]
async fn permissions_that_govern_nothing_are_not_shown_not_given_and_not_lost(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    add(&ana, "Desk", &["users:read"]).await;
    let refused = add(&ana, "Bank", &["tokens:read"]).await;
    assert!(refused.shows("values on offer"), "{}", refused.text());
    let tokens: Permissions =
        ["users:read", "tokens:write"].iter().map(|text| text.parse::<Permission>().unwrap()).collect();
    let mut tx = app.roster.db.write().await.unwrap();
    query("UPDATE roles SET permissions = $1 WHERE name = 'Desk'").bind(tokens.bits()).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();

    let desk = address(&ana, "Desk").await;
    let page = ana.get(&desk).await;
    assert_eq!(page.all(".matrix tbody th"), ["Users", "Invitations", "Roles", "Audit", "Settings", "Credits"]);
    assert_eq!(rows(&ana).await.last().unwrap()[1], "Users: View");
    let review = ana.get(&format!("{desk}/review?name=Desk&allow=users%3Aread&allow=users%3Awrite")).await;
    assert!(review.shows("Users: Edit") && !review.shows("Tokens"), "{}", review.text());
    // As an old page sends it, and as one that says what it was opened with.
    assert!(save(&ana, &desk, "Front desk", &["users:write"]).await.shows("Front desk was saved."));
    let page = ana.get(&desk).await;
    let fields = [
        ("name", "Front desk"),
        ("allow", "audit:read"),
        ("version", &page.value("version").unwrap()),
        ("shown.name", "Front desk"),
        ("shown.allow", "users:read"),
        ("shown.allow", "users:write"),
    ];
    assert!(ana.post(&format!("{desk}/review"), &fields).await.shows("Front desk was saved."));
    let kept: Permissions =
        ["audit:read", "tokens:write"].iter().map(|text| text.parse::<Permission>().unwrap()).collect();
    assert_eq!(number(&app, "SELECT permissions FROM roles WHERE name = 'Front desk'").await, kept.bits());
}

#[rstest]
#[tokio::test]
async fn the_panel_says_why(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    member(&app, &ana, "bea@acme.example", "Manager").await;
    let bea = ana.get("/w/acme/users?q=bea").await.attributes("tbody .row-link", "href")[0].clone();
    let bea = bea.split('?').next().unwrap().to_owned();
    let page = ana.get(&format!("{bea}?tab=access")).await;
    let rows = page.all(".matrix tbody tr");
    assert!(rows[0].starts_with("UsersYesManagerYesManagerYesManager"), "{rows:?}");
    assert!(rows[3].starts_with("Audit") && !rows[3].contains("Yes"), "{rows:?}");
    ana.post(&bea, &[("action", "suspend")]).await;
    assert!(
        ana.get(&format!("{bea}?tab=access"))
            .await
            .shows("None of these permissions apply while they are “Suspended”.")
    );
    let me = ana.get("/w/acme/me").await.path().split('?').next().unwrap().to_owned();
    assert!(
        ana.get(&format!("{me}?tab=access")).await.all(".matrix tbody tr").iter().all(|row| row.contains("Super-user"))
    );
}
