//! What the pages show.

use super::{Access, ListPreferences, Source, Status, Texts};
use crate::groups::{GroupChoice, GroupName};
use crate::ids::{MemberId, ViewId};
use crate::page::{Avatar, Page, When};
use crate::plans::Seats;
use crate::roles::{Grants, RoleName};
use crate::{Fields, Problem};
use serde::{Deserialize, Serialize};

/// A user in the list: a member, or someone who is invited.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UserRow {
    /// Of the membership, or of the invitation.
    pub id: MemberId,
    /// First and last name; blank where there is neither.
    pub name: String,
    /// The address of the account, or the one that is invited.
    pub email: String,
    /// Initials on the hue of the account, or its picture.
    pub avatar: Avatar,
    /// Where they stand in the workspace.
    pub status: Status,
    /// They may do everything.
    pub super_user: bool,
    /// Their own and those of their groups.
    pub roles: Vec<String>,
    /// By name.
    pub groups: Vec<String>,
    /// All of [`super::MemberField::texts`].
    pub texts: Texts,
    /// How they became a member.
    pub source: Source,
    /// They have an authenticator app or a passkey.
    pub second_factor: bool,
    /// When the membership began, or the invitation was sent.
    pub joined: When,
    /// When they were last in the workspace; none: never.
    pub last_active: Option<When>,
    /// When the membership, or the invitation, ends.
    pub ends: Option<When>,
    /// What the reader may do to them.
    pub rights: Rights,
}

/// What the reader may do to someone; the server asks again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
pub struct Rights {
    /// They stand high enough to change what may be changed.
    pub edit: bool,
    /// To remove them; nobody removes themselves here.
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
    /// The rows, with the cursors that lead on and back.
    pub page: Page<UserRow>,
    /// As the reader likes it; what the address says goes first.
    pub list_preferences: ListPreferences,
}

/// A list worth coming back to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The view, as the list's address names it.
    pub id: ViewId,
    /// As its maker calls it.
    pub name: String,
    /// The query string of the list's address.
    pub query: String,
    /// Everyone who sees the list sees it.
    pub shared: bool,
    /// It is the reader's own, or theirs to look after.
    pub may_change: bool,
}

/// What stands above the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListTools {
    /// Those of the workspace, to filter by.
    pub roles: Vec<RoleName>,
    /// Those of the workspace, to filter by.
    pub groups: Vec<GroupChoice>,
    /// The reader's own and the shared ones, by name.
    pub views: Vec<View>,
    /// The roles that the reader can give.
    pub assignable: Vec<RoleName>,
    /// Of those who add people; none where there are as many as one likes.
    pub seats: Option<Seats>,
}

/// What the edit form starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditView {
    /// What is saved of them.
    pub user: UserDetails,
    /// The roles of the workspace; those that the reader may not give can be left as they are.
    pub roles: Vec<RoleName>,
    /// The reader is a super-user, who can make others.
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
    /// When it last asked for something, to within a minute.
    pub last_seen: When,
    /// The IP address that it was signed in from.
    pub address: String,
    /// "Firefox on Linux", as far as it can be told.
    pub device: String,
    /// The one that the page is read in.
    pub current: bool,
}

/// Everything the panel shows of a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDetails {
    /// What the list shows of them.
    pub row: UserRow,
    /// The language they read, by its own name.
    pub language: String,
    /// Of the IANA database, `America/Sao_Paulo`; blank while they are invited.
    pub time_zone: String,
    /// Added or invited by this person, where it is known.
    pub by: Option<String>,
    /// A temporary password waits for its first use until then.
    pub temporary_until: Option<When>,
    /// Removed then; restorable for 30 days.
    pub removed: Option<When>,
    /// Counts changes of the membership and of what it shows of the account; an edit says with which one it began.
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
    /// The groups that they are in.
    pub groups: Vec<GroupName>,
    /// What the flag and each of their roles allow, their own and those of their groups, while they are active.
    pub grants: Vec<Grants>,
}
