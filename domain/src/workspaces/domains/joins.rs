//! Whether those who have an address at a domain may join.

use super::find;
use crate::db::query;
use crate::workspaces::settings::default_role;
use crate::{Context, Error, audit, roles};
use model::Problem;
use model::ids::DomainId;
use model::permissions::Permission;
use model::users::RoleChoice;

/// Needs `settings:write`; to open it, `users:write`, a domain that is verified, and everything that the default role allows:
/// whoever joins gets it.
pub async fn set_joins(ctx: &Context, slug: &str, id: DomainId, joins: bool) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::SETTINGS_WRITE)?;
    let row = find(&mut tx, &seat, id).await?;
    if joins {
        seat.require(Permission::USERS_WRITE)?;
        if row.verified_at.is_none() {
            return Err(Error::at("domain", Problem::NotProven));
        }
        let role = default_role(&mut tx, seat.workspace).await?;
        roles::grantable(&mut tx, &seat, RoleChoice::Role(role)).await?;
    }
    if row.joins == joins {
        return Ok(());
    }
    query("UPDATE workspace_domains SET joins = $2 WHERE id = $1").bind(id).bind(joins).run(&mut tx).await?;
    audit::Event::new("domain.joins")
        .within(seat.workspace)
        .target(id, &row.domain)
        .before(&row.joins)
        .after(&joins)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
