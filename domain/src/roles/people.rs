//! Who has a role.

use crate::Error;
use crate::db::{Tx, query};
use model::ids::{MemberId, RoleId};
use model::roles::RoleRow;
use uuid::Uuid;

/// How many have the role `r`, those invited among them and those removed not; counted one further than
/// [`RoleRow::MANY`]. As a column.
pub(super) fn count_sql() -> String {
    format!(
        "(SELECT COUNT(*) FROM (SELECT 1 FROM member_roles x JOIN members m ON m.id = x.member_id
                                WHERE x.role_id = r.id AND m.status <> 'removed' LIMIT {}) AS people)",
        RoleRow::MANY + 1
    )
}

/// Whether anybody has it, or could get it back: those removed, and old invitations.
pub(super) async fn has_people(tx: &mut Tx, role: RoleId) -> Result<bool, Error> {
    let (has,): (bool,) = query(
        "SELECT EXISTS (SELECT 1 FROM member_roles WHERE role_id = $1)
             OR EXISTS (SELECT 1 FROM invitations WHERE role_id = $1)
             OR EXISTS (SELECT 1 FROM roles WHERE becomes = $1)",
    )
    .bind(role)
    .one(tx)
    .await?;
    Ok(has)
}

/// The next people who have it, by id.
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
