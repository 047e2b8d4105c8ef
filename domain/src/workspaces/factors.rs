//! Who needs a second factor in a workspace: reading it, and what changing it writes.

use crate::db::{Tx, query};
use crate::members::roles::{self, Role};
use crate::roles::{FactorCoverage, coverage_of_roles, coverage_of_super_users, required_by};
use crate::{Context, Error, Membership, identities};
use model::Problem;
use model::ids::{RoleId, WorkspaceId};
use model::permissions::Permission;
use model::workspaces::{Change, Factors};

/// The setting, and what it means for whom.
#[derive(Clone, Debug)]
pub struct FactorSettings {
    /// Whether they need one, and how many have none.
    pub super_users: FactorCoverage,
    /// All but those that are being deleted.
    pub roles: Vec<(Role, FactorCoverage)>,
    /// The actor has none, and none at a provider either.
    pub has_none: bool,
    /// The actor has `settings:write`.
    pub may_edit: bool,
    /// Counts changes: a form sends back the one that it was opened with.
    pub version: i64,
}

/// Needs `settings:read`. The number of queries is constant.
pub async fn factors(ctx: &Context, slug: &str) -> Result<FactorSettings, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_READ)?;
    let (version, has_none): (i64, bool) = query(format!(
        "SELECT version, EXISTS (SELECT 1 FROM accounts a WHERE a.id = $2 AND NOT {}
                                 AND NOT EXISTS (SELECT 1 FROM second_factors f WHERE f.account_id = a.id))
         FROM workspaces WHERE id = $1",
        identities::exists_sql("a.id")
    ))
    .bind(membership.workspace)
    .bind(membership.account)
    .one(&mut tx)
    .await?;
    Ok(FactorSettings {
        super_users: coverage_of_super_users(&mut tx, membership.workspace).await?,
        roles: coverage_of_roles(&mut tx, &membership).await?,
        has_none,
        may_edit: membership.has(Permission::SETTINGS_WRITE),
        version,
    })
}

/// What is set of those roles that stay, and its version. Needs `settings:read`.
pub async fn set_factors(ctx: &Context, slug: &str) -> Result<(Change, i64), Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_READ)?;
    let (version,): (i64,) =
        query("SELECT version FROM workspaces WHERE id = $1").bind(membership.workspace).one(&mut tx).await?;
    let staying = roles::staying(&mut tx, &membership).await?;
    let mut factors = set(&mut tx, membership.workspace).await?;
    factors.roles.retain(|id| staying.iter().any(|role| role.id == *id));
    Ok((Change::Factors(factors), version))
}

/// What is set, with the roles in the order of their ids.
pub(super) async fn set(tx: &mut Tx, workspace: WorkspaceId) -> Result<Factors, Error> {
    let (super_users,): (bool,) =
        query("SELECT super_users_factor FROM workspaces WHERE id = $1").bind(workspace).one(tx).await?;
    Ok(Factors { super_users, roles: required_by(tx, workspace).await? })
}

/// Sets it; the workspace is held. A role that is not there, or is being deleted, is a problem at `roles`: what is
/// being deleted goes on asking until its people have another.
pub(super) async fn change(tx: &mut Tx, membership: &Membership, old: &Factors, new: &Factors) -> Result<(), Error> {
    let there = roles::staying(tx, membership).await?;
    if beyond(&new.roles, &old.roles).any(|id| there.iter().all(|role| role.id != id)) {
        return Err(Error::at("roles", Problem::NotAChoice));
    }
    query("UPDATE workspaces SET super_users_factor = $2 WHERE id = $1")
        .bind(membership.workspace)
        .bind(new.super_users)
        .run(tx)
        .await?;
    let begin = beyond(&new.roles, &old.roles).map(|id| (id, true));
    let end = beyond(&old.roles, &new.roles).map(|id| (id, false));
    for (id, required) in begin.chain(end) {
        query("UPDATE roles SET factor_required = $2 WHERE id = $1").bind(id).bind(required).run(tx).await?;
    }
    Ok(())
}

/// Those that the others have not.
fn beyond<'a>(these: &'a [RoleId], others: &'a [RoleId]) -> impl Iterator<Item = RoleId> + 'a {
    these.iter().copied().filter(|id| !others.contains(id))
}
