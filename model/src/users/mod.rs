//! Members of a workspace; the page calls them users.

mod access;
mod columns;
mod fields;
mod query;
mod status;
mod texts;
mod views;

pub use access::{Access, Action, Edit, MAX_CHOSEN, RoleChoice};
pub use columns::{Density, ListPreferences, parse_columns, written_columns};
pub use fields::{FieldSpec, MemberField, Owner};
pub use query::{LastActive, Sort, UsersQuery};
pub use status::{Source, Status};
pub use texts::Texts;
pub use views::{EditView, ListTools, Rights, SessionRow, UserDetails, UserRow, UsersList, View};
