//! Totals, kept beside the rows they count: a list of a million never counts itself.

use crate::clock::DAY;
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::ids::WorkspaceId;
use model::users::Status;

/// What is counted, in each workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Counter {
    /// Those who can come in; the only counter with a history.
    #[strum(serialize = "members.active")]
    ActiveMembers,
    /// Those who were suspended.
    #[strum(serialize = "members.suspended")]
    SuspendedMembers,
    /// Invitations that are neither accepted nor revoked, expired ones too.
    #[strum(serialize = "invitations.pending")]
    PendingInvitations,
    /// Those who were removed and can be restored.
    #[strum(serialize = "members.removed")]
    RemovedMembers,
}

impl Counter {
    fn name(self) -> &'static str {
        self.into()
    }
}

/// Adds to a counter, in the transaction that adds the rows. How the number of members went, day by day, is kept too,
/// with how many joined and how many went.
pub async fn count(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId, counter: Counter, by: i64) -> Result<(), Error> {
    add(tx, workspace, counter, by).await?;
    if counter == Counter::ActiveMembers { note_day(ctx, tx, workspace, by, by.max(0)).await } else { Ok(()) }
}

/// The same for someone who comes back, and so does not join anew.
pub(crate) async fn count_return(
    ctx: &Context,
    tx: &mut Tx,
    workspace: WorkspaceId,
    counter: Counter,
) -> Result<(), Error> {
    add(tx, workspace, counter, 1).await?;
    if counter == Counter::ActiveMembers { note_day(ctx, tx, workspace, 1, 0).await } else { Ok(()) }
}

async fn add(tx: &mut Tx, workspace: WorkspaceId, counter: Counter, by: i64) -> Result<(), Error> {
    query(
        "INSERT INTO counters (workspace_id, name, value) VALUES ($1, $2, $3)
         ON CONFLICT (workspace_id, name) DO UPDATE SET value = counters.value + excluded.value",
    )
    .bind(workspace)
    .bind(counter.name())
    .bind(by)
    .run(tx)
    .await?;
    Ok(())
}

async fn note_day(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId, by: i64, joined: i64) -> Result<(), Error> {
    query(
        "INSERT INTO member_days (workspace_id, day, change, joined, went) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, day) DO UPDATE SET change = member_days.change + excluded.change,
             joined = member_days.joined + excluded.joined, went = member_days.went + excluded.went",
    )
    .bind(workspace)
    .bind(ctx.now() / DAY)
    .bind(by)
    .bind(joined)
    .bind(by.min(0).saturating_neg())
    .run(tx)
    .await?;
    Ok(())
}

/// The counter of those who stand so.
pub fn counter_of(status: Status) -> Counter {
    match status {
        Status::Active => Counter::ActiveMembers,
        Status::Suspended => Counter::SuspendedMembers,
        Status::Invited | Status::Expired => Counter::PendingInvitations,
        Status::Removed => Counter::RemovedMembers,
    }
}

/// What all counters of a workspace stand at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemberCounts {
    active: i64,
    suspended: i64,
    pending: i64,
    removed: i64,
}

impl MemberCounts {
    /// In one query.
    pub async fn of(tx: &mut Tx, workspace: WorkspaceId) -> Result<Self, Error> {
        let rows: Vec<(String, i64)> =
            query("SELECT name, value FROM counters WHERE workspace_id = $1").bind(workspace).all(tx).await?;
        let value =
            |counter: Counter| rows.iter().find(|(name, _)| name == counter.name()).map_or(0, |(_, value)| *value);
        Ok(Self {
            active: value(Counter::ActiveMembers),
            suspended: value(Counter::SuspendedMembers),
            pending: value(Counter::PendingInvitations),
            removed: value(Counter::RemovedMembers),
        })
    }

    /// What this one stands at.
    pub fn get(&self, counter: Counter) -> i64 {
        match counter {
            Counter::ActiveMembers => self.active,
            Counter::SuspendedMembers => self.suspended,
            Counter::PendingInvitations => self.pending,
            Counter::RemovedMembers => self.removed,
        }
    }

    /// Everyone whom the workspace has, those invited and those removed too.
    pub fn everyone(&self) -> i64 {
        self.active + self.suspended + self.pending + self.removed
    }
}
