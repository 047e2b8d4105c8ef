//! What the ledger does, verb by verb, and what holds whatever is done.

use super::{DAY, acme, amounts, balance, debit, grant, hold, tamper, verify};
use crate::support::{Kind, Postgres, Sqlite, TestApp};
use domain::credits::{self, Disagreement};
use domain::{Context, Error, Random};
use model::Problem;
use model::credits::{CorrectionInput, EntryKind, EntryQuery, HoldState, Shortage, ShortageReason};
use model::ids::{EntryId, HoldId};
use rstest::rstest;
use std::collections::HashMap;
use std::time::Duration;

async fn entries(ctx: &Context) -> Vec<credits::Entry> {
    credits::entries(ctx, "acme", &EntryQuery::default(), 200).await.unwrap().0
}

async fn correct(ctx: &Context, entry: EntryId, amount: Option<i64>) -> Result<credits::Movement, Error> {
    credits::correct(ctx, "acme", &CorrectionInput { id: None, entry, amount, note: "By mistake".into() }).await
}

#[rstest]
#[tokio::test]
async fn burn_order_is_priority_then_expiry_then_age(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = acme(kind).await;
    let last = grant(&ana, 10, &[("priority", "200")]).await.unwrap();
    let never = grant(&ana, 10, &[]).await.unwrap();
    app.advance(Duration::from_secs(1));
    let younger = grant(&ana, 10, &[]).await.unwrap();
    let soon = grant(&ana, 10, &[("expires_at", "2100-01-01")]).await.unwrap();
    let first = grant(&ana, 10, &[("priority", "1")]).await.unwrap();
    debit(&ana, 45, &[]).await.unwrap();
    let used: Vec<_> = entries(&ana)
        .await
        .into_iter()
        .rev()
        .filter(|entry| entry.kind == EntryKind::Consumption)
        .map(|entry| (entry.grant, entry.amount))
        .collect();
    let expected = [(first.id, -10), (soon.id, -10), (never.id, -10), (younger.id, -10), (last.id, -5)];
    assert_eq!(used, expected);
    assert_eq!(amounts(&ana).await, (5, 0, 5));
    verify(&app).await;
}

#[rstest]
#[tokio::test]
async fn holds_reserve_and_are_resolved_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = acme(kind).await;
    grant(&ana, 100, &[]).await.unwrap();
    let part = hold(&ana, 40, &[]).await.unwrap();
    let whole = hold(&ana, 30, &[("expires_in", "60")]).await.unwrap();
    assert_eq!(amounts(&ana).await, (100, 70, 30));
    let shortage = Shortage { reason: ShortageReason::Balance, needed: 31, available: 30 };
    assert_eq!(hold(&ana, 31, &[]).await.unwrap_err(), Error::OutOfCredits(shortage));
    assert_eq!(debit(&ana, 31, &[]).await.unwrap_err(), Error::OutOfCredits(shortage));

    let posted = credits::post(&ana, "acme", part.id, Some(15)).await.unwrap();
    assert_eq!((posted.state, posted.posted), (HoldState::Posted, 15));
    assert_eq!(amounts(&ana).await, (85, 30, 55), "the rest has gone back");
    let again = credits::post(&ana, "acme", part.id, Some(15)).await.unwrap();
    assert_eq!(again, posted, "the same again changes nothing");
    assert_eq!(credits::post(&ana, "acme", part.id, Some(16)).await.unwrap_err(), Error::Conflict);
    assert_eq!(credits::void(&ana, "acme", part.id).await.unwrap_err(), Error::Conflict);
    let too_much = credits::post(&ana, "acme", whole.id, Some(31)).await.unwrap_err();
    assert_eq!(too_much, Error::at("amount", Problem::MoreThanLeft { max: 30 }));

    app.advance(Duration::from_mins(1));
    assert_eq!(amounts(&ana).await, (85, 0, 85), "its time is over");
    assert_eq!(credits::post(&ana, "acme", whole.id, None).await.unwrap_err(), Error::Conflict);
    verify(&app).await;
}

