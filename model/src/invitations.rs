//! E-mailed, single-use, expiring offers to become a member.

use crate::accounts::{Password, names};
use crate::fields::{FieldErrors, Fields};
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
    /// In the outbox, not tried yet.
    Queued,
    /// A mail server has taken it.
    Sent,
    /// Tried and not taken; will be tried again.
    Retrying,
    /// Refused for good, or tried too often.
    Failed,
    /// The sender's own mailbox gave no answer: it may have gone out.
    Unknown,
}

/// What becomes of a mail that may have gone out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum UnknownDelivery {
    /// It is sent again from the sender's own mailbox.
    OwnMailbox,
    /// It is sent again by the mail server.
    Roster,
    /// It has arrived.
    Arrived,
}

impl UnknownDelivery {
    /// In the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::OwnMailbox, Self::Roster, Self::Arrived];

    /// The value of the form's control, and the key in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Delivery {
    /// The key in the catalogues.
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
    /// Their mail was refused for good, or tried too often; the links work.
    Failed,
    /// Their time is over.
    Expired,
}

impl InvitationState {
    /// In the order of the filter.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Failed, Self::Expired];

    /// The key in addresses and in the catalogues.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// By the key that [`InvitationState::name`] gives.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A page of the list, narrowed to some.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationsQuery {
    /// A part of the address.
    pub email: String,
    /// Only these; none: all that are open.
    pub state: Option<InvitationState>,
    /// The last one of the page before.
    pub after: Option<InvitationId>,
    /// How many a page has; none: as many as the page shows.
    #[serde(default)]
    pub size: Option<u32>,
}

impl InvitationsQuery {
    /// Something limits which invitations are shown; the cursor alone does not.
    pub fn is_narrowed(&self) -> bool {
        !self.email.is_empty() || self.state.is_some()
    }
}

/// An open invitation in the list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationRow {
    /// The invitation; newer ones sort after older ones.
    pub id: InvitationId,
    /// The address that is invited.
    pub email: String,
    /// First and last name; blank where several were invited at once.
    pub name: String,
    /// The role it gives, or "Super-user", in the reader's language.
    pub role: String,
    /// The name of whoever sent it.
    pub inviter: String,
    /// When it was sent, or sent again.
    pub sent: When,
    /// Until when its link works.
    pub expires: When,
    /// That moment has passed.
    pub expired: bool,
    /// How far its mail has come.
    pub delivery: Delivery,
    /// Why its mail has not been taken, as the mail server said it.
    pub failure: Option<String>,
    /// The link to hand over, where no mail server is set up and the reader may invite.
    pub link: Option<String>,
    /// The reader has sent it.
    pub own: bool,
}

/// What the holder of a link is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// A new account: names and a password are asked.
    Open {
        /// The name of the workspace.
        workspace: String,
        /// The name of whoever sent the invitation.
        inviter: String,
        /// The address that is invited, which the new account gets.
        email: String,
        /// As the inviter typed it, to be corrected; may be blank.
        first_name: String,
        /// As the inviter typed it, to be corrected; may be blank.
        last_name: String,
    },
    /// The address has an account and its holder is signed in: one button.
    Join {
        /// The name of the workspace.
        workspace: String,
        /// The name of whoever sent the invitation.
        inviter: String,
        /// The address that is invited, which the account has.
        email: String,
        /// Others may know how to sign in to it: a new password is due, and all else that signs in goes.
        new_password: bool,
    },
    /// The address has an account: sign in first.
    SignInFirst {
        /// The name of the workspace.
        workspace: String,
        /// The name of whoever sent the invitation.
        inviter: String,
        /// The address that is invited.
        email: String,
    },
    /// Signed in as someone else.
    SomeoneElse {
        /// The name of the workspace.
        workspace: String,
        /// The address that is invited.
        email: String,
        /// The address of the account that is signed in.
        signed_in_as: String,
    },
    /// The link was used.
    Accepted,
    /// The time of the link is over.
    Expired {
        /// The name of whoever sent the invitation, who can send it again.
        inviter: String,
    },
    /// The invitation was withdrawn.
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
    /// They are withdrawn; their links stop working.
    Revoke,
}

impl Succession {
    /// The value of the form's control, and the key in the catalogues.
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
    /// How many there are; those that have expired don't count.
    pub count: i64,
    /// The addresses of the newest.
    pub emails: Vec<String>,
    /// What the reader has the permissions to do with them.
    pub choices: Vec<Succession>,
}

/// What a newcomer fills in to accept.
#[derive(Clone, Debug)]
pub struct Accept {
    /// At most [`crate::fields::MAX_LINE`] characters.
    pub first_name: String,
    /// At most [`crate::fields::MAX_LINE`] characters; blank for people with one name.
    pub last_name: String,
    /// Typed twice; its strength is judged by the domain.
    pub password: Password,
}

impl Accept {
    /// `first_name`, `last_name`, and the password twice.
    pub fn parse(fields: &Fields) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let (first_name, last_name) = names(fields, &mut errors);
        let password = Password::chosen(fields, &mut errors);
        errors.into_result()?;
        Ok(Self { first_name, last_name, password })
    }
}
