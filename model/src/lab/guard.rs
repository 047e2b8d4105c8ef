//! When a feature is turned off because it fails.

/// So many requests have failed before anything is decided.
pub const MIN_FAILED: i64 = 20;
/// Of so many people at least: one person's broken connection says nothing about a feature.
pub const MIN_PEOPLE: i64 = 3;
/// The rate of failures is so many times that of people who have it off.
pub const RATIO: i64 = 3;

/// What was counted of the people who have a feature on, or of those who have it off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// What was asked for.
    pub requests: i64,
    /// What failed of it.
    pub failed: i64,
    /// How many people had a failure.
    pub people: i64,
}

/// Whether a feature fails too often, compared with those who have it off. Where everything fails alike, it is not the
/// feature.
pub fn trips(on: Side, off: Side) -> bool {
    if on.failed < MIN_FAILED || on.people < MIN_PEOPLE || on.requests <= 0 {
        return false;
    }
    // As a product, since a rate of nothing has no ratio. Failures that browsers report are requests too.
    let (on_requests, off_requests) = (i128::from(on.requests), i128::from(off.requests.max(1)));
    i128::from(on.failed) * off_requests >= i128::from(RATIO) * i128::from(off.failed.max(0)) * on_requests
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn side(requests: i64, failed: i64, people: i64) -> Side {
        Side { requests, failed, people }
    }

    #[test]
    fn few_failures_or_few_people_decide_nothing() {
        assert!(!trips(side(100, MIN_FAILED - 1, 10), Side::default()));
        assert!(!trips(side(100, 90, MIN_PEOPLE - 1), side(1_000, 0, 0)));
        assert!(trips(side(100, MIN_FAILED, MIN_PEOPLE), side(1_000, 0, 0)));
    }

    #[test]
    fn an_outage_for_everyone_turns_nothing_off() {
        assert!(!trips(side(100, 50, 9), side(1_000, 500, 90)));
        assert!(trips(side(100, 60, 9), side(1_000, 200, 90)));
        assert!(!trips(side(100, 59, 9), side(1_000, 200, 90)));
    }

    proptest! {
        #[test]
        fn more_failures_with_it_on_never_turn_it_on_again(
            requests in 1_i64..100_000, failed in 0_i64..100_000, more in 0_i64..1_000, people in 0_i64..100,
            off_requests in 0_i64..100_000, off_failed in 0_i64..100_000,
        ) {
            let on = side(requests.max(failed), failed.min(requests), people);
            let off = side(off_requests.max(off_failed), off_failed, 5);
            let worse = side(on.requests + more, on.failed + more, on.people);
            if trips(on, off) {
                prop_assert!(trips(worse, off));
                prop_assert!(on.failed * off.requests.max(1) >= RATIO * off.failed * on.requests);
            }
        }

        #[test]
        fn more_failures_with_it_off_never_turn_it_off(
            requests in 1_i64..100_000, failed in 0_i64..100_000, people in 0_i64..100, off_failed in 0_i64..1_000,
            more in 0_i64..1_000,
        ) {
            let on = side(requests.max(failed), failed, people);
            if !trips(on, side(10_000, off_failed, 5)) {
                prop_assert!(!trips(on, side(10_000, off_failed + more, 5)));
            }
        }
    }
}
