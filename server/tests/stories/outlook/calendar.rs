//! The next events, and every fault of Graph.

use super::microsoft::Says;
use super::{TAB, claims_challenge, connect, next, subjects, with_calendar, with_microsoft};
use crate::support::{Kind, Postgres, Sqlite, TestApp};
use domain::connections::Agenda;
use jiff::{Timestamp, ToSpan};
use model::connections::ConnectionProblem;
use rstest::rstest;
use serde_json::json;
use std::time::Duration;

/// What was read is shown for three minutes.
const READ_AGAIN: Duration = Duration::from_mins(4);
const UNAVAILABLE: Agenda = Agenda::Problem(ConnectionProblem::Unavailable);

/// So many hours from now, as Graph writes it.
fn hours_from_now(app: &TestApp, hours: i64) -> String {
    let at = Timestamp::from_microsecond(app.roster.clock.now()).unwrap() + hours.hours();
    at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

fn add(app: &TestApp, microsoft: &super::Microsoft, id: &str, subject: &str, hours: i64) {
    microsoft.add_event(id, subject, &hours_from_now(app, hours), &hours_from_now(app, hours + 1));
}

#[rstest]
#[tokio::test]
async fn pages_are_followed_and_then_what_has_changed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = with_calendar(kind).await;
    for (n, hours) in [(1, 30), (2, 20), (3, 10), (4, -5), (5, 24 * 9)] {
        add(&app, &microsoft, &n.to_string(), &format!("Event {n}"), hours);
    }
    assert_eq!(subjects(&next(&app).await), ["Event 3", "Event 2", "Event 1"]);
    let calls = microsoft.calls_of("calendarView");
    assert_eq!(calls.len(), 3, "five events, two a page");
    assert!(calls[0].path.contains("startDateTime=") && calls[1].path.contains("skiptoken"), "{calls:?}");
    assert_eq!(calls[0].prefer, "outlook.timezone=\"UTC\", odata.maxpagesize=25");

    subjects(&next(&app).await);
    assert_eq!(microsoft.calls_of("calendarView").len(), 3, "it is kept for a few minutes");
    app.advance(READ_AGAIN);
    add(&app, &microsoft, "new", "Event 6", 1);
    assert_eq!(subjects(&next(&app).await), ["Event 6", "Event 3", "Event 2", "Event 1"]);
    let calls = microsoft.calls_of("calendarView");
    assert!(calls.len() == 4 && calls[3].path.contains("deltatoken"), "{calls:?}");

    // Also on the page, and where no script asks.
    let (status, agenda) = ana.call("connections/agenda", &json!({})).await;
    assert_eq!((status.as_u16(), agenda["events"][0]["subject"].as_str()), (200, Some("Event 6")));
    let page = ana.get(TAB).await;
    assert!(!page.shows("Event 6") && page.shows("Show your next events"), "no page waits for Microsoft");
    let page = ana.get(&format!("{TAB}?events=next")).await;
    assert!(page.shows("Event 6") && page.shows("Room 1"), "{}", page.text());
}

#[rstest]
#[tokio::test]
async fn calendar_is_read_anew_where_graph_knows_no_more_since_when(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, microsoft) = with_calendar(kind).await;
    add(&app, &microsoft, "1", "Event 1", 5);
    next(&app).await;
    app.advance(READ_AGAIN);
    microsoft.graph_says(Says::Error(410, vec![], "SyncStateNotFound"));
    assert_eq!(subjects(&next(&app).await), ["Event 1"]);
    assert!(microsoft.calls_of("calendarView").last().unwrap().path.contains("startDateTime"));
}

#[rstest]
#[tokio::test]
async fn token_that_is_not_taken_is_refreshed_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = with_calendar(kind).await;
    microsoft.forget_access_tokens();
    assert_eq!(subjects(&next(&app).await).len(), 0);
    assert_eq!(microsoft.refreshes(), 1);
    app.advance(READ_AGAIN);
    for _ in 0..2 {
        microsoft.graph_says(Says::Error(401, vec![], "InvalidAuthenticationToken"));
    }
    assert_eq!(next(&app).await, Agenda::Problem(ConnectionProblem::SignInAgain));
    assert_eq!(microsoft.refreshes(), 2, "and not for ever");
    assert!(ana.get(TAB).await.shows("sign in again"));
}

#[rstest]
#[tokio::test]
async fn claims_that_are_missing_come_with_signing_in_again(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = with_calendar(kind).await;
    microsoft.graph_says(Says::Error(403, claims_challenge(), "AccessDenied"));
    assert_eq!(next(&app).await, Agenda::Problem(ConnectionProblem::SignInAgain));
    connect(&ana, "outlook_calendar").await;
    assert_eq!(microsoft.asked()[1]["claims"], "{\"access_token\":{}}");
    assert_eq!(subjects(&next(&app).await).len(), 0);
    microsoft.graph_says(Says::Error(403, vec![], "ErrorAccessDenied"));
    app.advance(READ_AGAIN);
    assert_eq!(next(&app).await, Agenda::Problem(ConnectionProblem::MissingScope));
    microsoft.graph_says(Says::Error(404, vec![], "MailboxNotEnabledForRESTAPI"));
    assert_eq!(next(&app).await, Agenda::Problem(ConnectionProblem::WrongAccount));
}

