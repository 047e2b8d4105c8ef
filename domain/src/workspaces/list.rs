//! The workspaces that one belongs to.

use crate::db::query;
use crate::{Context, Error};
use model::workspaces::WorkspaceLink;

/// The switcher holds no more than this.
const SHOWN: i64 = 100;

/// The actor's workspaces, most recently used first.
pub async fn mine(ctx: &Context) -> Result<Vec<WorkspaceLink>, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let rows: Vec<(String, String)> = query(
        "SELECT w.slug, w.name FROM members m JOIN workspaces w ON w.id = m.workspace_id
         WHERE m.account_id = $1 AND m.status = 'active' AND (m.ends_at IS NULL OR m.ends_at > $3)
         ORDER BY m.last_active_at DESC, w.slug LIMIT $2",
    )
    .bind(account)
    .bind(SHOWN)
    .bind(ctx.now())
    .all(&mut tx)
    .await?;
    Ok(rows.into_iter().map(|(slug, name)| WorkspaceLink { slug, name }).collect())
}
