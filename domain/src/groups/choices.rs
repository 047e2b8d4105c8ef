//! The groups that the list can be narrowed to and people can be put into.

use super::MAX_GROUPS;
use crate::db::{Tx, query};
use crate::{Context, Error, Membership, rules};
use model::ids::GroupId;
use model::permissions::{Permission, Permissions};
use uuid::Uuid;

/// A group, as lists and forms offer it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value in forms and addresses.
    pub id: GroupId,
    /// The label; unique in the workspace.
    pub name: String,
    /// The actor may put people into it, and take them out.
    pub can_manage_members: bool,
}

/// All groups of the workspace, by name. Needs `users:read`. One query.
pub async fn choices(ctx: &Context, slug: &str) -> Result<Vec<Choice>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    choices_in(&mut tx, &membership).await
}

/// The same, as a part of something larger.
pub(crate) async fn choices_in(tx: &mut Tx, membership: &Membership) -> Result<Vec<Choice>, Error> {
    let rows: Vec<(Uuid, String, Option<i64>)> = query(format!(
        "SELECT g.id, g.name, r.permissions
         FROM (SELECT id, name, name_key FROM groups WHERE workspace_id = $1 AND NOT deleting ORDER BY name_key LIMIT {MAX_GROUPS}) g
         LEFT JOIN group_roles x ON x.group_id = g.id LEFT JOIN roles r ON r.id = x.role_id
         ORDER BY g.name_key"
    ))
    .bind(membership.workspace)
    .all(tx)
    .await?;
    let mut choices: Vec<Choice> = Vec::new();
    for (id, name, bits) in rows {
        if choices.last().is_none_or(|last| last.id.0 != id) {
            choices.push(Choice { id: id.into(), name, can_manage_members: membership.has(Permission::USERS_WRITE) });
        }
        let given = Permissions::from_bits(bits.unwrap_or_default());
        if let Some(last) = choices.last_mut() {
            last.can_manage_members &= rules::can_hand_out(membership, given).is_ok();
        }
    }
    Ok(choices)
}
