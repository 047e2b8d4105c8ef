//! Parts that know no feature: the class names are documented in `style/README.md`.

mod avatar;
mod bars;
mod chart;
mod check;
mod copy;
mod dialog;
mod done;
mod empty;
mod field;
#[cfg(feature = "hydrate")]
mod focus;
mod icon;
mod keyed;
mod menu;
mod modal;
mod next_page;
mod progress;
mod sentence;
mod time;

pub(crate) use avatar::{Avatar, Person};
pub(crate) use bars::Bars;
pub(crate) use chart::{LineChart, Plot, percent};
pub(crate) use check::Check;
pub(crate) use copy::{CopyAll, CopyField, CopyLink};
pub(crate) use dialog::Dialog;
pub(crate) use done::Done;
pub(crate) use empty::Empty;
pub(crate) use field::{Choice, DayInWords, Field, FieldError, Hint, SelectField, described};
#[cfg(feature = "hydrate")]
pub(crate) use focus::{each_frame_until, focus, focus_soon, press};
pub(crate) use icon::Icon;
pub(crate) use keyed::{each, fresh};
pub(crate) use menu::Menu;
pub(crate) use modal::on_modal_key;
pub(crate) use next_page::NextPage;
pub(crate) use progress::{Progress, use_pulse};
pub(crate) use sentence::Sentence;
pub(crate) use time::Time;
