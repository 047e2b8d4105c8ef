//! E-mailed, single-use, expiring offers to become a member.

use crate::accounts::Password;
use crate::fields::{FieldErrors, Fields, MAX_LINE, line};
use crate::ids::InvitationId;
use crate::page::When;
use serde::{Deserialize, Serialize};

/// How far its mail has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Delivery {
    /// No mail server is set up: the link is to be copied.
    Unsent,
    Queued,
    Sent,
    /// Tried and not taken; will be tried again.
    Retrying,
    /// Refused for good, or tried too often.
    Failed,
}

impl Delivery {
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Which of the open invitations are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum InvitationState {
    /// Their links work, and nothing is known to be wrong with the mail.
    Pending,
    Failed,
    Expired,
}

impl InvitationState {
    pub const ALL: [Self; 3] = [Self::Pending, Self::Failed, Self::Expired];

    pub fn name(self) -> &'static str {
        self.into()
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A page of the list, narrowed to some.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationsQuery {
    /// A part of the address.
    pub email: String,
    pub state: Option<InvitationState>,
    /// The last one of the page before.
    pub after: Option<InvitationId>,
}

impl InvitationsQuery {
    pub fn is_narrowed(&self) -> bool {
        !self.email.is_empty() || self.state.is_some()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    pub id: InvitationId,
    pub email: String,
    pub name: String,
    pub role: String,
    pub inviter: String,
    pub sent: When,
    pub expires: When,
    pub expired: bool,
    pub delivery: Delivery,
    /// Why its mail has not been taken, as the mail server said it.
    pub failure: Option<String>,
    /// The link to hand over, where no mail server is set up and the reader may invite.
    pub link: Option<String>,
}

/// What the holder of a link is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// A new account: names and a password are asked.
    Open {
        workspace: String,
        inviter: String,
        email: String,
        first_name: String,
        last_name: String,
    },
    /// The address has an account and its holder is signed in: one button.
    Join {
        workspace: String,
        inviter: String,
        email: String,
        /// Others may know how to sign in to it: a new password is due, and all else that signs in goes.
        new_password: bool,
    },
    /// The address has an account: sign in first.
    SignInFirst {
        workspace: String,
        inviter: String,
        email: String,
    },
    /// Signed in as someone else.
    SomeoneElse {
        workspace: String,
        email: String,
        signed_in_as: String,
    },
    Accepted,
    Expired {
        inviter: String,
    },
    Revoked,
    /// Whoever invited may no longer give what it gives.
    Lapsed,
    /// Altered, mistyped, or replaced by a newer link.
    Unknown,
}

/// What becomes of the open invitations of someone who is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Succession {
    /// Whoever removes them invites in their place; what they could not give is revoked.
    TakeOver,
    Revoke,
}

impl Succession {
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// As the form has it; where nothing was chosen, nobody who was invited is let down.
    pub fn parse(fields: &Fields) -> Self {
        if fields.get("invitations") == Self::Revoke.name() { Self::Revoke } else { Self::TakeOver }
    }
}

/// The open invitations of someone who is about to be removed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenInvitationsView {
    pub count: i64,
    /// The addresses of the newest.
    pub emails: Vec<String>,
    pub choices: Vec<Succession>,
}

/// What a newcomer fills in to accept.
#[derive(Clone, Debug)]
pub struct Accept {
    pub first_name: String,
    pub last_name: String,
    pub password: Password,
}

impl Accept {
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let first_name = errors.take("first_name", line(fields.get("first_name"), MAX_LINE));
        let last_name = errors.take("last_name", line(fields.get("last_name"), MAX_LINE));
        let password = Password::chosen(fields, &mut errors);
        errors.into_result()?;
        Ok(Self { first_name: first_name.unwrap_or_default(), last_name: last_name.unwrap_or_default(), password })
    }
}
