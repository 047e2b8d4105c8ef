//! Adding a piece of long work.

use crate::db::{Tx, query};
use crate::{Actor, Context, Error, Membership, token_limits};
use model::ids::JobId;
use model::jobs::{JobKind, JobState};
use std::net::IpAddr;

pub(crate) struct NewJob {
    pub kind: JobKind,
    /// What is to be done, as the kind reads it.
    pub task: String,
    pub state: JobState,
    pub total: i64,
}

pub(crate) async fn add(ctx: &Context, tx: &mut Tx, membership: &Membership, new: NewJob) -> Result<JobId, Error> {
    let is_derived = matches!(new.kind, JobKind::Role | JobKind::Group);
    // Long work on people is someone's: whoever has started it sees it, goes on with it and stops it.
    if matches!(ctx.actor, Actor::WorkspaceToken { .. }) && !is_derived {
        return Err(Error::Forbidden);
    }
    let account = match (membership.account, ctx.token()) {
        (Some(account), _) => account,
        (None, Some(token)) => token_limits::maker(tx, token).await?.ok_or(Error::Forbidden)?,
        (None, None) => return Err(Error::SignedOut),
    };
    // What only brings derived columns up to date is as much as the verb has changed already, whatever becomes of the
    // token.
    let token = ctx.token().filter(|_| !is_derived);
    let id: JobId = ctx.id();
    query(
        "INSERT INTO jobs
             (id, workspace_id, account_id, kind, task, state, total, done, failed, position, address, lease_until, created_at,
              token_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, '', $8, 0, $9, $10)",
    )
    .bind(id)
    .bind(membership.workspace)
    .bind(account)
    .bind(new.kind.name())
    .bind(new.task)
    .bind(new.state.name())
    .bind(new.total)
    .bind(ctx.address.as_ref().map(IpAddr::to_string).unwrap_or_default())
    .bind(ctx.now())
    .bind(token)
    .run(tx)
    .await?;
    Ok(id)
}
