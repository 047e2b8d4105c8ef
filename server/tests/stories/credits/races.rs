//! A thousand at once, on two servers, through the page, the API and our own meter.

use super::{amounts, grant, verify};
use crate::accept::invite;
use crate::support::{Api, Kind, Postgres, Sqlite, TestApp};
use crate::tokens::made;
use domain::credits;
use domain::settings::Prices;
use futures_util::future::join_all;
use model::credits::EntryQuery;
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_holds_and_debits_at_once_never_overdraw_and_lose_none(#[values(Sqlite, Postgres)] kind: Kind) {
    let prices = Prices { invitation_mail: 7, ..Prices::default() };
    let app = TestApp::with_settings(kind, |settings| {
        settings.prices = prices;
        settings.api_rate = None;
    })
    .await;
    let browser = app.set_up().await;
    let ana = app.acting("ana@acme.example").await;
    credits::set_active(&ana, "acme", true).await.unwrap();
    // Of several grants, so that one movement has several parts.
    for n in 1..=10 {
        grant(&ana, 400, &[("priority", &n.to_string())]).await.unwrap();
    }
    let second = app.another_server().await;
    let secret = made(&browser, "read write delete", "*").await;
    let apis = [Api::new(&app, &secret), Api::new(&second, &secret)];
    let gate = tokio::sync::Semaphore::new(24);
    let calls = (0..1_000_usize).map(|n| {
        let (api, gate, browser) = (&apis[n % 2], &gate, &browser);
        async move {
            let _turn = gate.acquire().await.unwrap();
            match n % 10 {
                // At the page, which pays for the mail.
                0 => {
                    let page = invite(browser, &format!("guest{n}@acme.example")).await;
                    (if page.status.is_success() { 7 } else { 0 }, page.status.as_u16())
                }
                1..=4 => {
                    let body = json!({ "amount": 9, "feature": "ai.text" });
                    let answer = api.post("/workspaces/acme/credits/debits", &body).await;
                    (if answer.status == 201 { 9 } else { 0 }, answer.status.as_u16())
                }
                kind => held(api, kind).await,
            }
        }
    });
    let results: Vec<(i64, u16)> = join_all(calls).await;
    let used: i64 = results.iter().map(|(used, _)| used).sum();
    for (_, status) in &results {
        assert!(matches!(*status, 200 | 201 | 402), "{status}");
    }
    let refused = results.iter().filter(|(_, status)| *status == 402).count();
    assert!(refused > 0, "they were too many for 4,000 credits");
    let (posted, reserved, available) = amounts(&ana).await;
    assert_eq!((posted, reserved), (4_000 - used, 0), "{available} available");
    assert!(available < 9, "nothing stayed unused that could have been: {available}");
    verify(&app).await;
    let (entries, _) = credits::entries(&ana, "acme", &EntryQuery::default(), 5_000).await.unwrap();
    let sum: i64 = entries.iter().map(|entry| entry.amount).sum();
    assert_eq!(sum, posted);
}

/// Reserves eight, then posts five, or gives them back; answers what was used.
async fn held(api: &Api, kind: usize) -> (i64, u16) {
    let body = json!({ "amount": 8, "feature": "ai.image" });
    let answer = api.post("/workspaces/acme/credits/holds", &body).await;
    if answer.status != 201 {
        return (0, answer.status.as_u16());
    }
    let hold: Value = answer.expect(201);
    let path = |verb: &str| format!("/workspaces/acme/credits/holds/{}/{verb}", hold["id"].as_str().unwrap());
    if kind == 9 {
        let voided = api.post(&path("void"), &json!({})).await;
        return (0, voided.status.as_u16());
    }
    // Twice at once: it counts once.
    let (post, body) = (path("post"), json!({ "amount": 5 }));
    let (first, second) = tokio::join!(api.post(&post, &body), api.post(&post, &body));
    assert_eq!(second.status, 200);
    (5, first.status.as_u16())
}
