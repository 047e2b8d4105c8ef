//! From the domain's wallets to what a person reads. Days and months are UTC's, as they are counted.

use crate::present::Presenter;
use crate::request::RequestContext;
use domain::clock::DAY;
use domain::credits::{self as found, Balance, Consumption, Entry, Forecast, Grant, Hold};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::Month;
use model::Texts;
use model::chart::{Mark, scale};
use model::credits::{
    BalanceView, CapRow, CapsView, ConsumptionDay, ConsumptionView, CreditRequestRow, EntriesView, EntryKind,
    EntryQuery, EntryRow, ForecastView, GrantRow, HoldRow, Meter, MyWalletView, MyWalletsView, OverviewView,
    StatementLine, StatementView, WalletView,
};
use model::ids::MemberId;

/// So many features have a colour of their own; the last one stands for all others.
const SERIES: usize = 6;
/// Thousandths of the drawing's height.
const WHOLE: i64 = 1000;

/// What credits were used for, in words where it is one of our own meters.
pub(super) fn feature_name(t: Texts, feature: &str) -> String {
    match Meter::named(feature) {
        Some(meter) => t.get(&format!("credits.feature.{}", meter.name().replace('.', "_"))).to_owned(),
        None => feature.to_owned(),
    }
}

pub(super) fn balance(p: &Presenter, balance: &Balance) -> BalanceView {
    BalanceView {
        active: balance.active,
        posted: balance.posted,
        reserved: balance.reserved,
        available: balance.available(),
        expiring: balance.expiring.map(|(amount, at)| (amount, p.when(at))),
    }
}

pub(super) fn my_wallets(request: &RequestContext, wallets: Vec<found::MyWallet>) -> MyWalletsView {
    let p = Presenter::new(request);
    let plans = &request.ctx.roster.settings.plans;
    let wallet = |wallet: found::MyWallet| MyWalletView {
        plan: plans.of(wallet.plan.as_deref()).map(|plan| plan.name.clone()),
        slug: wallet.slug,
        name: wallet.name,
        balance: balance(&p, &wallet.balance),
        used_by_me: wallet.used_by_me,
    };
    MyWalletsView { wallets: wallets.into_iter().map(wallet).collect(), support: plans.support.clone() }
}

pub(super) fn overview(p: &Presenter, found: found::Overview, pending: i64) -> OverviewView {
    let available = found.balance.available();
    OverviewView {
        balance: balance(p, &found.balance),
        used_by_me: found.used_by_me,
        consumption: consumption(p.t, &found.consumption),
        mine: found.mine,
        forecast: found.forecast.map(|forecast| ForecastView {
            days: forecast.days,
            median: forecast.median,
            usual: Forecast::lasts(available, forecast.median),
            least: Forecast::lasts(available, forecast.busy),
            most: Forecast::lasts(available, forecast.quiet),
        }),
        months: months(p.t, found.months),
        may_write: found.may_write,
        forecast_days: found.balance.forecast_days,
        pending,
    }
}

fn months(t: Texts, months: Vec<Month>) -> Vec<(Month, String)> {
    months.into_iter().map(|month| (month, month_name(t, month))).collect()
}

/// "November 2026"
fn month_name(t: Texts, month: Month) -> String {
    let (name, year) = (t.get(&format!("month.{}", month.month())), month.year().to_string());
    t.with("credits.month", &[("month", name), ("year", &year)])
}

