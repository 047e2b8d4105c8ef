//! The roles that every workspace starts with.

use crate::db::{Tx, query};
use crate::{Context, Error};
use model::ids::{RoleId, WorkspaceId};
use model::permissions::{Access, Permission, Permissions, Resource};

/// Key (named in the catalogues), English name, permissions.
fn builtin() -> [(&'static str, &'static str, Permissions); 4] {
    use Access::{Delete, Read, Write};
    use Resource::{Audit, Invitations, Roles, Users};
    let of = |list: &[Permission]| list.iter().copied().collect();
    [
        ("member", "Member", Permissions::NONE),
        ("viewer", "Viewer", of(&[Permission(Users, Read)])),
        ("auditor", "Auditor", of(&[Permission(Users, Read), Permission(Roles, Read), Permission(Audit, Read)])),
        (
            "manager",
            "Manager",
            of(&[
                Permission(Users, Read),
                Permission(Users, Write),
                Permission(Users, Delete),
                Permission(Invitations, Read),
                Permission(Invitations, Write),
                Permission(Invitations, Delete),
                Permission(Roles, Read),
            ]),
        ),
    ]
}

/// Gives a new workspace its built-in roles.
pub async fn insert_builtin(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    for (key, name, permissions) in builtin() {
        query(
            "INSERT INTO roles (id, workspace_id, builtin, name, name_key, permissions, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(ctx.id::<RoleId>())
        .bind(workspace)
        .bind(key)
        .bind(name)
        .bind(crate::keys::text(name))
        .bind(permissions.bits())
        .bind(ctx.now())
        .run(tx)
        .await?;
    }
    Ok(())
}
