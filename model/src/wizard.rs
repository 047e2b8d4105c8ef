//! The add-user wizard (seed 002, "Create User"): e-mail, name, how to add, password (only when adding at once), role,
//! confirm. Its state is kept on the server in a draft, so it is the same with and without WASM.

use crate::Problem;
use crate::ids::{DraftId, MemberId, RoleId};
use crate::plans::Seats;
use crate::roles::RoleName;
use crate::users::RoleChoice;
use serde::{Deserialize, Serialize};

/// So many addresses can be invited at once.
pub const MAX_ADDRESSES: usize = 50;

/// A step of the wizard, in the order in which they are asked.
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
    /// One address, or many to invite at once.
    #[default]
    Email,
    /// First and last name.
    Name,
    /// Added at once, or invited.
    #[strum(serialize = "how")]
    AddMode,
    /// A password for them, typed or made by the system; only when they are added at once.
    Password,
    /// A role, or the flag of a super-user.
    Role,
    /// All that was entered, before it is done.
    Confirm,
    /// What came of it; not one of the steps that are asked.
    Done,
}

impl Step {
    const ALL: [Self; 7] =
        [Self::Email, Self::Name, Self::AddMode, Self::Password, Self::Role, Self::Confirm, Self::Done];

    /// The key in addresses and in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By the name that [`Step::name`] gives.
    pub fn named(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// How someone becomes a member.
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
    /// The value of the form's control, and the key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By the name that [`AddMode::name`] gives.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Add, Self::Invite].into_iter().find(|how| how.name() == name)
    }
}

/// What has been entered so far; the password only as the fact that there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and none excludes another")]
pub struct Entered {
    /// The address of the one person, unless many are invited; blank before it is entered.
    pub email: String,
    /// Many are invited at once, without names.
    pub several: bool,
    /// The addresses of many, each once, at most [`MAX_ADDRESSES`].
    pub emails: Vec<String>,
    /// Blank before it is entered.
    pub first_name: String,
    /// Blank before it is entered.
    pub last_name: String,
    /// None before it is chosen.
    pub how: Option<AddMode>,
    /// The way that is chosen until another one is.
    pub proposed_how: Option<AddMode>,
    /// A password was typed; its hash is kept with the draft.
    pub has_password: bool,
    /// The system makes the password, when the person has been added.
    pub generate: bool,
    /// The person must choose a new password at first sign-in.
    pub temporary: bool,
    /// None before it is chosen.
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

    /// The next step that is asked, [`Step::Confirm`] after the last.
    pub fn after(&self, step: Step) -> Step {
        self.path().into_iter().find(|next| *next > step).unwrap_or(Step::Confirm)
    }

    /// The step that was asked before, [`Step::Email`] before the first.
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
    /// One person is a member now.
    Added {
        /// The new member, for the address of their page.
        member: MemberId,
        /// First and last name, as the account has them.
        name: String,
        /// The address of the account.
        email: String,
        /// The address had an account, which keeps its name and password.
        existing: bool,
        /// The system has made the password, which is shown once.
        generated: bool,
    },
    /// Invitations were sent, or are to be handed over.
    Invited {
        /// With the link to hand over, where no mail carries it.
        invited: Vec<(String, Option<String>)>,
        /// Each address that was left out, and why.
        refused: Vec<(String, Problem)>,
    },
}

/// A draft that was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The draft, to go on with or to discard.
    pub draft: DraftId,
    /// Whom it would add; none where it can't be read any more: it can only be discarded.
    pub whom: Option<String>,
}

/// One step as the page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WizardView {
    /// None before the first step is answered.
    pub draft: Option<DraftId>,
    /// The step that is shown.
    pub step: Step,
    /// What has been answered up to now.
    pub entered: Entered,
    /// Shown once, with the answer that made the person.
    pub password: Option<String>,
    /// At the last step.
    pub made: Option<Made>,
    /// Where one signs in.
    pub sign_in: String,
    /// At the first step of a new one.
    pub left: Option<Left>,
    /// The roles that the reader can give.
    pub roles: Vec<RoleName>,
    /// Chosen until the reader chooses another.
    pub proposed_role: Option<RoleId>,
    /// The reader may make super-users.
    pub may_make_super_user: bool,
    /// The ways of adding that the reader may take.
    pub modes: Vec<AddMode>,
    /// At the confirm step only: the address has an account, whose names and password stay.
    pub existing_account: bool,
    /// At the confirm step only: invitations can go out from the reader's own mailbox.
    pub own_mailbox: bool,
    /// The shortest password taken, in characters.
    pub password_min: u32,
    /// The seats that are left; none where there are as many as one likes.
    pub seats: Option<Seats>,
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
