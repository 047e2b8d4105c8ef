//! Putting people into a group gives them what it gives: nobody gives or takes what they don't hold (product rule 5).

use crate::db::{Tx, query};
use crate::members::roles;
use crate::{Error, Membership, rules};
use model::Problem;
use model::ids::GroupId;
use uuid::Uuid;

/// The group is this workspace's, stays, and gives nothing that the actor doesn't hold; otherwise a problem at `group`.
pub(crate) async fn require_fillable(tx: &mut Tx, membership: &Membership, group: GroupId) -> Result<(), Error> {
    let found: Option<(Uuid,)> = query("SELECT id FROM groups WHERE id = $1 AND workspace_id = $2 AND NOT deleting")
        .bind(group)
        .bind(membership.workspace)
        .optional(tx)
        .await?;
    if found.is_none() {
        return Err(Error::at("group", Problem::NotAChoice));
    }
    let given = roles::combined_permissions(&roles::of_group(tx, group).await?);
    Ok(rules::can_hand_out(membership, given).map_err(|refusal| refusal.moved_to("group"))?)
}
