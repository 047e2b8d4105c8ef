pub(super) mod current;
pub(super) mod revoke;
pub(super) mod rotate;
