mod list;

pub(super) use list::list;
