//! A workspace's own identity provider: setting it up, trying it, its groups, and requiring it.

use crate::roles::number;
use crate::support::provider::Provider;
use crate::support::{Answer, Api, Browser, Kind, Page, Postgres, Sqlite, TestApp};
use crate::tokens::made;
use crate::wizard::member;
use domain::db::query;
use domain::sso::workspace;
use domain::{Random, roles};
use model::Error;
use model::ids::RoleId;
use model::permissions::{Permission, Permissions};
use model::roles::RoleInput;
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

const PAGE: &str = "/w/acme/settings/sign-in";
const ANA: &str = "ana@acme.example";

/// Providers may be on loopback, as in an intranet.
pub async fn app(kind: Kind) -> (TestApp, Browser, Provider) {
    let set = |settings: &mut domain::Settings| settings.lookup.intranet = vec!["127.0.0.1/32".parse().unwrap()];
    let app = TestApp::with_settings(kind, set).await;
    let ana = app.set_up().await;
    let provider = Provider::start(app.roster.clock.clone()).await;
    (app, ana, provider)
}

async fn saved(browser: &Browser, more: &[(&str, &str)]) -> Page {
    let mut form = browser.get(PAGE).await.filled("issuer").with("action", &["save"]);
    for (name, value) in more {
        form = form.with(name, &[value]);
    }
    form.post(browser).await
}

/// Set up, with a secret.
pub async fn connected(browser: &Browser, issuer: &Provider) -> Page {
    let fields =
        [("name", "Acme ID"), ("issuer", &*issuer.url), ("client_id", "roster"), ("client_secret", "hush-hush")];
    let page = saved(browser, &fields).await;
    assert_eq!(page.query("done"), "connected", "{}", page.text());
    page
}

