//! Asking for credits.

use crate::credits::wallet;
use crate::db::query;
use crate::{Context, Error, audit};
use model::Problem;
use model::credits::{CreditRequestInput, MAX_PENDING_REQUESTS, RequestState};
use model::ids::CreditRequestId;
use serde_json::json;

/// Every member's to do, a few at a time. Problems at `form`.
pub async fn create(ctx: &Context, slug: &str, input: &CreditRequestInput) -> Result<CreditRequestId, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    let wallet = wallet::lock(ctx, &mut tx, membership.workspace).await?;
    let (pending,): (i64,) =
        query("SELECT COUNT(*) FROM credit_requests WHERE workspace_id = $1 AND account_id = $2 AND state = 'pending'")
            .bind(membership.workspace)
            .bind(account)
            .one(&mut tx)
            .await?;
    if usize::try_from(pending).is_ok_and(|pending| pending >= MAX_PENDING_REQUESTS) {
        return Err(Error::at("form", Problem::TooMany { max: MAX_PENDING_REQUESTS }));
    }
    let id: CreditRequestId = ctx.id();
    query(
        "INSERT INTO credit_requests (id, workspace_id, account_id, amount, reason, state, answer, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, '', $7)",
    )
    .bind(id)
    .bind(membership.workspace)
    .bind(account)
    .bind(input.amount)
    .bind(&input.reason)
    .bind(RequestState::Pending.name())
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    audit::Event::new(audit::Action::CreditsRequest)
        .within(membership.workspace)
        .target(id, &input.amount.to_string())
        .after(&json!({ "amount": input.amount, "note": input.reason }))
        .record(ctx, &mut tx)
        .await?;
    wallet.save(&mut tx).await?;
    tx.commit().await?;
    Ok(id)
}
