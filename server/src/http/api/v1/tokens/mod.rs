mod current;
mod revoke;
mod rotate;

pub(super) use current::current;
pub(super) use revoke::revoke;
pub(super) use rotate::rotate;
