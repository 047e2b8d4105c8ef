//! Personal access tokens: made and shown once, what they open and what not, how they end, and how the API says no.

use crate::erasure::holding_text;
use crate::people::{act, id_of};
use crate::roles::number;
use crate::support::{Answer, Browser, Kind, PASSWORD, Page, Postgres, Sqlite, TestApp, client};
use crate::wizard::member;
use domain::db::query;
use domain::tokens::{TokenSecret, authenticate};
use domain::{Channel, Context, account, roles, tokens, users, worker, workspaces};
use model::permissions::Permissions;
use model::roles::RoleInput;
use model::tokens::{NewToken, TokenLifetime, TokenWorkspaces};
use model::users::UsersQuery;
use model::{Error, Language};
use reqwest::{Method, StatusCode, header};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

const LIST: &str = "/settings/dev";
const NEW: &str = "/settings/dev/new";
const BEA: &str = "bea@acme.example";
const DAY: Duration = Duration::from_hours(24);

pub async fn send(request: reqwest::RequestBuilder) -> Answer {
    Answer::to(request).await
}

pub fn request(app: &TestApp, method: Method, path: &str, secret: &str) -> reqwest::RequestBuilder {
    client().request(method, format!("{}/api{path}", app.url)).bearer_auth(secret)
}

pub async fn get(app: &TestApp, path: &str, secret: &str) -> Answer {
    send(request(app, Method::GET, path, secret)).await
}

pub async fn rotate(app: &TestApp, secret: &str, body: &Value) -> Answer {
    send(request(app, Method::POST, "/v1/tokens/current/rotate", secret).json(body)).await
}

async fn posted(browser: &Browser, scopes: &str, workspaces: &str) -> Page {
    let fields =
        [("description", "Nightly export"), ("lifetime", "3_months"), ("scopes", scopes), ("workspaces", workspaces)];
    browser.post(NEW, &fields).await
}

pub fn shown(page: &Page) -> String {
    page.attribute(".copy-field input", "value").unwrap_or_else(|| panic!("{}", page.text()))
}

/// A token's secret, made on its page.
pub async fn made(browser: &Browser, scopes: &str, workspaces: &str) -> String {
    shown(&posted(browser, scopes, workspaces).await)
}

/// What whoever has the secret acts as; none where it does not work.
pub async fn acting(app: &TestApp, secret: &str) -> Option<Context> {
    let secret = TokenSecret::parse(secret).unwrap();
    let actor = authenticate(&app.roster, &secret, None).await.unwrap()?.actor;
    Some(Context { actor, channel: Channel::Api, ..app.operator() })
}

async fn manage_path(browser: &Browser) -> String {
    browser.get(LIST).await.attribute("a[href*='/dev/tokens/']:not([href$='/calls'])", "href").unwrap()
}

