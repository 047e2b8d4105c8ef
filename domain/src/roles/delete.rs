//! Deleting a role; whoever has it gets another one.

use super::Told;
use super::factors::asking;
use super::grant::grantable;
use super::held::hold;
use super::people::has_people;
use super::take_over::{self, Task};
use crate::db::{Tx, query};
use crate::{Context, Error, audit, groups};
use model::Problem;
use model::ids::RoleId;
use model::permissions::Permission;
use model::users::RoleChoice;

/// Needs `roles:delete`, everything that the role allows, and where people have it `users:write` and the role that they get
/// instead: asked for at `role`. Where it asks for a second factor, only one that does too is taken. The groups that give it give that one from now on, and nobody gets this one any more; many
/// people are moved in the background.
pub async fn delete(ctx: &Context, slug: &str, id: RoleId, becomes: Option<RoleId>) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::ROLES_DELETE)?;
    let held = hold(&mut tx, &seat, id).await?;
    held.require_changeable(&seat)?;
    // Whatever it is used for: another workspace's role, one that is not there, or one that is not the actor's to give is none.
    if let Some(becomes) = becomes {
        if becomes == id {
            return Err(Error::at("role", Problem::NotAChoice));
        }
        grantable(&mut tx, &seat, RoleChoice::Role(becomes)).await?;
    }
    // The workspace is held already.
    query("UPDATE workspaces SET default_role = $2 WHERE default_role = $1")
        .bind(id)
        .bind(becomes)
        .run(&mut tx)
        .await?;
    let (mut job, mut of_groups) = (None, Vec::new());
    if has_people(&mut tx, id).await? {
        seat.require(Permission::USERS_WRITE)?;
        let becomes = becomes.ok_or_else(|| Error::at("role", Problem::Required))?;
        // Its people would need no second factor any more, and nobody would have said so.
        if held.factor_required && !asking(&mut tx, seat.workspace).await?.contains(&becomes) {
            return Err(Error::at("role", Problem::LosesFactor));
        }
        // What was to become this one becomes that one.
        query("UPDATE roles SET becomes = $2, version = version + 1 WHERE id = $1 OR becomes = $1")
            .bind(id)
            .bind(becomes)
            .run(&mut tx)
            .await?;
        of_groups = groups::take_over::add_for_role(ctx, &mut tx, &seat, id).await?;
        give_instead(&mut tx, id, becomes).await?;
        job = Some(take_over::add(ctx, &mut tx, &seat, &Task { role: id, becomes: Some(becomes) }).await?);
    } else {
        query("DELETE FROM group_roles WHERE role_id = $1").bind(id).run(&mut tx).await?;
        query("DELETE FROM roles WHERE id = $1").bind(id).run(&mut tx).await?;
    }
    audit::Event::new("role.delete")
        .within(seat.workspace)
        .target(id, &held.role.name)
        .before(&Told::of(&held.role.name, held.role.permissions))
        .after(&serde_json::json!({ "becomes": becomes }))
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    take_over::begin(ctx, job).await;
    groups::take_over::begin(ctx, of_groups).await;
    Ok(())
}

/// The groups that gave it give the other one.
async fn give_instead(tx: &mut Tx, role: RoleId, becomes: RoleId) -> Result<(), Error> {
    query(
        "INSERT INTO group_roles (group_id, role_id) SELECT group_id, $2 FROM group_roles WHERE role_id = $1
         ON CONFLICT DO NOTHING",
    )
    .bind(role)
    .bind(becomes)
    .run(tx)
    .await?;
    query("DELETE FROM group_roles WHERE role_id = $1").bind(role).run(tx).await?;
    Ok(())
}
