//! Names that one thing of a workspace has.

use crate::Error;
use crate::db::{Tx, query};
use crate::membership::Membership;
use model::Problem;
use uuid::Uuid;

/// What goes by a name.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Named {
    Role,
    Group,
}

/// No other one of the workspace goes by this name (`keys::text`); `but` is the one that is being named.
pub(crate) async fn require_free_name(
    tx: &mut Tx,
    membership: &Membership,
    named: Named,
    name_key: &str,
    but: Option<Uuid>,
) -> Result<(), Error> {
    let table = match named {
        Named::Role => "roles",
        Named::Group => "groups",
    };
    let found: Option<(Uuid,)> = query(format!("SELECT id FROM {table} WHERE workspace_id = $1 AND name_key = $2"))
        .bind(membership.workspace)
        .bind(name_key)
        .optional(tx)
        .await?;
    match found {
        Some((id,)) if but.is_none_or(|but| but != id) => Err(Error::at("name", Problem::Taken)),
        _ => Ok(()),
    }
}
