//! A group that is about to be changed.

use crate::db::{Tx, query};
use crate::roles::{self, Role};
use crate::{Error, Seat};
use model::Problem;
use model::ids::{GroupId, RoleId};
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(Debug)]
pub(super) struct Held {
    pub name: String,
    pub about: String,
    pub version: i64,
    pub roles: Vec<Role>,
}

/// A group as the audit tells of it.
#[derive(Debug, serde::Serialize)]
pub(super) struct Told<'a> {
    pub name: &'a str,
    pub about: &'a str,
    pub roles: Vec<RoleId>,
}

/// Held until the transaction ends; a group of another workspace is not there. The workspace is held first, as everywhere:
/// its groups change one after the other, and nobody joins one that goes.
pub(super) async fn hold(tx: &mut Tx, seat: &Seat, id: GroupId) -> Result<Held, Error> {
    hold_all(tx, seat).await?;
    let found: Option<(String, String, i64)> =
        query("SELECT name, about, version FROM groups WHERE id = $1 AND workspace_id = $2 AND NOT going")
            .bind(id)
            .bind(seat.workspace)
            .optional(tx)
            .await?;
    let (name, about, version) = found.ok_or(Error::NotFound)?;
    Ok(Held { name, about, version, roles: roles::of_group(tx, id).await? })
}

pub(super) async fn hold_all(tx: &mut Tx, seat: &Seat) -> Result<(), Error> {
    crate::users::lock_super_users(tx, seat.workspace).await
}

impl Held {
    /// The actor holds all that it gives: nobody takes what they don't hold (product rule 5).
    pub(super) fn require_own(&self, seat: &Seat) -> Result<(), Error> {
        let own = seat.permissions.covers(roles::held(&self.roles));
        if own { Ok(()) } else { Err(Error::at("roles", Problem::NotYoursToGive)) }
    }

    pub(super) fn role_ids(&self) -> BTreeSet<RoleId> {
        self.roles.iter().map(|role| role.id).collect()
    }

    pub(super) fn told(&self) -> Told<'_> {
        Told { name: &self.name, about: &self.about, roles: self.role_ids().into_iter().collect() }
    }
}

/// These roles, if all of them are this workspace's and the actor's to give; otherwise a problem at `roles`.
pub(super) async fn giveable(tx: &mut Tx, seat: &Seat, wanted: &[RoleId]) -> Result<BTreeSet<RoleId>, Error> {
    let known = roles::staying(tx, seat).await?;
    for id in wanted {
        match known.iter().find(|role| role.id == *id) {
            None => return Err(Error::at("roles", Problem::NotAChoice)),
            Some(role) if !seat.permissions.covers(role.permissions) => {
                return Err(Error::at("roles", Problem::NotYoursToGive));
            }
            Some(_) => {}
        }
    }
    Ok(wanted.iter().copied().collect())
}

/// No other group of the workspace goes by this name.
pub(super) async fn require_free(tx: &mut Tx, seat: &Seat, name_key: &str, but: Option<GroupId>) -> Result<(), Error> {
    let found: Option<(Uuid,)> = query("SELECT id FROM groups WHERE workspace_id = $1 AND name_key = $2")
        .bind(seat.workspace)
        .bind(name_key)
        .optional(tx)
        .await?;
    match found {
        Some((id,)) if but.is_none_or(|but| but.0 != id) => Err(Error::at("name", Problem::Taken)),
        _ => Ok(()),
    }
}
