//! What a change of a role would do, to whom.

use super::people::{count_sql, some_people};
use crate::db::{Query, Tx, query};
use crate::members::roles::{COLUMNS, Role, Row};
use crate::{Context, Error};
use model::accounts::full_name;
use model::ids::{MemberId, RoleId};
use model::permissions::{Permission, Permissions};
use model::roles::Affected;
use std::collections::HashMap;
use uuid::Uuid;

/// People who are looked at for the preview.
const LOOKED_AT: i64 = 100;

/// What a role would allow, and for whom something would change.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The role as it is.
    pub role: Role,
    /// What the role would allow.
    pub to: Permissions,
    /// How many have the role; counted no further than [`model::roles::RoleRow::MANY`].
    pub people: i64,
    /// Of the first of them, those for whom something changes: other roles and the flag of a super-user count too.
    pub affected: Vec<Affected>,
}

#[derive(Debug, sqlx::FromRow)]
struct Counted {
    #[sqlx(flatten)]
    row: Row,
    people: i64,
}

/// Needs `roles:read` and `users:read`. A constant number of queries.
pub async fn preview(ctx: &Context, slug: &str, id: RoleId, to: Permissions) -> Result<Preview, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::ROLES_READ)?;
    membership.require(Permission::USERS_READ)?;
    let counted: Option<Counted> = query(format!(
        "SELECT {}, {} AS people FROM roles r WHERE r.id = $1 AND r.workspace_id = $2",
        COLUMNS,
        count_sql()
    ))
    .bind(id)
    .bind(membership.workspace)
    .optional(&mut tx)
    .await?;
    let Counted { row, people: count } = counted.ok_or(Error::NotFound)?;
    let role = Role::from(row);
    // What no page shows stays as it is.
    let to = to.with(role.permissions.unused());
    let members = some_people(&mut tx, id, LOOKED_AT).await?;
    let affected = affected(&mut tx, &members, &role, to).await?;
    Ok(Preview { role, to, people: count, affected })
}

async fn affected(tx: &mut Tx, members: &[MemberId], role: &Role, to: Permissions) -> Result<Vec<Affected>, Error> {
    if members.is_empty() || to == role.permissions {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (1..=members.len()).map(|n| format!("${n}")).collect();
    let marks = marks.join(", ");
    let of_these = |sql: String| members.iter().copied().fold(query(sql), Query::bind);
    let rows: Vec<(Uuid, Uuid, i64)> = of_these(format!(
        "SELECT x.member_id, r.id, r.permissions FROM effective_roles x JOIN roles r ON r.id = x.role_id WHERE x.member_id IN ({marks})"
    ))
    .all(tx)
    .await?;
    let mut others: HashMap<Uuid, Permissions> = HashMap::new();
    for (member, _, bits) in rows.into_iter().filter(|(_, id, _)| *id != role.id.0) {
        let held = others.entry(member).or_default();
        *held = held.with(Permissions::from_bits(bits));
    }
    let people: Vec<(Uuid, String, String, String)> = of_these(format!(
        "SELECT id, email, first_name, last_name FROM members
         WHERE id IN ({marks}) AND NOT super_user AND status <> 'removed' ORDER BY name_key, id"
    ))
    .all(tx)
    .await?;
    let change = |(id, email, first, last): (Uuid, String, String, String)| {
        let others = others.get(&id).copied().unwrap_or_default();
        Affected {
            id: MemberId(id),
            name: Some(full_name(&first, &last)).filter(|name| !name.is_empty()).unwrap_or_else(|| email.clone()),
            email,
            gains: to.without(role.permissions).without(others),
            loses: role.permissions.without(to).without(others),
        }
    };
    Ok(people.into_iter().map(change).filter(|one| !one.gains.is_empty() || !one.loses.is_empty()).collect())
}
