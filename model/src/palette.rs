//! People whom the command palette finds.

use crate::ids::MemberId;
use crate::page::Avatar;
use serde::{Deserialize, Serialize};

/// Someone of the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFound {
    /// The key in addresses.
    pub id: MemberId,
    /// First and last name; may be empty.
    pub name: String,
    /// The address of their account, or of their invitation.
    pub email: String,
    /// Their picture, or their initials.
    pub avatar: Avatar,
}
