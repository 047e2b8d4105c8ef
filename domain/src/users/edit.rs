//! Editing someone (seed 002, "Edit User"; product rule 1).

use super::access::set_access;
use super::last_super_user::{lock_super_users, spare_last_super_user};
use super::target::Target;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::groups::{self, To};
use crate::{Context, Error, Seat, audit};
use model::Problem;
use model::ids::{AccountId, MemberId};
use model::permissions::Permission;
use model::users::{Edit, Status};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Personal {
    first_name: String,
    last_name: String,
    phone: Option<String>,
}

/// Saves the form. What is none in it stays as it is. [`Error::Conflict`] if the person has changed since `edit.version` was
/// read. Names and telephone number: one's own, or with `users:write` those of someone who is in no other workspace. Access,
/// groups and end date need `users:write`.
pub async fn edit(ctx: &Context, slug: &str, id: MemberId, edit: &Edit) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    edit_in(ctx, &mut tx, &seat, id, edit).await?;
    Ok(tx.commit().await?)
}

/// The same, as a part of something larger.
pub(crate) async fn edit_in(ctx: &Context, tx: &mut Tx, seat: &Seat, id: MemberId, edit: &Edit) -> Result<(), Error> {
    if seat.member != Some(id) {
        seat.require(Permission::USERS_WRITE)?;
    }
    if edit.access.is_some() || edit.ends_at.is_some() || edit.groups.is_some() {
        seat.require(Permission::USERS_WRITE)?;
        // The workspace is locked before the member, as everywhere.
        lock_super_users(tx, seat.workspace).await?;
    }
    let target = Target::hold(ctx, tx, seat, id).await?;
    if target.version != edit.version {
        return Err(Error::Conflict);
    }
    target.require_status(&[Status::Active, Status::Suspended])?;
    if !target.is_me {
        target.require_below(seat)?;
    }
    personal(ctx, tx, seat, &target, edit).await?;
    if let Some(access) = &edit.access {
        set_access(ctx, tx, seat, id, access).await?;
    }
    if let Some(groups) = &edit.groups {
        groups::put(ctx, tx, seat, id, To::Exactly(groups)).await?;
    }
    if let Some(ends_at) = edit.ends_at {
        end_at(ctx, tx, seat, &target, ends_at).await?;
    }
    Ok(())
}

async fn personal(ctx: &Context, tx: &mut Tx, seat: &Seat, target: &Target, edit: &Edit) -> Result<(), Error> {
    let account = target.account.ok_or(Error::NotFound)?;
    let old = read(tx, account).await?;
    let new = Personal {
        first_name: edit.first_name.clone().unwrap_or_else(|| old.first_name.clone()),
        last_name: edit.last_name.clone().unwrap_or_else(|| old.last_name.clone()),
        phone: edit.phone.clone().unwrap_or_else(|| old.phone.clone()),
    };
    if new == old {
        return Ok(());
    }
    if target.shared && !target.is_me {
        let field = if new.phone == old.phone { "first_name" } else { "phone" };
        return Err(Error::at(field, Problem::SharedAccount));
    }
    query("UPDATE accounts SET first_name = $2, last_name = $3, phone = $4, version = version + 1 WHERE id = $1")
        .bind(account)
        .bind(&new.first_name)
        .bind(&new.last_name)
        .bind(new.phone.clone())
        .run(tx)
        .await?;
    super::refresh_account(tx, account).await?;
    audit::Event::new("member.edit")
        .within(seat.workspace)
        .target(target.id, &target.email)
        .before(&old)
        .after(&new)
        .record(ctx, tx)
        .await
}

async fn read(tx: &mut Tx, account: AccountId) -> Result<Personal, Error> {
    let (first_name, last_name, phone): (String, String, Option<String>) =
        query("SELECT first_name, last_name, phone FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    Ok(Personal { first_name, last_name, phone })
}

/// Gives the membership an end, or takes it away. A super-user who leaves on a day does not count as one who stays.
async fn end_at(ctx: &Context, tx: &mut Tx, seat: &Seat, target: &Target, at: Option<Micros>) -> Result<(), Error> {
    let (old,): (Option<i64>,) = query("SELECT ends_at FROM members WHERE id = $1").bind(target.id).one(tx).await?;
    if old == at {
        return Ok(());
    }
    if at.is_some_and(|at| at <= ctx.now()) {
        return Err(Error::at("ends", Problem::Past));
    }
    if at.is_some() {
        spare_last_super_user(tx, seat.workspace, target.id, "ends").await?;
    }
    query("UPDATE members SET ends_at = $2, version = version + 1 WHERE id = $1")
        .bind(target.id)
        .bind(at)
        .run(tx)
        .await?;
    audit::Event::new("member.end_date")
        .within(seat.workspace)
        .target(target.id, &target.email)
        .before(&old)
        .after(&at)
        .record(ctx, tx)
        .await
}
