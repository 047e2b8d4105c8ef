//! A group that is about to be changed.

use crate::db::{Tx, query};
use crate::members::roles::{self, Role};
use crate::{Error, Membership, rules};
use model::ids::{GroupId, RoleId};
use std::collections::BTreeSet;

#[derive(Debug)]
pub(super) struct LockedGroup {
    pub name: String,
    pub about: String,
    pub version: i64,
    pub roles: Vec<Role>,
}

/// A group as the audit tells of it.
#[derive(Debug, serde::Serialize)]
pub(super) struct AuditSnapshot<'a> {
    pub name: &'a str,
    pub about: &'a str,
    pub roles: Vec<RoleId>,
}

/// Locked until the transaction ends; a group of another workspace is not there. The workspace is locked first, as
/// everywhere: its groups change one after the other, and nobody joins one that goes.
pub(super) async fn lock(tx: &mut Tx, membership: &Membership, id: GroupId) -> Result<LockedGroup, Error> {
    lock_all(tx, membership).await?;
    let found: Option<(String, String, i64)> =
        query("SELECT name, about, version FROM groups WHERE id = $1 AND workspace_id = $2 AND NOT deleting")
            .bind(id)
            .bind(membership.workspace)
            .optional(tx)
            .await?;
    let (name, about, version) = found.ok_or(Error::NotFound)?;
    Ok(LockedGroup { name, about, version, roles: roles::of_group(tx, id).await? })
}

pub(super) async fn lock_all(tx: &mut Tx, membership: &Membership) -> Result<(), Error> {
    crate::members::lock_super_users(tx, membership.workspace).await
}

impl LockedGroup {
    /// The actor holds all that it gives: nobody takes what they don't hold (product rule 5).
    pub(super) fn require_own(&self, membership: &Membership) -> Result<(), Error> {
        let given = roles::combined_permissions(&self.roles);
        Ok(rules::can_hand_out(membership, given).map_err(|refusal| refusal.moved_to("roles"))?)
    }

    pub(super) fn role_ids(&self) -> BTreeSet<RoleId> {
        self.roles.iter().map(|role| role.id).collect()
    }

    pub(super) fn snapshot(&self) -> AuditSnapshot<'_> {
        AuditSnapshot { name: &self.name, about: &self.about, roles: self.role_ids().into_iter().collect() }
    }
}

/// These roles, if all of them are this workspace's and the actor's to give; otherwise a problem at `roles`.
pub(super) async fn require_assignable_roles(
    tx: &mut Tx,
    membership: &Membership,
    wanted: &[RoleId],
) -> Result<BTreeSet<RoleId>, Error> {
    let known = roles::permissions_of(&roles::staying(tx, membership).await?);
    for id in wanted {
        let role = known.get(id).copied();
        rules::can_assign_role(membership, role).map_err(|refusal| refusal.moved_to("roles"))?;
    }
    Ok(wanted.iter().copied().collect())
}
