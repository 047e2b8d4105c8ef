//! Typed ids: a role's id can't be passed where a member's is meant.
//!
//! Those of rows are UUIDs (version 7 where we make them, RFC 9562), written in the hyphenated lower-case form.

use crate::Problem;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// One person's identity, in all workspaces.
    AccountId,
    /// A tenant.
    WorkspaceId,
    /// An account's link to a workspace; what the page calls a user.
    MemberId,
    /// A named set of permissions in one workspace.
    RoleId,
    /// An e-mailed offer to become a member.
    InvitationId,
    /// One signed-in browser.
    SessionId,
    /// What someone has entered so far in the wizard.
    DraftId,
    /// A piece of long work.
    JobId,
    /// People who hold roles together.
    GroupId,
    /// A saved view of a list.
    ViewId,
    /// A workspace's identity provider.
    IdentityProviderId,
    /// An account's link to a service of others.
    ConnectionId,
    /// What is asked of such a service, however often it is tried.
    TransactionId,
    /// A key on someone's device that signs them in.
    PasskeyId,
    /// An e-mail domain that a workspace says is its own.
    DomainId,
    /// A personal access token.
    TokenId,
    /// An address that is told of what happens in a workspace.
    WebhookId,
    /// What such an address is told of: an event of the audit, or a test.
    EventId,
    /// Credits that were given at once.
    GrantId,
    /// Credits that are reserved.
    HoldId,
    /// A line of a workspace's ledger of credits.
    EntryId,
    /// What such lines belong together by.
    MovementId,
    /// A limit of the credits used in a month.
    CapId,
    /// Someone's wish for credits.
    CreditRequestId,
}

/// The id of one stored picture, 128 random bits: whoever knows it may see the picture, and another picture has another
/// id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PictureId(String);

impl PictureId {
    /// Written as 32 hexadecimal digits.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// 32 hexadecimal digits in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PictureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PictureId {
    type Err = Problem;

    /// Anything of another shape is none: it never becomes the name of a file.
    fn from_str(text: &str) -> Result<Self, Problem> {
        let right = text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if right { Ok(Self(text.to_owned())) } else { Err(Problem::NotAChoice) }
    }
}
