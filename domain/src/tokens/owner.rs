//! Whose a token is: an account's or a workspace's.

use crate::db::{Tx, query};
use crate::{Error, audit, links};
use model::ids::{AccountId, TokenId, WorkspaceId};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenOwner {
    /// A personal token.
    Account(AccountId),
    /// One of the workspace's own.
    Workspace(WorkspaceId),
}

impl TokenOwner {
    /// From a row's two columns, of which one is filled.
    pub(super) fn of(account: Option<Uuid>, workspace: Option<Uuid>) -> Option<Self> {
        let account = account.map(|id| Self::Account(id.into()));
        account.or_else(|| workspace.map(|id| Self::Workspace(id.into())))
    }

    /// The column of `tokens` that its id stands in.
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Account(_) => "account_id",
            Self::Workspace(_) => "workspace_id",
        }
    }

    pub(super) fn id(self) -> Uuid {
        match self {
            Self::Account(id) => id.0,
            Self::Workspace(id) => id.0,
        }
    }

    pub(super) fn account(self) -> Option<AccountId> {
        match self {
            Self::Account(id) => Some(id),
            Self::Workspace(_) => None,
        }
    }

    pub(super) fn workspace(self) -> Option<WorkspaceId> {
        match self {
            Self::Account(_) => None,
            Self::Workspace(id) => Some(id),
        }
    }

    /// One change of its tokens at a time: their number is limited, and none is rotated twice.
    pub(super) async fn lock(self, tx: &mut Tx) -> Result<(), Error> {
        match self {
            Self::Account(id) => {
                links::lock_account(tx, id).await?;
            }
            Self::Workspace(id) => {
                let select = format!("SELECT version FROM workspaces WHERE id = $1{}", tx.for_update());
                let _: Option<(i64,)> = query(select).bind(id).optional(tx).await?;
            }
        }
        Ok(())
    }

    /// What happens to one of its tokens: of an account that is a matter of the account's.
    pub(super) fn event(self, action: audit::Action, token: TokenId, description: &str) -> audit::Event {
        match self {
            Self::Account(id) => audit::Event::new(action).target(id, description),
            Self::Workspace(id) => audit::Event::new(action).within(id).target(token, description),
        }
    }
}
