//! When a message is tried again.

use crate::clock::{DAY, Micros};
use crate::random::Random;
use jiff::fmt::rfc2822::DateTimeParser;

const SECOND: Micros = 1_000_000;
const MINUTE: Micros = 60 * SECOND;
const HOUR: Micros = 60 * MINUTE;

/// The waits before each attempt after the first, as the specification gives them: 75 hours and 35 minutes.
const WAITS: [Micros; 9] =
    [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];
/// Nobody makes a message wait for longer.
const MAX_RETRY_AFTER: Micros = DAY;

/// How long to wait after so many failed attempts; none: that was the last. The wait is up to a tenth longer, so that
/// messages that failed together do not come back together.
pub(super) fn wait_after(random: &Random, failed: i64) -> Option<Micros> {
    let wait = *WAITS.get(usize::try_from(failed - 1).ok()?)?;
    let tenths = i64::try_from(random.below(101)).unwrap_or_default();
    Some(wait + wait / 1000 * tenths)
}

/// How long an answer asks to wait (RFC 9110, 10.2.3): seconds or a moment; at most a day.
pub(super) fn retry_after(text: &str, now: Micros) -> Option<Micros> {
    let wait = match text.trim().parse::<u32>() {
        Ok(seconds) => i64::from(seconds) * SECOND,
        Err(_) => DateTimeParser::new().parse_timestamp(text.trim()).ok()?.as_microsecond() - now,
    };
    (wait > 0).then(|| wait.min(MAX_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_attempts_span_three_days_and_a_tenth_more_at_most() {
        let waits: Vec<Micros> = (1..).map_while(|failed| wait_after(&Random::System, failed)).collect();
        assert_eq!(waits.len(), 9, "the tenth attempt is the last");
        let total: Micros = waits.iter().sum();
        let least = WAITS.iter().sum::<Micros>();
        assert_eq!(least, 75 * HOUR + 35 * MINUTE + 5 * SECOND);
        assert!((least..=least + least / 10).contains(&total), "{total}");
        assert!((5 * SECOND..=5_500_000).contains(&waits[0]), "{}", waits[0]);
    }

    #[test]
    fn a_wait_is_read_in_seconds_and_as_a_moment() {
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_microsecond();
        let now = at("2026-11-28T12:00:00Z");
        assert_eq!(retry_after(" 120 ", now), Some(120 * SECOND));
        assert_eq!(retry_after("Sat, 28 Nov 2026 12:01:00 GMT", now), Some(MINUTE));
        assert_eq!(retry_after("Sat, 28 Nov 2026 11:00:00 GMT", now), None);
        assert_eq!(retry_after("9999999", now), Some(DAY));
        assert_eq!((retry_after("soon", now), retry_after("-5", now), retry_after("0", now)), (None, None, None));
    }
}
