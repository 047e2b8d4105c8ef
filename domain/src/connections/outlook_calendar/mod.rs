//! Outlook Calendar: what comes next, and events that Roster makes in the person's name.

mod agenda;
mod kept;

pub use agenda::{Agenda, agenda};
pub(crate) use kept::CALENDAR_PURPOSE;
pub use kept::CalendarEvent;
