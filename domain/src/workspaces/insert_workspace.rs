//! A new workspace, with its built-in roles.

use crate::db::{Tx, query};
use crate::{Context, Error, Membership, roles};
use model::ids::WorkspaceId;
use model::permissions::Permissions;

/// Makes a workspace; none if the slug is taken. Answers its founder's membership.
pub async fn insert_workspace(ctx: &Context, tx: &mut Tx, name: &str, slug: &str) -> Result<Option<Membership>, Error> {
    let id: WorkspaceId = ctx.id();
    let made = query(
        "INSERT INTO workspaces (id, slug, name, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (slug) DO NOTHING",
    )
    .bind(id)
    .bind(slug)
    .bind(name)
    .bind(ctx.now())
    .run(tx)
    .await?;
    if made == 0 {
        return Ok(None);
    }
    roles::insert_builtin(ctx, tx, id).await?;
    Ok(Some(Membership {
        workspace: id,
        slug: slug.to_owned(),
        name: name.to_owned(),
        account: None,
        member: None,
        super_user: true,
        owner: true,
        owner_id: None,
        permissions: Permissions::all(),
    }))
}