#[rstest]
#[tokio::test]
async fn a_token_is_shown_once_and_opens_the_api(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    assert!(ana.get(LIST).await.shows("You have none yet"));
    let page = posted(&ana, "read", "*").await;
    let secret = shown(&page);
    let call = format!("curl -H 'Authorization: Bearer {secret}' {}/api/v1/me", app.url);
    let values = page.attributes(".copy-field input", "value");
    assert_eq!(values, [secret.clone(), call], "{}", page.text());
    let page = ana.get(LIST).await;
    assert!(!page.body.contains(&secret) && page.body.contains(&secret[..12]), "only how it begins");
    assert!(page.shows("never used") && page.shows("Everything: View") && page.shows("All workspaces"));

    let me = get(&app, "/v1/me", &secret).await;
    assert_eq!((me.status, &me.body["email"]), (StatusCode::OK, &json!("ana@acme.example")), "{}", me.body);
    assert_eq!(me.header("cache-control"), "no-store");
    let by_key = client().get(format!("{}/api/v1/me", app.url)).header("x-api-key", &secret);
    assert_eq!(send(by_key).await.status, StatusCode::OK);
    let listed = get(&app, "/v1/workspaces", &secret).await.body;
    assert_eq!((&listed["items"][0]["slug"], &listed["next"]), (&json!("acme"), &Value::Null), "{listed}");
    let token = get(&app, "/v1/tokens/current", &secret).await.body;
    assert_eq!((&token["scopes"], &token["workspaces"]), (&json!(["read"]), &Value::Null), "{token}");
    assert!(token["expires_at"].as_str().unwrap().ends_with('Z') && !token.to_string().contains(&secret));
    let page = ana.get(LIST).await;
    assert!(page.shows("last used") && page.shows("from 127.0.0.1"), "{}", page.text());
    assert!(ana.get("/settings/security").await.shows("created the access token"), "and it is among the changes");

    assert_eq!(holding_text(&app, kind, &secret).await.len(), 0, "no column holds the secret");
    let kept: (i64,) =
        query("SELECT COUNT(*) FROM audit_events WHERE COALESCE(before, '') || COALESCE(after, '') || target LIKE $1")
            .bind(format!("%{}%", &secret[12..]))
            .one(&mut app.roster.db.read().await.unwrap())
            .await
            .unwrap();
    assert_eq!(kept.0, 0, "nor does the audit");
    if kind == Sqlite {
        let bytes = app.stored_bytes();
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
}

#[rstest]
#[tokio::test]
async fn the_form_is_filled_in_by_its_address_and_names_each_problem(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let page = ana.get(&format!("{NEW}?description=Back%20up&scopes=users:read,audit:read&lifetime=1_year")).await;
    assert_eq!(page.attribute("#description", "value").as_deref(), Some("Back up"));
    assert_eq!(page.attributes("[name=scopes][checked]", "value"), ["users:read", "audit:read"]);
    assert_eq!(page.attribute("#lifetime option[selected]", "value").as_deref(), Some("1_year"));
    let page = ana.post(NEW, &[("description", ""), ("lifetime", "ever"), ("scopes", "users:write")]).await;
    assert_eq!(page.status, 422);
    for field in ["description", "lifetime", "workspaces"] {
        assert!(page.problem(field).is_some(), "{field}: {}", page.text());
    }
    assert_eq!(page.attributes("[name=scopes][checked]", "value"), ["users:write"], "what was ticked stays so");
    for scopes in ["", "admin", "tokens:read"] {
        assert!(posted(&ana, scopes, "*").await.problem("scopes").is_some(), "{scopes}");
    }
    let plan = domain::seed::Plan { members: 3, seed: 1, slug: "other".into(), name: "Other".into() };
    domain::seed::seed(&app.roster, &plan).await.unwrap();
    for slug in ["other", "nowhere"] {
        assert!(posted(&ana, "read", slug).await.problem("workspaces").is_some(), "{slug}");
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM tokens").await, 0);
    app.advance(Duration::from_mins(11));
    assert!(posted(&ana, "read", "*").await.path().starts_with("/confirm?next="), "asked who they are first");
}

#[rstest]
#[tokio::test]
async fn a_token_that_has_ended_opens_nothing_and_stays_listed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let second = app.another_server().await;
    let revoked = made(&ana, "read", "*").await;
    assert_eq!(get(&second, "/v1/me", &revoked).await.status, StatusCode::OK);
    let path = manage_path(&ana).await;
    let page = ana.get(&path).await;
    assert!(page.shows("Programs that use it are refused at once"), "asks first: {}", page.text());
    assert_eq!(ana.post(&path, &[("action", "revoke")]).await.path(), "/settings/dev?done=revoked");
    for server in [&app, &second] {
        let answer = get(server, "/v1/me", &revoked).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert!(answer.header("www-authenticate").starts_with("Bearer"), "{:?}", answer.headers);
        answer.problem();
    }
    assert_eq!(ana.post(&path, &[("action", "revoke")]).await.status, 409);
    let by_itself = made(&ana, "read", "*").await;
    assert_eq!(
        send(request(&app, Method::DELETE, "/v1/tokens/current", &by_itself)).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(get(&app, "/v1/me", &by_itself).await.status, StatusCode::UNAUTHORIZED);

    let expires = made(&ana, "read", "*").await;
    app.advance(85 * DAY);
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    assert!(ana.get(LIST).await.shows("One token expires within two weeks"), "{}", ana.get(LIST).await.text());
    assert_eq!(get(&app, "/v1/me", &expires).await.status, StatusCode::OK);
    app.advance(8 * DAY);
    assert_eq!(get(&app, "/v1/me", &expires).await.status, StatusCode::UNAUTHORIZED);
    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    let page = ana.get(LIST).await;
    assert!(
        page.shows("Expired") && !page.shows("Revoked"),
        "those revoked 93 days ago are not shown: {}",
        page.text()
    );
    worker::sweep(&app.operator()).await.unwrap();
    assert_eq!(number(&app, "SELECT COUNT(*) FROM tokens").await, 1);
}

#[rstest]
#[tokio::test]
async fn another_password_ends_tokens_with_the_sessions(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Manager").await;
    let secret = made(&bea, "read", "*").await;
    let change = |end_others: &'static str, from: &'static str, to: &'static str| {
        let bea = bea.clone();
        async move {
            let fields = [
                ("action", "password"),
                ("current_password", from),
                ("password", to),
                ("confirm_password", to),
                ("end_others", end_others),
            ];
            let page = bea.post("/settings/security", &fields).await;
            assert!(page.path().contains("done=password"), "{}", page.text());
        }
    };
    change("", PASSWORD, "otters that vote by mail").await;
    assert_eq!(get(&app, "/v1/me", &secret).await.status, StatusCode::OK, "they were not asked to end");
    change("on", "otters that vote by mail", PASSWORD).await;
    assert_eq!(get(&app, "/v1/me", &secret).await.status, StatusCode::UNAUTHORIZED);
    assert!(bea.get(LIST).await.shows("Revoked with the former password"));

    let secret = made(&bea, "read", "*").await;
    app.mails().await;
    app.browser().post("/recover", &[("email", BEA)]).await;
    let link = app.mailed_link().await;
    let anew = [("password", "a heron on the river"), ("confirm_password", "a heron on the river")];
    let page = app.browser().post(&link, &anew).await;
    assert_eq!(page.status, StatusCode::OK, "{link}: {}", page.text());
    assert_eq!(get(&app, "/v1/me", &secret).await.status, StatusCode::UNAUTHORIZED, "recovered by mail");
}

#[rstest]
#[tokio::test]
async fn what_its_owner_loses_a_token_loses(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let bea = member(&app, &ana, BEA, "Manager").await;
    let secret = made(&bea, "read write delete", "*").await;
    let ctx = acting(&app, &secret).await.unwrap();
    let list = || async { users::list(&ctx, "acme", &UsersQuery::default()).await.map(|_| ()) };
    assert_eq!(list().await, Ok(()));
    let set_role = |name: &'static str| {
        let app = &app;
        async move {
            let sql = "UPDATE member_roles SET role_id = (SELECT id FROM roles WHERE builtin = $2 AND workspace_id =
                           (SELECT id FROM workspaces WHERE slug = 'acme'))
                       WHERE member_id = (SELECT id FROM members WHERE email = $1)";
            let mut tx = app.roster.db.write().await.unwrap();
            assert_eq!(query(sql).bind(BEA).bind(name).run(&mut tx).await.unwrap(), 1);
            tx.commit().await.unwrap();
        }
    };
    set_role("member").await;
    assert_eq!(list().await, Err(Error::Forbidden), "another role");
    set_role("manager").await;
    let id = id_of(&ana, BEA).await;
    act(&ana, &id, "suspend").await;
    assert_eq!(list().await, Err(Error::NotFound), "suspended");
    assert_eq!(get(&app, "/v1/workspaces", &secret).await.body["items"], json!([]));
    act(&ana, &id, "activate").await;
    assert_eq!(list().await, Ok(()));
    act(&ana, &id, "remove").await;
    assert_eq!(list().await, Err(Error::NotFound), "removed");
    tokens::revoke_current(&ctx).await.unwrap();
    act(&ana, &id, "restore").await;
    assert_eq!(list().await, Err(Error::SignedOut), "revoked while it was at work");
}

