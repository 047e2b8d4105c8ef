//! Tokens of a workspace's own: what they reach, who makes them, how they are told of, and who keeps others out.

use crate::people::{act, id_of};
use crate::roles::{self, number};
use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use crate::tokens::{acting, get, made, request, rotate, send, shown};
use crate::wizard::member;
use domain::db::query;
use domain::{Context, audit, groups, invitations, tokens, users, workspaces};
use model::groups::GroupInput;
use model::ids::TokenId;
use model::permissions::Permissions;
use model::roles::RoleInput;
use model::tokens::{NewWorkspaceToken, TokenLifetime};
use model::users::UsersQuery;
use model::{Error, Fields};
use reqwest::{Method, StatusCode};
use rstest::rstest;
use serde_json::json;
use std::time::Duration;

pub const LIST: &str = "/w/acme/settings/tokens";
const NEW: &str = "/w/acme/settings/tokens/new";
const BEA: &str = "bea@acme.example";
const DAY: Duration = Duration::from_hours(24);

async fn posted(browser: &Browser, scopes: &str) -> Page {
    let fields = [("description", "Payroll sync"), ("lifetime", "3_months"), ("scopes", scopes)];
    browser.post(NEW, &fields).await
}

/// The secret of a token of Acme's own, made on its page.
pub async fn made_for_acme(browser: &Browser, scopes: &str) -> String {
    shown(&posted(browser, scopes).await)
}

/// The page of the newest token that can be managed.
pub async fn manage_path(browser: &Browser) -> String {
    let page = browser.get(LIST).await;
    let href = page.attribute("a[href*='/settings/tokens/0']", "href");
    href.unwrap_or_else(|| panic!("{}", page.text()))
}

async fn token_id(app: &TestApp, description: &str) -> TokenId {
    let select = query("SELECT id FROM tokens WHERE description = $1 ORDER BY id DESC LIMIT 1").bind(description);
    let (id,): (uuid::Uuid,) = select.one(&mut app.roster.db.read().await.unwrap()).await.unwrap();
    id.into()
}

#[rstest]
#[tokio::test]
async fn a_workspace_token_is_shown_once_and_reaches_that_workspace_alone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    ana.post("/workspaces/new", &[("name", "Second"), ("slug", "second")]).await;
    assert!(ana.get(LIST).await.shows("No token reaches this workspace yet"));
    let page = posted(&ana, "users:read").await;
    let secret = shown(&page);
    let call = format!("curl -H 'Authorization: Bearer {secret}' {}/api/v1/workspaces", app.url);
    assert_eq!(page.attributes(".copy-field input", "value"), [secret.clone(), call], "{}", page.text());
    let page = ana.get(LIST).await;
    assert!(!page.body.contains(&secret) && page.body.contains(&secret[..12]), "only how it begins");
    assert!(page.shows("Payroll sync") && page.shows("Of the workspace, created by Ana"), "{}", page.text());

    let listed = get(&app, "/v1/workspaces", &secret).await.body;
    assert_eq!((listed["items"].as_array().unwrap().len(), &listed["items"][0]["slug"]), (1, &json!("acme")));
    let ctx = acting(&app, &secret).await.unwrap();
    assert!(users::list(&ctx, "acme", &UsersQuery::default()).await.is_ok());
    assert_eq!(workspaces::overview(&ctx, "second").await.map(|_| ()), Err(Error::NotFound));
    assert_eq!(workspaces::overview(&ctx, "nowhere").await.map(|_| ()), Err(Error::NotFound));
    assert_eq!(get(&app, "/v1/me", &secret).await.problem()["status"], 403, "no account is behind it");
    let current = get(&app, "/v1/tokens/current", &secret).await.body;
    assert_eq!((&current["scopes"], &current["workspaces"]), (&json!(["users:read"]), &json!(["acme"])), "{current}");
    assert!(ana.get("/settings/dev").await.shows("You have none yet"), "it is nobody's own");

    // Whoever made it may go: the token stays.
    let bea = member(&app, &ana, BEA, "Member").await;
    drop(bea);
    act(&ana, &id_of(&ana, BEA).await, "remove").await;
    assert!(users::list(&ctx, "acme", &UsersQuery::default()).await.is_ok());
    let path = manage_path(&ana).await;
    assert!(ana.get(&path).await.shows("Programs that use it are refused at once"));
    assert_eq!(ana.post(&path, &[("action", "revoke")]).await.path(), format!("{LIST}?done=token_revoked"));
    assert_eq!(get(&app, "/v1/workspaces", &secret).await.status, StatusCode::UNAUTHORIZED);
    assert!(ana.get(LIST).await.shows("Revoked"), "it stays listed");
    assert_eq!(users::list(&ctx, "acme", &UsersQuery::default()).await.map(|_| ()), Err(Error::SignedOut));
}

