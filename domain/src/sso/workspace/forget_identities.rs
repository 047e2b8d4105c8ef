//! Identities at an issuer that nobody signs in at any more.

use crate::db::{Tx, query};
use crate::{Context, Error};

/// Deletes them, unless the operator or another workspace has a provider of this issuer: an account with an identity has
/// no password that counts (product rule 12), and its holder would get in nowhere.
pub(super) async fn forget_identities(ctx: &Context, tx: &mut Tx, issuer: &str) -> Result<(), Error> {
    if ctx.roster.settings.oidc.iter().any(|provider| provider.issuer == issuer) {
        return Ok(());
    }
    query(
        "DELETE FROM identities
         WHERE issuer = $1 AND NOT EXISTS (SELECT 1 FROM identity_providers p WHERE p.issuer = $1)",
    )
    .bind(issuer)
    .run(tx)
    .await?;
    Ok(())
}
