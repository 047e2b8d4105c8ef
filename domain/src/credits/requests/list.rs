//! The requests of a workspace.

use crate::clock::Micros;
use crate::db::query;
use crate::{Context, Error, stored};
use model::accounts::full_name;
use model::credits::RequestState;
use model::ids::{CreditRequestId, MemberId};
use model::permissions::Permission;
use uuid::Uuid;

/// Someone's wish for credits, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditRequest {
    /// The request.
    pub id: CreditRequestId,
    /// Who asks, by name, while they are known here.
    pub user: Option<(MemberId, String)>,
    /// How many.
    pub amount: i64,
    /// What for.
    pub reason: String,
    /// How far it has come.
    pub state: RequestState,
    /// Why it was decided so; may be empty.
    pub answer: String,
    /// When it was made.
    pub created_at: Micros,
    /// When it was decided.
    pub decided_at: Option<Micros>,
}

#[derive(sqlx::FromRow)]
struct RequestRow {
    id: Uuid,
    member_id: Option<Uuid>,
    first_name: Option<String>,
    last_name: Option<String>,
    amount: i64,
    reason: String,
    state: String,
    answer: String,
    created_at: i64,
    decided_at: Option<i64>,
}

/// The last hundred, those that wait first, of these the oldest first. Without `credits:write`, one's own.
pub async fn list(ctx: &Context, slug: &str, mine: bool) -> Result<Vec<CreditRequest>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    if !mine {
        membership.require(Permission::CREDITS_WRITE)?;
    }
    let account = if mine { Some(membership.require_account()?) } else { None };
    let rows: Vec<RequestRow> = query(
        "SELECT r.id, m.id AS member_id, m.first_name, m.last_name, r.amount, r.reason, r.state, r.answer,
                r.created_at, r.decided_at
         FROM credit_requests r LEFT JOIN members m ON m.workspace_id = r.workspace_id AND m.account_id = r.account_id
         WHERE r.workspace_id = $1 AND ($2 = 0 OR r.account_id = $3)
         ORDER BY CASE WHEN r.state = 'pending' THEN 0 ELSE 1 END,
                  CASE WHEN r.state = 'pending' THEN r.created_at ELSE -r.created_at END, r.id LIMIT 100",
    )
    .bind(membership.workspace)
    .bind(i64::from(account.is_some()))
    .bind(account.map_or(Uuid::nil(), |id| id.0))
    .all(&mut tx)
    .await?;
    rows.into_iter().map(RequestRow::request).collect()
}

/// How many wait for a decision. Needs `credits:write`.
pub async fn pending(ctx: &Context, slug: &str) -> Result<i64, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_WRITE)?;
    let (count,): (i64,) = query("SELECT COUNT(*) FROM credit_requests WHERE workspace_id = $1 AND state = 'pending'")
        .bind(membership.workspace)
        .one(&mut tx)
        .await?;
    Ok(count)
}

impl RequestRow {
    fn request(self) -> Result<CreditRequest, Error> {
        let name = full_name(&self.first_name.unwrap_or_default(), &self.last_name.unwrap_or_default());
        Ok(CreditRequest {
            id: self.id.into(),
            user: self.member_id.map(|id| (id.into(), name)),
            amount: self.amount,
            reason: self.reason,
            state: stored::named(&self.state, RequestState::named, "the state of a request")?,
            answer: self.answer,
            created_at: self.created_at,
            decided_at: self.decided_at,
        })
    }
}
