//! What a provider has told about whoever tested it.

use super::begin::SsoError;
use super::finish::Proven;
use super::provider::ProviderOwner;
use crate::db::query;
use crate::{Context, Error, internal};
use model::permissions::Permission;

/// What the kept claims are sealed for.
pub const CLAIMS_PURPOSE: &str = "claims of a test";

/// Keeps the claims for the workspace's settings page. Needs `settings:write` there.
pub(super) async fn keep_claims(ctx: &Context, proven: &Proven) -> Result<(), SsoError> {
    let account = ctx.account()?;
    let ProviderOwner::Workspace(own) = &proven.provider.owner else { return Err(Error::NotFound.into()) };
    let mut tx = ctx.write().await?;
    ctx.membership(&mut tx, &own.slug).await?.require(Permission::SETTINGS_WRITE)?;
    let claims = serde_json::to_string(&proven.claims.all)
        .map_err(|error| internal("keeping the claims of a test", error.to_string()))?;
    let sealed = ctx.roster.key.seal(&ctx.roster.random, CLAIMS_PURPOSE, &claims)?;
    query("UPDATE identity_providers SET tested_at = $2, tested_by = $3, tested_claims = $4 WHERE id = $1 AND issuer = $5")
        .bind(own.id)
        .bind(ctx.now())
        .bind(account)
        .bind(sealed)
        .bind(&proven.claims.issuer)
        .run(&mut tx)
        .await?;
    Ok(tx.commit().await?)
}
