//! How long the seats of the plan last, if it goes on as lately.

/// Full months that are looked at.
const LOOKED_AT: usize = 6;
/// Fewer full months say nothing.
const FEWEST: usize = 2;

/// People that a month adds: in a slow month (the lower quartile), in the middle (the median), in a fast one (the upper
/// quartile).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// May be negative.
    pub slow: i64,
    /// May be negative.
    pub median: i64,
    /// May be negative.
    pub fast: i64,
}

/// What can be said of the seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// None: there are too few full months to look at.
    pub pace: Option<Pace>,
    /// How many full months it is read from.
    pub months: usize,
    /// Taken seats and how many there are; none: as many as one likes.
    pub seats: Option<(i64, i64)>,
}

impl Forecast {
    /// `changes`: what each full month added, oldest first.
    pub(super) fn of(changes: &[i64], seats: Option<(i64, i64)>) -> Self {
        let mut lately = changes.iter().rev().take(LOOKED_AT).copied().collect::<Vec<i64>>();
        lately.sort_unstable();
        let pace = (lately.len() >= FEWEST).then(|| Pace {
            slow: quantile(&lately, 1),
            median: quantile(&lately, 2),
            fast: quantile(&lately, 3),
        });
        Self { pace, months: lately.len(), seats }
    }

    /// Months until the seats are taken, where each adds so many; none: they last. Rounded up.
    pub fn months_at(&self, people_a_month: i64) -> Option<i64> {
        let (used, max) = self.seats?;
        let left = (max - used).max(0);
        (people_a_month > 0).then(|| (left + people_a_month - 1) / people_a_month)
    }
}

/// A quartile of what is sorted: between two values the mean, rounded away from nought.
fn quantile(sorted: &[i64], quarter: usize) -> i64 {
    let place = (sorted.len() - 1) * quarter;
    let (at, rest) = (place / 4, i64::try_from(place % 4).unwrap_or_default());
    let (low, high) = (sorted[at], sorted[(at + 1).min(sorted.len() - 1)]);
    let scaled = low * 4 + (high - low) * rest;
    // Half a person is one: seats are never said to last longer than they may.
    if scaled >= 0 { (scaled + 2) / 4 } else { (scaled - 2) / 4 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_last_as_long_as_the_median_of_the_last_full_months_says() {
        let forecast = Forecast::of(&[90, 2, 4, 4, 6, 8, 3], Some((183, 200)));
        assert_eq!(forecast.pace, Some(Pace { slow: 3, median: 4, fast: 6 }), "the seventh last is too long ago");
        assert_eq!(forecast.months, 6);
        assert_eq!([3, 4, 6].map(|pace| forecast.months_at(pace)), [Some(6), Some(5), Some(3)]);
        assert_eq!(forecast.months_at(0), None);
    }

    #[test]
    fn nothing_is_said_of_too_few_months_and_of_seats_without_a_limit() {
        assert_eq!(Forecast::of(&[5], Some((1, 2))).pace, None);
        let forecast = Forecast::of(&[5, 5], None);
        assert_eq!((forecast.pace.map(|pace| pace.median), forecast.months_at(5)), (Some(5), None));
        assert_eq!(Forecast::of(&[1, 1], Some((9, 5))).months_at(1), Some(0), "a plan that was lowered");
    }

    #[test]
    fn quartiles_lie_between_values() {
        assert_eq!([1, 2, 3].map(|quarter| quantile(&[0, 10], quarter)), [3, 5, 8]);
        assert_eq!([1, 2, 3].map(|quarter| quantile(&[-3, -1, 4], quarter)), [-2, -1, 2]);
    }
}
