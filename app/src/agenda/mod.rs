//! The next events of one's calendar, on Home and on the tab of User Settings.

mod card;
#[cfg(feature = "ssr")]
mod present;

pub(crate) use card::AgendaCard;
