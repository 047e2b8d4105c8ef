pub(super) mod create;
pub(super) mod delete;
pub(super) mod edit;
mod group;
pub(super) mod list;
pub(super) mod show;
