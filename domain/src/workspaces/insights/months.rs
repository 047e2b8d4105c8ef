//! Months, and how many joined and went in each.

use crate::Error;
use crate::clock::{DAY, Micros};
use crate::db::{Tx, query};
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};
use model::ids::WorkspaceId;
use serde::{Deserialize, Serialize};

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct YearMonth {
    /// Such as 2026.
    pub year: i16,
    /// 1 is January.
    pub month: i8,
}

impl YearMonth {
    /// The one that a moment is in.
    pub(super) fn of(at: Micros) -> Self {
        let day = day(at / DAY);
        Self { year: day.year(), month: day.month() }
    }

    /// So many months before, or later where it is negative.
    #[must_use]
    pub fn before(self, months: i64) -> Self {
        let first = self.first();
        let then = first.saturating_sub(Span::new().months(months));
        Self { year: then.year(), month: then.month() }
    }

    fn first(self) -> Date {
        date(self.year, self.month, 1)
    }

    /// Its first day, since 1970.
    pub fn first_day(self) -> i64 {
        date(1970, 1, 1).until(self.first()).map_or(0, |span| i64::from(span.get_days()))
    }

    /// Its first moment.
    pub(super) fn start(self) -> Micros {
        self.first_day() * DAY
    }
}

fn day(since_1970: i64) -> Date {
    date(1970, 1, 1).saturating_add(since_1970.days())
}

/// How the number of active people went in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthFlow {
    /// Which.
    pub month: YearMonth,
    /// Memberships that began.
    pub joined: i64,
    /// Members who left, were removed or were suspended.
    pub went: i64,
    /// With those who came back: what the month added.
    pub change: i64,
    /// The active ones at its end, or now.
    pub total: i64,
}

/// Months that are shown, with the present one.
pub(super) const MONTHS: i64 = 12;

/// The last months, oldest first, from the first one in which there was anyone; the last one is not over yet. One query
/// of a year's rows at most.
pub(super) async fn flows(
    tx: &mut Tx,
    workspace: WorkspaceId,
    active: i64,
    now: Micros,
) -> Result<Vec<MonthFlow>, Error> {
    let present = YearMonth::of(now);
    let first = present.before(MONTHS - 1);
    let days: Vec<(i64, i64, i64, i64)> =
        query("SELECT day, change, joined, went FROM member_days WHERE workspace_id = $1 AND day >= $2")
            .bind(workspace)
            .bind(first.first_day())
            .all(tx)
            .await?;
    let mut total = active;
    let mut flows: Vec<MonthFlow> = (0..MONTHS)
        .map(|back| {
            let month = present.before(back);
            let within = days.iter().filter(|(at, ..)| {
                let at = day(*at);
                (at.year(), at.month()) == (month.year, month.month)
            });
            let (change, joined, went) =
                within.fold((0, 0, 0), |sum, (_, change, joined, went)| (sum.0 + change, sum.1 + joined, sum.2 + went));
            let flow = MonthFlow { month, joined, went, change, total: total.max(0) };
            total -= change;
            flow
        })
        .collect();
    // What was before anyone came tells nothing.
    while flows.len() > 1 && flows.last().is_some_and(|flow| flow.total == 0 && flow.joined == 0 && flow.went == 0) {
        flows.pop();
    }
    flows.reverse();
    Ok(flows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_begin_where_the_calendar_says() {
        let november = YearMonth { year: 2026, month: 11 };
        assert_eq!(november.before(11), YearMonth { year: 2025, month: 12 });
        assert_eq!(november.before(-2), YearMonth { year: 2027, month: 1 });
        assert_eq!(YearMonth { year: 1970, month: 2 }.first_day(), 31);
        assert_eq!(YearMonth::of(november.start()), november);
        assert_eq!(YearMonth::of(november.start() - 1), november.before(1));
    }
}
