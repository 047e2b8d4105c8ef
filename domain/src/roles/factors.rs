//! Roles that ask for a second factor, and who of their people has none.

use crate::db::{Tx, query};
use crate::members::roles::{COLUMNS, MAX_ROLES, ORDER, Role, Row};
use crate::{Error, Membership, identities};
use model::ids::{RoleId, WorkspaceId};
use model::roles::RoleRow;
use uuid::Uuid;

/// Some of the workspace's people: whether they are asked for a second factor, and how many have none.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct FactorCoverage {
    /// They are asked for one.
    pub required: bool,
    /// The active ones; counted no further than [`RoleRow::MANY`] and one more.
    pub people: i64,
    /// Of [`RoleRow::MANY`] at most. Whoever signs in at a provider has one there.
    pub without: i64,
}

#[derive(sqlx::FromRow)]
struct StoredRole {
    #[sqlx(flatten)]
    row: Row,
    #[sqlx(flatten)]
    asked: FactorCoverage,
}

/// Of the roles that stay. One query.
pub(crate) async fn coverage_of_roles(
    tx: &mut Tx,
    membership: &Membership,
) -> Result<Vec<(Role, FactorCoverage)>, Error> {
    // Of each only so many: the whole of both would be put together first.
    let most = RoleRow::MANY + 1;
    let people = format!(
        "SELECT * FROM (SELECT m.id, m.account_id, m.second_factor FROM member_roles x JOIN members m ON m.id = x.member_id
                        WHERE x.role_id = r.id AND m.status = 'active' LIMIT {most}) AS own
         UNION
         SELECT * FROM (SELECT DISTINCT m.id, m.account_id, m.second_factor
                        FROM group_roles y JOIN group_members x ON x.group_id = y.group_id
                        JOIN members m ON m.id = x.member_id
                        WHERE y.role_id = r.id AND m.status = 'active' LIMIT {most}) AS through"
    );
    let rows: Vec<StoredRole> = query(format!(
        "SELECT {COLUMNS}, r.factor_required AS required, {}
         FROM roles r WHERE r.workspace_id = $1 AND r.replaced_by IS NULL ORDER BY {ORDER} LIMIT {MAX_ROLES}",
        counts(&people)
    ))
    .bind(membership.workspace)
    .all(tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.row.into(), row.asked)).collect())
}

/// Of the super-users. One query.
pub(crate) async fn coverage_of_super_users(tx: &mut Tx, workspace: WorkspaceId) -> Result<FactorCoverage, Error> {
    let people =
        "SELECT m.* FROM members m WHERE m.workspace_id = w.id AND m.super_user AND m.status = 'active' ORDER BY m.id";
    let sql = format!("SELECT w.super_users_factor AS required, {} FROM workspaces w WHERE w.id = $1", counts(people));
    Ok(query(sql).bind(workspace).one(tx).await?)
}

fn counts(people: &str) -> String {
    let most = RoleRow::MANY;
    format!(
        "(SELECT COUNT(*) FROM ({people} LIMIT {most} + 1) AS m) AS people,
         (SELECT COUNT(*) FROM ({people} LIMIT {most}) AS m
          WHERE NOT m.second_factor
            AND NOT {}) AS without",
        identities::exists_sql("m.account_id")
    )
}

/// The roles that ask for one, by id; without those that are being deleted.
pub(crate) async fn required_by(tx: &mut Tx, workspace: WorkspaceId) -> Result<Vec<RoleId>, Error> {
    let roles: Vec<(Uuid,)> =
        query("SELECT id FROM roles WHERE workspace_id = $1 AND factor_required AND replaced_by IS NULL ORDER BY id")
            .bind(workspace)
            .all(tx)
            .await?;
    Ok(roles.into_iter().map(|(id,)| RoleId(id)).collect())
}
