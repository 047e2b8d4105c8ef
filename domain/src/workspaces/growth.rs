//! How the number of active members came about, day by day.

use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, Membership};

pub(super) const DAY: Micros = 86_400_000_000;
/// How far back it goes.
const DAYS: i64 = 365;

/// Totals at the end of each day, in UTC; the last is today's, so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    /// The day of the first total, since 1970.
    pub first_day: i64,
    /// Two at least.
    pub totals: Vec<i64>,
    /// It begins with the day before the first member: nobody.
    pub from_nothing: bool,
}

/// From the total that there is now, backwards. One query of a year's rows at most.
pub(super) async fn growth(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    now: i64,
    first_change: Option<i64>,
) -> Result<Growth, Error> {
    let today = ctx.now() / DAY;
    let nobody = first_change.unwrap_or(today).min(today) - 1;
    let first_day = nobody.max(today - DAYS);
    let changes: Vec<(i64, i64)> =
        query("SELECT day, change FROM member_days WHERE workspace_id = $1 AND day > $2 AND day <= $3")
            .bind(membership.workspace)
            .bind(first_day)
            .bind(today)
            .all(tx)
            .await?;
    Ok(Growth { first_day, totals: walk_back(now, first_day, today, &changes), from_nothing: first_day == nobody })
}

fn walk_back(now: i64, first_day: i64, today: i64, changes: &[(i64, i64)]) -> Vec<i64> {
    let length = usize::try_from(today - first_day).unwrap_or_default() + 1;
    let mut days = vec![0; length];
    for (day, change) in changes {
        if let Some(slot) = usize::try_from(day - first_day).ok().and_then(|at| days.get_mut(at)) {
            *slot += change;
        }
    }
    let mut total = now;
    for slot in days.iter_mut().rev() {
        let change = *slot;
        *slot = total.max(0);
        total -= change;
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_ends_with_what_the_later_ones_did_not_change() {
        assert_eq!(walk_back(7, 100, 104, &[(104, 2), (102, -1), (101, 3)]), [3, 6, 5, 5, 7]);
        assert_eq!(walk_back(3, 99, 100, &[(100, 3)]), [0, 3]);
        assert_eq!(walk_back(0, 99, 100, &[]), [0, 0]);
        assert_eq!(walk_back(1, 99, 100, &[(7, 5), (200, 5)]), [1, 1], "days outside count for nothing");
    }
}