#[rstest]
#[tokio::test]
async fn same_id_with_the_same_content_does_nothing_twice(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = acme(kind).await;
    let id = ("id", "01900000-0000-7000-8000-000000000001");
    let given = grant(&ana, 100, &[id, ("expires_at", "2100-01-01")]).await.unwrap();
    let again = grant(&ana, 100, &[id, ("expires_at", "2100-01-01")]).await.unwrap();
    assert_eq!(again, given);
    let in_use = Error::at("id", Problem::IdInUse);
    assert_eq!(grant(&ana, 101, &[id, ("expires_at", "2100-01-01")]).await.unwrap_err(), in_use);
    assert_eq!(grant(&ana, 100, &[id]).await.unwrap_err(), in_use);
    let held = hold(&ana, 10, &[id]).await.unwrap();
    assert_eq!(hold(&ana, 10, &[id]).await.unwrap(), held);
    assert_eq!(hold(&ana, 11, &[id]).await.unwrap_err(), in_use);
    let other = ("id", "01900000-0000-7000-8000-000000000002");
    let used = debit(&ana, 7, &[other]).await.unwrap();
    assert_eq!(debit(&ana, 7, &[other]).await.unwrap(), used);
    assert_eq!(debit(&ana, 7, &[other, ("note", "else")]).await.unwrap_err(), in_use);
    assert_eq!(amounts(&ana).await, (93, 10, 83));
    verify(&app).await;
}

#[rstest]
#[tokio::test]
async fn grants_to_come_are_spendable_through_no_way_until_their_time(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = acme(kind).await;
    let now = domain::clock::rfc3339(app.roster.clock.now() + 3_600_000_000);
    grant(&ana, 100, &[("effective_at", &now)]).await.unwrap();
    assert_eq!(amounts(&ana).await, (0, 0, 0));
    assert!(matches!(hold(&ana, 1, &[]).await, Err(Error::OutOfCredits(_))));
    assert!(matches!(debit(&ana, 1, &[]).await, Err(Error::OutOfCredits(_))));
    assert!(entries(&ana).await.is_empty());
    app.advance(Duration::from_hours(1) + Duration::from_secs(1));
    assert_eq!(amounts(&ana).await, (100, 0, 100));
    debit(&ana, 100, &[]).await.unwrap();
    verify(&app).await;
}

#[rstest]
#[tokio::test]
async fn expiry_is_an_entry_and_spares_what_live_holds_need(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = acme(kind).await;
    let ends = domain::clock::rfc3339(app.roster.clock.now() + 3_600_000_000);
    grant(&ana, 100, &[("expires_at", &ends)]).await.unwrap();
    let kept = hold(&ana, 30, &[("expires_in", "86400")]).await.unwrap();
    app.advance(Duration::from_hours(2));
    assert_eq!(amounts(&ana).await, (30, 30, 0), "only what is not reserved has expired");
    let posted = credits::post(&ana, "acme", kept.id, Some(20)).await.unwrap();
    assert_eq!(posted.posted, 20);
    assert_eq!(amounts(&ana).await, (0, 0, 0), "what came back expired at once");
    let kinds: Vec<_> = entries(&ana).await.iter().rev().map(|entry| (entry.kind, entry.amount)).collect();
    let expected =
        [(EntryKind::Grant, 100), (EntryKind::Expiry, -70), (EntryKind::Consumption, -20), (EntryKind::Expiry, -10)];
    assert_eq!(kinds, expected);
    verify(&app).await;
}

#[rstest]
#[tokio::test]
async fn correction_names_the_entry_and_never_gives_back_more(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = acme(kind).await;
    grant(&ana, 100, &[]).await.unwrap();
    let used = debit(&ana, 60, &[]).await.unwrap();
    let entry = used.entries[0];
    correct(&ana, entry, Some(25)).await.unwrap();
    assert_eq!(amounts(&ana).await, (65, 0, 65));
    let too_much = correct(&ana, entry, Some(36)).await.unwrap_err();
    assert_eq!(too_much, Error::at("amount", Problem::MoreThanLeft { max: 35 }));
    let rest = correct(&ana, entry, None).await.unwrap();
    assert_eq!((rest.amount, amounts(&ana).await), (35, (100, 0, 100)));
    let newest = &entries(&ana).await[0];
    assert_eq!((newest.kind, newest.corrects), (EntryKind::Correction, Some(entry)));
    assert_eq!(correct(&ana, newest.id, None).await.unwrap_err(), Error::at("entry", Problem::WrongState));

    // What was given and not used is taken back.
    let given = entries(&ana).await.last().unwrap().id;
    hold(&ana, 10, &[]).await.unwrap();
    let too_much = correct(&ana, given, Some(91)).await.unwrap_err();
    assert_eq!(too_much, Error::at("amount", Problem::MoreThanLeft { max: 90 }));
    correct(&ana, given, None).await.unwrap();
    assert_eq!(amounts(&ana).await, (10, 10, 0));
    verify(&app).await;
}

