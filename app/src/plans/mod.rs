//! A workspace's plan: its card, and the seats that are left.

mod card;
mod seats;
mod serverfn;

pub(crate) use card::PlanCard;
pub(crate) use seats::SeatsNotice;
