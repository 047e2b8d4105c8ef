//! What the list of users edits in place.

use crate::Fields;
use crate::users::MemberField;
use serde::{Deserialize, Serialize};

/// A person's fields, as the editor in their row begins with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowToEdit {
    /// Those that the reader may change, with what they hold.
    pub fields: Vec<(MemberField, String)>,
    /// Of what they hold.
    pub version: i64,
    /// The same as a form says it: [`crate::merge::SHOWN_PREFIX`].
    pub shown: Fields,
}