#[rstest]
#[tokio::test]
async fn a_token_goes_on_when_its_maker_is_removed_and_is_not_theirs_to_keep(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    roles::add(&ana, "Keeper", &["settings:read", "settings:write", "users:read"]).await;
    let bea = member(&app, &ana, BEA, "Keeper").await;
    let secret = made_for_acme(&bea, "users:read").await;
    assert!(bea.get(LIST).await.shows("created by Bea"));
    act(&ana, &id_of(&ana, BEA).await, "remove").await;
    let ctx = acting(&app, &secret).await.unwrap();
    assert!(users::list(&ctx, "acme", &UsersQuery::default()).await.is_ok());
    assert!(!bea.get(LIST).await.shows("Payroll sync"), "she does not see it any more");
}

#[rstest]
#[tokio::test]
async fn nobody_gives_a_token_what_they_do_not_hold(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    roles::add(&ana, "Keeper", &["settings:read", "settings:write", "users:read"]).await;
    let bea = member(&app, &ana, BEA, "Keeper").await;
    for scopes in ["users:write", "audit:read", "read", "read write delete"] {
        let page = posted(&bea, scopes).await;
        assert_eq!(page.problem("scopes").as_deref(), Some("You can’t grant permissions you don’t have."), "{scopes}");
        let ticked = page.attributes("[name=scopes][checked]", "value");
        assert!(scopes.contains(' ') || ticked == [scopes], "what was ticked stays so: {ticked:?}");
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM tokens").await, 0);
    made_for_acme(&bea, "users:read").await;

    // Nor by rotating one of others: whoever rotates it has its secret.
    app.advance(Duration::from_secs(1));
    let wide = made_for_acme(&ana, "read write delete").await;
    let id = token_id(&app, "Payroll sync").await;
    let path = format!("{LIST}/{id}");
    let page = bea.post(&path, &[("action", "rotate"), ("lifetime", "1_month"), ("overlap", "0")]).await;
    assert!(page.form_problem().is_some(), "{}", page.text());
    assert_eq!(get(&app, "/v1/workspaces", &wide).await.status, StatusCode::OK, "it is as it was");
    let viewer = member(&app, &ana, "caio@acme.example", "Viewer").await;
    assert_eq!(posted(&viewer, "users:read").await.status, 403);
    app.advance(Duration::from_mins(11));
    assert!(posted(&ana, "read").await.path().starts_with("/confirm?next="), "asked who they are first");
}

#[rstest]
#[tokio::test]
async fn a_workspace_token_makes_no_token_and_no_invitation(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let full = acting(&app, &made_for_acme(&ana, "read write delete").await).await.unwrap();
    let new = NewWorkspaceToken {
        description: "Another".into(),
        lifetime: TokenLifetime::OneMonth,
        scopes: "read".parse().unwrap(),
        networks: Vec::new(),
    };
    assert_eq!(tokens::workspace::create(&full, "acme", &new).await.map(|_| ()), Err(Error::Forbidden));
    let id = token_id(&app, "Payroll sync").await;
    let rotation = model::tokens::Rotation::parse(&Fields::default()).unwrap();
    let rotated = tokens::workspace::rotate(&full, "acme", id, rotation).await;
    assert_eq!(rotated.map(|_| ()), Err(Error::Forbidden), "it rotates itself, and no other");
    assert_eq!(workspaces::leave(&full, "acme").await, Err(Error::Forbidden));
    assert_eq!(workspaces::delete(&full, "acme", "Acme Research").await, Err(Error::Forbidden));
    let mut tx = full.write().await.unwrap();
    let membership = full.membership(&mut tx, "acme").await.unwrap();
    assert!(membership.super_user && !membership.owner && membership.account.is_none());
    let invitation = invitations::NewInvitation {
        email: "new@acme.example".into(),
        first_name: "New".into(),
        last_name: "Person".into(),
        texts: model::users::Texts::default(),
        role: model::users::RoleChoice::SuperUser,
        source: model::users::Source::Invited,
    };
    let sent = invitations::send_in(&full, &mut tx, &membership, invitation).await;
    assert_eq!(sent.map(|_| ()), Err(Error::Forbidden), "an invitation is someone's");
    drop(tx);
    let own = tokens::workspace::revoke(&full, "acme", id).await;
    assert_eq!(own, Ok(()), "it may end tokens, itself too");
}

#[rstest]
#[tokio::test]
async fn what_a_workspace_token_does_says_so_in_the_audit(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let before = audit::verify(&app.operator(), Some("acme")).await.unwrap().remove(0).found.unwrap();
    let by_workspace = acting(&app, &made_for_acme(&ana, "read write delete").await).await.unwrap();
    let role = RoleInput { name: "Theirs".into(), permissions: Permissions::NONE };
    let id = domain::roles::create(&by_workspace, "acme", &role).await.unwrap();
    let renamed = RoleInput { name: "Ours".into(), permissions: Permissions::NONE };
    domain::roles::edit(&by_workspace, "acme", id, &renamed, 1).await.unwrap();
    let personal = acting(&app, &made(&ana, "read write delete", "*").await).await.unwrap();
    let group = GroupInput { name: "Phones".into(), about: String::new(), roles: Vec::new() };
    groups::create(&personal, "acme", &group).await.unwrap();

    let page = ana.get("/w/acme/audit").await;
    assert!(page.shows("Token: Payroll sync"), "{}", page.text());
    let told = page.all(".audit-told > p");
    assert!(told.iter().any(|line| line.starts_with("Token: Payroll sync ")), "{told:?}");
    assert!(told.iter().any(|line| line.starts_with("Ana") && line.contains("Phones")), "{told:?}");
    assert!(page.shows("Token: Nightly export"), "by whom, and by which token: {}", page.text());
    let file = ana.download("/w/acme/audit/download?format=csv").await;
    assert!(file.text().contains("Payroll sync") && file.text().contains("Nightly export"), "{}", file.text());
    let found = audit::verify(&app.operator(), Some("acme")).await.unwrap().remove(0).found;
    assert!(found.as_ref().unwrap().position > before.position, "{found:?}");

    // What it was called is told as long as the audit keeps what it did.
    let path = format!("{LIST}/{}", token_id(&app, "Payroll sync").await);
    ana.post(&path, &[("action", "revoke")]).await;
    app.advance(91 * DAY);
    domain::worker::sweep(&app.operator()).await.unwrap();
    let (ana, _) = app.sign_in("ana@acme.example", crate::support::PASSWORD).await;
    assert!(ana.get("/w/acme/audit").await.shows("Token: Payroll sync"));
    assert!(!ana.get(LIST).await.shows("Payroll sync"));
}

#[rstest]
#[tokio::test]
async fn an_event_whose_token_was_changed_is_found(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let ctx = acting(&app, &made_for_acme(&ana, "read write delete").await).await.unwrap();
    let role = RoleInput { name: "Theirs".into(), permissions: Permissions::NONE };
    domain::roles::create(&ctx, "acme", &role).await.unwrap();
    let verify = || async { audit::verify(&app.operator(), Some("acme")).await.unwrap().remove(0).found };
    assert!(verify().await.is_ok());
    let mut tx = app.roster.db.write().await.unwrap();
    let drop = match kind {
        Sqlite => "DROP TRIGGER audit_events_update",
        Postgres => "DROP TRIGGER audit_events_update ON audit_events",
    };
    query(drop).run(&mut tx).await.unwrap();
    let changed =
        query("UPDATE audit_events SET token_id = NULL WHERE token_id IS NOT NULL").run(&mut tx).await.unwrap();
    assert_eq!(changed, 1);
    tx.commit().await.unwrap();
    assert!(matches!(verify().await, Err(audit::Broken::Changed { .. })));
}

#[rstest]
#[tokio::test]
async fn one_page_lists_every_token_that_reaches_the_workspace(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    ana.post("/workspaces/new", &[("name", "Second"), ("slug", "second")]).await;
    let bea = member(&app, &ana, BEA, "Manager").await;
    made_for_acme(&ana, "users:read").await;
    app.advance(Duration::from_secs(1));
    made(&ana, "read", "*").await;
    app.advance(Duration::from_secs(1));
    made(&ana, "read", "second").await;
    app.advance(Duration::from_secs(1));
    let hers = made(&bea, "read", "acme").await;
    let ctx = app.acting("ana@acme.example").await;
    let owners = |found: tokens::workspace::ReachingTokens| -> Vec<Option<String>> {
        found.tokens.into_iter().map(|one| one.owner).collect()
    };
    let all = tokens::workspace::list(&ctx, "acme", None, 10).await.unwrap();
    assert_eq!(all.next, None);
    let names = owners(all);
    assert_eq!(names.len(), 3, "not the one for another workspace: {names:?}");
    assert!(names[0].as_deref().is_some_and(|name| name.starts_with("Bea")), "the newest first: {names:?}");
    assert!(names[1].as_deref().is_some_and(|name| name.starts_with("Ana")) && names[2].is_none(), "{names:?}");
    let first = tokens::workspace::list(&ctx, "acme", None, 2).await.unwrap();
    let rest = tokens::workspace::list(&ctx, "acme", first.next, 2).await.unwrap();
    assert_eq!((first.tokens.len(), rest.tokens.len(), rest.next), (2, 1, None));
    let page = ana.get(LIST).await;
    assert!(page.shows("Personal token of Bea") && page.shows("Of the workspace"), "{}", page.text());
    assert!(!page.body.contains(&hers));

    // Kept out of this workspace, it is still hers.
    let id = token_id(&app, "Nightly export").await;
    let page = ana.get(&format!("{LIST}/{id}")).await;
    assert!(page.shows("The token itself stays its owner’s"), "{}", page.text());
    let page = ana.post(&format!("{LIST}/{id}"), &[("action", "revoke")]).await;
    assert_eq!(page.path(), format!("{LIST}?done=token_denied"));
    assert_eq!(get(&app, "/v1/me", &hers).await.status, StatusCode::OK);
    assert_eq!(get(&app, "/v1/workspaces", &hers).await.body["items"], json!([]));
    let as_hers = acting(&app, &hers).await.unwrap();
    assert_eq!(workspaces::overview(&as_hers, "acme").await.map(|_| ()), Err(Error::NotFound));
    assert_eq!(owners(tokens::workspace::list(&ctx, "acme", None, 10).await.unwrap()).len(), 2);
    assert_eq!(ana.post(&format!("{LIST}/{id}"), &[("action", "revoke")]).await.status, 404, "it is out already");
    assert!(ana.get("/w/acme/audit").await.shows("kept the access token Nightly export out of the workspace"));
    let next = rotate(&app, &hers, &json!({})).await.body["token"].as_str().unwrap().to_owned();
    assert_eq!(get(&app, "/v1/workspaces", &next).await.body["items"], json!([]), "nor does its successor reach it");
    act(&ana, &id_of(&ana, BEA).await, "suspend").await;
    assert_eq!(owners(tokens::workspace::list(&ctx, "acme", None, 10).await.unwrap()).len(), 2);
}

#[rstest]
#[tokio::test]
async fn a_workspace_token_rotates_itself_and_is_rotated_on_its_page(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let first = made_for_acme(&ana, "users:read").await;
    let longer = rotate(&app, &first, &json!({ "lifetime": "none" })).await;
    assert_eq!(longer.problem()["errors"]["lifetime"]["code"], "not_a_choice");
    app.advance(Duration::from_secs(1));
    let second = rotate(&app, &first, &json!({ "overlap": 1 })).await.body["token"].as_str().unwrap().to_owned();
    assert_eq!(get(&app, "/v1/workspaces", &first).await.status, StatusCode::OK, "while the overlap lasts");
    let page =
        ana.post(&manage_path(&ana).await, &[("action", "rotate"), ("lifetime", "1_year"), ("overlap", "0")]).await;
    let third = shown(&page);
    assert_eq!(get(&app, "/v1/workspaces", &second).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(get(&app, "/v1/tokens/current", &third).await.body["lifetime"], "1_year");
    assert_eq!(send(request(&app, Method::DELETE, "/v1/tokens/current", &third)).await.status, StatusCode::NO_CONTENT);
    assert_eq!(get(&app, "/v1/tokens/current", &third).await.status, StatusCode::UNAUTHORIZED);
    let page = ana.get("/w/acme/audit").await;
    assert!(page.shows("Token: Payroll sync rotated the access token Payroll sync"), "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn a_token_works_from_its_networks_alone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let new = |networks: &'static str| {
        [("description", "At home"), ("lifetime", "3_months"), ("scopes", "users:read"), ("networks", networks)]
    };
    for bad in ["10.0.0.0/33", "acme", "10.0.0.1-9"] {
        assert!(ana.post(NEW, &new(bad)).await.problem("networks").is_some(), "{bad}");
    }
    let many = "10.0.0.1 ".repeat(21);
    let page = ana.post(NEW, &[("description", "x"), ("networks", many.as_str())]).await;
    assert!(page.problem("networks").is_some(), "{}", page.text());
    let here = shown(&ana.post(NEW, &new("127.0.0.0/8, 2001:db8::/32")).await);
    let elsewhere = shown(&ana.post(NEW, &new("192.0.2.7")).await);
    assert_eq!(get(&app, "/v1/workspaces", &here).await.status, StatusCode::OK);
    let refused = get(&app, "/v1/workspaces", &elsewhere).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.problem()["type"].as_str().unwrap().ends_with("/api/problems/address-not-allowed"));
    let page = ana.get(LIST).await;
    assert!(
        page.shows("only from 192.0.2.7/32") && page.shows("only from 127.0.0.0/8, 2001:db8::/32"),
        "{}",
        page.text()
    );
    assert!(page.shows("never used"), "what is refused is no use of it");

    let personal = [("workspaces", "*"), ("description", "Mine"), ("lifetime", "1_month"), ("scopes", "read")];
    let fields: Vec<(&str, &str)> = personal.into_iter().chain([("networks", "192.0.2.0/24")]).collect();
    let secret = shown(&ana.post("/settings/dev/new", &fields).await);
    assert_eq!(get(&app, "/v1/me", &secret).await.status, StatusCode::FORBIDDEN);
    assert!(ana.get("/settings/dev").await.shows("only from 192.0.2.0/24"));
}

#[rstest]
#[tokio::test]
async fn people_whom_a_workspace_token_adds_belong_to_its_workspace(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let ctx: Context = acting(&app, &made_for_acme(&ana, "read write delete").await).await.unwrap();
    let member_role = roles::address(&ana, "Member").await.rsplit('/').next().unwrap().parse().unwrap();
    let new = users::NewUser {
        email: "dora@acme.example".into(),
        first_name: "Dora".into(),
        last_name: "Neu".into(),
        phone: None,
        secret: domain::members::Secret::None,
        role: model::users::RoleChoice::Role(member_role),
        source: model::users::Source::Added,
    };
    let mut tx = ctx.write().await.unwrap();
    let membership = ctx.membership(&mut tx, "acme").await.unwrap();
    users::create_in(&ctx, &mut tx, &membership, new).await.unwrap();
    tx.commit().await.unwrap();
    let by_acme = "SELECT COUNT(*) FROM accounts a JOIN workspaces w ON w.id = a.credentials_set_by
                   WHERE a.email = 'dora@acme.example' AND w.slug = 'acme'";
    assert_eq!(number(&app, by_acme).await, 1, "another workspace has them prove their address");
}

#[rstest]
#[tokio::test]
async fn the_api_lists_tokens_and_takes_their_reach_away(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let own = made_for_acme(&ana, "settings:write").await;
    app.advance(Duration::from_secs(1));
    let personal = made(&ana, "users:read", "*").await;
    let path = "/v1/workspaces/acme/tokens";
    let first = get(&app, &format!("{path}?limit=1"), &own).await.body;
    assert_eq!(
        (&first["items"][0]["description"], &first["items"][0]["state"]),
        (&json!("Nightly export"), &json!("active"))
    );
    assert!(first["items"][0]["owner"].as_str().is_some_and(|name| name.starts_with("Ana")), "{first}");
    let next = first["next"].as_str().unwrap();
    let rest = get(&app, &format!("{path}?limit=1&after={next}"), &own).await.body;
    assert_eq!((&rest["items"][0]["owner"], &rest["next"]), (&json!(null), &json!(null)), "{rest}");
    assert!(!rest.to_string().contains(&own) && !first.to_string().contains(&personal), "no secret");
    assert_eq!(get(&app, &format!("{path}?after=x"), &own).await.problem()["status"], 422);
    assert_eq!(get(&app, path, &personal).await.problem()["status"], 403, "its scopes are for something else");

    let delete = |id: String| {
        let (app, own) = (&app, own.clone());
        async move { send(request(app, Method::DELETE, &format!("{path}/{id}"), &own)).await.status }
    };
    let id = first["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(delete(id.clone()).await, StatusCode::NO_CONTENT);
    assert_eq!(get(&app, "/v1/workspaces", &personal).await.body["items"], json!([]));
    assert_eq!(delete(id).await, StatusCode::NOT_FOUND, "it reaches the workspace no more");
    assert_eq!(delete(uuid::Uuid::nil().to_string()).await, StatusCode::NOT_FOUND);
    let created = send(request(&app, Method::POST, path, &own).json(&json!({ "scopes": ["read"] }))).await;
    assert_eq!(created.status, StatusCode::METHOD_NOT_ALLOWED, "a token makes no token");
    assert_eq!(delete(rest["items"][0]["id"].as_str().unwrap().to_owned()).await, StatusCode::NO_CONTENT);
    assert_eq!(get(&app, path, &own).await.status, StatusCode::UNAUTHORIZED);
}
