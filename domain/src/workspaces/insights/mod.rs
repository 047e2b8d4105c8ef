//! What Home tells of how the workspace moves: who joined and stayed, how it grows, who is dormant, and how long its
//! seats last. Months are those of UTC, as days are counted.

mod counts;
mod forecast;
mod months;
mod show;

pub use counts::{Cohort, Counts, DORMANT_DAYS, RECENT_DAYS, refresh};
pub use forecast::{Forecast, Pace};
pub use months::{MonthFlow, YearMonth};
pub use show::{Insights, insights};
