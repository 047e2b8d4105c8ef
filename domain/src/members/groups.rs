//! The groups that members are in.

use crate::Error;
use crate::db::{Tx, all_of};
use model::ids::{GroupId, MemberId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
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
    Ok(groups_of_all(tx, &[member]).await?.remove(&member).unwrap_or_default())
}

/// The same of many; those who are in none have no entry.
pub(crate) async fn groups_of_all(tx: &mut Tx, members: &[MemberId]) -> Result<HashMap<MemberId, Vec<Named>>, Error> {
    let rows: Vec<(Uuid, Uuid, String)> = all_of(tx, &[], members.iter().copied(), |ids| {
        format!(
            "SELECT x.member_id, g.id, g.name FROM group_members x JOIN groups g ON g.id = x.group_id
             WHERE x.member_id IN ({ids}) AND NOT g.deleting ORDER BY g.name_key"
        )
    })
    .await?;
    let mut groups: HashMap<MemberId, Vec<Named>> = HashMap::new();
    for (member, id, name) in rows {
        groups.entry(MemberId(member)).or_default().push(Named { id: id.into(), name });
    }
    Ok(groups)
}