#[rstest]
#[tokio::test]
async fn statement_opens_where_the_month_before_closed(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = acme(kind).await;
    grant(&ana, 1_000, &[]).await.unwrap();
    debit(&ana, 300, &[]).await.unwrap();
    let month = balance_month(&app);
    app.advance(DAY * 31);
    debit(&ana, 200, &[]).await.unwrap();
    let before = credits::statement(&ana, "acme", month).await.unwrap();
    let after = credits::statement(&ana, "acme", month.next()).await.unwrap();
    assert_eq!((before.opening, before.closing, before.open), (0, 700, false));
    assert_eq!((after.opening, after.closing, after.open), (700, 500, true));
    let lines: Vec<_> = before.lines.iter().map(|line| (line.kind, line.entries, line.amount)).collect();
    assert_eq!(lines, [(EntryKind::Grant, 1, 1_000), (EntryKind::Consumption, 1, -300)]);
    assert_eq!(before.opening + before.lines.iter().map(|line| line.amount).sum::<i64>(), before.closing);
    assert_eq!(credits::statement(&ana, "acme", month.next().next().next()).await, Err(Error::NotFound));
    let asked = EntryQuery { month: Some(month), ..EntryQuery::default() };
    let (of_month, _) = credits::entries(&ana, "acme", &asked, 50).await.unwrap();
    assert_eq!(of_month.len(), 2, "its entries, and no others");
}

fn balance_month(app: &TestApp) -> model::Month {
    domain::clock::rfc3339(app.roster.clock.now())[..7].parse().unwrap()
}

#[rstest]
#[tokio::test]
async fn verify_names_the_first_thing_that_disagrees(#[values(Sqlite, Postgres)] kind: Kind) {
    for (sql, expected) in [
        ("UPDATE credit_entries SET amount = amount - 1 WHERE n = 2", "entry 2"),
        ("UPDATE credit_entries SET feature = 'other' WHERE n = 3", "entry 3"),
        ("UPDATE credit_entries SET note = 'x' WHERE n = 1", "entry 1"),
        ("DELETE FROM credit_entries WHERE n = 2", "entry 3"),
        ("DELETE FROM credit_entries WHERE n = 3", "missing 3"),
        ("UPDATE credit_wallets SET posted = posted + 5, granted = granted + 5", "the balance"),
        ("UPDATE credit_grants SET remaining = remaining - 5", "the rest of grant"),
        ("UPDATE credit_wallets SET held = 0", "what is reserved"),
        ("UPDATE credit_days SET amount = amount - 5 WHERE kind = 'consumption'", "the sum of consumption ai.text"),
    ] {
        let (app, ana) = acme(kind).await;
        grant(&ana, 100, &[]).await.unwrap();
        debit(&ana, 10, &[]).await.unwrap();
        debit(&ana, 20, &[]).await.unwrap();
        hold(&ana, 5, &[]).await.unwrap();
        verify(&app).await;
        assert_eq!(app.command(&["credits", "verify"]).await.unwrap(), "acme: 3 entries, all balances agree\n");
        tamper(&app, sql).await;
        let found = credits::verify(&app.operator(), Some("acme")).await.unwrap().remove(0).disagreement;
        let found = match found.unwrap_or_else(|| panic!("{sql}: nothing was found")) {
            Disagreement::Entry { n, .. } => format!("entry {n}"),
            Disagreement::Missing { n } => format!("missing {n}"),
            Disagreement::Balance { account, .. } => account,
        };
        assert!(found.starts_with(expected), "{sql}: {found}");
        assert!(app.command(&["credits", "verify"]).await.unwrap_err().contains("not whole"), "{sql}");
    }
}

#[rstest]
#[tokio::test]
async fn operator_gives_credits_by_command(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, ana) = acme(kind).await;
    let line = ["credits", "grant", "--workspace", "acme", "--amount", "10,000", "--note", "Invoice 7"];
    assert!(app.command(&line).await.unwrap().ends_with("of 10000, 10000 available\n"));
    assert_eq!(balance(&ana).await.posted, 10_000);
    let wrong = app.command(&["credits", "grant", "--workspace", "acme", "--amount", "1.5"]).await.unwrap_err();
    assert!(wrong.contains("--amount"), "{wrong}");
    let nowhere = app.command(&["credits", "grant", "--workspace", "nowhere", "--amount", "1"]).await.unwrap_err();
    assert!(nowhere.contains("there is no workspace nowhere"), "{nowhere}");
}

