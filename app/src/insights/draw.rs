//! From the domain's numbers to what the cards show: in the reader's language, and as pictures.

use super::forecast::forecast;
use crate::present::Presenter;
use domain::clock::DAY;
use domain::workspaces::insights::{Cohort, Counts, DORMANT_DAYS, Insights, MonthFlow, RECENT_DAYS, YearMonth};
use jiff::ToSpan;
use jiff::civil::date;
use model::Texts;
use model::chart::{Bar, BarChart, BarGroup, scale};
use model::insights::{DormantList, DormantView, Figures, InsightsView};

pub(super) fn insights(p: &Presenter, found: Insights) -> InsightsView {
    let t = p.t;
    let counted = found.counts.as_ref().filter(|counts| p.now - counts.at > DAY / 24).map(|counts| {
        let at = p.when(counts.at);
        t.with("insights.counted", &[("time", &at.relative)])
    });
    InsightsView {
        growth: growth(t, &found.months),
        cohorts: found.counts.as_ref().map(|counts| cohorts(t, &counts.cohorts)),
        dormant: found.counts.as_ref().map(|counts| dormant(t, counts)),
        counted,
        forecast: forecast(t, &found.forecast, found.months.last().map(|flow| flow.month)),
    }
}

fn growth(t: Texts, months: &[MonthFlow]) -> Figures {
    let (joined, went) = (t.get("insights.joined"), t.get("insights.went"));
    let groups = months.iter().map(|flow| (short(t, flow.month), vec![flow.joined, flow.went])).collect();
    let sum = |of: fn(&MonthFlow) -> i64| t.number(months.iter().map(of).sum());
    Figures {
        label: t
            .with("insights.growth.label", &[("joined", &sum(|flow| flow.joined)), ("went", &sum(|flow| flow.went))]),
        chart: bars(t, groups, &[joined, went]),
        series: vec![joined.to_owned(), went.to_owned()],
        head: ["insights.month", "insights.joined", "insights.went", "insights.change", "insights.total"]
            .map(|key| t.get(key).to_owned())
            .to_vec(),
        rows: months
            .iter()
            .rev()
            .map(|flow| {
                let numbers = [flow.joined, flow.went].map(|n| t.number(n));
                let [joined, went] = numbers;
                vec![long(t, flow.month), joined, went, signed(t, flow.change), t.number(flow.total)]
            })
            .collect(),
    }
}

fn cohorts(t: Texts, cohorts: &[Cohort]) -> Figures {
    let series = ["insights.joined", "insights.still", "insights.recent"].map(|key| t.get(key));
    let groups = cohorts.iter().map(|one| (short(t, one.month), vec![one.joined, one.active, one.recent])).collect();
    let sum = |of: fn(&Cohort) -> i64| t.number(cohorts.iter().map(of).sum());
    let head = ["insights.month", "insights.joined", "insights.still", "insights.recent"];
    let share = |n: i64, of: i64| match of {
        0 => t.number(n),
        of => t.with("insights.share", &[("n", &t.number(n)), ("percent", &(100 * n / of).to_string())]),
    };
    Figures {
        label: t.with(
            "insights.cohorts.label",
            &[
                ("joined", &sum(|one| one.joined)),
                ("still", &sum(|one| one.active)),
                ("recent", &sum(|one| one.recent)),
            ],
        ),
        chart: bars(t, groups, &series),
        series: series.map(str::to_owned).to_vec(),
        head: head.map(|key| t.get(key).to_owned()).to_vec(),
        rows: cohorts
            .iter()
            .rev()
            .map(|one| {
                let (still, recent) = (share(one.active, one.joined), share(one.recent, one.joined));
                vec![long(t, one.month), t.number(one.joined), still, recent]
            })
            .collect(),
    }
}

fn dormant(t: Texts, counts: &Counts) -> DormantView {
    let words = |days: i64| t.count("insights.dormant.days", days);
    let people = t.get("insights.people");
    let all = || DORMANT_DAYS.into_iter().zip(counts.dormant.iter().copied());
    let groups = all().map(|(days, n)| (words(days), vec![n])).collect();
    let list = |(days, n): (i64, i64)| DormantList {
        words: t.count_with("insights.dormant.list", n, &[("days", &t.number(days))]),
        before: day(counts.at / DAY - days),
    };
    let first = counts.dormant.first().copied().unwrap_or_default();
    DormantView {
        figures: Figures {
            label: t.count_with("insights.dormant.list", first, &[("days", &t.number(RECENT_DAYS))]),
            chart: bars(t, groups, &[people]),
            series: vec![people.to_owned()],
            head: vec![t.get("insights.dormant.for").to_owned(), people.to_owned()],
            rows: all().map(|(days, n)| vec![words(days), t.number(n)]).collect(),
        },
        lists: all().filter(|(_, n)| *n > 0).map(list).collect(),
    }
}

/// Groups of bars, each by its label, with what each bar counts; `series` name them in the same order.
fn bars(t: Texts, groups: Vec<(String, Vec<i64>)>, series: &[&str]) -> BarChart {
    let max = groups.iter().flat_map(|(_, counts)| counts).copied().max().unwrap_or_default();
    let (line, lines) = scale(max);
    let height = |n: i64| u16::try_from(n.max(0) * 1000 / (line * lines)).unwrap_or(1000);
    let group = |(label, counts): (String, Vec<i64>)| {
        let bar =
            |(n, name): (i64, &&str)| Bar { height: height(n), reading: format!("{label}, {name}: {}", t.number(n)) };
        BarGroup { bars: counts.into_iter().zip(series).map(bar).collect(), label }
    };
    BarChart {
        groups: groups.into_iter().map(group).collect(),
        up: (0..=lines).rev().map(|n| t.number(n * line)).collect(),
    }
}

fn short(t: Texts, month: YearMonth) -> String {
    if month.month == 1 { month.year.to_string() } else { t.get(&format!("month.{}", month.month)).to_owned() }
}

/// "November 2026".
pub(super) fn long(t: Texts, month: YearMonth) -> String {
    let name = t.get(&format!("month.{}", month.month));
    t.with("date.month", &[("month", name), ("year", &month.year.to_string())])
}

fn signed(t: Texts, n: i64) -> String {
    if n > 0 { format!("+{}", t.number(n)) } else { t.number(n) }
}

/// `2026-11-22`.
fn day(since_1970: i64) -> String {
    date(1970, 1, 1).saturating_add(since_1970.days()).to_string()
}
