//! The providers that an account is connected with, and those that it could be.

use super::Provider;
use super::provider::link;
use crate::db::{Tx, query};
use crate::identities::{self, Identity};
use crate::{Context, Error, audit};
use model::Problem;
use model::ids::AccountId;
use model::sso::ProviderLink;
use uuid::Uuid;

/// The most that are offered.
const MAX_OFFERED: i64 = 20;

/// What the page shows of one's providers.
#[derive(Clone, Debug, Default)]
pub struct OwnProviders {
    /// The earliest first.
    pub connected: Vec<Identity>,
    /// The installation's, and those of one's workspaces, that one is not connected with.
    pub offered: Vec<ProviderLink>,
}

/// The actor's own.
pub async fn own_providers(ctx: &Context) -> Result<OwnProviders, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let connected = identities::of_account(&mut tx, account).await?;
    let mut offered = reachable(ctx, &mut tx, account).await?;
    offered.retain(|(issuer, _)| connected.iter().all(|identity| identity.issuer != *issuer));
    Ok(OwnProviders { connected, offered: offered.into_iter().map(|(_, link)| link).collect() })
}

/// The provider at which the actor can prove anew who they are: their session's, or another that they are connected
/// with; none for those who sign in here.
pub async fn confirming_provider(ctx: &Context) -> Result<Option<ProviderLink>, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let connected = identities::of_account(&mut tx, account).await?;
    if connected.is_empty() {
        return Ok(None);
    }
    let key: Option<(Option<String>,)> =
        query("SELECT provider FROM sessions WHERE id = $1").bind(ctx.actor.session()).optional(&mut tx).await?;
    if let Some(key) = key.and_then(|(key,)| key)
        && let Ok(provider) = Provider::find(ctx, &mut tx, &key).await
        && connected.iter().any(|identity| identity.issuer == provider.issuer)
    {
        return Ok(Some(ProviderLink { key: provider.key, name: provider.name }));
    }
    let known = reachable(ctx, &mut tx, account).await?;
    let link = known.into_iter().find(|(issuer, _)| connected.iter().any(|identity| identity.issuer == *issuer));
    Ok(link.map(|(_, link)| link))
}

/// Whether the actor's account is connected with the provider. [`Error::NotFound`] where no provider has the key.
pub async fn is_connected(ctx: &Context, key: &str) -> Result<bool, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let provider = Provider::find(ctx, &mut tx, key).await?;
    let connected = identities::of_account(&mut tx, account).await?;
    Ok(connected.iter().any(|identity| identity.issuer == provider.issuer))
}

/// The installation's providers and those of one's workspaces, with their issuers.
async fn reachable(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<Vec<(String, ProviderLink)>, Error> {
    let own = ctx.roster.settings.oidc.iter().map(|provider| (provider.issuer.clone(), link(provider)));
    let rows: Vec<(Uuid, String, String)> = query(
        "SELECT p.id, p.name, p.issuer FROM members m
         JOIN workspaces w ON w.id = m.workspace_id JOIN identity_providers p ON p.workspace_id = w.id
         WHERE m.account_id = $1 AND m.status = 'active' AND w.deleted_at IS NULL ORDER BY p.name, p.id LIMIT $2",
    )
    .bind(account)
    .bind(MAX_OFFERED)
    .all(tx)
    .await?;
    let of_workspaces = rows.into_iter().map(|(id, name, issuer)| (issuer, ProviderLink { key: id.to_string(), name }));
    Ok(own.chain(of_workspaces).collect())
}

/// Takes a provider away from the actor's account; sessions that were begun there end, but for this one. Needs a
/// confirmed session. The last one stays where nothing else would let them in: neither a password nor a mail that sets
/// one.
pub async fn disconnect(ctx: &Context, issuer: &str) -> Result<(), Error> {
    let account = ctx.account()?;
    let session = ctx.session()?;
    let mut tx = ctx.write().await?;
    crate::links::lock_account(&mut tx, account).await?;
    ctx.require_session(&mut tx).await?;
    ctx.require_confirmed(&mut tx).await?;
    let (email, has_password, many): (String, bool, i64) = query(
        "SELECT a.email, a.password_hash IS NOT NULL, (SELECT COUNT(*) FROM identities i WHERE i.account_id = a.id)
         FROM accounts a WHERE a.id = $1",
    )
    .bind(account)
    .one(&mut tx)
    .await?;
    if many == 1 && !has_password && !ctx.roster.settings.mail {
        return Err(Error::at("form", Problem::OnlyWayIn));
    }
    let deleted = query("DELETE FROM identities WHERE account_id = $1 AND issuer = $2")
        .bind(account)
        .bind(issuer)
        .run(&mut tx)
        .await?;
    if deleted == 0 {
        return Err(Error::NotFound);
    }
    query("DELETE FROM sessions WHERE account_id = $1 AND issuer = $2 AND id <> $3")
        .bind(account)
        .bind(issuer)
        .bind(session)
        .run(&mut tx)
        .await?;
    query(
        "UPDATE sessions SET issuer = NULL, subject = NULL, provider = NULL, provider_session = NULL, id_token = NULL
         WHERE id = $1 AND issuer = $2",
    )
    .bind(session)
    .bind(issuer)
    .run(&mut tx)
    .await?;
    audit::Event::new(audit::Action::AccountDisconnectProvider)
        .target(account, &email)
        .before(&serde_json::json!({ "provider": issuer }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
