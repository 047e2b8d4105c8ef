//! How long the seats last: in words, as a line, and as a table.

use super::draw::long;
use domain::workspaces::insights::{Forecast, Pace, YearMonth};
use model::Texts;
use model::chart::{Chart, Mark, Point, scale};
use model::insights::ForecastView;

/// Months that are looked ahead.
const AHEAD: i64 = 12;

pub(super) fn forecast(t: Texts, found: &Forecast, present: Option<YearMonth>) -> ForecastView {
    let months = i64::try_from(found.months).unwrap_or_default();
    let head = ["insights.month", "insights.slow", "insights.middling", "insights.fast"];
    let view = ForecastView {
        text: text(t, found),
        method: t.count("insights.forecast.method", months),
        chart: None,
        label: t.get("insights.forecast.label").to_owned(),
        head: head.map(|key| t.get(key).to_owned()).to_vec(),
        rows: Vec::new(),
    };
    match (found.pace, found.seats, present) {
        (Some(pace), Some((used, max)), Some(present)) if used < max => {
            let at = |pace: i64, n: i64| (used + pace * n).clamp(0, max);
            let row = |n: i64| {
                let seats = [pace.slow, pace.median, pace.fast].map(|pace| t.number(at(pace, n)));
                std::iter::once(long(t, later(present, n))).chain(seats).collect()
            };
            ForecastView {
                chart: Some(line(t, present, max, |n| at(pace.median, n))),
                rows: (0..=AHEAD).map(row).collect(),
                ..view
            }
        }
        _ => view,
    }
}

fn text(t: Texts, found: &Forecast) -> String {
    let Some(Pace { slow, median, fast }) = found.pace else { return t.get("insights.forecast.too_few").to_owned() };
    let Some((used, max)) = found.seats else {
        return t.with("insights.forecast.no_limit", &[("median", &t.number(median))]);
    };
    if used >= max {
        return t.get("insights.forecast.full").to_owned();
    }
    let left = t.number(max - used);
    let months = |n: i64| t.count("insights.forecast.months", n);
    match (found.months_at(median), found.months_at(fast), found.months_at(slow)) {
        (None, None, _) => t.with("insights.forecast.last", &[("left", &left)]),
        (None, Some(soon), _) => t.with("insights.forecast.mostly", &[("left", &left), ("soon", &months(soon))]),
        (Some(at_median), soon, None) => t.with(
            "insights.forecast.from",
            &[
                ("left", &left),
                ("median", &t.number(median)),
                ("months", &months(at_median)),
                ("soon", &months(soon.unwrap_or(at_median))),
            ],
        ),
        (Some(at_median), soon, Some(late)) => t.with(
            "insights.forecast.between",
            &[
                ("left", &left),
                ("median", &t.number(median)),
                ("months", &months(at_median)),
                ("soon", &months(soon.unwrap_or(at_median))),
                ("late", &months(late)),
            ],
        ),
    }
}

/// The seats at the end of each of the months to come.
fn line(t: Texts, present: YearMonth, max: i64, seats: impl Fn(i64) -> i64) -> Chart {
    let (line, lines) = scale(max);
    let scaled = |part: i64, whole: i64| u16::try_from(part * 1000 / whole.max(1)).unwrap_or_default();
    let point = |n: i64| Point {
        x: scaled(n, AHEAD),
        y: scaled(line * lines - seats(n), line * lines),
        reading: format!("{}: {}", long(t, later(present, n)), t.number(seats(n))),
    };
    let mark = |n: i64| Mark {
        x: scaled(n, AHEAD),
        label: t.get(&format!("month.{}", later(present, n).month)).to_owned(),
        major: n % 6 == 0,
    };
    Chart {
        points: (0..=AHEAD).map(point).collect(),
        across: (0..=AHEAD).step_by(3).map(mark).collect(),
        up: (0..=lines).rev().map(|n| t.number(n * line)).collect(),
    }
}

fn later(month: YearMonth, months: i64) -> YearMonth {
    month.before(-months)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Language;

    const NOVEMBER: YearMonth = YearMonth { year: 2026, month: 11 };

    #[test]
    fn forecast_says_how_long_seats_last_and_in_which_range() {
        let t = Language::English.texts();
        let pace = Some(Pace { slow: 3, median: 4, fast: 6 });
        let view = forecast(t, &Forecast { pace, months: 6, seats: Some((183, 200)) }, Some(NOVEMBER));
        assert!(view.text.contains("17") && view.text.contains("5 months") && view.text.contains("3 months"));
        assert!(view.text.contains("6 months") && view.method.contains('6'), "{} {}", view.text, view.method);
        assert_eq!(view.rows[12], ["November 2027", "200", "200", "200"]);
        assert_eq!(view.rows[2], ["January 2027", "189", "191", "195"]);
        assert_eq!(view.chart.unwrap().points.len(), 13);
        let still = Some(Pace { slow: -1, median: 0, fast: 0 });
        let view = forecast(t, &Forecast { pace: still, months: 6, seats: Some((1, 2)) }, Some(NOVEMBER));
        assert!(view.text.contains("has not grown"), "{}", view.text);
        let view = forecast(t, &Forecast { pace: None, months: 1, seats: Some((1, 2)) }, Some(NOVEMBER));
        assert!(view.chart.is_none() && view.rows.is_empty(), "{}", view.text);
    }
}
