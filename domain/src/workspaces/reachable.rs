//! The workspaces that a program can act in.

use crate::db::query;
use crate::token_limits::{allowed_sql, reaches_sql};
use crate::{Actor, Context, Error, stored};
use model::ids::{TokenId, WorkspaceId};
use model::pictures::PictureId;
use uuid::Uuid;

/// One of them.
#[derive(Clone, Debug)]
pub struct ReachableWorkspace {
    /// The workspace.
    pub id: WorkspaceId,
    /// The key in addresses.
    pub slug: String,
    /// As people read it.
    pub name: String,
    /// None: an initial is shown.
    pub picture: Option<PictureId>,
}

/// Those of the actor's that are open to them, and that the token reaches where they act by one; by slug, at most
/// `limit` after this one.
pub async fn reachable(ctx: &Context, after: &str, limit: u32) -> Result<Vec<ReachableWorkspace>, Error> {
    if let Actor::WorkspaceToken { id, .. } = ctx.actor {
        return of_workspace_token(ctx, id, after).await;
    }
    let account = ctx.account_or_token()?;
    let mut tx = ctx.read().await?;
    let rows: Vec<ReachableRow> = query(format!(
        "SELECT w.id, w.slug, w.name, w.picture FROM members m JOIN workspaces w ON w.id = m.workspace_id
         WHERE m.account_id = $1 AND m.status = 'active' AND (m.ends_at IS NULL OR m.ends_at > $2) AND w.deleted_at IS NULL
           AND m.verify_email_key IS NULL AND w.slug > $3
           AND ($4 IS NULL OR EXISTS (SELECT 1 FROM tokens t WHERE t.id = $4 AND {}))
         ORDER BY w.slug LIMIT $5",
        reaches_sql()
    ))
    .bind(account)
    .bind(ctx.now())
    .bind(after)
    .bind(ctx.token())
    .bind(i64::from(limit))
    .all(&mut tx)
    .await?;
    rows.into_iter().map(workspace).collect()
}

type ReachableRow = (Uuid, String, String, Option<String>);

fn workspace((id, slug, name, picture): ReachableRow) -> Result<ReachableWorkspace, Error> {
    Ok(ReachableWorkspace { id: id.into(), slug, name, picture: stored::picture(picture)? })
}

/// The one that it belongs to, if that allows it.
async fn of_workspace_token(ctx: &Context, token: TokenId, after: &str) -> Result<Vec<ReachableWorkspace>, Error> {
    let row: Option<ReachableRow> = query(format!(
        "SELECT w.id, w.slug, w.name, w.picture FROM tokens t JOIN workspaces w ON w.id = t.workspace_id
         WHERE t.id = $1 AND w.deleted_at IS NULL AND w.slug > $2 AND {}",
        allowed_sql()
    ))
    .bind(token)
    .bind(after)
    .optional(&mut ctx.read().await?)
    .await?;
    row.into_iter().map(workspace).collect()
}
