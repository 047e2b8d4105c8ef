//! Who a secret stands for.

use super::TokenSecret;
use super::networks::Networks;
use super::owner::TokenOwner;
use crate::clock::{Micros, micros};
use crate::db::query;
use crate::token_limits::WORKS;
use crate::{Actor, Error, Principal, Roster, Via, best_effort};
use model::ids::TokenId;
use std::net::IpAddr;
use std::time::Duration;
use uuid::Uuid;

/// How often a token in use is written to.
const TOUCH: Duration = Duration::from_mins(1);

/// Who acts by a secret, and until when it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthenticatedToken {
    /// The owner, acting by the token, or the token of a workspace's own.
    pub actor: Actor,
    /// When it stops working; none: not by itself.
    pub ends_at: Option<Micros>,
}

/// Who acts by the token; none where it does not work. [`Error::AddressNotAllowed`] from outside of the token's networks.
/// One query, and once a minute a write that may fail.
pub async fn authenticate(
    roster: &Roster,
    secret: &TokenSecret,
    address: Option<IpAddr>,
) -> Result<Option<AuthenticatedToken>, Error> {
    let now = roster.clock.now();
    let found: Option<Found> = query(format!(
        "SELECT t.id, t.account_id, t.workspace_id, t.networks, t.last_used_at, t.expires_at, t.superseded_until
         FROM tokens t
         WHERE t.hash = $1 AND {WORKS}"
    ))
    .bind(secret.hash())
    .bind(now)
    .optional(&mut roster.db.read().await?)
    .await?;
    let Some(found) = found else { return Ok(None) };
    let id = TokenId(found.id);
    if !Networks::read(&found.networks)?.contain(address) {
        let from = address.map(|address| address.to_string()).unwrap_or_default();
        tracing::warn!(token = %id, from, "a token was sent from outside of its networks");
        return Err(Error::AddressNotAllowed);
    }
    if found.last_used_at.is_none_or(|used| now - used >= micros(TOUCH)) {
        best_effort(touch(roster, id, address, now).await, "that a token is in use")?;
    }
    let personal = |account| Actor::Account(Principal { account, via: Via::Token { id } });
    let actor = TokenOwner::of(found.account_id, found.workspace_id).map(|owner| match owner {
        TokenOwner::Account(account) => personal(account),
        TokenOwner::Workspace(workspace) => Actor::WorkspaceToken { id, workspace },
    });
    let ends_at = [found.expires_at, found.superseded_until].into_iter().flatten().min();
    Ok(actor.map(|actor| AuthenticatedToken { actor, ends_at }))
}

#[derive(sqlx::FromRow)]
struct Found {
    id: Uuid,
    account_id: Option<Uuid>,
    workspace_id: Option<Uuid>,
    networks: String,
    last_used_at: Option<i64>,
    expires_at: Option<i64>,
    superseded_until: Option<i64>,
}

async fn touch(roster: &Roster, id: TokenId, address: Option<IpAddr>, now: Micros) -> Result<(), Error> {
    let mut tx = roster.db.write().await?;
    query("UPDATE tokens SET last_used_at = $2, last_used_address = $3 WHERE id = $1")
        .bind(id)
        .bind(now)
        .bind(address.map(|address| address.to_string()))
        .run(&mut tx)
        .await?;
    Ok(tx.commit().await?)
}
