//! Days and months of UTC.

use crate::clock::{DAY, Micros, parse_rfc3339};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::Month;
use model::Problem;
use model::fields::calendar_day;

/// The number of its day since 1970-01-01.
pub(super) fn day_of(at: Micros) -> i64 {
    at.div_euclid(DAY)
}

/// The month that a moment is in; before 1970, the first one.
pub(super) fn month_of(at: Micros) -> Month {
    let date = Timestamp::from_microsecond(at).unwrap_or_default().to_zoned(TimeZone::UTC).date();
    Month::new(date.year(), date.month()).unwrap_or(Month::FIRST)
}

/// The number of the day on which the month of a moment begins.
pub(super) fn first_day_of_month(at: Micros) -> i64 {
    day_of(start_of(month_of(at)))
}

/// When a month begins.
pub(super) fn start_of(month: Month) -> Micros {
    midnight(jiff::civil::date(month.year(), month.month(), 1))
}

/// A day of UTC, which counts from its beginning, or a moment of RFC 3339. Empty: none.
pub(super) fn beginning(text: &str) -> Result<Option<Micros>, Problem> {
    read(text, 0)
}

/// The same for the end of something: of a day, when it is over.
pub(super) fn end(text: &str) -> Result<Option<Micros>, Problem> {
    read(text, DAY)
}

fn read(text: &str, of_a_day: Micros) -> Result<Option<Micros>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    if text.contains('T') {
        return parse_rfc3339(text).map(Some);
    }
    let date: Date = calendar_day(text)?.parse().map_err(|_| Problem::NotADay)?;
    Ok(Some(midnight(date) + of_a_day))
}

fn midnight(date: Date) -> Micros {
    date.to_zoned(TimeZone::UTC).map_or(0, |at| at.timestamp().as_microsecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_are_read_in_utc() {
        let noon = 1_764_590_400_000_000; // 2025-12-01T12:00:00Z
        assert_eq!(beginning("2025-12-01"), Ok(Some(noon - DAY / 2)));
        assert_eq!(end("2025-12-01"), Ok(Some(noon + DAY / 2)));
        assert_eq!(end("2025-12-01T13:00:00+01:00"), Ok(Some(noon)));
        assert_eq!((beginning(""), beginning("soon")), (Ok(None), Err(Problem::NotADay)));
        assert_eq!(month_of(noon).to_string(), "2025-12");
        assert_eq!(start_of(month_of(noon)), noon - DAY / 2);
        assert_eq!(day_of(noon), day_of(noon - DAY / 2));
    }
}