fn consumption(t: Texts, found: &Consumption) -> ConsumptionView {
    let features = series(t, found);
    let count = usize::try_from(found::CHART_DAYS).unwrap_or_default();
    let totals: Vec<i64> = (0..count).map(|n| features.iter().map(|(_, days)| days[n].max(0)).sum()).collect();
    let total: i64 = totals.iter().sum();
    let (line, lines) = scale(totals.iter().copied().max().unwrap_or_default());
    let top = line * lines;
    let day_of = |n: usize| found.last_day - found::CHART_DAYS + 1 + i64::try_from(n).unwrap_or_default();
    let days = (0..count).map(|n| ConsumptionDay {
        day: day_in_words(t, day_of(n)),
        amounts: features.iter().map(|(_, days)| days[n]).collect(),
        pieces: pieces(features.iter().map(|(_, days)| days[n].max(0)), top),
    });
    let across = (0..count).rev().step_by(6).enumerate().map(|(nth, n)| Mark {
        x: u16::try_from((2 * n + 1) * 500 / count.max(1)).unwrap_or_default(),
        label: day_and_month(t, day_of(n)),
        major: nth.is_multiple_of(2),
    });
    let most = features.first().map(|(name, _)| name.as_str()).unwrap_or_default();
    ConsumptionView {
        label: t.with("credits.consumption.label", &[("total", &t.number(total)), ("feature", most)]),
        total,
        days: days.collect(),
        across: across.collect(),
        up: (0..=lines).rev().map(|n| t.number(n * line)).collect(),
        features: features.into_iter().map(|(name, days)| (name, days.iter().sum())).collect(),
    }
}

/// The features by name, those beyond the colours that there are together.
fn series(t: Texts, found: &Consumption) -> Vec<(String, Vec<i64>)> {
    let own = if found.features.len() > SERIES { SERIES - 1 } else { SERIES };
    let named = |(feature, days): &(String, Vec<i64>)| (feature_name(t, feature), days.clone());
    let mut series: Vec<(String, Vec<i64>)> = found.features.iter().take(own).map(named).collect();
    let mut others = found.features.iter().skip(own).map(|(_, days)| days.clone());
    if let Some(first) = others.next() {
        let sum = others.fold(first, |sum, days| sum.iter().zip(days).map(|(one, other)| one + other).collect());
        series.push((t.get("credits.feature.others").to_owned(), sum));
    }
    series
}

/// Where each amount's piece of a bar begins, from the top, and how high it is; the first one stands at the bottom.
fn pieces(amounts: impl Iterator<Item = i64>, top: i64) -> Vec<(u16, u16)> {
    let scaled = |amount: i64| {
        let part = i128::from(amount) * i128::from(WHOLE) / i128::from(top.max(1));
        u16::try_from(part).unwrap_or_default()
    };
    let mut below = 0;
    let piece = |amount: i64| {
        let foot = scaled(below);
        below += amount;
        let head = scaled(below);
        (1000_u16.saturating_sub(head), head.saturating_sub(foot))
    };
    amounts.map(piece).collect()
}

fn date(day: i64) -> Date {
    Timestamp::from_microsecond(day * DAY).unwrap_or_default().to_zoned(TimeZone::UTC).date()
}

fn day_in_words(t: Texts, day: i64) -> String {
    let date = date(day);
    t.date(date.year(), date.month(), date.day())
}

fn day_and_month(t: Texts, day: i64) -> String {
    let date = date(day);
    let month = t.get(&format!("month.{}", date.month()));
    t.with("date.day_month", &[("day", &t.day_of_month(date.day())), ("month", month)])
}

pub(super) fn wallet(p: &Presenter, found: found::WalletParts) -> WalletView {
    WalletView {
        grants: found.grants.into_iter().map(|one| grant(p, one)).collect(),
        holds: found.holds.into_iter().map(|(one, user)| hold(p, one, user)).collect(),
    }
}

fn grant(p: &Presenter, grant: Grant) -> GrantRow {
    GrantRow {
        id: grant.id,
        category: grant.category,
        amount: grant.amount,
        remaining: grant.remaining,
        reserved: grant.held,
        priority: grant.priority,
        begins: (!grant.entered).then(|| p.when(grant.effective_at)),
        ends: grant.expires_at.map(|at| p.when(at)),
        note: grant.note,
    }
}

