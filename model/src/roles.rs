//! Roles: what they allow, who has them, what a change does.

use crate::fields::line;
use crate::ids::{MemberId, RoleId};
use crate::merge::{Merge, Mergeable};
use crate::permissions::{Permission, Permissions, Resource};
use crate::{FieldErrors, Fields, Problem};
use serde::{Deserialize, Serialize};

/// A role as a badge or a choice. A built-in one's name is already in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleName {
    /// The role, as the value of a choice.
    pub id: RoleId,
    /// Unique in the workspace.
    pub name: String,
    /// What it allows, in words, where it is built in.
    pub about: String,
}

/// The longest name of a role, in characters.
pub const MAX_NAME: usize = 60;
/// The control of each permission in the matrix; its value is the permission as it is written.
pub const ALLOWED: &str = "allow";

/// A role as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleInput {
    /// At most [`MAX_NAME`] characters; unique in the workspace.
    pub name: String,
    /// What it allows; whoever writes or deletes something reads it too.
    pub permissions: Permissions,
}

impl RoleInput {
    /// `name`, and each permission under [`ALLOWED`]; of what governs nothing yet none can be given.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", line(fields.get("name"), MAX_NAME));
        let permissions = errors.take("permissions", allowed(fields));
        errors.into_result()?;
        Ok(Self { name: name.unwrap_or_default(), permissions: permissions.unwrap_or_default() })
    }

    /// What [`RoleInput::parse`] reads: the permissions that a page shows.
    pub fn written(&self) -> Fields {
        let name = Fields::default().with("name", &self.name);
        self.permissions
            .without(self.permissions.unused())
            .iter()
            .fold(name, |fields, permission| fields.with(ALLOWED, permission.to_string()))
    }
}

impl Mergeable for RoleInput {
    fn merged(merge: &mut Merge<'_>, shown: Option<&Self>, mine: &Self, saved: &Self) -> Self {
        // What no page shows is neither given nor taken away.
        let each = |of: &Self| of.permissions.without(of.permissions.unused()).iter().collect::<Vec<_>>();
        let permissions = merge.set("permissions", shown.map(each).as_deref(), &each(mine), &each(saved));
        Self {
            name: merge.value("name", shown.map(|shown| &shown.name), &mine.name, &saved.name),
            permissions: permissions.into_iter().collect::<Permissions>().complete().with(saved.permissions.unused()),
        }
    }
}

fn allowed(fields: &Fields) -> Result<Permissions, Problem> {
    let in_use = |permission: &Permission| Resource::IN_USE.contains(&permission.0);
    let each = fields.all(ALLOWED).map(|text| text.parse().ok().filter(in_use).ok_or(Problem::NotAChoice));
    each.collect::<Result<Permissions, Problem>>().map(Permissions::complete)
}

/// A role in the list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRow {
    /// The role, for its page's address.
    pub id: RoleId,
    /// Unique in the workspace; a built-in one's is in the reader's language.
    pub name: String,
    /// In words, where it is built in.
    pub about: String,
    /// It comes with Roster, and can be neither edited nor deleted.
    pub builtin: bool,
    /// What it allows.
    pub permissions: Permissions,
    /// Who has it, or is invited to it; counted no further than [`RoleRow::MANY`].
    pub people: i64,
    /// Whoever has it needs a second factor.
    pub factor_required: bool,
    /// It is being deleted, and its people get this one.
    pub replaced_by: Option<String>,
}

impl RoleRow {
    /// Beyond so many, people are not counted.
    pub const MANY: i64 = 1_000;
}

/// All of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolesView {
    /// The built-in ones first.
    pub rows: Vec<RoleRow>,
    /// Super-users need a second factor.
    pub super_users_factor: bool,
}

/// One role, for its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleView {
    /// What the list shows of it.
    pub row: RoleRow,
    /// Counts its changes; an edit says with which one it began.
    pub version: i64,
    /// The reader holds all that it allows, and it is not built in.
    pub may_edit: bool,
    /// The same, for deleting it.
    pub may_delete: bool,
    /// The roles that its people can get instead: where it asks for a second factor, those that do too.
    pub others: Vec<RoleName>,
}

/// What someone would gain and lose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected {
    /// The member who has the role.
    pub id: MemberId,
    /// First and last name; the address where there is neither.
    pub name: String,
    /// The address of their account.
    pub email: String,
    /// What they may do only after the change.
    pub gains: Permissions,
    /// What they may do only before it.
    pub loses: Permissions,
}

/// A change before it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The role that is changed.
    pub id: RoleId,
    /// The name that the role has now.
    pub name: String,
    /// What the role allows only after the change.
    pub gains: Permissions,
    /// What the role allows only before it.
    pub loses: Permissions,
    /// Who has the role; counted no further than [`RoleRow::MANY`].
    pub people: i64,
    /// The first of them for whom something changes.
    pub affected: Vec<Affected>,
}

/// What someone may do by one of their roles, or as a super-user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grants {
    /// The role, with the group where it is one that gives it; or "Super-user".
    pub name: String,
    /// What it allows.
    pub permissions: Permissions,
}
