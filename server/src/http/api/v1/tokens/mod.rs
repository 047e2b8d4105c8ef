pub(super) mod current;
pub(super) mod delete;
pub(super) mod leaked;
pub(super) mod list;
pub(super) mod revoke;
pub(super) mod rotate;
mod token;
