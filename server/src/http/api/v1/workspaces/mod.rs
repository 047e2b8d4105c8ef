pub(super) mod edit;
pub(super) mod list;
pub(super) mod show;
mod workspace;
