mod invitation;
pub(super) mod list;
pub(super) mod resend;
pub(super) mod revoke;
pub(super) mod send;
pub(super) mod show;
