pub(super) mod cancel;
pub(super) mod show;
