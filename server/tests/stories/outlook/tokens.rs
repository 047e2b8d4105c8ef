//! Refreshing: once, whoever asks at the same time; and no grant is lost with an answer.

use super::microsoft::Says;
use super::{TAB, TOKEN_IS_OVER, connect, next, subjects, with_calendar};
use crate::support::{Kind, Postgres, Sqlite};
use domain::connections::Agenda;
use domain::db::query;
use model::connections::ConnectionProblem;
use rstest::rstest;
use std::time::Duration;

#[rstest]
#[tokio::test]
async fn two_servers_refresh_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, microsoft) = with_calendar(kind).await;
    let other = app.another_server().await;
    microsoft.delay(Duration::from_millis(300));
    for round in 1..=2 {
        app.advance(TOKEN_IS_OVER);
        let (here, there) = tokio::join!(next(&app), next(&other));
        assert_eq!((subjects(&here).len(), subjects(&there).len()), (0, 0));
        assert_eq!(microsoft.refreshes(), round, "one of both has asked");
    }
}

#[rstest]
#[tokio::test]
async fn token_is_refreshed_before_it_ends(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, microsoft) = with_calendar(kind).await;
    app.advance(Duration::from_mins(54));
    subjects(&next(&app).await);
    assert_eq!(microsoft.refreshes(), 0);
    app.advance(Duration::from_mins(4));
    // It works for two minutes more: what the provider can't do now does no harm.
    microsoft.token_says(Says::Lost);
    subjects(&next(&app).await);
    assert_eq!(microsoft.refreshes(), 1);
    app.advance(Duration::from_mins(4));
    subjects(&next(&app).await);
    assert_eq!(microsoft.refreshes(), 2);
}

#[rstest]
#[tokio::test]
async fn lost_answer_keeps_the_grant(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = with_calendar(kind).await;
    app.advance(TOKEN_IS_OVER);
    microsoft.token_says(Says::Lost);
    assert_eq!(next(&app).await, Agenda::Problem(ConnectionProblem::Unavailable));
    assert!(ana.get(TAB).await.shows("Not available just now"));
    let asked = microsoft.refreshes();
    next(&app).await;
    assert_eq!(microsoft.refreshes(), asked, "a provider that fails is left alone for a moment");
    app.advance(Duration::from_mins(1));
    assert_eq!(subjects(&next(&app).await).len(), 0);
    assert!(ana.get(TAB).await.shows("Connected"));
}

#[rstest]
#[tokio::test]
async fn server_that_died_while_refreshing_holds_nobody_up(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _ana, microsoft) = with_calendar(kind).await;
    app.advance(TOKEN_IS_OVER);
    let mut tx = app.roster.db.write().await.unwrap();
    let until = app.roster.clock.now() + 20_000_000;
    query("UPDATE connections SET refreshing_until = $1").bind(until).run(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let (asked, ()) = tokio::join!(next(&app), async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(microsoft.refreshes(), 0, "the other one may be about to answer");
        app.advance(Duration::from_secs(21));
    });
    assert_eq!(subjects(&asked).len(), 0);
    assert_eq!(microsoft.refreshes(), 1);
}

#[rstest]
#[tokio::test]
async fn only_the_providers_word_ends_the_grant(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana, microsoft) = with_calendar(kind).await;
    let kept = || async {
        let mut tx = app.roster.db.read().await.unwrap();
        let sql = "SELECT COUNT(*) FROM connections WHERE refresh_token IS NOT NULL";
        let (count,): (i64,) = query(sql).one(&mut tx).await.unwrap();
        count == 1
    };
    app.advance(TOKEN_IS_OVER);
    for (error, suberror, problem) in [
        ("interaction_required", "basic_action", ConnectionProblem::SignInAgain),
        ("invalid_client", "", ConnectionProblem::Misconfigured),
        ("temporarily_unavailable", "", ConnectionProblem::Unavailable),
    ] {
        microsoft.token_says(Says::OAuth(error, suberror, ""));
        assert_eq!(next(&app).await, Agenda::Problem(problem), "{error}");
        assert!(kept().await, "{error}");
        app.advance(Duration::from_mins(1));
    }
    microsoft.token_says(Says::OAuth("invalid_grant", "bad_token", "AADSTS50173: the grant has expired"));
    assert_eq!(next(&app).await, Agenda::Problem(ConnectionProblem::Expired));
    assert!(!kept().await);
    let asked = microsoft.refreshes();
    assert_eq!(next(&app).await, Agenda::Problem(ConnectionProblem::Expired));
    assert_eq!(microsoft.refreshes(), asked, "what has ended is not asked for again");
    let page = ana.get(TAB).await;
    assert!(page.shows("Reconnect needed") && page.shows("has ended"), "{}", page.text());
    connect(&ana, "outlook_calendar").await;
    assert_eq!(subjects(&next(&app).await).len(), 0);
}
