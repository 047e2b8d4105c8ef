//! What stands around every page: where its reader can go, and where they are. "Last active" is noted here.

use crate::clock::micros;
use crate::db::query;
use crate::lab::{PageFeatures, page_features};
use crate::workspaces::mine_in;
use crate::{Context, Error, Membership, best_effort};
use model::ids::MemberId;
use model::workspaces::WorkspaceLink;
use std::time::Duration;

/// How exact "last active" is, so that a page view rarely writes.
const LAST_ACTIVE_RESOLUTION: Duration = Duration::from_mins(5);

/// What a page is drawn with, whichever it is.
#[derive(Debug)]
pub struct PageShell {
    /// The actor's workspaces that are open to them, most recently used first.
    pub workspaces: Vec<WorkspaceLink>,
    /// Their place in the workspace that the page is of, or what keeps them out of it; none: it is of no workspace.
    pub here: Result<Option<Membership>, Error>,
    /// What Lab brings them here.
    pub features: PageFeatures,
}

/// What stands around a page of this workspace, or of none, for the actor; notes that they were here. One transaction that
/// reads, and a write every five minutes at most.
pub async fn page_shell(ctx: &Context, slug: Option<&str>) -> Result<PageShell, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let workspaces = mine_in(ctx, &mut tx, account).await?;
    let entry = match slug {
        Some(slug) => ctx.membership_and_last_active(&mut tx, slug).await.map(Some),
        None => Ok(None),
    };
    let features = page_features(ctx, &mut tx, account, slug).await?;
    drop(tx);
    if let Ok(Some((Membership { member: Some(member), .. }, last_active_at))) = &entry
        && *last_active_at < ctx.now() - micros(LAST_ACTIVE_RESOLUTION)
    {
        best_effort(write_last_active(ctx, *member).await, "that someone is active")?;
    }
    Ok(PageShell { workspaces, here: entry.map(|entry| entry.map(|(membership, _)| membership)), features })
}

async fn write_last_active(ctx: &Context, member: MemberId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    query("UPDATE members SET last_active_at = $2 WHERE id = $1").bind(member).bind(ctx.now()).run(&mut tx).await?;
    Ok(tx.commit().await?)
}
