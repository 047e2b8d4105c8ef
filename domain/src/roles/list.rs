//! The roles of a workspace.

use super::{COLUMNS, MOST, ORDER, Role, Row};
use crate::db::{Tx, query};
use crate::{Context, Error, Seat};
use model::ids::{MemberId, RoleId};
use model::permissions::Permission;

/// The roles that the list can be narrowed to and the wizard can give.
pub async fn choices(ctx: &Context, slug: &str) -> Result<Vec<Role>, Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    seat.require(Permission::USERS_READ)?;
    named(&mut tx, &seat).await
}

/// The roles that the actor can give, and whether they can make a super-user; none for whoever edits only themselves.
pub async fn given_by(ctx: &Context, slug: &str) -> Result<(Vec<Role>, bool), Error> {
    let mut tx = ctx.read().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    if !seat.has(Permission::USERS_WRITE) {
        return Ok((Vec::new(), false));
    }
    let mut roles = all(&mut tx, &seat, "AND r.becomes IS NULL").await?;
    roles.retain(|role| seat.permissions.covers(role.permissions));
    Ok((roles, seat.super_user))
}

/// All roles of the seat's workspace.
pub async fn named(tx: &mut Tx, seat: &Seat) -> Result<Vec<Role>, Error> {
    all(tx, seat, "").await
}

async fn all(tx: &mut Tx, seat: &Seat, only: &str) -> Result<Vec<Role>, Error> {
    let rows: Vec<Row> = query(format!(
        "SELECT {COLUMNS} FROM roles r WHERE r.workspace_id = $1 {only}
         ORDER BY {ORDER} LIMIT {MOST}"
    ))
    .bind(seat.workspace)
    .all(tx)
    .await?;
    Ok(rows.into_iter().map(Role::from).collect())
}

/// One that can be given: none that is being deleted.
pub(super) async fn find(tx: &mut Tx, seat: &Seat, id: RoleId) -> Result<Option<Role>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM roles r WHERE r.id = $1 AND r.workspace_id = $2 AND r.becomes IS NULL");
    let row: Option<Row> = query(sql).bind(id).bind(seat.workspace).optional(tx).await?;
    Ok(row.map(Role::from))
}

/// The roles of a member, by name.
pub async fn of_member(tx: &mut Tx, member: MemberId) -> Result<Vec<Role>, Error> {
    let rows: Vec<Row> = query(format!(
        "SELECT {COLUMNS} FROM member_roles x JOIN roles r ON r.id = x.role_id WHERE x.member_id = $1 ORDER BY r.name_key"
    ))
    .bind(member)
    .all(tx)
    .await?;
    Ok(rows.into_iter().map(Role::from).collect())
}