/// As the way back from the provider leaves it.
async fn tested(app: &TestApp, claims: Value) {
    let sealed = app.roster.key.seal(&Random::System, "claims of a test", &claims.to_string()).unwrap();
    let mut tx = app.roster.db.write().await.unwrap();
    query("UPDATE identity_providers SET tested_at = $1, tested_claims = $2, tested_by = (SELECT id FROM accounts WHERE email_key = $3)")
        .bind(app.roster.clock.now())
        .bind(sealed)
        .bind(ANA)
        .run(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn domain_verified(app: &TestApp, browser: &Browser, domain: &str) {
    browser.post("/w/acme/settings/domains", &[("action", "add"), ("domain", domain)]).await;
    let mut tx = app.roster.db.write().await.unwrap();
    query("UPDATE workspace_domains SET verified_at = $1").bind(1).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

async fn built_in(app: &TestApp, key: &str) -> RoleId {
    let roles = roles::choices(&app.acting(ANA).await, "acme").await.unwrap();
    roles.into_iter().find(|role| role.builtin.as_deref() == Some(key)).unwrap().id
}

async fn map(browser: &Browser, group: &str, role: RoleId) -> Page {
    browser.post(PAGE, &[("action", "map"), ("group_name", group), ("role", &role.to_string())]).await
}

#[rstest]
#[tokio::test]
async fn a_provider_is_set_up_and_its_secret_is_never_shown(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, issuer) = app(kind).await;
    let page = ana.get(PAGE).await;
    assert!(page.shows("No identity provider yet") && page.shows("no verified domain"), "{}", page.text());
    let page = saved(&ana, &[("name", "")]).await;
    for field in ["name", "issuer", "client_id"] {
        assert!(page.problem(field).is_some(), "{field}: {}", page.text());
    }
    let page = connected(&ana, &issuer).await;
    assert!(page.shows("Acme ID") && page.shows("Not tested") && page.shows("Optional"), "{}", page.text());
    let links = page.attributes(".copy-field input", "value");
    assert!(links[0].starts_with(&format!("{}/sso/", app.url)) && links[0].ends_with("/callback"), "{links:?}");
    assert!(links[1].ends_with("/logout"), "{links:?}");
    assert!(!page.body.contains("hush-hush"));
    assert!(kind == Postgres || !String::from_utf8_lossy(&app.stored_bytes()).contains("hush-hush"), "sealed at rest");

    domain_verified(&app, &ana, "acme.example").await;
    assert!(ana.get(PAGE).await.shows("acme.example"));
    let stale = ana.get(PAGE).await.filled("issuer").with("action", &["save"]);
    assert_eq!(saved(&ana, &[("name", "Acme"), ("auto_join", "on")]).await.query("done"), "saved");
    let page = stale.with("name", &["Other"]).post(&ana).await;
    assert!(page.form_problem().is_some() && !ana.get(PAGE).await.shows("Other"), "{}", page.text());
    let audit = ana.get("/w/acme/audit").await;
    assert!(audit.shows("set up the identity provider Acme") && !audit.body.contains("hush-hush"));

    let viewer = member(&app, &ana, "bea@acme.example", "Viewer").await;
    assert_eq!(viewer.post(PAGE, &[("action", "remove")]).await.status, 403);
}

#[rstest]
#[tokio::test]
async fn an_issuer_that_cannot_be_used_is_a_problem_at_its_field(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana, issuer) = app(kind).await;
    let at_issuer = async |url: &str| {
        let page = saved(&ana, &[("name", "Acme"), ("issuer", url), ("client_id", "roster")]).await;
        page.problem("issuer").unwrap_or_else(|| panic!("{url}: {}", page.text()))
    };
    assert!(at_issuer("id.example").await.contains("such as https://id.example.com"));
    assert!(at_issuer(&format!("{}?tenant=1", issuer.url)).await.contains("such as https://id.example.com"));
    assert!(at_issuer("http://192.0.2.1").await.contains("https://"));
    assert!(at_issuer("https://10.0.0.1").await.contains("not on the public internet"));
    assert!(at_issuer("http://127.0.0.1:9").await.contains("Nothing that can be read"));
    for (name, value, words) in [
        ("issuer", json!("https://other.example"), "another issuer"),
        ("issuer", json!("http://127.0.0.1/{tenantid}"), "tenants of many companies"),
        ("token_endpoint", json!("http://127.0.0.2/token"), "OIDC_ALLOWED_HOSTS"),
        ("response_types_supported", json!(["id_token"]), "authorization code flow"),
        ("code_challenge_methods_supported", json!(["plain"]), "PKCE"),
        ("jwks_uri", json!(7), "Nothing that can be read"),
    ] {
        issuer.document_says(name, value);
        let problem = at_issuer(&issuer.url).await;
        assert!(problem.contains(words), "{name}: {problem}");
    }
    // Some write a slash at the end, which people leave out.
    issuer.document_says("issuer", json!(format!("{}/", issuer.url)));
    assert!(connected(&ana, &issuer).await.shows(&format!("{}/", issuer.url)));
}

#[rstest]
#[tokio::test]
async fn a_test_leads_to_the_provider_and_shows_what_it_tells(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, issuer) = app(kind).await;
    connected(&ana, &issuer).await;
    let answer = ana.get(PAGE).await.filled("group_name").with("action", &["test"]).submit(&ana).await;
    let to = answer.to_string();
    assert!(to.contains(&format!("{}/authorize?", issuer.url)) && to.contains("code_challenge"), "{to}");

    domain_verified(&app, &ana, "acme.example").await;
    map(&ana, "engineering", built_in(&app, "manager").await).await;
    tested(&app, json!({ "email": "ana@acme.example", "email_verified": true, "groups": ["engineering"], "sub": "7" }))
        .await;
    let page = ana.get(PAGE).await;
    assert!(page.shows("Tested") && page.shows("Counts") && page.shows("by Ana Souza"), "{}", page.text());
    assert!(page.all("#test dd").iter().any(|told| told == "Manager"), "{:?}", page.all("#test dd"));
    tested(&app, json!({ "email": "ana@other.example", "email_verified": true })).await;
    assert!(ana.get(PAGE).await.shows("At a domain that is not verified here"));

    let role = app.acting(ANA).await;
    let reads: Permissions = [Permission::SETTINGS_READ].into_iter().collect();
    roles::create(&role, "acme", &RoleInput { name: "Reader".into(), permissions: reads }).await.unwrap();
    let reader = member(&app, &ana, "bea@acme.example", "Reader").await;
    let page = reader.get(PAGE).await;
    assert!(page.shows("Acme ID") && !page.shows("ana@other.example"), "{}", page.text());

    assert_eq!(saved(&ana, &[("client_secret", "another")]).await.query("done"), "saved");
    assert!(ana.get(PAGE).await.shows("Not tested"), "another secret has to be tested too");
}

