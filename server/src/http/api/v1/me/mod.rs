mod get;

pub(super) use get::get;
