//! What the pages show.

use super::{Access, ListPreferences, Source, Status, Texts};
use crate::groups::{GroupChoice, GroupName};
use crate::ids::{MemberId, ViewId};
use crate::page::{Avatar, Page, When};
use crate::roles::{Grants, RoleName};
use crate::{Fields, Problem};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UserRow {
    pub id: MemberId,
    pub name: String,
    pub email: String,
    pub avatar: Avatar,
    pub status: Status,
    pub super_user: bool,
    /// Their own and those of their groups.
    pub roles: Vec<String>,
    /// By name.
    pub groups: Vec<String>,
    pub texts: Texts,
    pub source: Source,
    pub second_factor: bool,
    pub joined: When,
    pub last_active: Option<When>,
    /// When the membership, or the invitation, ends.
    pub ends: Option<When>,
    pub rights: Rights,
}

/// What the reader may do to someone; the server asks again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
pub struct Rights {
    /// They stand high enough to change what may be changed.
    pub edit: bool,
    pub remove: bool,
    /// To send their invitation again.
    pub resend: bool,
    /// The reader's own membership.
    pub is_me: bool,
    /// Why their password is not this workspace's to change.
    pub password: Option<Problem>,
}

/// The list as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsersList {
    pub page: Page<UserRow>,
    /// As the reader likes it; what the address says goes first.
    pub list_preferences: ListPreferences,
}

/// A list worth coming back to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    pub id: ViewId,
    pub name: String,
    /// The query string of the list's address.
    pub query: String,
    pub shared: bool,
    /// It is the reader's own, or theirs to look after.
    pub may_change: bool,
}

/// What stands above the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListTools {
    pub roles: Vec<RoleName>,
    pub groups: Vec<GroupChoice>,
    pub views: Vec<View>,
    /// The roles that the reader can give.
    pub assignable: Vec<RoleName>,
}

/// What the edit form starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditView {
    pub user: UserDetails,
    /// The roles of the workspace; those that the reader may not give can be left as they are.
    pub roles: Vec<RoleName>,
    pub may_make_super_user: bool,
    /// Those that the reader may put people into.
    pub groups: Vec<GroupChoice>,
    /// The last day of the membership, `2026-11-22`, in the reader's time zone.
    pub ends: Option<String>,
    /// What its controls hold: [`crate::merge::SHOWN_PREFIX`].
    pub shown: Fields,
}

/// A session, as the panel shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    pub last_seen: When,
    pub address: String,
    /// "Firefox on Linux", as far as it can be told.
    pub device: String,
    pub current: bool,
}

/// Everything the panel shows of a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDetails {
    pub row: UserRow,
    /// The language they read, by its own name.
    pub language: String,
    pub time_zone: String,
    /// Added or invited by this person, where it is known.
    pub by: Option<String>,
    /// A temporary password waits for its first use until then.
    pub temporary_until: Option<When>,
    /// Removed then; restorable for 30 days.
    pub removed: Option<When>,
    pub version: i64,
    /// Why names, telephone number and sessions can't be changed here.
    pub personal: Option<Problem>,
    /// They enter once they have proven their address.
    pub verification_due: bool,
    /// The link that lets them in, or their invitation's, to hand over where no mail can carry it.
    pub entry_link: Option<String>,
    /// The flag and their own roles.
    pub access: Access,
    /// What they hold, with the group where it is one that gives it.
    pub roles: Vec<String>,
    pub groups: Vec<GroupName>,
    /// What the flag and each of their roles allow, their own and those of their groups, while they are active.
    pub grants: Vec<Grants>,
}
