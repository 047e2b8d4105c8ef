//! Time, passed in: a test moves it.

use jiff::Timestamp;
use model::Problem;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Microseconds since 1970-01-01T00:00:00Z: every time in the database and in the domain.
pub type Micros = i64;

/// Of UTC, which has no leap seconds here.
pub const DAY: Micros = 86_400_000_000;

/// What tells the time to everything in the domain.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The operating system's.
    System,
    /// Stands still until it is moved.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that starts now and stands still.
    pub fn manual() -> Self {
        Self::Manual(Arc::new(AtomicI64::new(Self::System.now())))
    }

    /// The time that it is, as the clock has it.
    pub fn now(&self) -> Micros {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is where the clock is")]
            Self::System => micros(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()),
            Self::Manual(at) => at.load(Ordering::SeqCst),
        }
    }

    /// Moves a manual clock on; the system's can't be moved.
    pub fn advance(&self, by: Duration) {
        if let Self::Manual(at) = self {
            at.fetch_add(micros(by), Ordering::SeqCst);
        }
    }
}

/// A duration in the clock's unit; over 292,000 years it is as good as for ever.
pub fn micros(duration: Duration) -> Micros {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

/// A moment in RFC 3339, in any offset. [`Problem::NotAMoment`] where it is none.
pub fn parse_rfc3339(text: &str) -> Result<Micros, Problem> {
    text.trim().parse::<Timestamp>().map(Timestamp::as_microsecond).map_err(|_| Problem::NotAMoment)
}

/// RFC 3339 in UTC, to the second: as files and the API write a moment.
pub fn rfc3339(at: Micros) -> String {
    format!("{:.0}", Timestamp::from_microsecond(at).unwrap_or_default())
}
