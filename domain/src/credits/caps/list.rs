//! The caps of a workspace.

use crate::db::query;
use crate::{Context, Error};
use model::ids::{CapId, MemberId};
use model::permissions::Permission;
use uuid::Uuid;

/// How much may be used in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cap {
    /// The cap.
    pub id: CapId,
    /// Of what; empty: of everything together.
    pub feature: String,
    /// By each who has the role of this name.
    pub role: Option<String>,
    /// By one person, who is called so.
    pub member: Option<(MemberId, String)>,
    /// How many.
    pub amount: i64,
}

#[derive(sqlx::FromRow)]
struct CapRecord {
    id: Uuid,
    feature: String,
    role: Option<String>,
    member_id: Option<Uuid>,
    member: Option<String>,
    amount: i64,
}

/// Needs `credits:read`.
pub async fn list(ctx: &Context, slug: &str) -> Result<Vec<Cap>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_READ)?;
    let rows: Vec<CapRecord> = query(
        "SELECT c.id, c.feature, r.name AS role, m.id AS member_id, m.email AS member, c.amount
         FROM credit_caps c LEFT JOIN roles r ON r.id = c.role_id
         LEFT JOIN members m ON m.workspace_id = c.workspace_id AND m.account_id = c.account_id
         WHERE c.workspace_id = $1 ORDER BY c.created_at, c.id LIMIT 100",
    )
    .bind(membership.workspace)
    .all(&mut tx)
    .await?;
    let cap = |row: CapRecord| Cap {
        id: row.id.into(),
        feature: row.feature,
        role: row.role,
        member: row.member_id.map(MemberId).zip(row.member),
        amount: row.amount,
    };
    Ok(rows.into_iter().map(cap).collect())
}