#[rstest]
#[tokio::test]
async fn groups_give_only_roles_that_whoever_maps_them_could_give(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, issuer) = app(kind).await;
    connected(&ana, &issuer).await;
    let acting = app.acting(ANA).await;
    let writes: Permissions = [Permission::SETTINGS_READ, Permission::SETTINGS_WRITE].into_iter().collect();
    let desk = RoleInput { name: "Desk".into(), permissions: writes };
    let desk = roles::create(&acting, "acme", &desk).await.unwrap();
    let bea = member(&app, &ana, "bea@acme.example", "Desk").await;
    let manager = built_in(&app, "manager").await;
    let refused = map(&bea, "engineering", manager).await;
    assert!(refused.problem("role").is_some(), "{}", refused.text());
    assert!(map(&bea, "", desk).await.problem("group_name").is_some());
    assert_eq!(map(&bea, "support", desk).await.query("done"), "mapped");
    assert_eq!(map(&ana, "engineering", manager).await.query("done"), "mapped");
    let page = ana.get(PAGE).await;
    assert!(page.shows("Set by Bea") && !page.shows("It gives nothing now"), "{}", page.text());
    let mut tx = app.roster.db.write().await.unwrap();
    query("UPDATE identity_provider_groups SET mapped_by = (SELECT id FROM accounts WHERE email_key = 'bea@acme.example')")
        .run(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(ana.get(PAGE).await.shows("It gives nothing now"));

    let viewer = built_in(&app, "viewer").await;
    roles::delete(&acting, "acme", desk, Some(viewer), None).await.unwrap();
    let shown = workspace::show(&acting, "acme").await.unwrap().provider.unwrap();
    let given: Vec<(String, RoleId)> = shown.groups.into_iter().map(|one| (one.group, one.role.id)).collect();
    assert_eq!(given, [("engineering".to_owned(), manager)], "no group gives a role that is deleted");
    let unmap = [("action", "unmap"), ("group_name", "engineering"), ("role", &*manager.to_string())];
    assert_eq!(ana.post(PAGE, &unmap).await.query("done"), "unmapped");
    assert_eq!(ana.post(PAGE, &unmap).await.status, 404);
}

#[rstest]
#[tokio::test]
async fn required_takes_a_test_and_an_account_that_gets_in_without(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, issuer) = app(kind).await;
    connected(&ana, &issuer).await;
    let bea = member(&app, &ana, "bea@acme.example", "Manager").await;
    let id = |ctx: &domain::Context| ctx.actor.account().unwrap().to_string();
    let (me, other) = (id(&app.acting(ANA).await), id(&app.acting("bea@acme.example").await));
    let required = async |browser: &Browser, account: &str| {
        browser.post(PAGE, &[("action", "require"), ("break_glass", account), ("version", "")]).await
    };
    assert!(required(&ana, &me).await.problem("required").is_some(), "not tested yet");
    tested(&app, json!({ "sub": "7" })).await;
    let page = ana.get(PAGE).await;
    assert!(page.shows("2 active members have no identity"), "{}", page.text());
    assert_eq!(page.attributes("#break_glass option", "value"), std::slice::from_ref(&me), "super-users alone");
    assert!(required(&ana, &other).await.problem("break_glass").is_some(), "no super-user");
    app.add_identity(ANA, "https://elsewhere.example").await;
    assert!(required(&ana, &me).await.body.contains("no super-user with a password"), "signs in elsewhere");
    let mut tx = app.roster.db.write().await.unwrap();
    query("DELETE FROM identities").run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(bea.post(PAGE, &[("action", "unrequire")]).await.status, 403);
    let page = required(&ana, &me).await;
    assert_eq!(page.query("done"), "required", "{}", page.text());
    assert!(page.shows("Ana Souza gets in with a password"), "{}", page.text());

    // Another client is another configuration.
    let page = saved(&ana, &[("client_id", "another")]).await;
    assert_eq!(page.query("done"), "reset", "{}", page.text());
    assert!(page.shows("Not tested") && page.shows("Optional"));
    tested(&app, json!({ "sub": "7" })).await;
    required(&ana, &me).await;
    let stopped = ana.post(PAGE, &[("action", "unrequire"), ("version", "")]).await;
    assert_eq!(stopped.query("done"), "not_required", "{}", stopped.text());

    app.advance(std::time::Duration::from_mins(11));
    assert!(required(&ana, &me).await.path().starts_with("/confirm"), "asks again who it is");
    assert!(ana.post(PAGE, &[("action", "remove")]).await.path().starts_with("/confirm"));
}

