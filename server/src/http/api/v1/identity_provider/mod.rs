pub(super) mod groups;
mod provider;
pub(super) mod remove;
pub(super) mod save;
pub(super) mod show;