#[rstest]
#[tokio::test]
async fn graph_is_left_alone_for_as_long_as_it_says(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, microsoft) = with_calendar(kind).await;
    let after = |seconds: u64| vec![("retry-after", seconds.to_string())];
    microsoft.graph_says(Says::Error(429, after(1), "TooManyRequests"));
    assert_eq!(subjects(&next(&app).await).len(), 0, "a second is waited for");
    app.advance(READ_AGAIN);
    microsoft.graph_says(Says::Error(429, after(120), "TooManyRequests"));
    assert_eq!(next(&app).await, UNAVAILABLE);
    let calls = microsoft.called().len();
    app.advance(Duration::from_secs(119));
    assert_eq!(next(&app).await, UNAVAILABLE);
    assert_eq!(microsoft.called().len(), calls, "nobody is asked meanwhile");
    app.advance(Duration::from_secs(2));
    assert_eq!(subjects(&next(&app).await).len(), 0);

    // Where it does not say how long, the pause is ours, and longer each time.
    app.advance(READ_AGAIN);
    for pause in [1, 2, 4] {
        let status = if pause == 2 { 503 } else { 429 };
        microsoft.graph_says(Says::Error(status, vec![], "ServiceUnavailable"));
        assert_eq!(next(&app).await, UNAVAILABLE);
        let calls = microsoft.called().len();
        app.advance(Duration::from_millis(pause * 1_000 - 1));
        assert_eq!(next(&app).await, UNAVAILABLE);
        assert_eq!(microsoft.called().len(), calls, "{pause} seconds");
        app.advance(Duration::from_millis(1));
    }
    assert_eq!(subjects(&next(&app).await).len(), 0);
}

#[rstest]
#[tokio::test]
async fn ten_seconds_of_silence_are_not_available_just_now(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = with_calendar(kind).await;
    microsoft.graph_says(Says::Silence);
    let (status, agenda) = ana.call("connections/agenda", &json!({})).await;
    assert_eq!((status.as_u16(), agenda), (200, json!({ "problem": "unavailable" })));
    assert!(ana.get(TAB).await.shows("Not available just now"));
    assert_eq!(next(&app).await, UNAVAILABLE, "the next one waits for nobody");
    app.advance(Duration::from_secs(31));
    assert_eq!(subjects(&next(&app).await).len(), 0);
}

#[rstest]
#[tokio::test]
async fn token_goes_to_graph_alone(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, microsoft) = with_calendar(kind).await;
    let elsewhere = super::Microsoft::start().await;
    for away in [format!("{}/v1.0/me", elsewhere.url), "file:///etc/passwd".into(), "//evil.example/".into()] {
        microsoft.graph_says(Says::LeadAway(away.clone()));
        assert_eq!(next(&app).await, UNAVAILABLE, "{away}");
    }
    assert!(elsewhere.called().is_empty());
}

#[rstest]
#[tokio::test]
async fn four_calls_of_a_mailbox_at_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, microsoft) = with_calendar(kind).await;
    microsoft.delay(Duration::from_millis(100));
    let calls = (0..10).map(|_| next(&app));
    for agenda in futures_of(calls).await {
        subjects(&agenda);
    }
    assert_eq!(microsoft.most_at_once(), 4);
}

/// All of them at once, on this thread.
async fn futures_of<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut futures: Vec<_> = futures.map(|one| (Box::pin(one), None)).collect();
    std::future::poll_fn(|cx| {
        for (future, done) in &mut futures {
            if done.is_none()
                && let std::task::Poll::Ready(output) = future.as_mut().poll(cx)
            {
                *done = Some(output);
            }
        }
        if futures.iter().all(|(_, done)| done.is_some()) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    futures.into_iter().filter_map(|(_, done)| done).collect()
}

#[rstest]
#[tokio::test]
async fn nothing_is_offered_where_roster_is_not_registered(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = TestApp::with_super_user(kind).await;
    let page = ana.get(TAB).await;
    assert!(page.shows("No services are offered"), "{}", page.text());
    assert_eq!(connect(&ana, "outlook_calendar").await.status, 404);
    assert_eq!(next(&app).await, Agenda::NotConnected);
    let (_app, ana, microsoft) = with_microsoft(kind).await;
    // Another site's link connects nobody.
    let page = ana.get_with(&format!("{TAB}?connect=outlook_calendar"), "sec-fetch-site", "cross-site").await;
    assert!(page.path().contains("connect=") && microsoft.asked().is_empty(), "{}", page.path());
}
