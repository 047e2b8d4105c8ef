//! A new cap.

use crate::credits::wallet;
use crate::db::query;
use crate::{Context, Error, audit};
use model::Problem;
use model::credits::{CapInput, CapSubject, MAX_CAPS};
use model::ids::{AccountId, CapId, RoleId};
use model::permissions::Permission;
use serde_json::json;
use uuid::Uuid;

/// Needs `credits:write`. Another cap of the same subject and feature is replaced. Problems at `role`, `user` and
/// `form`.
pub async fn create(ctx: &Context, slug: &str, input: &CapInput) -> Result<CapId, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::CREDITS_WRITE)?;
    // One change at a time: their number is limited, and each use reads them under the same lock.
    let wallet = wallet::lock(ctx, &mut tx, membership.workspace).await?;
    let (role, account, of) = subject(&mut tx, &membership, input.subject).await?;
    let feature = input.feature.as_ref().map_or("", |feature| feature.as_str());
    query(
        "DELETE FROM credit_caps WHERE workspace_id = $1 AND feature = $2
           AND COALESCE(role_id, $5) = COALESCE($3, $5) AND COALESCE(account_id, $5) = COALESCE($4, $5)",
    )
    .bind(membership.workspace)
    .bind(feature)
    .bind(role)
    .bind(account)
    .bind(Uuid::nil())
    .run(&mut tx)
    .await?;
    let (count,): (i64,) = query("SELECT COUNT(*) FROM credit_caps WHERE workspace_id = $1")
        .bind(membership.workspace)
        .one(&mut tx)
        .await?;
    if usize::try_from(count).is_ok_and(|count| count >= MAX_CAPS) {
        return Err(Error::at("form", Problem::TooMany { max: MAX_CAPS }));
    }
    let id: CapId = ctx.id();
    query(
        "INSERT INTO credit_caps (id, workspace_id, feature, role_id, account_id, amount, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(membership.workspace)
    .bind(feature)
    .bind(role)
    .bind(account)
    .bind(input.amount)
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    audit::Event::new(audit::Action::CreditsCreateCap)
        .within(membership.workspace)
        .target(id, &of)
        .after(&json!({ "feature": feature, "amount": input.amount }))
        .record(ctx, &mut tx)
        .await?;
    wallet.save(&mut tx).await?;
    tx.commit().await?;
    Ok(id)
}

/// The role or the account, and what it is called.
async fn subject(
    tx: &mut crate::db::Tx,
    membership: &crate::Membership,
    subject: CapSubject,
) -> Result<(Option<RoleId>, Option<AccountId>, String), Error> {
    match subject {
        CapSubject::Workspace => Ok((None, None, membership.name.clone())),
        CapSubject::Role(role) => {
            let row: Option<(String,)> = query("SELECT name FROM roles WHERE id = $1 AND workspace_id = $2")
                .bind(role)
                .bind(membership.workspace)
                .optional(tx)
                .await?;
            let (name,) = row.ok_or_else(|| Error::at("role", Problem::NotAChoice))?;
            Ok((Some(role), None, name))
        }
        CapSubject::Member(member) => {
            let row: Option<(Uuid, String)> = query(
                "SELECT account_id, email FROM members
                 WHERE id = $1 AND workspace_id = $2 AND account_id IS NOT NULL AND status IN ('active', 'suspended')",
            )
            .bind(member)
            .bind(membership.workspace)
            .optional(tx)
            .await?;
            let (account, email) = row.ok_or_else(|| Error::at("user", Problem::NotAMember))?;
            Ok((None, Some(account.into()), email))
        }
    }
}
