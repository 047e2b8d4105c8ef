//! Whether those who have an address at a domain may join.

use super::find;
use crate::db::query;
use crate::members::roles;
use crate::members::roles::default_role;
use crate::{Context, Error, audit};
use model::Problem;
use model::ids::DomainId;
use model::permissions::Permission;
use model::users::RoleChoice;

/// Needs `settings:write`; to open it, `users:write`, a domain that is verified, and everything that the default role
/// allows: whoever joins gets it.
pub async fn set_auto_join(ctx: &Context, slug: &str, id: DomainId, auto_join: bool) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    let row = find(&mut tx, &membership, id).await?;
    if auto_join {
        membership.require(Permission::USERS_WRITE)?;
        if row.verified_at.is_none() {
            return Err(Error::at("domain", Problem::NotVerified));
        }
        let role = default_role(&mut tx, membership.workspace).await?;
        roles::require_assignable(&mut tx, &membership, RoleChoice::Role(role)).await?;
    }
    if row.auto_join == auto_join {
        return Ok(());
    }
    query("UPDATE workspace_domains SET auto_join = $2 WHERE id = $1").bind(id).bind(auto_join).run(&mut tx).await?;
    audit::Event::new(audit::Action::DomainSetAutoJoin)
        .within(membership.workspace)
        .target(id, &row.domain)
        .before(&row.auto_join)
        .after(&auto_join)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
