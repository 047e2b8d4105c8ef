//! What has happened, in sentences.

#[cfg(feature = "ssr")]
mod present;
mod timeline;

pub(crate) use timeline::Timeline;
