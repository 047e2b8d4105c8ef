//! A workspace's own provider: whom it lets in, and what its groups give.

use super::{failed_with, number, run, signed_in_as, with_provider};
use crate::support::provider::{CLIENT_ID, CLIENT_SECRET, Provider};
use crate::support::{Kind, Postgres, Sqlite, TestApp};
use domain::db::query;
use rstest::rstest;
use serde_json::json;
use uuid::Uuid;

/// The key of the provider that the workspace `acme` has set up, with its domain verified; its people join.
pub async fn of_acme(app: &TestApp, provider: &Provider) -> String {
    let (roster, id) = (&app.roster, Uuid::from_u128(10));
    let secret = roster.key.seal(&roster.random, domain::sso::SECRET_PURPOSE, CLIENT_SECRET).unwrap();
    let mut tx = roster.db.write().await.unwrap();
    query(
        "INSERT INTO identity_providers
             (id, workspace_id, name, issuer, client_id, client_secret, groups_claim, auto_join, required, version,
              created_at)
         SELECT $1, w.id, 'Acme Login', $2, $3, $4, 'groups', TRUE, FALSE, 1, $5 FROM workspaces w WHERE w.slug = 'acme'",
    )
    .bind(id)
    .bind(&provider.url)
    .bind(CLIENT_ID)
    .bind(secret)
    .bind(roster.clock.now())
    .run(&mut tx)
    .await
    .unwrap();
    query(
        "INSERT INTO workspace_domains (id, workspace_id, domain, proof, auto_join, created_at, verified_at)
         SELECT $1, w.id, 'acme.example', 'proof', FALSE, $2, $2 FROM workspaces w WHERE w.slug = 'acme'",
    )
    .bind(Uuid::from_u128(11))
    .bind(roster.clock.now())
    .run(&mut tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    id.to_string()
}

/// A group of the provider gives a role, as the workspace's owner has mapped it.
async fn map(app: &TestApp, group: &str, role: &str, by: &str) {
    run(
        app,
        &format!(
            "INSERT INTO identity_provider_groups (provider_id, group_name, role_id, mapped_by, created_at)
             SELECT p.id, '{group}', r.id, a.id, 1 FROM identity_providers p
             JOIN roles r ON r.workspace_id = p.workspace_id, accounts a
             WHERE r.name = '{role}' AND a.email_key = '{by}'"
        ),
    )
    .await;
}

async fn roles_of(app: &TestApp, email: &str) -> Vec<String> {
    let rows: Vec<(String,)> = query(
        "SELECT r.name FROM members m JOIN member_roles x ON x.member_id = m.id JOIN roles r ON r.id = x.role_id
         WHERE m.email_key = $1 ORDER BY r.name",
    )
    .bind(email)
    .all(&mut app.roster.db.read().await.unwrap())
    .await
    .unwrap();
    rows.into_iter().map(|(name,)| name).collect()
}

#[rstest]
#[tokio::test]
async fn people_are_found_by_their_domain_and_join(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    let key = of_acme(&app, &provider).await;
    let nina = app.browser();
    let unknown = nina.post("/sso", &[("email", "x@elsewhere.example")]).await;
    assert!(unknown.problem("email").is_some(), "{}", unknown.text());
    let page = nina.post("/sso", &[("email", "Anyone@ACME.example")]).await;
    assert_eq!(page.path(), "/w/acme", "{}", page.text());
    assert_eq!(provider.last_request()["redirect_uri"], format!("{}/sso/{key}/callback", app.url));
    assert_eq!(number(&app, "SELECT COUNT(*) FROM members WHERE email_key = 'new@acme.example'").await, 1);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM audit_events WHERE action = 'member.join'").await, 1);
    // Who was removed is signed in and stays out.
    run(
        &app,
        "DELETE FROM member_roles WHERE member_id IN (SELECT id FROM members WHERE email_key = 'new@acme.example')",
    )
    .await;
    run(
        &app,
        "INSERT INTO removed_accounts (workspace_id, account_id) SELECT workspace_id, account_id FROM members
         WHERE email_key = 'new@acme.example'",
    )
    .await;
    run(&app, "DELETE FROM members WHERE email_key = 'new@acme.example'").await;
    let again = app.browser();
    again.get(&format!("/sso/{key}")).await;
    assert_eq!(signed_in_as(&again).await.as_deref(), Some("new@acme.example"));
    assert_eq!(number(&app, "SELECT COUNT(*) FROM members WHERE email_key = 'new@acme.example'").await, 0);
}

#[rstest]
#[tokio::test]
async fn a_workspaces_provider_is_believed_about_its_domains_alone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    let key = of_acme(&app, &provider).await;
    let start = format!("/sso/{key}");
    for (claims, why) in [
        (json!({ "email": "boss@other.example" }), "other_domain"),
        (json!({ "email": "boss@sub.acme.example" }), "other_domain"),
        (json!({ "email": "boss@acme.example.evil.example" }), "other_domain"),
        (json!({ "email_verified": null }), "email_not_verified"),
        (json!({ "email_verified": false }), "email_not_verified"),
        (json!({ "email_verified": "true" }), "email_verified_is_text"),
        (json!({ "email": "ana@acme.example" }), "account_exists"),
    ] {
        provider.tell(&claims);
        failed_with(&app.browser().get(&start).await, why);
    }
    run(&app, "UPDATE workspace_domains SET verified_at = NULL").await;
    provider.tell(&json!({}));
    failed_with(&app.browser().get(&start).await, "other_domain");
    run(&app, "UPDATE workspace_domains SET verified_at = 1").await;
    run(&app, "UPDATE identity_providers SET auto_join = FALSE").await;
    failed_with(&app.browser().get(&start).await, "no_account");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM accounts").await, 1);
}

#[rstest]
#[tokio::test]
async fn groups_give_roles_at_each_sign_in_and_take_them(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    let start = format!("/sso/{}", of_acme(&app, &provider).await);
    map(&app, "auditors", "Auditor", "ana@acme.example").await;
    map(&app, "managers", "Manager", "ana@acme.example").await;
    provider.tell(&json!({ "groups": ["auditors", "unknown"] }));
    let nina = app.browser();
    nina.get(&start).await;
    assert_eq!(roles_of(&app, "new@acme.example").await, ["Auditor", "Member"]);
    provider.tell(&json!({ "groups": "managers" }));
    nina.get(&start).await;
    assert_eq!(roles_of(&app, "new@acme.example").await, ["Manager", "Member"], "the default role stays");
    provider.tell(&json!({}));
    nina.get(&start).await;
    assert_eq!(roles_of(&app, "new@acme.example").await, ["Member"]);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM audit_events WHERE action = 'member.set_roles'").await, 3);
}

#[rstest]
#[tokio::test]
async fn a_group_gives_no_more_than_whoever_mapped_it_may(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, provider) = with_provider(kind).await;
    let start = format!("/sso/{}", of_acme(&app, &provider).await);
    map(&app, "managers", "Manager", "ana@acme.example").await;
    // Ana has been made someone who could not give it.
    run(&app, "UPDATE members SET super_user = FALSE").await;
    provider.tell(&json!({ "groups": ["managers"] }));
    app.browser().get(&start).await;
    assert_eq!(roles_of(&app, "new@acme.example").await, ["Member"]);
    run(&app, "UPDATE members SET super_user = TRUE WHERE email_key = 'ana@acme.example'").await;
    app.browser().get(&start).await;
    assert_eq!(roles_of(&app, "new@acme.example").await, ["Manager", "Member"]);
}
