//! What Roster itself charges for: imports, invitations, webhooks; and the caps that limit it.

use super::{amounts, debit, fields, grant, hold, verify};
use crate::accept::invite;
use crate::import::{decide, planned};
use crate::support::{Browser, Kind, Postgres, Receiver, Sqlite, TestApp};
use crate::wizard::member;
use domain::Error;
use domain::credits::{self, caps};
use domain::settings::Prices;
use model::credits::{CapInput, EntryQuery, ShortageReason};
use reqwest::StatusCode;
use rstest::rstest;

async fn priced(kind: Kind, prices: Prices) -> (TestApp, Browser, domain::Context) {
    let app = TestApp::with_settings(kind, |settings| {
        settings.prices = prices;
        settings.lookup.intranet = vec!["127.0.0.1/32".parse().unwrap()];
    })
    .await;
    let browser = app.set_up().await;
    let ana = app.acting("ana@acme.example").await;
    credits::set_active(&ana, "acme", true).await.unwrap();
    (app, browser, ana)
}

#[rstest]
#[tokio::test]
async fn invitations_are_paid_and_refused_with_a_way_on(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, browser, ana) = priced(kind, Prices { invitation_mail: 10, ..Prices::default() }).await;
    grant(&ana, 15, &[]).await.unwrap();
    assert!(invite(&browser, "bea@acme.example").await.status.is_success());
    let page = invite(&browser, "caio@acme.example").await;
    assert_eq!(page.status, StatusCode::PAYMENT_REQUIRED, "{}", page.text());
    assert!(page.shows("10 credits") && page.shows("User Settings, Billing"), "{}", page.text());
    assert_eq!(amounts(&ana).await, (5, 0, 5));
    // What is not metered goes on.
    member(&app, &browser, "dora@acme.example", "Member").await;
    credits::set_active(&ana, "acme", false).await.unwrap();
    assert!(invite(&browser, "caio@acme.example").await.status.is_success(), "nothing is charged while it is off");
    verify(&app).await;
}

#[rstest]
#[tokio::test]
async fn import_is_refused_before_it_begins_and_pays_for_what_was_done(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, browser, ana) = priced(kind, Prices { import_row: 3, ..Prices::default() }).await;
    grant(&ana, 5, &[]).await.unwrap();
    let file = "email,first name,last name\nbea@acme.example,Bea,Lima\ncaio@acme.example,Caio,Reis\n";
    let plan = planned(&app, &browser, file, "add").await;
    let page = browser.post(plan.path(), &[("go", "apply")]).await;
    assert_eq!(page.status, StatusCode::PAYMENT_REQUIRED, "{}", page.text());
    grant(&ana, 5, &[]).await.unwrap();
    decide(&app, &browser, &plan, "apply").await;
    assert_eq!(amounts(&ana).await, (4, 0, 4));
    verify(&app).await;
}

#[rstest]
#[tokio::test]
async fn webhooks_pay_for_what_arrives_and_wait_for_credits(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, browser, ana) = priced(kind, Prices { webhook_delivery: 2, ..Prices::default() }).await;
    let receiver = Receiver::start().await;
    crate::webhooks::added(&browser, &receiver.url, &[]).await;
    member(&app, &browser, "bea@acme.example", "Member").await;
    domain::webhooks::deliver_due(&app.operator()).await.unwrap();
    assert!(receiver.received().is_empty(), "nothing pays for it");
    assert!(browser.get("/w/acme/settings/webhooks").await.shows("waits for credits"));
    grant(&ana, 100, &[]).await.unwrap();
    app.advance(std::time::Duration::from_mins(11));
    domain::webhooks::deliver_due(&app.operator()).await.unwrap();
    let arrived = i64::try_from(receiver.received().len()).unwrap();
    assert!(arrived > 0);
    assert_eq!(amounts(&ana).await, (100 - 2 * arrived, 0, 100 - 2 * arrived));
    verify(&app).await;
}

async fn cap(ctx: &domain::Context, pairs: &[(&str, &str)]) {
    caps::create(ctx, "acme", &CapInput::parse(&fields(pairs)).unwrap()).await.unwrap();
}

#[rstest]
#[tokio::test]
async fn caps_limit_features_roles_and_members_with_what_is_reserved(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, browser, ana) = priced(kind, Prices::default()).await;
    grant(&ana, 1_000, &[]).await.unwrap();
    member(&app, &browser, "bea@acme.example", "Member").await;
    let bea = crate::people::id_of(&browser, "bea@acme.example").await;
    let bea_uses = [("user", bea.as_str())];
    let stopped = |result: Result<(), Error>| match result {
        Err(Error::OutOfCredits(shortage)) => (shortage.reason, shortage.available),
        other => panic!("{other:?}"),
    };
    cap(&ana, &[("feature", "ai.text"), ("amount", "100")]).await;
    debit(&ana, 60, &[]).await.unwrap();
    hold(&ana, 30, &[]).await.unwrap();
    let refused = debit(&ana, 11, &[]).await.map(drop);
    assert_eq!(stopped(refused), (ShortageReason::WorkspaceCap, 10), "what is reserved counts");
    debit(&ana, 10, &bea_uses).await.unwrap();

    // Another amount for the same takes its place.
    cap(&ana, &[("feature", "ai.text"), ("amount", "500")]).await;
    assert_eq!(caps::list(&ana, "acme").await.unwrap().caps.len(), 1);
    let role = role_named(&app, "Member").await;
    cap(&ana, &[("role", &role), ("amount", "50")]).await;
    debit(&ana, 200, &[]).await.unwrap();
    let refused = debit(&ana, 41, &bea_uses).await.map(drop);
    assert_eq!(stopped(refused), (ShortageReason::MemberCap, 40), "each who has the role");
    cap(&ana, &[("user", &bea), ("amount", "20")]).await;
    let refused = hold(&ana, 11, &bea_uses).await.map(drop);
    assert_eq!(stopped(refused), (ShortageReason::MemberCap, 10), "the least of all counts");

    // What is given back can be used again, and another month begins anew.
    let asked = EntryQuery { user: Some(bea.parse().unwrap()), ..EntryQuery::default() };
    let (entries, _) = credits::entries(&ana, "acme", &asked, 10).await.unwrap();
    let correction = fields(&[("entry", &entries[0].id.to_string()), ("note", "By mistake")]);
    credits::correct(&ana, "acme", &model::credits::CorrectionInput::parse(&correction).unwrap()).await.unwrap();
    debit(&ana, 20, &bea_uses).await.unwrap();
    app.advance(super::DAY * 31);
    debit(&ana, 20, &bea_uses).await.unwrap();
    verify(&app).await;
}

async fn role_named(app: &TestApp, name: &str) -> String {
    let mut tx = app.roster.db.read().await.unwrap();
    let rows: Vec<(uuid::Uuid, Option<String>, String)> =
        domain::db::query("SELECT id, builtin, name FROM roles").all(&mut tx).await.unwrap();
    let named = |(_, builtin, own): &&(uuid::Uuid, Option<String>, String)| {
        own == name || builtin.as_deref() == Some(&name.to_lowercase())
    };
    rows.iter().find(named).unwrap_or_else(|| panic!("{rows:?}")).0.to_string()
}
