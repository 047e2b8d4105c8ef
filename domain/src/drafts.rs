//! What someone has entered so far in the wizard, kept for a day on the server: the password only as its hash.

use crate::clock::{Micros, micros};
use crate::db::{Tx, contains, query};
use crate::{Context, Error, Membership, stored};
use model::Problem;
use model::ids::{AccountId, DraftId, InvitationId, MemberId, WorkspaceId};
use model::wizard::Entered;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use uuid::Uuid;

const DRAFT_TTL: Duration = Duration::from_hours(24);

#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub id: DraftId,
    pub entered: Entered,
    pub password_hash: Option<String>,
    pub outcome: Option<Outcome>,
}

/// What confirming made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Someone is a member now.
    Added {
        /// Their membership.
        member: MemberId,
        /// The address had an account already: its name and password stay (product rule 2).
        existing: bool,
        /// The system made the password: it was shown with the answer, and is kept nowhere.
        #[serde(default)]
        generated: bool,
    },
    /// One person is invited.
    Invited {
        /// The invitation that was sent.
        invitation: InvitationId,
    },
    /// Several, with those who could not be.
    InvitedAll {
        /// Those that were sent.
        invitations: Vec<InvitationId>,
        /// The addresses that were not invited, each with why.
        refused: Vec<(String, Problem)>,
    },
}

impl Draft {
    pub(crate) fn new(ctx: &Context) -> Self {
        Self { id: ctx.id(), entered: Entered::default(), password_hash: None, outcome: None }
    }

    /// The actor's own draft of this workspace; anyone else's is not there.
    pub(crate) async fn load(ctx: &Context, tx: &mut Tx, membership: &Membership, id: DraftId) -> Result<Self, Error> {
        Self::read(ctx, tx, membership, id, "").await
    }

    /// The same, locked until the transaction ends: two who confirm one draft go one after the other.
    pub(crate) async fn lock(ctx: &Context, tx: &mut Tx, membership: &Membership, id: DraftId) -> Result<Self, Error> {
        let lock = tx.for_update();
        Self::read(ctx, tx, membership, id, lock).await
    }

    async fn read(ctx: &Context, tx: &mut Tx, membership: &Membership, id: DraftId, lock: &str) -> Result<Self, Error> {
        let row: Option<(String, Option<String>, Option<String>)> = query(format!(
            "SELECT entered, password_hash, outcome FROM drafts
             WHERE id = $1 AND workspace_id = $2 AND account_id = $3 AND expires_at > $4{lock}"
        ))
        .bind(id)
        .bind(membership.workspace)
        .bind(membership.account)
        .bind(ctx.now())
        .optional(tx)
        .await?;
        let (entered, password_hash, outcome) = row.ok_or(Error::NotFound)?;
        Ok(Self {
            id,
            entered: stored::read(&entered, "a draft")?,
            password_hash,
            outcome: outcome.map(|json| stored::read(&json, "a draft's outcome")).transpose()?,
        })
    }

    /// The newest that the actor has left in this workspace: its id, and what was entered; none where that can't be
    /// read, which is logged.
    pub(crate) async fn last_left(
        ctx: &Context,
        tx: &mut Tx,
        membership: &Membership,
    ) -> Result<Option<(DraftId, Option<Entered>)>, Error> {
        let row: Option<(Uuid, String)> = query(
            "SELECT id, entered FROM drafts
             WHERE workspace_id = $1 AND account_id = $2 AND outcome IS NULL AND expires_at > $3 ORDER BY id DESC LIMIT 1",
        )
        .bind(membership.workspace)
        .bind(membership.account)
        .bind(ctx.now())
        .optional(tx)
        .await?;
        Ok(row.map(|(id, entered)| (id.into(), stored::read(&entered, "a draft").ok())))
    }

    pub(crate) async fn discard(tx: &mut Tx, membership: &Membership, id: DraftId) -> Result<(), Error> {
        query("DELETE FROM drafts WHERE id = $1 AND workspace_id = $2 AND account_id = $3 AND outcome IS NULL")
            .bind(id)
            .bind(membership.workspace)
            .bind(membership.account)
            .run(tx)
            .await?;
        Ok(())
    }

    pub(crate) async fn save(&self, ctx: &Context, tx: &mut Tx, membership: &Membership) -> Result<(), Error> {
        query(
            "INSERT INTO drafts (id, workspace_id, account_id, entered, password_hash, outcome, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (id) DO UPDATE
             SET entered = excluded.entered, password_hash = excluded.password_hash, outcome = excluded.outcome",
        )
        .bind(self.id)
        .bind(membership.workspace)
        .bind(membership.account.ok_or(Error::SignedOut)?)
        .bind(stored::written(&self.entered, "a draft")?)
        .bind(self.password_hash.clone())
        .bind(self.outcome.as_ref().map(|outcome| stored::written(outcome, "a draft's outcome")).transpose()?)
        .bind(ctx.now() + micros(DRAFT_TTL))
        .run(tx)
        .await?;
        Ok(())
    }
}

/// Deletes those whose day is over.
pub(crate) async fn sweep(tx: &mut Tx, now: Micros) -> Result<(), Error> {
    query("DELETE FROM drafts WHERE expires_at <= $1").bind(now).run(tx).await?;
    Ok(())
}

/// Deletes what an account has entered, and what others have entered of its address.
pub(crate) async fn erase_account(tx: &mut Tx, account: AccountId, email_key: &str) -> Result<(), Error> {
    query("DELETE FROM drafts WHERE account_id = $1 OR LOWER(entered) LIKE $2 ESCAPE '!'")
        .bind(account)
        .bind(contains(email_key))
        .run(tx)
        .await?;
    Ok(())
}

/// Deletes what was entered in a workspace.
pub(crate) async fn erase_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    query("DELETE FROM drafts WHERE workspace_id = $1").bind(workspace).run(tx).await?;
    Ok(())
}
