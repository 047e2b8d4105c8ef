//! Taking a cap away.

use crate::db::query;
use crate::{Context, Error, audit};
use model::ids::CapId;
use model::permissions::Permission;
use serde_json::json;

/// Needs `credits:write`.
pub async fn delete(ctx: &Context, slug: &str, id: CapId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_WRITE)?;
    let row: Option<(String, i64)> =
        query("DELETE FROM credit_caps WHERE id = $1 AND workspace_id = $2 RETURNING feature, amount")
            .bind(id)
            .bind(membership.workspace)
            .optional(&mut tx)
            .await?;
    let (feature, amount) = row.ok_or(Error::NotFound)?;
    audit::Event::new(audit::Action::CreditsDeleteCap)
        .within(membership.workspace)
        .target(id, &feature)
        .before(&json!({ "feature": feature, "amount": amount }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
