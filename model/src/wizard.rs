//! The add-user wizard (seed 002, "Create User"): e-mail, name, how to add, password (only when adding at once), role,
//! confirm. Its state is kept on the server in a draft, so it is the same with and without WASM.

use crate::Problem;
use crate::ids::{DraftId, MemberId, RoleId};
use crate::roles::RoleName;
use crate::users::RoleChoice;
use serde::{Deserialize, Serialize};

/// So many addresses can be invited at once.
pub const MAX_ADDRESSES: usize = 50;

#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Step {
    #[default]
    Email,
    Name,
    #[strum(serialize = "how")]
    AddMode,
    Password,
    Role,
    Confirm,
    /// What came of it; not one of the steps that are asked.
    Done,
}

impl Step {
    const ALL: [Self; 7] =
        [Self::Email, Self::Name, Self::AddMode, Self::Password, Self::Role, Self::Confirm, Self::Done];

    pub fn name(self) -> &'static str {
        self.into()
    }

    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AddMode {
    /// "Add immediately"
    Add,
    /// "Send invitation"
    Invite,
}

impl AddMode {
    pub fn name(self) -> &'static str {
        self.into()
    }

    pub fn named(name: &str) -> Option<Self> {
        [Self::Add, Self::Invite].into_iter().find(|how| how.name() == name)
    }
}

/// What has been entered so far; the password only as the fact that there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
pub struct Entered {
    pub email: String,
    /// Many are invited at once, without names.
    pub several: bool,
    pub emails: Vec<String>,
    pub first_name: String,
    pub last_name: String,
    pub how: Option<AddMode>,
    /// The way that is chosen until another one is.
    pub proposed_how: Option<AddMode>,
    pub has_password: bool,
    /// The system makes the password, when the person has been added.
    pub generate: bool,
    /// The person must choose a new password at first sign-in.
    pub temporary: bool,
    pub role: Option<RoleChoice>,
}

impl Default for Entered {
    fn default() -> Self {
        Self {
            email: String::new(),
            several: false,
            emails: Vec::new(),
            first_name: String::new(),
            last_name: String::new(),
            how: None,
            proposed_how: None,
            has_password: false,
            generate: false,
            temporary: true,
            role: None,
        }
    }
}

impl Entered {
    /// The furthest step whose predecessors are all answered: an address can't jump ahead.
    pub fn furthest(&self) -> Step {
        match self {
            Self { several: true, emails, .. } if emails.is_empty() => Step::Email,
            Self { several: true, role: None, .. } => Step::Role,
            Self { several: true, .. } => Step::Confirm,
            Self { email, .. } if email.is_empty() => Step::Email,
            Self { first_name, .. } if first_name.is_empty() => Step::Name,
            Self { how: None, .. } => Step::AddMode,
            Self { how: Some(AddMode::Add), has_password: false, generate: false, .. } => Step::Password,
            Self { role: None, .. } => Step::Role,
            _ => Step::Confirm,
        }
    }

    /// The steps that are asked on this way.
    pub fn path(&self) -> Vec<Step> {
        let asked = |step: &Step| match step {
            Step::Name | Step::AddMode => !self.several,
            Step::Password => !self.several && self.how != Some(AddMode::Invite),
            Step::Email | Step::Role | Step::Confirm => true,
            Step::Done => false,
        };
        Step::ALL.into_iter().filter(asked).collect()
    }

    pub fn after(&self, step: Step) -> Step {
        self.path().into_iter().find(|next| *next > step).unwrap_or(Step::Confirm)
    }

    pub fn before(&self, step: Step) -> Step {
        self.path().into_iter().rfind(|last| *last < step).unwrap_or_default()
    }
}

/// The addresses in what was typed or pasted: on lines, between commas, or in the form `Ana Souza <ana@example.com>`.
pub fn addresses(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for part in text.split([',', ';', '\n', '\r']) {
        match part.split_once('<').and_then(|(_, rest)| rest.split_once('>')) {
            Some((address, _)) => found.push(address.trim()),
            None => found.extend(part.split_whitespace()),
        }
    }
    found.retain(|address| !address.is_empty());
    found
}

/// What confirming made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Made {
    Added {
        member: MemberId,
        name: String,
        email: String,
        /// The address had an account, which keeps its name and password.
        existing: bool,
        /// The system has made the password, which is shown once.
        generated: bool,
    },
    Invited {
        /// With the link to hand over, where no mail carries it.
        invited: Vec<(String, Option<String>)>,
        refused: Vec<(String, Problem)>,
    },
}

/// A draft that was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    pub draft: DraftId,
    /// Whom it would add; none where it can't be read any more: it can only be discarded.
    pub whom: Option<String>,
}

/// One step as the page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WizardView {
    pub draft: Option<DraftId>,
    pub step: Step,
    pub entered: Entered,
    /// Shown once, with the answer that made the person.
    pub password: Option<String>,
    /// At the last step.
    pub made: Option<Made>,
    /// Where one signs in.
    pub sign_in: String,
    /// At the first step of a new one.
    pub left: Option<Left>,
    pub roles: Vec<RoleName>,
    /// Chosen until the reader chooses another.
    pub proposed_role: Option<RoleId>,
    /// The reader may make super-users.
    pub may_make_super_user: bool,
    /// The ways of adding that the reader may take.
    pub modes: Vec<AddMode>,
    /// At the confirm step only: the address has an account, whose names and password stay.
    pub existing_account: bool,
    /// The shortest password taken, in characters.
    pub password_min: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_undoes_next_on_every_way() {
        let modes = [(Some(AddMode::Add), false), (Some(AddMode::Invite), false), (Some(AddMode::Invite), true)];
        for (how, several) in modes {
            let entered = Entered { several, how, ..Entered::default() };
            for pair in entered.path().windows(2) {
                assert_eq!(entered.after(pair[0]), pair[1]);
                assert_eq!(entered.before(pair[1]), pair[0]);
            }
        }
    }

    #[test]
    fn pasted_addresses_are_split() {
        let text = "ana@a.example, Bea Lima <bea@a.example>; caio@a.example dora@a.example\r\n\n<eva@a.example>,";
        let found = ["ana@a.example", "bea@a.example", "caio@a.example", "dora@a.example", "eva@a.example"];
        assert_eq!(addresses(text), found);
        assert_eq!(addresses(" \n ,; "), Vec::<&str>::new());
    }

    #[test]
    fn wizard_steps_can_not_be_skipped() {
        let mut entered = Entered::default();
        assert_eq!(entered.furthest(), Step::Email);
        entered.email = "ana@example.com".into();
        entered.first_name = "Ana".into();
        entered.how = Some(AddMode::Add);
        assert_eq!(entered.furthest(), Step::Password);
        entered.has_password = true;
        assert_eq!(entered.furthest(), Step::Role);
    }
}
