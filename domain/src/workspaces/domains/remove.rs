//! A domain is the workspace's own no longer.

use super::find;
use crate::db::query;
use crate::{Context, Error, audit};
use model::ids::DomainId;
use model::permissions::Permission;

/// Needs `settings:write`. Whoever has joined by it stays.
pub async fn remove(ctx: &Context, slug: &str, id: DomainId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    let row = find(&mut tx, &membership, id).await?;
    query("DELETE FROM workspace_domains WHERE id = $1").bind(id).run(&mut tx).await?;
    audit::Event::new(audit::Action::DomainRemove)
        .within(membership.workspace)
        .target(id, &row.domain)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
