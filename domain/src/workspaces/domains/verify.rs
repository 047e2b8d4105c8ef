//! Looking whether a domain says what only its holder can make it say.

use super::{FILE, RECORD, find};
use crate::db::query;
use crate::egress::page;
use crate::{Context, Error, audit};
use model::Problem;
use model::ids::DomainId;
use model::permissions::Permission;

/// Needs `settings:write`. Asks the domain's DNS for a TXT record and, if there is none, its web server for a file; a
/// problem at `domain` where neither has the proof. No transaction waits meanwhile.
pub async fn verify(ctx: &Context, slug: &str, id: DomainId) -> Result<(), Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    let asked = find(&mut tx, &membership, id).await?;
    drop(tx);
    let lookup = &ctx.roster.settings.lookup;
    let says = |text: &String| text.trim() == asked.proof;
    let verified = lookup.texts(&format!("{RECORD}.{}", asked.domain)).await.iter().any(says)
        || page(lookup, &asked.domain, FILE).await.as_ref().is_some_and(says);
    if !verified {
        return Err(Error::at("domain", Problem::NotVerified));
    }
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    // Whoever added it anew in the meantime has another proof to show.
    let done =
        query("UPDATE workspace_domains SET verified_at = $2 WHERE id = $1 AND proof = $3 AND verified_at IS NULL")
            .bind(id)
            .bind(ctx.now())
            .bind(&asked.proof)
            .run(&mut tx)
            .await?;
    if done > 0 {
        audit::Event::new(audit::Action::DomainVerify)
            .within(membership.workspace)
            .target(id, &asked.domain)
            .record(ctx, &mut tx)
            .await?;
    }
    Ok(tx.commit().await?)
}
