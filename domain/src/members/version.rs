//! What a caller has looked at before they change it.

use crate::Error;

/// [`Error::Conflict`] where they mean another version than the present one; none means whichever it is.
pub(crate) fn require_version(meant: Option<i64>, present: i64) -> Result<(), Error> {
    if meant.is_none_or(|meant| meant == present) { Ok(()) } else { Err(Error::Conflict) }
}
