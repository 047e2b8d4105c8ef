//! Who acts, and what entitles them to.

use model::ids::{AccountId, SessionId, TokenId, WorkspaceId};
use std::fmt;

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody is signed in.
    Nobody,
    /// Someone signed in, or whoever acts in their name.
    Account(Principal),
    /// The password was right, the code of the second factor is still to be given. Being nobody's account, it opens
    /// nothing.
    FactorDue {
        /// Whose password it was.
        account: AccountId,
        /// The session that waits for the code.
        session: SessionId,
    },
    /// A program with a token of a workspace's own: nobody's account. What it may do is read with each verb.
    WorkspaceToken {
        /// The token, which the database has to know still.
        id: TokenId,
        /// The one workspace that it reaches.
        workspace: WorkspaceId,
    },
    /// The operator, at the machine itself.
    Operator,
}

/// An account that acts, and what entitles it to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Who acts.
    pub account: AccountId,
    /// What entitles them to.
    pub via: Via,
}

/// What an account acts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// A signed-in browser; `must_choose_password` refuses everything but choosing one.
    Session {
        /// The session, which the database has to know still.
        id: SessionId,
        /// The password is a temporary one.
        must_choose_password: bool,
    },
    /// A program with a personal access token. What it may do is read with each verb: [`crate::Context::membership`].
    Token {
        /// The token, which the database has to know still.
        id: TokenId,
    },
    /// Long work that the account has started.
    Job,
    /// The operator, in the account's name: `roster seed` adds people as the workspace's super-user.
    Operator,
}

impl Actor {
    /// The holder of a session who need not choose a password first.
    pub fn in_session(account: AccountId, id: SessionId) -> Self {
        Self::Account(Principal { account, via: Via::Session { id, must_choose_password: false } })
    }

    /// The account that acts; none while its second factor is due.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Account(principal) => Some(principal.account),
            Self::Nobody | Self::FactorDue { .. } | Self::WorkspaceToken { .. } | Self::Operator => None,
        }
    }

    /// The session that acts; none while its second factor is due.
    pub fn session(&self) -> Option<SessionId> {
        match self {
            Self::Account(Principal { via: Via::Session { id, .. }, .. }) => Some(*id),
            Self::Account(_) | Self::Nobody | Self::FactorDue { .. } | Self::WorkspaceToken { .. } | Self::Operator => {
                None
            }
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => f.write_str("nobody"),
            Self::Account(Principal { account, .. }) | Self::FactorDue { account, .. } => account.fmt(f),
            Self::WorkspaceToken { id, .. } => write!(f, "token {id}"),
            Self::Operator => f.write_str("operator"),
        }
    }
}
