//! The caps of a workspace.

use crate::db::query;
use crate::keys;
use crate::members::roles::{self, Role};
use crate::{Context, Error};
use model::Problem;
use model::ids::{CapId, MemberId, RoleId};
use model::permissions::Permission;
use uuid::Uuid;

/// How much may be used in a month.
#[derive(Clone, Debug)]
pub struct Cap {
    /// The cap.
    pub id: CapId,
    /// Of what; empty: of everything together.
    pub feature: String,
    /// By each who has the role.
    pub role: Option<Role>,
    /// By one person, who is called so.
    pub member: Option<(MemberId, String)>,
    /// How many.
    pub amount: i64,
}

/// The caps, and what the actor may do with them.
#[derive(Clone, Debug)]
pub struct Caps {
    /// In the order in which they were made.
    pub caps: Vec<Cap>,
    /// The roles of the workspace.
    pub roles: Vec<Role>,
    /// They may change them.
    pub may_edit: bool,
}

#[derive(sqlx::FromRow)]
struct CapRecord {
    id: Uuid,
    feature: String,
    role_id: Option<Uuid>,
    member_id: Option<Uuid>,
    member: Option<String>,
    amount: i64,
}

/// Needs `credits:read`.
pub async fn list(ctx: &Context, slug: &str) -> Result<Caps, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_READ)?;
    let rows: Vec<CapRecord> = query(
        "SELECT c.id, c.feature, c.role_id, m.id AS member_id, m.email AS member, c.amount
         FROM credit_caps c LEFT JOIN members m ON m.workspace_id = c.workspace_id AND m.account_id = c.account_id
         WHERE c.workspace_id = $1 ORDER BY c.created_at, c.id LIMIT 100",
    )
    .bind(membership.workspace)
    .all(&mut tx)
    .await?;
    let roles = roles::named(&mut tx, &membership).await?;
    let cap = |row: CapRecord| Cap {
        id: row.id.into(),
        feature: row.feature,
        role: row.role_id.and_then(|id| roles.iter().find(|role| role.id == RoleId(id)).cloned()),
        member: row.member_id.map(MemberId).zip(row.member),
        amount: row.amount,
    };
    let caps = rows.into_iter().map(cap).collect();
    Ok(Caps { caps, roles, may_edit: membership.has(Permission::CREDITS_WRITE) })
}

/// The member with an address; none where the address is empty. Needs `credits:write`. Problems at `email`.
pub async fn member_by_email(ctx: &Context, slug: &str, email: &str) -> Result<Option<MemberId>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_WRITE)?;
    if email.trim().is_empty() {
        return Ok(None);
    }
    let row: Option<(Uuid,)> = query("SELECT id FROM members WHERE workspace_id = $1 AND email_key = $2")
        .bind(membership.workspace)
        .bind(keys::email(email.trim()))
        .optional(&mut tx)
        .await?;
    row.map(|(id,)| Some(id.into())).ok_or_else(|| Error::at("email", Problem::UnknownPerson))
}
