//! Typed ids: a role's id can't be passed where a member's is meant.
//!
//! All are UUIDs (version 7 where we make them, RFC 9562), written in the hyphenated lower-case form.

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
    /// A key on someone's device that signs them in.
    PasskeyId,
    /// An e-mail domain that a workspace says is its own.
    DomainId,
}
