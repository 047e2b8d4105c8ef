pub(super) mod create;
pub(super) mod delete;
pub(super) mod edit;
pub(super) mod list;
mod role;
pub(super) mod show;