#[rstest]
#[tokio::test]
async fn a_token_reaches_the_chosen_workspaces_alone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    for slug in ["second", "third"] {
        ana.post("/workspaces/new", &[("name", slug), ("slug", slug)]).await;
    }
    let secret = made(&ana, "read", "second").await;
    let ctx = acting(&app, &secret).await.unwrap();
    assert!(workspaces::overview(&ctx, "second").await.is_ok());
    for slug in ["acme", "third", "nowhere"] {
        assert_eq!(workspaces::overview(&ctx, slug).await.map(|_| ()), Err(Error::NotFound), "{slug}");
    }
    let slugs = |answer: &Answer| -> Vec<String> {
        let items = answer.body["items"].as_array().unwrap_or_else(|| panic!("{}", answer.body));
        items.iter().map(|item| item["slug"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(slugs(&get(&app, "/v1/workspaces", &secret).await), ["second"]);
    assert_eq!(get(&app, "/v1/tokens/current", &secret).await.body["workspaces"], json!(["second"]));
    let all = made(&ana, "read", "*").await;
    let first = get(&app, "/v1/workspaces?limit=2", &all).await;
    assert_eq!((slugs(&first), &first.body["next"]), (vec!["acme".into(), "second".into()], &json!("second")));
    assert_eq!(slugs(&get(&app, "/v1/workspaces?limit=2&after=second", &all).await), ["third"]);
}

#[rstest]
#[tokio::test]
async fn a_reading_token_of_an_owner_changes_nothing(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let reading = acting(&app, &made(&ana, "read", "*").await).await.unwrap();
    let mut tx = reading.read().await.unwrap();
    let membership = reading.membership(&mut tx, "acme").await.unwrap();
    drop(tx);
    assert!(!membership.super_user && !membership.owner);
    assert_eq!(membership.require_owner(), Err(Error::Forbidden));
    let new = RoleInput { name: "Theirs".into(), permissions: Permissions::NONE };
    assert_eq!(roles::create(&reading, "acme", &new).await, Err(Error::Forbidden));
    assert_eq!(workspaces::leave(&reading, "acme").await, Err(Error::Forbidden));
    let full = acting(&app, &made(&ana, "read write delete", "*").await).await.unwrap();
    assert!(roles::create(&full, "acme", &new).await.is_ok());

    // Whatever its scopes: one's own account is a matter of its pages.
    let token = NewToken {
        description: "Another".into(),
        lifetime: TokenLifetime::Unlimited,
        scopes: "read".parse().unwrap(),
        workspaces: TokenWorkspaces::All,
        networks: Vec::new(),
    };
    let before = number(&app, "SELECT COUNT(*) FROM tokens").await;
    assert_eq!(tokens::create(&full, &token).await.map(|_| ()), Err(Error::Forbidden), "a token makes no token");
    assert_eq!(number(&app, "SELECT COUNT(*) FROM tokens").await, before);
    assert_eq!(tokens::list(&full).await.map(|_| ()), Err(Error::Forbidden));
    assert_eq!(account::security(&full).await.map(|_| ()), Err(Error::Forbidden));
    assert_eq!(account::set_language(&full, Language::Spanish).await, Err(Error::Forbidden));
    assert_eq!(workspaces::leave(&full, "acme").await, Err(Error::Forbidden));
    assert_eq!(workspaces::delete(&full, "acme", "Acme Research").await, Err(Error::Forbidden));
}

#[rstest]
#[tokio::test]
async fn a_cookie_opens_no_api_and_a_token_no_page(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let secret = made(&ana, "read write delete", "*").await;
    let page = ana.get("/api/v1/me").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "the browser has its session's cookie");
    let page = app.browser().get_with("/w/acme/users", "authorization", &format!("Bearer {secret}")).await;
    assert!(page.path().starts_with("/sign-in"), "{}", page.path());
    let call = client().post(format!("{}/fn/account/tokens", app.url)).header(header::ORIGIN, &app.url);
    assert_eq!(send(call.bearer_auth(&secret).json(&json!({}))).await.status, StatusCode::UNAUTHORIZED);
}

#[rstest]
#[tokio::test]
async fn a_malformed_token_costs_no_query(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let secret = made(&ana, "read", "*").await;
    let other = if secret.ends_with('A') { 'B' } else { 'A' };
    let wrong = format!("{}{other}", &secret[..secret.len() - 1]);
    let before = app.roster.db.queries();
    for malformed in [&secret[..secret.len() - 1], &format!("{secret}A"), &wrong, "rst_", "x", &secret[4..]] {
        assert_eq!(get(&app, "/v1/me", malformed).await.status, StatusCode::UNAUTHORIZED, "{malformed}");
    }
    assert_eq!(send(client().get(format!("{}/api/v1/me", app.url))).await.status, 401, "none at all");
    assert_eq!(app.roster.db.queries(), before);
    let unknown = TokenSecret::new(&app.roster.random);
    assert_eq!(get(&app, "/v1/me", unknown.reveal()).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.roster.db.queries(), before + 1, "one that could be");
    get(&app, "/v1/me", &secret).await;
    let before = app.roster.db.queries();
    assert_eq!(get(&app, "/v1/me", &secret).await.status, StatusCode::OK);
    assert_eq!(app.roster.db.queries(), before + 2, "who calls, and who that is");
}

#[rstest]
#[tokio::test]
async fn a_rotated_token_works_until_its_overlap_has_passed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let first = made(&ana, "users:read", "acme").await;
    let refused = rotate(&app, &first, &json!({ "lifetime": "none" })).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "for no longer than it was made for");
    assert_eq!(refused.problem()["errors"]["lifetime"]["code"], "not_a_choice");
    let (short, same) = (json!({ "overlap": 24, "lifetime": "1_month" }), json!({ "overlap": 24 }));
    let both = tokio::join!(rotate(&app, &first, &short), rotate(&app, &first, &same));
    let mut statuses = [both.0.status, both.1.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::CONFLICT], "of two at once one wins");
    let won = if both.0.status.is_success() { both.0.body } else { both.1.body };
    let second = won["token"].as_str().unwrap().to_owned();
    assert_eq!(rotate(&app, &first, &json!({})).await.problem()["status"], 409);
    let told = get(&app, "/v1/tokens/current", &second).await;
    assert_eq!((&told.body["scopes"], &told.body["workspaces"]), (&json!(["users:read"]), &json!(["acme"])));
    assert_eq!(get(&app, "/v1/me", &first).await.status, StatusCode::OK);
    app.advance(DAY);
    assert_eq!(get(&app, "/v1/me", &first).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(get(&app, "/v1/me", &second).await.status, StatusCode::OK, "its successor is as it was");

    let (ana, _) = app.sign_in("ana@acme.example", PASSWORD).await;
    let path = manage_path(&ana).await;
    let page = ana.post(&path, &[("action", "rotate"), ("lifetime", "2_years"), ("overlap", "0")]).await;
    let third = shown(&page);
    assert_eq!(get(&app, "/v1/me", &second).await.status, StatusCode::UNAUTHORIZED, "without an overlap at once");
    assert_eq!(get(&app, "/v1/tokens/current", &third).await.body["lifetime"], "2_years");
    assert_eq!(ana.post(&path, &[("action", "rotate"), ("lifetime", "1_month"), ("overlap", "0")]).await.status, 409);
    assert_eq!(get(&app, "/v1/me", &third).await.status, StatusCode::OK);
    assert!(ana.get(LIST).await.shows("Rotated"));
}

