use jiff::civil::{Date, DateTime};
use std::fmt::Write;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Read back as an empty text.
    Empty,
    Text(&'a str),
    Number(i64),
    /// Shown to the minute, which is as fine as a table speaks: `2026-11-22 14:05`. In the reader's time zone already.
    Time(DateTime),
    /// `2026-11-22`
    Day(Date),
}

/// Appends `2026-11-22 14:05`.
pub(super) fn push_time(out: &mut String, time: DateTime) {
    push_day(out, time.date());
    let _ = write!(out, " {:02}:{:02}", time.hour(), time.minute());
}

/// Appends `2026-11-22`.
pub(super) fn push_day(out: &mut String, day: Date) {
    let _ = write!(out, "{:04}-{:02}-{:02}", day.year(), day.month(), day.day());
}
