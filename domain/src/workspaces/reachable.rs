//! The workspaces that a program can act in.

use crate::db::query;
use crate::{Context, Error, stored};
use model::ids::WorkspaceId;
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
    let account = ctx.account_or_token()?;
    let mut tx = ctx.read().await?;
    let rows: Vec<(Uuid, String, String, Option<String>)> = query(
        "SELECT w.id, w.slug, w.name, w.picture FROM members m JOIN workspaces w ON w.id = m.workspace_id
         WHERE m.account_id = $1 AND m.status = 'active' AND (m.ends_at IS NULL OR m.ends_at > $2) AND w.deleted_at IS NULL
           AND m.verify_email_key IS NULL AND w.slug > $3
           AND ($4 IS NULL OR EXISTS (SELECT 1 FROM tokens t WHERE t.id = $4 AND t.all_workspaces)
                OR EXISTS (SELECT 1 FROM token_workspaces x WHERE x.token_id = $4 AND x.workspace_id = w.id))
         ORDER BY w.slug LIMIT $5",
    )
    .bind(account)
    .bind(ctx.now())
    .bind(after)
    .bind(ctx.token())
    .bind(i64::from(limit))
    .all(&mut tx)
    .await?;
    let workspace = |(id, slug, name, picture): (Uuid, String, String, Option<String>)| {
        Ok(ReachableWorkspace { id: id.into(), slug, name, picture: stored::picture(picture)? })
    };
    rows.into_iter().map(workspace).collect()
}