#[rstest]
#[tokio::test]
async fn what_can_not_be_done_is_a_problem_document(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let secret = made(&ana, "read", "*").await;
    for path in ["", "/", "/v1", "/v1/nothing", "/v2/me", "/problems/nothing"] {
        let answer = get(&app, path, &secret).await;
        assert_eq!((answer.status, answer.problem()["status"].as_u64()), (StatusCode::NOT_FOUND, Some(404)), "{path}");
    }
    for (path, allow) in
        [("/v1/me", "GET,HEAD"), ("/v1/tokens/current", "GET,HEAD,DELETE"), ("/v1/tokens/current/rotate", "POST")]
    {
        let answer = send(request(&app, Method::PATCH, path, &secret)).await;
        assert_eq!((answer.status, answer.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, allow), "{path}");
        answer.problem();
    }
    let deep = format!("{{\"overlap\":{}{}}}", "[".repeat(500), "]".repeat(500));
    let long = format!("{{\"overlap\":\"{}\"}}", "x".repeat(100_000));
    let bodies: [(&[u8], u16, &str); 12] = [
        (b"{", 400, ""),
        (b"[]", 400, ""),
        (b"\"x\"", 400, ""),
        (b"{\"overlap\":\"\xff\"}", 400, ""),
        (deep.as_bytes(), 400, ""),
        (long.as_bytes(), 413, ""),
        (b"{\"admin\":true}", 422, "admin"),
        (b"{\"overlap\":true}", 422, "overlap"),
        (b"{\"overlap\":{\"a\":1}}", 422, "overlap"),
        (b"{\"overlap\":1,\"overlap\":24}", 422, "overlap"),
        (b"{\"overlap\":99999999999999999999999}", 422, "overlap"),
        (b"{\"lifetime\":\"a\\u0000b\"}", 422, "lifetime"),
    ];
    for (body, status, field) in bodies {
        let request = request(&app, Method::POST, "/v1/tokens/current/rotate", &secret);
        let answer = send(request.header(header::CONTENT_TYPE, "application/json").body(body.to_vec())).await;
        let said = answer.problem();
        assert_eq!(answer.status, status, "{:.60?}: {said}", String::from_utf8_lossy(body));
        assert!(field.is_empty() || said["errors"][field]["message"].is_string(), "{said}");
    }
    let form = request(&app, Method::POST, "/v1/tokens/current/rotate", &secret).form(&[("overlap", "1")]);
    assert_eq!(send(form).await.problem()["status"], 415);
    for query in ["limit=0", "limit=101", "limit=x", "size=3"] {
        let answer = get(&app, &format!("/v1/workspaces?{query}"), &secret).await;
        assert_eq!(answer.problem()["status"], 422, "{query}");
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM tokens").await, 1, "nothing has changed");
    let kind = get(&app, "/v1/nothing", &secret).await.body["type"].as_str().unwrap().to_owned();
    let page = app.browser().get(kind.strip_prefix(&app.url).unwrap()).await;
    assert!(page.status == 200 && page.body.starts_with("Not found"), "{}", page.body);
}
