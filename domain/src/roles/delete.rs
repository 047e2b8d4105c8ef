//! Deleting a role; whoever has it gets another one.

use super::AuditSnapshot;
use super::factors::required_by;
use super::locked::lock;
use super::people::has_people;
use super::propagate_job::{self, Task};
use crate::db::{Tx, query};
use crate::members::require_version;
use crate::members::roles::require_assignable;
use crate::{Context, Error, audit, credits, groups, identities};
use model::Problem;
use model::ids::RoleId;
use model::permissions::Permission;
use model::users::RoleChoice;

/// Needs `roles:delete`, everything that the role allows, and where people have it `users:write` and the role that they
/// get instead: asked for at `role`. Where it asks for a second factor, only one that does too is taken. The groups
/// that give it give that one from now on, and nobody gets this one any more; many people are moved in the background.
/// [`Error::Conflict`] where a version is meant that is not the present one any more.
pub async fn delete(
    ctx: &Context,
    slug: &str,
    id: RoleId,
    replaced_by: Option<RoleId>,
    version: Option<i64>,
) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::ROLES_DELETE)?;
    let locked = lock(&mut tx, &membership, id).await?;
    locked.require_changeable(&membership)?;
    require_version(version, locked.version)?;
    // Whatever it is used for: another workspace's role, one that is not there, or one that is not the actor's to give
    // is none.
    if let Some(replaced_by) = replaced_by {
        if replaced_by == id {
            return Err(Error::at("role", Problem::NotAChoice));
        }
        require_assignable(&mut tx, &membership, RoleChoice::Role(replaced_by)).await?;
    }
    credits::erase_role(&mut tx, id).await?;
    // Its people are given another role; whom a provider names from now on gets none by its groups.
    identities::erase_role(&mut tx, id).await?;
    // The workspace is locked already.
    query("UPDATE workspaces SET default_role = $2 WHERE default_role = $1")
        .bind(id)
        .bind(replaced_by)
        .run(&mut tx)
        .await?;
    let (mut job, mut of_groups) = (None, Vec::new());
    if has_people(&mut tx, id).await? {
        membership.require(Permission::USERS_WRITE)?;
        let replaced_by = replaced_by.ok_or_else(|| Error::at("role", Problem::Required))?;
        // Its people would need no second factor any more, and nobody would have said so.
        if locked.factor_required && !required_by(&mut tx, membership.workspace).await?.contains(&replaced_by) {
            return Err(Error::at("role", Problem::LosesFactor));
        }
        // What was to become this one becomes that one.
        query("UPDATE roles SET replaced_by = $2, version = version + 1 WHERE id = $1 OR replaced_by = $1")
            .bind(id)
            .bind(replaced_by)
            .run(&mut tx)
            .await?;
        of_groups = groups::propagate_job::add_for_role(ctx, &mut tx, &membership, id).await?;
        give_instead(&mut tx, id, replaced_by).await?;
        job = Some(
            propagate_job::add(ctx, &mut tx, &membership, &Task { role: id, replaced_by: Some(replaced_by) }).await?,
        );
    } else {
        query("DELETE FROM group_roles WHERE role_id = $1").bind(id).run(&mut tx).await?;
        query("DELETE FROM roles WHERE id = $1").bind(id).run(&mut tx).await?;
    }
    audit::Event::new(audit::Action::RoleDelete)
        .within(membership.workspace)
        .target(id, &locked.role.name)
        .before(&AuditSnapshot::of(&locked.role.name, locked.role.permissions))
        .after(&serde_json::json!({ "replaced_by": replaced_by }))
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    propagate_job::start(ctx, job).await;
    groups::propagate_job::start(ctx, of_groups).await;
    Ok(())
}

/// The groups that gave it give the other one.
async fn give_instead(tx: &mut Tx, role: RoleId, replaced_by: RoleId) -> Result<(), Error> {
    query(
        "INSERT INTO group_roles (group_id, role_id) SELECT group_id, $2 FROM group_roles WHERE role_id = $1
         ON CONFLICT DO NOTHING",
    )
    .bind(role)
    .bind(replaced_by)
    .run(tx)
    .await?;
    query("DELETE FROM group_roles WHERE role_id = $1").bind(role).run(tx).await?;
    Ok(())
}
