//! The add-user wizard (seed 002, "Create User"): e-mail, name, how to add, password (only when adding at once), role,
//! confirm. Its state is kept on the server in a draft, so it is the same with and without WASM.

use crate::ids::{DraftId, RoleId};
use crate::users::{RoleChoice, RoleName};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    #[default]
    Email,
    Name,
    How,
    Password,
    Role,
    Confirm,
}

impl Step {
    pub const ALL: [Self; 6] = [Self::Email, Self::Name, Self::How, Self::Password, Self::Role, Self::Confirm];

    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Name => "name",
            Self::How => "how",
            Self::Password => "password",
            Self::Role => "role",
            Self::Confirm => "confirm",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    #[must_use]
    pub fn next(self, how: Option<How>) -> Self {
        match self {
            Self::Email => Self::Name,
            Self::Name => Self::How,
            Self::How if how == Some(How::Add) => Self::Password,
            Self::How | Self::Password => Self::Role,
            Self::Role | Self::Confirm => Self::Confirm,
        }
    }

    #[must_use]
    pub fn back(self, how: Option<How>) -> Self {
        match self {
            Self::Email | Self::Name => Self::Email,
            Self::How => Self::Name,
            Self::Role if how == Some(How::Add) => Self::Password,
            Self::Password | Self::Role => Self::How,
            Self::Confirm => Self::Role,
        }
    }

    /// The steps that this way of adding goes through.
    pub fn path(how: Option<How>) -> Vec<Self> {
        Self::ALL.into_iter().filter(|step| *step != Self::Password || how != Some(How::Invite)).collect()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// "Add immediately"
    Add,
    /// "Send invitation"
    Invite,
}

impl How {
    pub fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Invite => "invite",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        [Self::Add, Self::Invite].into_iter().find(|how| how.name() == name)
    }
}

/// What has been entered so far; the password only as the fact that there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entered {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub how: Option<How>,
    pub has_password: bool,
    /// The person must choose a new password at first sign-in.
    pub temporary: bool,
    pub role: Option<RoleChoice>,
}

impl Default for Entered {
    fn default() -> Self {
        Self {
            email: String::new(),
            first_name: String::new(),
            last_name: String::new(),
            how: None,
            has_password: false,
            temporary: true,
            role: None,
        }
    }
}

impl Entered {
    /// The furthest step whose predecessors are all answered: an address can't jump ahead.
    pub fn furthest(&self) -> Step {
        match self {
            Self { email, .. } if email.is_empty() => Step::Email,
            Self { first_name, .. } if first_name.is_empty() => Step::Name,
            Self { how: None, .. } => Step::How,
            Self { how: Some(How::Add), has_password: false, .. } => Step::Password,
            Self { role: None, .. } => Step::Role,
            _ => Step::Confirm,
        }
    }
}

/// One step as the page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WizardView {
    pub draft: Option<DraftId>,
    pub step: Step,
    pub entered: Entered,
    /// Shown once, at the moment it is made.
    pub generated: Option<String>,
    pub roles: Vec<RoleName>,
    /// Chosen until the reader chooses another.
    pub proposed_role: Option<RoleId>,
    /// The reader may make super-users.
    pub may_make_super_user: bool,
    /// The ways of adding that the reader may take.
    pub ways: Vec<How>,
    /// At the confirm step only: the address has an account, whose names and password stay.
    pub existing_account: bool,
    /// The shortest password taken, in characters.
    pub password_min: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_undoes_next_on_both_ways() {
        for how in [How::Add, How::Invite] {
            for pair in Step::path(Some(how)).windows(2) {
                assert_eq!(pair[0].next(Some(how)), pair[1]);
                assert_eq!(pair[1].back(Some(how)), pair[0]);
            }
        }
    }

    #[test]
    fn nobody_jumps_ahead() {
        let mut entered = Entered::default();
        assert_eq!(entered.furthest(), Step::Email);
        entered.email = "ana@example.com".into();
        entered.first_name = "Ana".into();
        entered.how = Some(How::Add);
        assert_eq!(entered.furthest(), Step::Password);
        entered.has_password = true;
        assert_eq!(entered.furthest(), Step::Role);
    }
}
