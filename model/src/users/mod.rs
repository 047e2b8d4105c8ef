//! Members of a workspace; the page calls them users.

mod access;
mod columns;
mod query;
mod status;
mod views;

pub use access::{Access, Action, Edit, MAX_CHOSEN, RoleChoice};
pub use columns::{Column, Density, ListPreferences};
pub use query::{LastActive, Sort, SortKey, UsersQuery};
pub use status::{Source, Status};
pub use views::{EditView, ListTools, Rights, SessionRow, UserDetails, UserRow, UsersList, View};
