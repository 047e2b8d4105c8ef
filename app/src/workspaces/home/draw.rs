//! From the domain's numbers to what Home shows: in the reader's language, and as a picture. Days are UTC's, as
//! counted.

use crate::present::Presenter;
use domain::workspaces::{self as found, COUNTED};
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};
use model::Texts;
use model::accounts::{avatar, full_name};
use model::chart::{Chart, Mark, Point, scale};
use model::ids::{AccountId, MemberId};
use model::workspaces::{
    Growth, Month, NeverSignedIn, Newcomer, Overview, OwnMembership, PendingInvitations, Standing,
};

pub(super) fn overview(p: &Presenter, found: found::Overview) -> Overview {
    let newcomers = |people: Vec<found::Newcomer>| people.into_iter().map(|who| newcomer(p, who)).collect();
    Overview {
        users: found.users.map(|users| Standing {
            active: users.active,
            suspended: users.suspended,
            joined: (users.joined > 0).then(|| joined(p.t, users.joined)),
            growth: growth(p.t, &users.growth),
            never: NeverSignedIn { count: bounded(p.t, users.never), latest: newcomers(users.never_latest) },
        }),
        invitations: found
            .invitations
            .map(|open| PendingInvitations { count: open.count, latest: newcomers(open.latest) }),
        activity: found.activity.map(|events| events.into_iter().map(|event| p.audit_entry(event)).collect()),
        own_membership: found.own_membership.map(|own_membership| OwnMembership {
            roles: if own_membership.super_user {
                vec![p.t.get("role.super_user").to_owned()]
            } else {
                own_membership.roles.iter().map(|role| p.role_name(role)).collect()
            },
            joined: p.when(own_membership.joined_at),
        }),
    }
}

fn newcomer(p: &Presenter, who: found::Newcomer) -> Newcomer {
    Newcomer {
        id: MemberId(who.id),
        name: full_name(&who.first_name, &who.last_name),
        avatar: avatar(AccountId(who.hue_of), &who.first_name, &who.last_name, &who.email)
            .pictured(who.picture.as_deref()),
        email: who.email,
        since: p.when(who.since),
        expired: who.expired,
    }
}

/// A count that ends somewhere.
fn bounded(t: Texts, n: i64) -> String {
    if n > COUNTED { format!("{}+", t.number(COUNTED)) } else { t.number(n) }
}

fn joined(t: Texts, n: i64) -> String {
    if n > COUNTED { t.with("home.joined.other", &[("n", &bounded(t, n))]) } else { t.count("home.joined", n) }
}

fn growth(t: Texts, growth: &found::Growth) -> Growth {
    let first = day(growth.first_day);
    let totals = growth.totals.as_slice();
    let (before, now) = (totals.first().copied().unwrap_or_default(), totals.last().copied().unwrap_or_default());
    let since = words(t, first.saturating_add(1.days()));
    Growth {
        text: if growth.from_nothing {
            t.with("home.growth.since", &[("day", &since)])
        } else {
            t.get("home.growth.year").to_owned()
        },
        label: t.with(
            "home.growth.label",
            &[("before", &t.number(before)), ("since", &words(t, first)), ("now", &t.number(now))],
        ),
        chart: chart(t, first, totals),
        months: months(t, first, totals, growth.from_nothing),
    }
}

/// Up to so many days each has a point; beyond, each week.
const DAILY: usize = 62;
/// Thousandths of the drawing.
const WHOLE: i64 = 1000;

fn chart(t: Texts, first: Date, totals: &[i64]) -> Chart {
    let last = totals.len().saturating_sub(1);
    let step = if last > DAILY { 7 } else { 1 };
    let mut sampled: Vec<usize> = (0..=last).rev().step_by(step).collect();
    if sampled.last() != Some(&0) {
        sampled.push(0);
    }
    sampled.reverse();
    let (line, lines) = scale(totals.iter().copied().max().unwrap_or_default());
    let scaled = |part: i64, whole: i64| u16::try_from(part * WHOLE / whole.max(1)).unwrap_or_default();
    let across = |at: usize| scaled(signed(at), signed(last));
    let point = |at: usize| Point {
        x: across(at),
        y: scaled(line * lines - totals[at], line * lines),
        reading: format!("{}: {}", words(t, after(first, at)), t.number(totals[at])),
    };
    Chart {
        points: sampled.into_iter().map(point).collect(),
        across: if last > DAILY { monthly(t, first, last) } else { daily(t, first, last) }
            .into_iter()
            .map(|(at, label, major)| Mark { x: across(at), label, major })
            .collect(),
        up: (0..=lines).rev().map(|n| t.number(n * line)).collect(),
    }
}