#[rstest]
#[tokio::test]
async fn removing_a_provider_lets_its_people_have_passwords(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, issuer) = app(kind).await;
    connected(&ana, &issuer).await;
    map(&ana, "engineering", built_in(&app, "viewer").await).await;
    member(&app, &ana, "bea@acme.example", "Viewer").await;
    app.add_identity("bea@acme.example", &issuer.url).await;
    app.add_identity(ANA, "https://elsewhere.example").await;
    let page = ana.get(PAGE).await.filled("version").with("action", &["remove"]).post(&ana).await;
    assert_eq!(page.query("done"), "disconnected", "{}", page.text());
    assert!(page.shows("No identity provider yet"));
    assert_eq!(number(&app, "SELECT COUNT(*) FROM identity_provider_groups").await, 0);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM identities").await, 1, "of another issuer");
    let gone = workspace::remove(&app.acting(ANA).await, "acme", None).await;
    assert_eq!(gone, Err(Error::NotFound));
}

#[rstest]
#[tokio::test]
async fn the_api_sets_a_provider_up_and_never_shows_its_secret(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, issuer) = app(kind).await;
    let api = Api::new(&app, &made(&ana, "read write delete", "*").await);
    let path = "/workspaces/acme/identity-provider";
    assert_eq!(api.get(path).await.status, 404);
    let body = json!({ "name": "Acme ID", "issuer": issuer.url, "client_id": "roster", "client_secret": "hush-hush" });
    let put = async |body: &Value, tag: Option<&str>| {
        let call = api.call(Method::PUT, path).json(body);
        Answer::to(if let Some(tag) = tag { call.header("if-match", tag) } else { call }).await
    };
    assert_eq!(put(&body, Some("*")).await.status, 412, "there is none to change");
    assert_eq!(put(&json!({ "name": "Acme ID" }), None).await.status, 422);
    let made = put(&body, None).await;
    let tag = made.header("etag").to_owned();
    let made = made.expect(201);
    assert!(made["has_client_secret"] == true && !made.to_string().contains("hush-hush"), "{made}");
    assert!(made["redirect_uri"].as_str().unwrap().starts_with(&app.url) && made["required"] == false);
    assert_eq!(put(&body, None).await.kind(), "precondition-required");
    let other = json!({ "name": "Acme", "issuer": issuer.url, "client_id": "roster" });
    let changed = put(&other, Some(&tag)).await.expect(200);
    assert!(changed["name"] == "Acme" && changed["has_client_secret"] == true, "the secret stays: {changed}");
    assert_eq!(put(&body, Some(&tag)).await.status, 412);

    let groups = format!("{path}/groups");
    let viewer = built_in(&app, "viewer").await.to_string();
    let mapping = json!({ "group": "engineering", "role": viewer });
    let mapped = Answer::to(api.call(Method::PUT, &groups).json(&mapping)).await.expect(200);
    assert_eq!(mapped["groups"][0]["role"]["name"], "Viewer", "{mapped}");
    let query = [("group", "engineering"), ("role", &*viewer)];
    let unmap = || Answer::to(api.call(Method::DELETE, &groups).query(&query));
    assert_eq!(unmap().await.status, 204);
    assert_eq!(unmap().await.status, 404);
    assert_eq!(Answer::to(api.call(Method::DELETE, path)).await.status, 428);
    let removed = Answer::to(api.call(Method::DELETE, path).header("if-match", "*")).await;
    assert_eq!(removed.status, 204, "{}", removed.body);
    assert_eq!(api.get(path).await.status, 404);
}
