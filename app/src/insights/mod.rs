//! Insights on Home, a feature of the Lab: cohorts, growth, dormant people, and how long the seats last.

mod cards;
#[cfg(feature = "ssr")]
mod draw;
#[cfg(feature = "ssr")]
mod forecast;
mod serverfn;

pub(crate) use cards::Insights;
