//! What has happened, as people read it.

use crate::page::When;
use serde::{Deserialize, Serialize};

/// An audit event on a time line. The sentence is in the catalogues, as `audit.<action>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happening {
    /// `noun.verb`.
    pub action: String,
    pub by: String,
    /// To whom or to what, by the name it had then; may be empty.
    pub target: String,
    pub when: When,
}
