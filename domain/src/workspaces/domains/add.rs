//! Saying that a domain is the workspace's own.

use crate::db::query;
use crate::secrets::Token;
use crate::{Context, Error, audit, keys};
use model::Problem;
use model::ids::DomainId;
use model::permissions::Permission;
use model::workspaces::MAX_DOMAINS;

/// Needs `settings:write`. It counts for nothing before it is verified. Problems at `domain`.
pub async fn add(ctx: &Context, slug: &str, domain: &str) -> Result<DomainId, Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::SETTINGS_WRITE)?;
    let (many,): (i64,) = query("SELECT COUNT(*) FROM workspace_domains WHERE workspace_id = $1")
        .bind(membership.workspace)
        .one(&mut tx)
        .await?;
    if usize::try_from(many).is_ok_and(|many| many >= MAX_DOMAINS) {
        return Err(Error::at("domain", Problem::TooMany { max: MAX_DOMAINS }));
    }
    let (id, key): (DomainId, String) = (ctx.id(), keys::domain(domain));
    let made = query(
        "INSERT INTO workspace_domains (id, workspace_id, domain, proof, auto_join, created_at)
         VALUES ($1, $2, $3, $4, FALSE, $5) ON CONFLICT (workspace_id, domain) DO NOTHING",
    )
    .bind(id)
    .bind(membership.workspace)
    .bind(&key)
    .bind(format!("roster-proof={}", Token::new(&ctx.roster.random).reveal()))
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    if made == 0 {
        return Err(Error::at("domain", Problem::Taken));
    }
    audit::Event::new(audit::Action::DomainAdd)
        .within(membership.workspace)
        .target(id, &key)
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    Ok(id)
}
