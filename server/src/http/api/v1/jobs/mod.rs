pub(super) mod apply;
pub(super) mod cancel;
pub(super) mod show;
pub(super) mod undo;
