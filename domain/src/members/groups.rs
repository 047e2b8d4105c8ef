//! The groups that a member is in.

use crate::Error;
use crate::db::{Tx, query};
use model::ids::{GroupId, MemberId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A group that someone is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The key in addresses and forms.
    pub id: GroupId,
    /// Unique in the workspace.
    pub name: String,
}

/// The groups that a member is in, by name; none that is being deleted.
pub(crate) async fn groups_of(tx: &mut Tx, member: MemberId) -> Result<Vec<Named>, Error> {
    let rows: Vec<(Uuid, String)> = query(
        "SELECT g.id, g.name FROM group_members x JOIN groups g ON g.id = x.group_id
         WHERE x.member_id = $1 AND NOT g.deleting ORDER BY g.name_key",
    )
    .bind(member)
    .all(tx)
    .await?;
    Ok(rows.into_iter().map(|(id, name)| Named { id: id.into(), name }).collect())
}