fn hold(p: &Presenter, hold: Hold, user: Option<(MemberId, String)>) -> HoldRow {
    HoldRow {
        id: hold.id,
        feature: feature_name(p.t, &hold.feature),
        amount: hold.amount,
        user,
        ends: p.when(hold.expires_at),
    }
}

pub(super) fn entries(
    p: &Presenter,
    found: Vec<Entry>,
    has_more: bool,
    asked: EntryQuery,
    choices: found::EntryChoices,
) -> EntriesView {
    let next = found.last().filter(|_| has_more).map(|last| last.n);
    let mine = asked.mine;
    let features = choices.features.into_iter().map(|feature| {
        let name = feature_name(p.t, &feature);
        (feature, name)
    });
    EntriesView {
        next,
        features: features.collect(),
        months: months(p.t, choices.months),
        rows: found.into_iter().map(|one| entry(p, one, mine, choices.may_correct)).collect(),
        asked,
    }
}

pub(super) fn entry(p: &Presenter, entry: Entry, mine: bool, may_correct: bool) -> EntryRow {
    let can_be = matches!(entry.kind, EntryKind::Consumption | EntryKind::Grant);
    EntryRow {
        id: entry.id,
        n: entry.n,
        at: p.when(entry.at),
        kind: entry.kind,
        feature: feature_name(p.t, &entry.feature),
        amount: entry.amount,
        balance: (!mine).then_some(entry.balance),
        category: entry.category,
        user: if mine { None } else { entry.user },
        note: entry.note,
        may_correct: may_correct && can_be && !mine,
    }
}

pub(super) fn statement(p: &Presenter, found: found::Statement) -> StatementView {
    let lines = found.lines.into_iter().map(|sum| StatementLine {
        kind: sum.kind,
        feature: feature_name(p.t, &sum.feature),
        entries: sum.entries,
        amount: sum.amount,
    });
    StatementView {
        name: month_name(p.t, found.month),
        month: found.month,
        workspace: found.workspace,
        made: p.when(p.now),
        open: found.open,
        opening: found.opening,
        closing: found.closing,
        lines: lines.collect(),
    }
}

pub(super) fn caps(p: &Presenter, found: found::caps::Caps) -> CapsView {
    let cap = |cap: found::caps::Cap| CapRow {
        id: cap.id,
        feature: (!cap.feature.is_empty()).then(|| feature_name(p.t, &cap.feature)),
        role: cap.role.map(|role| p.role_name(&role)),
        user: cap.member,
        amount: cap.amount,
    };
    CapsView {
        caps: found.caps.into_iter().map(cap).collect(),
        roles: found.roles.into_iter().map(|role| (role.id, p.role_name(&role))).collect(),
        may_edit: found.may_edit,
    }
}

pub(super) fn request(p: &Presenter, found: found::requests::CreditRequest) -> CreditRequestRow {
    CreditRequestRow {
        id: found.id,
        user: found.user,
        amount: found.amount,
        reason: found.reason,
        state: found.state,
        answer: found.answer,
        at: p.when(found.created_at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_bar_stand_on_each_other() {
        assert_eq!(pieces([50, 0, 25].into_iter(), 100), [(500, 500), (500, 0), (250, 250)]);
        assert_eq!(pieces([1].into_iter(), 0), [(0, 1000)]);
    }

    #[test]
    fn what_has_no_colour_of_its_own_is_together() {
        let days = |n: i64| vec![n; usize::try_from(found::CHART_DAYS).unwrap()];
        let features = (0..8).map(|n| (format!("f{n}"), days(10 - n))).collect();
        let view = consumption(model::Language::English.texts(), &Consumption { last_day: 20_000, features });
        assert_eq!(view.features.len(), SERIES);
        assert_eq!(view.features[5].1, (5 + 4 + 3) * found::CHART_DAYS, "the last three");
        assert_eq!(view.total, view.features.iter().map(|(_, sum)| sum).sum::<i64>());
        assert!(view.days.iter().all(|day| day.pieces.iter().map(|(_, height)| height).sum::<u16>() <= 1000));
    }
}
