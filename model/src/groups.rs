//! Groups: people who hold roles together.

use crate::fields::{line, optional_line};
use crate::ids::{GroupId, RoleId};
use crate::merge::{Merge, Mergeable};
use crate::roles::RoleName;
use crate::{FieldErrors, Fields, Problem};
use serde::{Deserialize, Serialize};

/// The longest name of a group, in characters,
pub const MAX_NAME: usize = 60;
/// and the longest description.
pub const MAX_ABOUT: usize = 200;

/// A group as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupInput {
    /// At most [`MAX_NAME`] characters; unique in the workspace.
    pub name: String,
    /// What the group is for, at most [`MAX_ABOUT`] characters; may be empty.
    pub about: String,
    /// The roles that it gives its people, as the form orders them.
    pub roles: Vec<RoleId>,
}

impl GroupInput {
    /// `name`, `about`, and each role's id under `roles`.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", line(fields.get("name"), MAX_NAME));
        let about = errors.take("about", optional_line(fields.get("about"), MAX_ABOUT));
        let id = |text: &str| text.parse::<RoleId>().map_err(|_| Problem::NotAChoice);
        let roles = errors.take("roles", fields.all("roles").map(id).collect::<Result<Vec<_>, _>>());
        errors.into_result()?;
        Ok(Self {
            name: name.unwrap_or_default(),
            about: about.flatten().unwrap_or_default(),
            roles: roles.unwrap_or_default(),
        })
    }

    /// What [`GroupInput::parse`] reads.
    pub fn written(&self) -> Fields {
        let fields = Fields::default().with("name", &self.name).with("about", &self.about);
        self.roles.iter().fold(fields, |fields, role| fields.with("roles", role.to_string()))
    }
}

impl Mergeable for GroupInput {
    fn merged(merge: &mut Merge<'_>, shown: Option<&Self>, mine: &Self, saved: &Self) -> Self {
        Self {
            name: merge.value("name", shown.map(|shown| &shown.name), &mine.name, &saved.name),
            about: merge.value("about", shown.map(|shown| &shown.about), &mine.about, &saved.about),
            roles: merge.set("roles", shown.map(|shown| shown.roles.as_slice()), &mine.roles, &saved.roles),
        }
    }
}

/// A group that someone is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupName {
    /// The group, for its page's address.
    pub id: GroupId,
    /// Unique in the workspace.
    pub name: String,
}

/// A group to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupChoice {
    /// The group, as the value of the choice.
    pub id: GroupId,
    /// Unique in the workspace.
    pub name: String,
    /// The reader may put people into it and take them out: they hold what it gives.
    pub can_manage_members: bool,
}

/// A group in the list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    /// The group, for its page's address.
    pub id: GroupId,
    /// Unique in the workspace.
    pub name: String,
    /// What the group is for; may be empty.
    pub about: String,
    /// What it gives.
    pub roles: Vec<RoleName>,
    /// Who is in it; counted no further than [`crate::roles::RoleRow::MANY`].
    pub people: i64,
}

/// One group, for its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupView {
    /// What the list shows of it.
    pub row: GroupRow,
    /// Counts its changes; an edit says with which one it began.
    pub version: i64,
    /// The reader holds all that it gives: they may put people into it,
    pub can_manage_members: bool,
    /// and change it.
    pub may_edit: bool,
    /// They may delete it too.
    pub may_delete: bool,
    /// The roles that the reader can have it give.
    pub choices: Vec<RoleName>,
}
