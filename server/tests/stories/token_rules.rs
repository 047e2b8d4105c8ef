//! What a workspace allows tokens: how long they live at the most, and whether those of people are taken at all.

use crate::roles::number;
use crate::support::{Browser, Kind, Page, Postgres, Sqlite, TestApp};
use crate::tokens::{acting, get, made, rotate, shown};
use crate::wizard::member;
use crate::workspace_tokens::{LIST, made_for_acme};
use domain::{tokens, workspaces};
use model::Error;
use rstest::rstest;
use serde_json::json;
use std::time::Duration;

const NEW: &str = "/w/acme/settings/tokens/new";

async fn set(browser: &Browser, max: &str, default: &str, personal: &str) -> Page {
    let fields = [("max_lifetime", max), ("default_lifetime", default), ("personal_tokens", personal)];
    browser.post(LIST, &fields).await
}

async fn personal(browser: &Browser, lifetime: &str, workspaces: &str) -> Page {
    let fields = [("description", "Mine"), ("lifetime", lifetime), ("scopes", "read"), ("workspaces", workspaces)];
    browser.post("/settings/dev/new", &fields).await
}

async fn own(browser: &Browser, lifetime: &str) -> Page {
    browser.post(NEW, &[("description", "Ours"), ("lifetime", lifetime), ("scopes", "users:read")]).await
}

#[rstest]
#[tokio::test]
async fn rules_are_saved_told_and_checked_at_each_field(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let page = ana.get(LIST).await;
    assert_eq!(page.attribute("#max_lifetime option[selected]", "value").as_deref(), Some("none"), "no rule");
    assert_eq!(page.attribute("#default_lifetime option[selected]", "value").as_deref(), Some("3_months"));
    assert_eq!(set(&ana, "6_months", "1_month", "on").await.path(), format!("{LIST}?done=saved"));
    let page = ana.get(LIST).await;
    assert_eq!(page.attribute("#max_lifetime option[selected]", "value").as_deref(), Some("6_months"));
    assert_eq!(page.attributes("[name=personal_tokens][checked]", "value").len(), 1);
    let page = ana.get(NEW).await;
    assert_eq!(page.attribute("#lifetime option[selected]", "value").as_deref(), Some("1_month"), "offered first");
    assert_eq!(page.attributes("#lifetime option", "value").last().map(String::as_str), Some("6_months"));
    assert!(set(&ana, "1_month", "none", "on").await.problem("default_lifetime").is_some());
    assert!(set(&ana, "ever", "", "on").await.problem("max_lifetime").is_some());
    let page = ana.get("/w/acme/audit").await;
    assert!(page.shows("Longest lifetime of tokens") && page.shows("6 months"), "{}", page.text());
    let told = "SELECT COUNT(*) FROM audit_events WHERE action = 'workspace.edit'";
    assert_eq!(number(&app, told).await, 1);
    set(&ana, "6_months", "1_month", "on").await;
    assert_eq!(number(&app, told).await, 1, "nothing has changed");
    let viewer = member(&app, &ana, "caio@acme.example", "Auditor").await;
    assert_eq!(set(&viewer, "none", "1_month", "on").await.status, 403);
}

#[rstest]
#[tokio::test]
async fn a_lifetime_that_is_too_long_is_said_at_its_field(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    ana.post("/workspaces/new", &[("name", "Second"), ("slug", "second")]).await;
    set(&ana, "3_months", "1_month", "on").await;
    for lifetime in ["6_months", "none"] {
        assert!(own(&ana, lifetime).await.problem("lifetime").is_some(), "{lifetime}");
        assert!(personal(&ana, lifetime, "acme").await.problem("lifetime").is_some(), "{lifetime}");
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM tokens").await, 0);
    shown(&own(&ana, "3_months").await);
    shown(&personal(&ana, "none", "second").await);
    app.advance(Duration::from_secs(1));
    let secret = shown(&personal(&ana, "3_months", "acme").await);
    let path = ana.get("/settings/dev").await.attribute("a[href*='/dev/tokens/']", "href").unwrap();
    let page = ana.post(&path, &[("action", "rotate"), ("lifetime", "1_year"), ("overlap", "0")]).await;
    assert!(page.problem("lifetime").is_some(), "nor by rotating it: {}", page.text());
    set(&ana, "1_month", "1_month", "on").await;
    let refused = rotate(&app, &secret, &json!({})).await;
    assert_eq!(refused.problem()["errors"]["lifetime"]["code"], "lifetime_too_long");
    assert_eq!(rotate(&app, &secret, &json!({ "lifetime": "1_month" })).await.status, 200);
}

#[rstest]
#[tokio::test]
async fn a_token_that_breaks_a_rule_does_not_reach_the_workspace(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let second = app.another_server().await;
    ana.post("/workspaces/new", &[("name", "Second"), ("slug", "second")]).await;
    let older = shown(&personal(&ana, "none", "acme").await);
    let everywhere = shown(&personal(&ana, "1_year", "*").await);
    let short = shown(&personal(&ana, "1_month", "acme").await);
    app.advance(Duration::from_secs(1));
    let ours = shown(&own(&ana, "2_years").await);
    let reached = |secret: &str| {
        let (second, secret) = (&second, secret.to_owned());
        async move {
            let items = get(second, "/v1/workspaces", &secret).await.body["items"].clone();
            let slugs = items.as_array().unwrap().iter().map(|one| one["slug"].as_str().unwrap().to_owned());
            slugs.collect::<Vec<_>>().join(" ")
        }
    };
    assert_eq!(reached(&everywhere).await, "acme second");
    set(&ana, "3_months", "1_month", "on").await;
    assert_eq!(reached(&older).await, "", "made before there was a rule");
    assert_eq!(reached(&everywhere).await, "second", "there is no rule there");
    assert_eq!((reached(&short).await, reached(&ours).await), ("acme".into(), String::new()));
    for secret in [&older, &everywhere, &ours] {
        let ctx = acting(&app, secret).await.unwrap();
        assert_eq!(workspaces::overview(&ctx, "acme").await.map(|_| ()), Err(Error::NotFound));
    }
    let ctx = acting(&app, &short).await.unwrap();
    assert!(workspaces::overview(&ctx, "acme").await.is_ok());
    let as_ana = app.acting("ana@acme.example").await;
    let listed = tokens::workspace::list(&as_ana, "acme", None, 10).await.unwrap();
    let told: Vec<&str> = listed.tokens.iter().map(|one| one.token.description.as_str()).collect();
    assert_eq!(told, ["Ours", "Mine"], "the workspace's own, and the one that reaches it");
    set(&ana, "none", "1_month", "on").await;
    assert_eq!(reached(&everywhere).await, "acme second", "as if nothing had been");
}

#[rstest]
#[tokio::test]
async fn a_workspace_can_take_no_personal_tokens(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let (mine, ours) = (made(&ana, "read", "*").await, made_for_acme(&ana, "users:read").await);
    set(&ana, "none", "3_months", "").await;
    assert_eq!(get(&app, "/v1/workspaces", &mine).await.body["items"], json!([]));
    assert_eq!(get(&app, "/v1/me", &mine).await.status, 200, "elsewhere it is what it was");
    assert_eq!(get(&app, "/v1/workspaces", &ours).await.body["items"].as_array().map(Vec::len), Some(1));
    let page = personal(&ana, "1_month", "acme").await;
    assert_eq!(page.problem("workspaces").as_deref(), Some("One of these workspaces takes no personal tokens."));
    let page = ana.get(LIST).await;
    assert!(!page.shows("Personal token of Ana") && page.shows("Of the workspace"), "{}", page.text());
}
