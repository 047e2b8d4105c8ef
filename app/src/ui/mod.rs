//! Parts that know no feature: the class names are documented in `style/README.md`. What they do by keyboard and mouse is
//! heard for the whole document ([`listen`]), so that a part that was put in place later does it too.

mod avatar;
#[cfg(feature = "ssr")]
mod bars;
#[cfg(feature = "ssr")]
mod chart;
#[cfg(feature = "ssr")]
mod check;
mod copy;
mod dialog;
#[cfg(feature = "ssr")]
mod done;
#[cfg(feature = "ssr")]
mod empty;
mod field;
mod icon;
#[cfg(feature = "ssr")]
mod island;
mod menu;
#[cfg(feature = "ssr")]
mod next_page;
mod progress;
#[cfg(feature = "ssr")]
mod sentence;
#[cfg(feature = "ssr")]
mod time;

pub(crate) use avatar::Avatar;
#[cfg(feature = "hydrate")]
pub(crate) use dialog::on_modal_key;
pub(crate) use field::FieldError;
pub(crate) use icon::Icon;
pub(crate) use menu::Menu;
#[cfg(feature = "ssr")]
pub(crate) use progress::Progress;
#[cfg(feature = "ssr")]
pub(crate) use {
    avatar::Person,
    bars::Bars,
    chart::{LineChart, Plot, percent},
    check::Check,
    copy::{CopyAll, CopyField, CopyLink},
    dialog::Dialog,
    done::Done,
    empty::Empty,
    field::{Choice, DayInWords, Field, Hint, SelectField, described},
    island::Island,
    next_page::NextPage,
    sentence::Sentence,
    time::Time,
};

/// Hears what these parts do.
#[cfg(feature = "hydrate")]
pub(crate) fn listen() {
    menu::listen();
    dialog::listen();
    copy::listen();
    field::listen();
    progress::listen();
}
