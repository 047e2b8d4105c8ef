//! Who has a role.

use crate::Error;
use crate::db::{Tx, query};
use model::ids::{MemberId, RoleId};
use model::roles::RoleRow;
use uuid::Uuid;

/// How many have the role `r`, themselves or through a group, those invited among them and those removed not; where
/// there are more than [`RoleRow::MANY`], some number beyond. As a column.
pub(super) fn count_sql() -> String {
    // Of each only so many: the whole of both would be put together first.
    let most = RoleRow::MANY + 1;
    format!(
        "(SELECT COUNT(*) FROM (
             SELECT id FROM (SELECT m.id FROM member_roles x JOIN members m ON m.id = x.member_id
                             WHERE x.role_id = r.id AND m.status <> 'removed' LIMIT {most}) AS own
             UNION
             SELECT id FROM (SELECT DISTINCT m.id FROM group_roles y JOIN group_members x ON x.group_id = y.group_id
                             JOIN members m ON m.id = x.member_id
                             WHERE y.role_id = r.id AND m.status <> 'removed' LIMIT {most}) AS through) AS people)"
    )
}

/// Whether anybody has it, or could get it back: those removed, and old invitations.
pub(super) async fn has_people(tx: &mut Tx, role: RoleId) -> Result<bool, Error> {
    let (has,): (bool,) = query(
        "SELECT EXISTS (SELECT 1 FROM member_roles WHERE role_id = $1)
             OR EXISTS (SELECT 1 FROM group_roles y JOIN group_members x ON x.group_id = y.group_id WHERE y.role_id = $1)
             OR EXISTS (SELECT 1 FROM invitations WHERE role_id = $1)
             OR EXISTS (SELECT 1 FROM roles WHERE replaced_by = $1)",
    )
    .bind(role)
    .one(tx)
    .await?;
    Ok(has)
}

/// Some of those who have it, themselves or through a group.
pub(super) async fn some_people(tx: &mut Tx, role: RoleId, most: i64) -> Result<Vec<MemberId>, Error> {
    let mut found = people(tx, role, MemberId(Uuid::nil()), most).await?;
    let through: Vec<(Uuid,)> = query(
        "SELECT DISTINCT x.member_id FROM group_roles y JOIN group_members x ON x.group_id = y.group_id
         WHERE y.role_id = $1 LIMIT $2",
    )
    .bind(role)
    .bind(most)
    .all(tx)
    .await?;
    found.extend(through.into_iter().map(|(id,)| MemberId(id)));
    found.sort();
    found.dedup();
    found.truncate(usize::try_from(most).unwrap_or_default());
    Ok(found)
}

/// The next people who have it themselves, by id.
pub(super) async fn people(tx: &mut Tx, role: RoleId, after: MemberId, most: i64) -> Result<Vec<MemberId>, Error> {
    let rows: Vec<(Uuid,)> =
        query("SELECT member_id FROM member_roles WHERE role_id = $1 AND member_id > $2 ORDER BY member_id LIMIT $3")
            .bind(role)
            .bind(after)
            .bind(most)
            .all(tx)
            .await?;
    Ok(rows.into_iter().map(|(id,)| MemberId(id)).collect())
}
