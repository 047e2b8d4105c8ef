//! What was used in the last days, by feature, and how long the rest lasts.

use super::moment::day_of;
use crate::Error;
use crate::clock::Micros;
use crate::db::{Tx, query};
use model::ids::{AccountId, WorkspaceId};
use std::collections::BTreeMap;

/// So many days the chart shows, today being the last.
pub const CHART_DAYS: i64 = 30;
/// So many whole days the forecast looks at.
pub const FORECAST_DAYS: i64 = 28;
/// Fewer than so many whole days tell nothing.
const FEWEST_DAYS: usize = 7;

/// What was used in each of the last days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consumption {
    /// The number of the last day since 1970-01-01: today.
    pub last_day: i64,
    /// By feature, the one that used most first; a number for each day, the oldest first.
    pub features: Vec<(String, Vec<i64>)>,
}

/// How long what is available lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// So many whole days were looked at.
    pub days: i64,
    /// What is used in a day: half of the days more, half of them less.
    pub median: i64,
    /// As it is on a busy day: a quarter of the days use more.
    pub busy: i64,
    /// As it is on a quiet day: a quarter of the days use less.
    pub quiet: i64,
}

impl Forecast {
    /// For how many whole days an amount lasts at so much a day; none: for ever.
    pub fn lasts(available: i64, a_day: i64) -> Option<i64> {
        available.checked_div(a_day)
    }
}

/// Of the whole workspace, or of one person.
pub(super) async fn consumption(
    tx: &mut Tx,
    workspace: WorkspaceId,
    account: Option<AccountId>,
    now: Micros,
) -> Result<Consumption, Error> {
    let last_day = day_of(now);
    let first = last_day - CHART_DAYS + 1;
    let rows: Vec<(i64, String, i64)> = match account {
        None => {
            query(
                "SELECT day, feature, -amount FROM credit_days
                 WHERE workspace_id = $1 AND kind = 'consumption' AND day >= $2 ORDER BY day",
            )
            .bind(workspace)
            .bind(first)
            .all(tx)
            .await?
        }
        Some(account) => {
            query(
                "SELECT day, feature, amount FROM credit_usage
                 WHERE workspace_id = $1 AND account_id = $3 AND day >= $2 ORDER BY day",
            )
            .bind(workspace)
            .bind(first)
            .bind(account)
            .all(tx)
            .await?
        }
    };
    let mut features: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for (day, feature, amount) in rows {
        let days = features.entry(feature).or_insert_with(|| vec![0; usize::try_from(CHART_DAYS).unwrap_or_default()]);
        if let Some(of_day) = usize::try_from(day - first).ok().and_then(|n| days.get_mut(n)) {
            *of_day += amount;
        }
    }
    let mut features: Vec<(String, Vec<i64>)> = features.into_iter().collect();
    features.sort_by_key(|(_, days)| -days.iter().sum::<i64>());
    Ok(Consumption { last_day, features })
}

/// The median of the last whole days, and its quarters. None before there are enough of them.
pub(super) async fn forecast(tx: &mut Tx, workspace: WorkspaceId, now: Micros) -> Result<Option<Forecast>, Error> {
    let today = day_of(now);
    let first: Option<(i64,)> = query("SELECT day FROM credit_days WHERE workspace_id = $1 ORDER BY day LIMIT 1")
        .bind(workspace)
        .optional(tx)
        .await?;
    let rows: Vec<(i64, i64)> = query(
        "SELECT day, CAST(-SUM(amount) AS BIGINT) FROM credit_days
         WHERE workspace_id = $1 AND kind = 'consumption' AND day >= $2 AND day < $3 GROUP BY day",
    )
    .bind(workspace)
    .bind(today - FORECAST_DAYS)
    .bind(today)
    .all(tx)
    .await?;
    let looked_at = first.map_or(0, |(first,)| (today - first).clamp(0, FORECAST_DAYS));
    let mut days: Vec<i64> = rows.into_iter().map(|(_, used)| used).collect();
    days.resize(usize::try_from(looked_at).unwrap_or_default().max(days.len()), 0);
    Ok(of_days(days))
}

fn of_days(mut days: Vec<i64>) -> Option<Forecast> {
    if days.len() < FEWEST_DAYS {
        return None;
    }
    days.sort_unstable();
    let quarter = |n: usize| days.get((days.len() - 1) * n / 4).copied().unwrap_or_default();
    let (low, high) = ((days.len() - 1) / 2, days.len() / 2);
    let middle = |n: usize| days.get(n).copied().unwrap_or_default();
    Some(Forecast {
        days: i64::try_from(days.len()).unwrap_or_default(),
        median: i64::midpoint(middle(low), middle(high)),
        busy: quarter(3),
        quiet: quarter(1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forecast_is_the_median_and_its_quarters() {
        assert_eq!(of_days(vec![5; 6]), None, "a few days tell nothing");
        let forecast = of_days((1..=28).rev().collect()).unwrap();
        assert_eq!((forecast.days, forecast.median, forecast.quiet, forecast.busy), (28, 14, 7, 21));
        let idle = of_days(vec![0, 0, 0, 0, 0, 0, 900]).unwrap();
        assert_eq!((idle.median, Forecast::lasts(100, idle.median)), (0, None), "one busy day is no trend");
        assert_eq!(Forecast::lasts(100, 30), Some(3));
    }
}