/// A mark where each month begins; January goes by its year.
fn monthly(t: Texts, first: Date, last: usize) -> Vec<(usize, String, bool)> {
    let begins = (0..=last).map(|at| (at, after(first, at))).filter(|(_, day)| day.day() == 1);
    begins
        .map(|(at, day)| {
            let label = if day.month() == 1 { day.year().to_string() } else { month(t, day).to_owned() };
            (at, label, (day.month() - 1) % 3 == 0)
        })
        .collect()
}

/// Six marks or so, the last of them today.
fn daily(t: Texts, first: Date, last: usize) -> Vec<(usize, String, bool)> {
    let step = last.div_ceil(6).max(1);
    let marks = (0..=last).rev().step_by(step).enumerate();
    let mut marks: Vec<_> = marks
        .map(|(nth, at)| {
            let day = after(first, at);
            let label = t.with("date.day_month", &[("day", &t.day_of_month(day.day())), ("month", month(t, day))]);
            (at, label, nth.is_multiple_of(2) || last < 3)
        })
        .collect();
    marks.reverse();
    marks
}

/// Newest first. A month that began before the numbers do is left out: its change can't be told.
fn months(t: Texts, first: Date, totals: &[i64], from_nothing: bool) -> Vec<Month> {
    let mut rows = Vec::new();
    let mut before = totals.first().copied().unwrap_or_default();
    let mut is_whole = from_nothing || after(first, 1).day() == 1;
    for (at, &total) in totals.iter().enumerate().skip(1) {
        let day = after(first, at);
        if at + 1 < totals.len() && after(first, at + 1).month() == day.month() {
            continue;
        }
        if is_whole {
            let change = total - before;
            let sign = if change > 0 { "+" } else { "" };
            rows.push(Month {
                name: t.with("date.month", &[("month", month(t, day)), ("year", &day.year().to_string())]),
                total: t.number(total),
                change: format!("{sign}{}", t.number(change)),
            });
        }
        (before, is_whole) = (total, true);
    }
    rows.reverse();
    rows
}

fn day(since_1970: i64) -> Date {
    Span::new().try_days(since_1970).map_or(Date::ZERO, |days| date(1970, 1, 1).saturating_add(days))
}

fn after(first: Date, days: usize) -> Date {
    first.saturating_add(signed(days).days())
}

fn signed(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn month(t: Texts, day: Date) -> &'static str {
    t.get(&format!("month.{}", day.month()))
}

fn words(t: Texts, day: Date) -> String {
    t.date(day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Language;

    const EN: Language = Language::English;

    #[test]
    fn a_young_workspace_goes_day_by_day_from_nothing() {
        let found = found::Growth { first_day: 20_000, totals: vec![0, 1, 3], from_nothing: true };
        let growth = growth(EN.texts(), &found);
        assert_eq!(growth.text, "Active users since 5 October 2024");
        let readings: Vec<_> =
            growth.chart.points.iter().map(|point| (point.x, point.y, point.reading.as_str())).collect();
        assert_eq!(
            readings,
            [(0, 1000, "4 October 2024: 0"), (500, 666, "5 October 2024: 1"), (1000, 0, "6 October 2024: 3")]
        );
        assert_eq!(growth.chart.up, ["3", "2", "1", "0"]);
        assert_eq!((growth.months.len(), growth.months[0].change.as_str()), (1, "+3"));
    }

    #[test]
    fn a_year_goes_week_by_week_and_months_are_whole() {
        // 31 December 2023 to 30 December 2024: 366 days, one more each day.
        let found = found::Growth { first_day: 19_722, totals: (5_000..5_366).collect(), from_nothing: false };
        let growth = growth(Language::Portuguese.texts(), &found);
        assert_eq!(growth.chart.points.len(), 54);
        assert_eq!(growth.chart.points.last().unwrap().reading, "30 de dezembro de 2024: 5.365");
        assert_eq!(growth.chart.across.iter().filter(|mark| mark.major).count(), 4);
        assert_eq!(growth.chart.across[0].label, "2024");
        assert_eq!(growth.months.len(), 12);
        assert_eq!((growth.months[11].name.as_str(), growth.months[11].change.as_str()), ("janeiro de 2024", "+31"));
        // A window that begins within a month tells nothing of that month.
        assert_eq!(months(EN.texts(), day(19_730), &[5, 6, 7], false), []);
    }
}