/// What a random step may find, beside what the database says.
#[derive(Default)]
struct Known {
    holds: HashMap<HoldId, (i64, Option<HoldState>)>,
    entries: Vec<EntryId>,
    done: usize,
    refused: usize,
}

#[rstest]
#[tokio::test]
async fn whatever_is_done_sums_stay_zero_and_holds_end_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let asked = std::env::var("ROSTER_STORY_SEED").ok().map(|seed| seed.parse().expect("a number"));
    for seed in asked.map_or(vec![1, 2, 3], |seed: u64| vec![seed]) {
        let (app, ana) = acme(kind).await;
        let random = Random::seeded(seed);
        let mut known = Known::default();
        for n in 0..250 {
            let at = format!("seed {seed}, step {n}");
            step(&app, &ana, &random, &mut known, &at).await;
            let (posted, reserved, available) = amounts(&ana).await;
            assert!(available >= 0 && posted >= 0 && reserved >= 0, "{at}: {posted} {reserved}");
            if n % 10 == 0 {
                verify(&app).await;
            }
        }
        verify(&app).await;
        assert!(known.done > 100 && known.refused > 20, "{} done, {} refused", known.done, known.refused);
    }
}

async fn step(app: &TestApp, ana: &Context, random: &Random, known: &mut Known, at: &str) {
    let below = |n: u64| i64::try_from(random.id::<uuid::Uuid>(0).as_u128() % u128::from(n)).unwrap();
    let any_hold =
        || known.holds.keys().copied().min_by_key(|id| id.0.as_u128() ^ u128::try_from(below(1 << 40)).unwrap());
    let moment = |seconds: i64| domain::clock::rfc3339(app.roster.clock.now() + seconds * 1_000_000);
    let result = match below(10) {
        0 | 1 => {
            let (begins, ends) = (moment(below(4_000) - 1_000), moment(5_000 + below(40_000)));
            let mut more = vec![("effective_at", begins.as_str())];
            if below(3) > 0 {
                more.push(("expires_at", &ends));
            }
            let priority = below(3).to_string();
            more.push(("priority", &priority));
            grant(ana, below(500) + 1, &more).await.map(drop)
        }
        2 | 3 => {
            let (amount, life) = (below(200) + 1, (below(6_000) + 1).to_string());
            let made = hold(ana, amount, &[("expires_in", &life)]).await;
            if let Ok(made) = &made {
                known.holds.insert(made.id, (amount, None));
            }
            made.map(drop)
        }
        4 | 5 => {
            let made = debit(ana, below(150) + 1, &[]).await;
            if let Ok(made) = &made {
                known.entries.extend(&made.entries);
            }
            made.map(drop)
        }
        6 => resolve(ana, known, any_hold(), at, Some(below(200) + 1)).await,
        7 => resolve(ana, known, any_hold(), at, None).await,
        8 => match known.entries.get(usize::try_from(below(1 << 20)).unwrap() % known.entries.len().max(1)) {
            Some(entry) => correct(ana, *entry, Some(below(100) + 1)).await.map(drop),
            None => Ok(()),
        },
        _ => {
            app.advance(Duration::from_secs(u64::try_from(below(3_000)).unwrap()));
            Ok(())
        }
    };
    match result {
        Ok(()) => known.done += 1,
        Err(Error::OutOfCredits(_) | Error::Invalid(_) | Error::Conflict) => known.refused += 1,
        Err(error) => panic!("{at}: {error:?}"),
    }
}

/// Posts so much of a hold, or voids it. It ends in one way only.
async fn resolve(
    ana: &Context,
    known: &mut Known,
    id: Option<HoldId>,
    at: &str,
    amount: Option<i64>,
) -> Result<(), Error> {
    let Some(id) = id else { return Ok(()) };
    let ended = match amount {
        Some(amount) => credits::post(ana, "acme", id, Some(amount)).await?,
        None => credits::void(ana, "acme", id).await?,
    };
    let (reserved, before) = known.holds[&id];
    assert!(ended.posted <= reserved, "{at}");
    assert!(before.is_none_or(|before| before == ended.state), "{at}: it has ended as {before:?} before");
    known.holds.insert(id, (reserved, Some(ended.state)));
    Ok(())
}
