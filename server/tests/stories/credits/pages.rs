//! The two tabs, as browsers without scripts have them.

use super::{amounts, debit, grant, hold};
use crate::support::{Browser, Kind, Postgres, Sqlite, TestApp};
use crate::wizard::member;
use domain::credits;
use reqwest::StatusCode;
use rstest::rstest;

const WALLET: &str = "/w/acme/settings/billing";

async fn signed_in(kind: Kind) -> (TestApp, Browser, domain::Context) {
    let (app, browser) = TestApp::with_super_user(kind).await;
    let ana = app.acting("ana@acme.example").await;
    (app, browser, ana)
}

#[rstest]
#[tokio::test]
async fn wallet_is_run_from_its_page(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, browser, ana) = signed_in(kind).await;
    let page = browser.get(WALLET).await;
    assert!(page.shows("Nothing is charged in this workspace"), "{}", page.text());
    let page = browser.post(WALLET, &[("action", "activate")]).await;
    assert!(page.shows("Credits are charged from now on"), "{}", page.text());

    let new = format!("{WALLET}/grants/new");
    let page = browser.post(&new, &[("category", "paid"), ("amount", "1.5")]).await;
    assert!(page.shows("Write a whole number") && page.status == StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text());
    let fields = [("category", "paid"), ("amount", "1,000"), ("expires_at", "2100-01-31"), ("note", "Invoice 7")];
    let page = browser.post(&new, &fields).await;
    assert!(page.shows("The credits were given") && page.shows("1,000 of 1,000 en-credits left"), "{}", page.text());
    assert!(page.shows("Invoice 7") && page.shows("priority 100"), "{}", page.text());

    hold(&ana, 40, &[]).await.unwrap();
    let page = browser.get(WALLET).await;
    assert!(page.shows("40 of it reserved") && page.shows("40 en-credits, ai.text"), "{}", page.text());
    let id = page.attribute("input[name=hold]", "value").unwrap();
    let page = browser.post(WALLET, &[("action", "void"), ("hold", &id)]).await;
    assert!(page.shows("The reserved credits have gone back"), "{}", page.text());
    let page = browser.post(WALLET, &[("action", "alerts"), ("forecast_days", "91")]).await;
    assert!(page.shows("from 0 to 90"), "{}", page.text());
    browser.post(WALLET, &[("action", "alerts"), ("forecast_days", "3")]).await;
    assert_eq!(credits::balance(&ana, "acme").await.unwrap().forecast_days, 3);

    // A member who runs nothing sees nothing of it, and changes nothing.
    let bea = member(&app, &browser, "bea@acme.example", "Member").await;
    for path in [WALLET, "/w/acme/settings/billing/ledger", &new] {
        assert_eq!(bea.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    for (path, fields) in [(WALLET, vec![("action", "deactivate")]), (&new, fields.to_vec())] {
        assert_eq!(bea.post(path, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(amounts(&ana).await, (1_000, 0, 1_000));
}

#[rstest]
#[tokio::test]
async fn ledger_is_filtered_paged_corrected_and_downloaded(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, browser, ana) = signed_in(kind).await;
    let ledger = format!("{WALLET}/ledger");
    assert!(browser.get(&ledger).await.shows("No credits have moved yet"));
    grant(&ana, 10_000, &[("note", "=1+1")]).await.unwrap();
    for n in 0..60 {
        let feature = if n % 2 == 0 { "ai.text" } else { "ai.image" };
        debit(&ana, n + 1, &[("feature", feature)]).await.unwrap();
    }
    let page = browser.get(&ledger).await;
    assert_eq!(page.all("tbody tr").len(), 50, "{}", page.text());
    let older = page.attribute("a[rel=next]", "href").unwrap();
    let page = browser.get(&older).await;
    assert_eq!(page.all("tbody tr").len(), 11, "{}", page.text());
    let page = browser.get(&format!("{ledger}?kind=consumption&feature=ai.image")).await;
    assert_eq!(page.all("tbody tr").len(), 30);
    assert!(page.all("tbody tr")[0].contains("\u{2212}60"), "{}", page.all("tbody tr")[0]);
    assert!(browser.get(&format!("{ledger}?kind=expiry")).await.shows("No entry matches"));

    let correct = page.attribute("tbody a[href*='/ledger/']", "href").unwrap();
    assert!(browser.get(&correct).await.shows("Gives back what was used"));
    let page = browser.post(&correct, &[("amount", "61"), ("note", "Twice")]).await;
    assert!(page.shows("Only 60 of it are left"), "{}", page.text());
    let page = browser.post(&correct, &[("amount", ""), ("note", "Twice")]).await;
    assert!(page.shows("The entry was corrected") && page.shows("+60"), "{}", page.text());

    let rows = browser.download(&format!("{ledger}/download?format=csv")).await.rows();
    assert_eq!(rows.len(), 63, "a header and every entry");
    assert_eq!(rows[0][..3], ["Number", "Time (UTC)", "Kind"]);
    assert_eq!((rows[1][4].as_str(), rows[61][4].as_str(), rows[62][4].as_str()), ("60", "-1", "10000"));
    let month = rows[1][1][..7].to_owned();
    let page = browser.get(&format!("{WALLET}/statements/{month}")).await;
    assert!(page.shows("Opening balance") && page.shows("Balance so far") && page.shows("8,230"), "{}", page.text());
    for nowhere in ["2999-01", "2026-13"] {
        assert_eq!(browser.get(&format!("{WALLET}/statements/{nowhere}")).await.status, StatusCode::NOT_FOUND);
    }

    // What someone has used is theirs to see, and nobody else's balance with it.
    let bea = member(&app, &browser, "bea@acme.example", "Member").await;
    let id = crate::people::id_of(&browser, "bea@acme.example").await;
    debit(&ana, 77, &[("user", &id), ("note", "Hers")]).await.unwrap();
    let rows = bea.download("/settings/billing/acme/download?format=csv").await.rows();
    assert_eq!((rows.len(), rows[1][4].as_str(), rows[1][7].as_str()), (2, "-77", "Hers"));
    assert!(!rows[0].contains(&"Balance".to_owned()), "{:?}", rows[0]);
    let page = bea.get(&format!("{ledger}/download?format=csv")).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}

#[rstest]
#[tokio::test]
async fn tab_shows_all_workspaces_and_what_was_used_in_each(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, browser, ana) = signed_in(kind).await;
    browser.post("/workspaces/new", &[("name", "Second"), ("slug", "second")]).await;
    grant(&ana, 500, &[("expires_at", "2100-01-31")]).await.unwrap();
    hold(&ana, 20, &[]).await.unwrap();
    debit(&ana, 120, &[]).await.unwrap();
    let page = browser.get("/settings/billing").await;
    assert!(page.shows("360 en-credits available across all of them; you have used 120 en-credits"), "{}", page.text());
    assert!(page.shows("Acme Research") && page.shows("Second") && page.shows("20 reserved"), "{}", page.text());
    let page = browser.get("/settings/billing/acme").await;
    assert!(page.shows("120 en-credits used by everyone in the last 30 days"), "{}", page.text());
    assert_eq!(page.all(".chart-stack").len(), 30);
    let label = page.attribute(".chart-plot", "aria-label").unwrap();
    assert!(label.contains("120 in all, most of it for ai.text"), "{label}");
    assert_eq!(page.all("details table tbody tr").len(), 1, "the table has the day on which something was used");

    let bea = member(&app, &browser, "bea@acme.example", "Member").await;
    let page = bea.get("/settings/billing/acme").await;
    assert!(page.shows("Nothing was used in the last 30 days") && !page.shows("Forecast"), "{}", page.text());
    let page = bea.post("/settings/billing/acme", &[("amount", "50"), ("reason", "A campaign")]).await;
    assert!(page.shows("Your request was sent") && page.shows("Waiting"), "{}", page.text());
    let requests = format!("{WALLET}/requests");
    let page = browser.get(&requests).await;
    let id = page.attribute("input[name=request]", "value").unwrap();
    let page = browser.post(&requests, &[("request", &id), ("decision", "reject"), ("answer", "")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text());
    let fields = [("request", id.as_str()), ("decision", "approve"), ("amount", "40"), ("answer", "A start")];
    assert!(browser.post(&requests, &fields).await.shows("The credits were given"));
    let page = bea.get("/settings/billing/acme").await;
    assert!(page.shows("Approved") && page.shows("Answer: A start"), "{}", page.text());
    assert_eq!(bea.get("/settings/billing/second").await.status, StatusCode::NOT_FOUND);
    assert_eq!(bea.get(&requests).await.status, StatusCode::FORBIDDEN);
}

#[rstest]
#[tokio::test]
async fn caps_are_added_by_address_and_deleted(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, browser, ana) = signed_in(kind).await;
    member(&app, &browser, "bea@acme.example", "Member").await;
    let caps = format!("{WALLET}/caps");
    assert!(browser.get(&caps).await.shows("Nothing is capped"));
    let fields = [("action", "add"), ("amount", "100"), ("feature", "ai.text"), ("email", "nobody@acme.example")];
    let page = browser.post(&caps, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text());
    let fields = [("action", "add"), ("amount", "100"), ("feature", "ai.text"), ("email", "BEA@acme.example")];
    let page = browser.post(&caps, &fields).await;
    assert!(page.shows("100 en-credits a month, ai.text") && page.shows("bea@acme.example"), "{}", page.text());
    let id = page.attribute("input[name=cap]", "value").unwrap();
    let page = browser.post(&caps, &[("action", "delete"), ("cap", &id)]).await;
    assert!(page.shows("The cap was deleted") && page.shows("Nothing is capped"), "{}", page.text());
    assert!(credits::caps::list(&ana, "acme").await.unwrap().caps.is_empty());
}

#[rstest]
#[tokio::test]
async fn pages_cost_the_same_with_few_entries_and_with_many(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, browser, ana) = signed_in(kind).await;
    let month = &domain::clock::rfc3339(app.roster.clock.now())[..7];
    let statement = format!("{WALLET}/statements/{month}");
    let ledger = format!("{WALLET}/ledger");
    let mut costs = Vec::new();
    for many in [5, 200] {
        grant(&ana, 1_000, &[]).await.unwrap();
        for n in 0..many {
            debit(&ana, 1, &[("feature", if n % 2 == 0 { "ai.text" } else { "ai.image" })]).await.unwrap();
        }
        let mut cost = Vec::new();
        for page in ["/settings/billing", "/settings/billing/acme", WALLET, &ledger, &statement] {
            let before = app.roster.db.queries();
            assert_eq!(browser.get(page).await.status, StatusCode::OK, "{page}");
            cost.push(app.roster.db.queries() - before);
        }
        costs.push(cost);
    }
    assert_eq!(costs[0], costs[1]);
    assert!(costs[0].iter().all(|cost| *cost <= 40), "{costs:?}");
}
