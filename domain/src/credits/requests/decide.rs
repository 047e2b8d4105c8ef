//! Deciding about a request.

use crate::credits::grant::grant_in;
use crate::credits::wallet;
use crate::db::query;
use crate::mail::{self, Email};
use crate::{Context, Error, audit};
use model::credits::{DEFAULT_PRIORITY, DecisionInput, GrantCategory, GrantInput, RequestState};
use model::ids::{AccountId, CreditRequestId, GrantId};
use model::permissions::Permission;
use model::urls::Url;
use serde_json::json;
use uuid::Uuid;

/// Gives the credits, or does not, and tells whoever asked. Needs `credits:write`. [`Error::Conflict`] where someone
/// has decided already. Problems at `amount`.
pub async fn decide(ctx: &Context, slug: &str, id: CreditRequestId, input: &DecisionInput) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_WRITE)?;
    let mut wallet = wallet::lock(ctx, &mut tx, membership.workspace).await?;
    let row: Option<(Uuid, String, String)> =
        query("SELECT account_id, reason, state FROM credit_requests WHERE id = $1 AND workspace_id = $2")
            .bind(id)
            .bind(membership.workspace)
            .optional(&mut tx)
            .await?;
    let (account, reason, state) = row.ok_or(Error::NotFound)?;
    if state != RequestState::Pending.name() {
        return Err(Error::Conflict);
    }
    let mut granted: Option<GrantId> = None;
    if let Some(amount) = input.approved {
        let grant = GrantInput {
            id: None,
            category: GrantCategory::Promotional,
            amount,
            priority: DEFAULT_PRIORITY,
            effective: String::new(),
            expires: String::new(),
            note: reason,
        };
        granted = Some(grant_in(ctx, &mut tx, &mut wallet, &grant).await?.id);
    }
    let state = if granted.is_some() { RequestState::Approved } else { RequestState::Rejected };
    query(
        "UPDATE credit_requests SET state = $2, answer = $3, grant_id = $4, decided_by = $5, decided_at = $6
         WHERE id = $1",
    )
    .bind(id)
    .bind(state.name())
    .bind(&input.answer)
    .bind(granted)
    .bind(ctx.actor.account())
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    let action = match state {
        RequestState::Approved => audit::Action::CreditsApproveRequest,
        _ => audit::Action::CreditsRejectRequest,
    };
    audit::Event::new(action)
        .within(membership.workspace)
        .target(id, &input.approved.unwrap_or_default().to_string())
        .after(&json!({ "amount": input.approved, "note": input.answer }))
        .record(ctx, &mut tx)
        .await?;
    let link = ctx.link(&Url::MyCredits { slug: slug.to_owned() });
    let message = |name| Email::CreditsDecided {
        name,
        workspace: membership.name.clone(),
        amount: input.approved,
        answer: input.answer.clone(),
    };
    mail::write_within(ctx, &mut tx, Some(membership.workspace), AccountId(account), &link, message).await?;
    wallet.save(&mut tx).await?;
    Ok(tx.commit().await?)
}
