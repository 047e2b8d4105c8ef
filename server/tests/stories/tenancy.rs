//! Another workspace and what is in it is not there (product rule 6).

use crate::accept::invite;
use crate::fuzz::{learned_input, registered};
use crate::support::{Browser, Kind, Postgres, Sqlite, TestApp};
use domain::seed::{Plan, seed};
use rstest::rstest;
use serde_json::json;

pub const RANDOM: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

pub async fn two_workspaces(kind: Kind) -> (TestApp, Browser, Browser) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let plan = Plan { members: 3, seed: 1, slug: "other".into(), name: "Other".into() };
    let other = seed(&app.roster, &plan).await.unwrap();
    let (robin, _) = app.sign_in(&other.email, other.password.reveal()).await;
    (app, ana, robin)
}

/// A page without what differs between any two answers: nonce and request id.
pub async fn bytes(browser: &Browser, path: &str) -> (u16, String) {
    let page = browser.get(path).await;
    let nonce = page.attribute("script[nonce]", "nonce").unwrap_or_default();
    let id = page.headers["x-request-id"].to_str().unwrap().to_owned();
    (page.status.as_u16(), page.body.replace(&nonce, "").replace(&id, ""))
}

#[rstest]
#[tokio::test]
async fn a_foreign_workspace_is_byte_for_byte_an_unknown_one(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana, _robin) = two_workspaces(kind).await;
    for page in [
        "",
        "/users",
        "/users/new",
        "/invitations",
        "/me",
        "/leave",
        "/settings",
        "/settings/access",
        "/settings/security",
        "/settings/domains",
        "/settings/sign-in",
        "/settings/ownership",
        "/settings/webhooks",
        "/settings/webhooks/new",
        "/settings/delete",
        "/users/download?format=csv",
        "/audit",
        "/groups",
        "/groups/new",
        "/audit/download?format=csv",
        &format!("/users/{RANDOM}"),
    ] {
        let foreign = bytes(&ana, &format!("/w/other{page}")).await;
        let unknown = bytes(&ana, &format!("/w/nowhere{page}")).await;
        assert_eq!(foreign.0, 404, "{page}");
        assert_eq!(foreign, unknown, "{page}");
    }
}

#[rstest]
#[tokio::test]
async fn foreign_ids_answer_like_unknown_ids(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana, robin) = two_workspaces(kind).await;
    invite(&ana, "caio@acme.example").await;
    let invitation = ana.get("/w/acme/invitations").await.value("id").unwrap();
    let member = ana.get("/w/acme/me").await.path().rsplit_once('/').unwrap().1.to_owned();

    for id in [member.as_str(), RANDOM] {
        let (status, answer) = robin.call("users/details", &json!({ "slug": "other", "id": id })).await;
        assert_eq!((status.as_u16(), answer), (404, json!("not_found")));
        let (status, answer) = robin.call("users/details", &json!({ "slug": "acme", "id": id })).await;
        assert_eq!((status.as_u16(), answer), (404, json!("not_found")));
        assert!(robin.get(&format!("/w/other/users/{id}")).await.shows("There is nothing at this address"));
    }
    for id in [invitation.as_str(), RANDOM] {
        for go in ["resend", "revoke"] {
            assert_eq!(robin.post("/w/other/invitations", &[("id", id), ("go", go)]).await.status, 404);
            assert_eq!(robin.post("/w/acme/invitations", &[("id", id), ("go", go)]).await.status, 404);
        }
    }
    assert_eq!(ana.get("/w/acme/invitations").await.all("tbody tr").len(), 1);
}

#[rstest]
#[tokio::test]
async fn every_server_function_is_closed_to_strangers(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, robin) = two_workspaces(kind).await;
    let mut open = Vec::new();
    for function in registered() {
        let input = learned_input(&ana, &function).await;
        let (status, answer) = app.browser().call(&function, &input).await;
        if (status.as_u16(), &answer) != (401, &json!("signed_out")) {
            open.push(function.clone());
        }
        if input["slug"] == "acme" {
            assert!(!open.contains(&function), "{function}: {status} {answer}");
            let (status, answer) = robin.call(&function, &input).await;
            assert_eq!((status.as_u16(), &answer), (404, &json!("not_found")), "{function}, a stranger");
        }
    }
    assert_eq!(open, OPEN_TO_NOBODY, "answer whoever is not signed in");
}

/// The server functions that answer someone who is not signed in: the pages before signing in, each for whoever has its
/// link.
const OPEN_TO_NOBODY: [&str; 7] = [
    "auth/challenge",
    "auth/email",
    "auth/providers",
    "auth/recoverable",
    "auth/verification",
    "invitations/offer",
    "submit",
];

#[rstest]
#[tokio::test]
async fn a_role_of_another_workspace_is_no_choice(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_app, ana, robin) = two_workspaces(kind).await;
    let roles = robin.get("/w/other/users").await;
    let foreign = roles.attribute("#role-filter option:nth-child(3)", "value").unwrap();
    let draft = crate::wizard::named(&ana, "new@acme.example", "New", "One").await;
    crate::wizard::answer(&ana, &draft, "how", &[("how", "invite")]).await;
    for role in [foreign.as_str(), RANDOM, "junk"] {
        let page = crate::wizard::answer(&ana, &draft, "role", &[("role", role)]).await;
        assert_eq!(page.problem("role").as_deref(), Some("Choose one of the values on offer."), "{role}");
    }
}
