//! Putting people into a group gives them what it gives: nobody gives or takes what they don't hold (product rule 5).

use crate::db::{Tx, query};
use crate::members::roles::{self, Role};
use crate::{Error, Membership, rules};
use model::Problem;
use model::ids::GroupId;

/// A group that the actor may put people into.
#[derive(Clone, Debug)]
pub(crate) struct FillableGroup {
    pub id: GroupId,
    /// What groups are sorted by.
    pub name_key: String,
    pub name: String,
    /// What it gives.
    pub roles: Vec<Role>,
}

/// The group is this workspace's, stays, and gives nothing that the actor doesn't hold; otherwise a problem at `group`.
pub(crate) async fn require_fillable(
    tx: &mut Tx,
    membership: &Membership,
    group: GroupId,
) -> Result<FillableGroup, Error> {
    let found: Option<(String, String)> =
        query("SELECT name_key, name FROM groups WHERE id = $1 AND workspace_id = $2 AND NOT deleting")
            .bind(group)
            .bind(membership.workspace)
            .optional(tx)
            .await?;
    let (name_key, name) = found.ok_or_else(|| Error::at("group", Problem::NotAChoice))?;
    let roles = roles::of_group(tx, group).await?;
    let given = roles::combined_permissions(&roles);
    rules::can_hand_out(membership, given).map_err(|refusal| refusal.moved_to("group"))?;
    Ok(FillableGroup { id: group, name_key, name, roles })
}
