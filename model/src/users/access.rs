//! What someone may do, and what can be done to them.

use super::Texts;
use crate::ids::{GroupId, RoleId};
use crate::merge::{Base, Merge, Mergeable};
use crate::{FieldErrors, Fields, Problem};
use serde::{Deserialize, Serialize};

/// Whose role the list is narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleChoice {
    /// Super-users, who may do everything and have no role.
    SuperUser,
    /// Those who have this role.
    Role(RoleId),
}

impl RoleChoice {
    /// The value of the control that chooses the flag and not a role.
    pub const SUPER_USER: &'static str = "super-user";

    /// A control's value: [`Self::SUPER_USER`], or a role's id.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        match text {
            Self::SUPER_USER => Ok(Self::SuperUser),
            "" => Err(Problem::Required),
            id => id.parse().map(Self::Role).map_err(|_| Problem::NotAChoice),
        }
    }

    /// What [`RoleChoice::parse`] reads.
    pub fn written(self) -> String {
        match self {
            Self::SuperUser => Self::SUPER_USER.into(),
            Self::Role(id) => id.to_string(),
        }
    }
}

/// What someone may do: everything, or what their roles say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// They may do everything; then there are no roles.
    pub super_user: bool,
    /// Their own, without those of their groups.
    pub roles: Vec<RoleId>,
}

impl Access {
    /// A single choice.
    pub fn of(choice: RoleChoice) -> Self {
        match choice {
            RoleChoice::SuperUser => Self { super_user: true, roles: Vec::new() },
            RoleChoice::Role(id) => Self { super_user: false, roles: vec![id] },
        }
    }
}

impl Mergeable for Access {
    /// Roles merge one by one; whether they are a super-user is a choice between the two.
    fn merged(merge: &mut Merge<'_>, shown: Option<&Self>, mine: &Self, saved: &Self) -> Self {
        if mine.super_user || saved.super_user || shown.is_some_and(|shown| shown.super_user) {
            return merge.value("access", shown, mine, saved);
        }
        let shown = shown.map(|shown| shown.roles.as_slice());
        Self { super_user: false, roles: merge.filled_set("access", shown, &mine.roles, &saved.roles) }
    }
}

/// As many as can be chosen one by one for one bulk change.
pub const MAX_CHOSEN: usize = 1_000;

/// What can be done to one person or to many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Action {
    /// Whoever is suspended may not enter, until they are activated.
    Suspend,
    /// Ends a suspension.
    Activate,
    /// Ends the membership; it can be restored for 30 days.
    Remove,
    /// Brings back whoever was removed.
    Restore,
    /// The invitation's mail, with a new link.
    Resend,
    /// Ends all of their sessions.
    SignOut,
    /// Gives this role, or the flag of a super-user, in place of what they have.
    Role(RoleChoice),
    /// Puts them into the group.
    Join(GroupId),
    /// Takes them out of the group.
    Part(GroupId),
}

impl Action {
    /// The value of the form's control, and the key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// As a form says it: the action's name, and the role or the group beside it.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let role = || RoleChoice::parse(fields.get("role")).map_err(|problem| FieldErrors::one("role", problem));
        let group = || match fields.get("group") {
            "" => Err(FieldErrors::one("group", Problem::Required)),
            id => id.parse().map_err(|_| FieldErrors::one("group", Problem::NotAChoice)),
        };
        Ok(match fields.get("action") {
            "suspend" => Self::Suspend,
            "activate" => Self::Activate,
            "remove" => Self::Remove,
            "restore" => Self::Restore,
            "resend" => Self::Resend,
            "sign_out" => Self::SignOut,
            "role" => Self::Role(role()?),
            "join" => Self::Join(group()?),
            "part" => Self::Part(group()?),
            "" => return Err(FieldErrors::one("action", Problem::Required)),
            _ => return Err(FieldErrors::one("action", Problem::NotAChoice)),
        })
    }
}

/// A change of someone; what is none stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// Those that were sent.
    pub texts: Texts,
    /// The flag and their own roles, all of them.
    pub access: Option<Access>,
    /// The groups that they are in, all of them.
    pub groups: Option<Vec<GroupId>>,
    /// When the membership ends, in microseconds since 1970; none within is never.
    pub ends_at: Option<Option<i64>>,
    /// What was read before it was changed,
    pub version: i64,
    /// and what the form showed then, where it says so: [`crate::merge::Base`].
    pub shown: Option<Box<Edit>>,
    /// The fields in which what is saved stays: the answers to a conflict.
    pub keep_saved: Vec<String>,
}

impl Edit {
    /// What it was opened with.
    pub fn base(&self) -> Base<Self> {
        let shown = self.shown.as_deref().cloned();
        Base { version: self.version, shown, keep_saved: self.keep_saved.clone() }
    }
}

impl Mergeable for Edit {
    /// Of `saved`, all is there. What was not sent stays none.
    fn merged(merge: &mut Merge<'_>, shown: Option<&Self>, mine: &Self, saved: &Self) -> Self {
        let sides = (shown, mine, saved);
        Self {
            texts: Texts::merged(merge, shown.map(|edit| &edit.texts), &mine.texts, &saved.texts),
            access: merge_sent(
                sides,
                |edit| edit.access.as_ref(),
                |shown, mine, saved| Access::merged(merge, shown, mine, saved),
            ),
            groups: merge_sent(
                sides,
                |edit| edit.groups.as_ref(),
                |shown, mine, saved| merge.set("groups", shown.map(Vec::as_slice), mine, saved),
            ),
            ends_at: merge_sent(
                sides,
                |edit| edit.ends_at.as_ref(),
                |shown, mine, saved| merge.value("ends", shown, mine, saved),
            ),
            version: mine.version,
            ..Self::default()
        }
    }
}

/// Merges a field that a form may or may not have.
fn merge_sent<T>(
    (shown, mine, saved): (Option<&Edit>, &Edit, &Edit),
    field: impl Fn(&Edit) -> Option<&T>,
    merge: impl FnOnce(Option<&T>, &T, &T) -> T,
) -> Option<T> {
    Some(merge(shown.and_then(&field), field(mine)?, field(saved)?))
}
