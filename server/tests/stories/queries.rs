//! A page runs a constant number of queries, however many users there are.

use crate::support::{Kind, Postgres, Sqlite, TestApp};
use domain::seed::{Plan, seed};
use rstest::rstest;

#[rstest]
#[tokio::test]
async fn pages_cost_the_same_for_few_and_for_many(#[values(Sqlite, Postgres)] kind: Kind) {
    let mut costs = Vec::new();
    for members in [10, 400] {
        let app = TestApp::empty(kind).await;
        let plan = Plan { members, seed: 7, slug: "acme".into(), name: "Acme Research".into() };
        let sign_in = seed(&app.roster, &plan).await.unwrap();
        let (admin, _) = app.sign_in(&sign_in.email, sign_in.password.reveal()).await;
        let me = admin.get("/w/acme/me").await.path().to_owned();
        let mut cost = Vec::new();
        for page in [
            "/w/acme",
            "/w/acme/users",
            "/w/acme/users?q=an&sort=-joined&size=200",
            &me,
            "/w/acme/groups",
            "/w/acme/invitations",
            "/w/acme/roles",
            "/w/acme/settings/security",
            "/w/acme/settings/sign-in",
            "/w/acme/audit",
            "/settings/profile",
        ] {
            let before = app.roster.db.queries();
            assert_eq!(admin.get(page).await.status, 200, "{page}");
            cost.push(app.roster.db.queries() - before);
        }
        costs.push(cost);
    }
    assert_eq!(costs[0], costs[1]);
    assert!(costs[0].iter().all(|cost| *cost <= 20), "{costs:?}");
    assert!(costs[0][1] <= 16, "the list: {costs:?}");
}
