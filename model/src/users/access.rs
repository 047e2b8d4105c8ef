//! What someone may do, and what can be done to them.

use crate::ids::{GroupId, RoleId};
use crate::{FieldErrors, Fields, Problem};
use serde::{Deserialize, Serialize};

/// Whose role the list is narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleChoice {
    SuperUser,
    Role(RoleId),
}

impl RoleChoice {
    /// The value of the control that chooses the flag and not a role.
    pub const SUPER_USER: &'static str = "super-user";

    pub fn parse(text: &str) -> Result<Self, Problem> {
        match text {
            Self::SUPER_USER => Ok(Self::SuperUser),
            "" => Err(Problem::Required),
            id => id.parse().map(Self::Role).map_err(|_| Problem::NotAChoice),
        }
    }

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
    pub super_user: bool,
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

/// As many as can be chosen one by one for one bulk change.
pub const MAX_CHOSEN: usize = 1_000;

/// What can be done to one person or to many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Suspend,
    Activate,
    Remove,
    Restore,
    /// The invitation's mail, with a new link.
    Resend,
    SignOut,
    Role(RoleChoice),
    Join(GroupId),
    Part(GroupId),
}

impl Action {
    pub fn name(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Activate => "activate",
            Self::Remove => "remove",
            Self::Restore => "restore",
            Self::Resend => "resend",
            Self::SignOut => "sign_out",
            Self::Role(_) => "role",
            Self::Join(_) => "join",
            Self::Part(_) => "part",
        }
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
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub phone: Option<Option<String>>,
    pub access: Option<Access>,
    /// The groups that they are in, all of them.
    pub groups: Option<Vec<GroupId>>,
    /// When the membership ends, in microseconds since 1970; none within is never.
    pub ends_at: Option<Option<i64>>,
    /// What was read before it was changed.
    pub version: i64,
}
