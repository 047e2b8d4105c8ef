pub(super) mod get;
