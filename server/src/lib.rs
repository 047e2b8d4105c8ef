//! Roster's server: command line, settings, pages over HTTP, background work.
//!
//! A library, so that the stories in `tests/` run the same router as the binary.

pub mod cli;
pub mod http;
pub mod settings;
pub mod start;
