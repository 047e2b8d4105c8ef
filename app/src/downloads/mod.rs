//! A menu of files: what a list shows, and all there is; and what splits the columns of a CSV.

mod progress;

#[cfg(feature = "hydrate")]
mod asked;
#[cfg(feature = "ssr")]
mod menu;

#[cfg(feature = "hydrate")]
pub(crate) use asked::{listen, open_download_toast};
#[cfg(feature = "ssr")]
pub(crate) use menu::{DownloadMenu, separator_form};
