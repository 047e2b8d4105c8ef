//! "Schedule onboarding" from someone's panel: one event, however often it is tried.

use super::microsoft::Says;
use super::{connect, with_microsoft};
use crate::people::id_of;
use crate::support::{Kind, Page, Postgres, Sqlite};
use crate::wizard;
use rstest::rstest;

const BEA: &str = "bea@acme.example";

fn problem(page: &Page) -> String {
    page.form_problem().unwrap_or_else(|| panic!("{}", page.text()))
}

#[rstest]
#[tokio::test]
async fn retry_makes_one_event(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = with_microsoft(kind).await;
    wizard::member(&app, &ana, BEA, "Member").await;
    let user = format!("/w/acme/users/{}", id_of(&ana, BEA).await);
    assert!(ana.get(&user).await.shows("Schedule onboarding"));
    let address = format!("{user}/onboarding");
    assert!(ana.get(&address).await.shows("connect Outlook Calendar with your account first"));
    connect(&ana, "outlook_calendar").await;

    let page = ana.get(&address).await;
    let form = page.filled("transaction").with("time", &["14:30"]).with("minutes", &["45"]);
    // It is done, and nobody hears of it.
    microsoft.graph_says(Says::Lost);
    let page = form.post(&ana).await;
    assert!(problem(&page).contains("not known whether this was done"), "{}", page.text());
    assert_eq!(page.value("transaction").as_deref(), Some(form.all("transaction")[0]), "the same attempt");
    let page = page.filled("transaction").post(&ana).await;
    assert_eq!(page.query("done"), "scheduled", "{}", page.text());
    assert!(page.shows("is in your calendar"), "{}", page.text());

    let events = microsoft.events();
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0]["attendees"][0]["emailAddress"]["address"], BEA);
    let (start, end) = (&events[0]["start"]["dateTime"], &events[0]["end"]["dateTime"]);
    assert!(start.as_str().unwrap().ends_with("T14:30:00") && end.as_str().unwrap().ends_with("T15:15:00"));
    let audit = ana.get("/w/acme/audit").await;
    assert!(audit.shows("scheduled the onboarding of bea@acme.example"), "{}", audit.text());
}

#[rstest]
#[tokio::test]
async fn what_can_not_be_scheduled_says_why(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = with_microsoft(kind).await;
    wizard::member(&app, &ana, BEA, "Member").await;
    let address = format!("/w/acme/users/{}/onboarding", id_of(&ana, BEA).await);
    connect(&ana, "outlook_calendar").await;
    let form = ana.get(&address).await.filled("transaction");
    let page = form.clone().with("day", &["2020-01-01"]).post(&ana).await;
    assert_eq!(page.problem("day").as_deref(), Some("Choose a day that has not passed."), "{}", page.text());
    let page = form.clone().with("time", &["25:99"]).with("subject", &[""]).post(&ana).await;
    assert!(page.problem("time").is_some() && page.problem("subject").is_some(), "{}", page.text());
    assert_eq!(form.clone().with("minutes", &["7"]).post(&ana).await.status, 422);
    microsoft.graph_says(Says::Error(503, vec![("retry-after", "60".into())], "ServiceUnavailable"));
    assert!(problem(&form.post(&ana).await).contains("not available just now"));
    let own = format!("/w/acme/users/{}/onboarding", id_of(&ana, super::ANA).await);
    let form = form.with("time", &["10:00"]);
    let page = crate::support::Filled { action: own, ..form }.post(&ana).await;
    assert_eq!(page.status, 422, "{}", page.text());
    assert_eq!(microsoft.events().len(), 0);
}
