//! Adding a piece of long work.

use crate::db::{Tx, query};
use crate::{Context, Error, Membership};
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
    // A job acts with all rights of its account, and a token may have fewer: those that only bring derived columns up
    // to date are as much as the verb has changed already.
    if ctx.token().is_some() && matches!(new.kind, JobKind::Bulk | JobKind::Import) {
        return Err(Error::Forbidden);
    }
    let id: JobId = ctx.id();
    query(
        "INSERT INTO jobs
             (id, workspace_id, account_id, kind, task, state, total, done, failed, position, address, lease_until, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, '', $8, 0, $9)",
    )
    .bind(id)
    .bind(membership.workspace)
    .bind(membership.account.ok_or(Error::SignedOut)?)
    .bind(new.kind.name())
    .bind(new.task)
    .bind(new.state.name())
    .bind(new.total)
    .bind(ctx.address.as_ref().map(IpAddr::to_string).unwrap_or_default())
    .bind(ctx.now())
    .run(tx)
    .await?;
    Ok(id)
}
