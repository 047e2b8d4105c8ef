//! A role that is about to be changed.

use crate::db::{Tx, query};
use crate::members::roles::{COLUMNS, Role, Row};
use crate::{Error, Membership, rules};
use model::Problem;
use model::ids::RoleId;
use model::permissions::Permissions;

#[derive(Debug)]
pub(super) struct LockedRole {
    pub role: Role,
    pub version: i64,
    /// It is being deleted.
    pub deleting: bool,
    /// Whoever has it needs a second factor.
    pub factor_required: bool,
}

#[derive(Debug, sqlx::FromRow)]
struct StoredRole {
    #[sqlx(flatten)]
    row: Row,
    version: i64,
    deleting: bool,
    factor_required: bool,
}

/// Locked until the transaction ends; a role of another workspace is not there. The workspace is locked first, as
/// everywhere: its roles change one after the other, so that no two get the same name.
pub(super) async fn lock(tx: &mut Tx, membership: &Membership, id: RoleId) -> Result<LockedRole, Error> {
    lock_all(tx, membership).await?;
    let stored: Option<StoredRole> = query(format!(
        "SELECT {COLUMNS}, r.version, r.replaced_by IS NOT NULL AS deleting, r.factor_required
             FROM roles r WHERE r.id = $1 AND r.workspace_id = $2"
    ))
    .bind(id)
    .bind(membership.workspace)
    .optional(tx)
    .await?;
    let stored = stored.ok_or(Error::NotFound)?;
    Ok(LockedRole {
        role: stored.row.into(),
        version: stored.version,
        deleting: stored.deleting,
        factor_required: stored.factor_required,
    })
}

pub(super) async fn lock_all(tx: &mut Tx, membership: &Membership) -> Result<(), Error> {
    crate::members::lock_super_users(tx, membership.workspace).await
}

impl LockedRole {
    /// One that people made, whose holder has nothing that the actor has not.
    pub(super) fn require_changeable(&self, membership: &Membership) -> Result<(), Error> {
        if self.role.builtin.is_some() {
            return Err(Error::at("form", Problem::BuiltIn));
        }
        require_own(membership, self.role.permissions)
    }
}

/// Nobody grants or takes what they don't hold (product rule 5).
pub(super) fn require_own(membership: &Membership, permissions: Permissions) -> Result<(), Error> {
    Ok(rules::can_hand_out(membership, permissions).map_err(|refusal| refusal.moved_to("permissions"))?)
}
