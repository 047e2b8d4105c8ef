//! Who a secret stands for.

use super::TokenSecret;
use crate::clock::{Micros, micros};
use crate::db::query;
use crate::token_limits::WORKS;
use crate::{Actor, Error, Principal, Roster, Via, best_effort};
use model::ids::{AccountId, TokenId};
use std::net::IpAddr;
use std::time::Duration;
use uuid::Uuid;

/// How often a token in use is written to.
const TOUCH: Duration = Duration::from_mins(1);

/// Who acts by a secret, and until when it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthenticatedToken {
    /// The owner, acting by the token.
    pub actor: Actor,
    /// When it stops working; none: not by itself.
    pub ends_at: Option<Micros>,
}

/// The owner, acting by the token; none where it does not work. One query, and once a minute a write that may fail.
pub async fn authenticate(
    roster: &Roster,
    secret: &TokenSecret,
    address: Option<IpAddr>,
) -> Result<Option<AuthenticatedToken>, Error> {
    let now = roster.clock.now();
    let found: Option<Found> = query(format!(
        "SELECT t.id, t.account_id, t.last_used_at, t.expires_at, t.superseded_until FROM tokens t
         WHERE t.hash = $1 AND {WORKS}"
    ))
    .bind(secret.hash())
    .bind(now)
    .optional(&mut roster.db.read().await?)
    .await?;
    let Some((id, account, used, expires_at, superseded_until)) = found else { return Ok(None) };
    if used.is_none_or(|used| now - used >= micros(TOUCH)) {
        best_effort(touch(roster, TokenId(id), address, now).await, "that a token is in use")?;
    }
    let via = Via::Token { id: TokenId(id) };
    let actor = Actor::Account(Principal { account: AccountId(account), via });
    let ends_at = [expires_at, superseded_until].into_iter().flatten().min();
    Ok(Some(AuthenticatedToken { actor, ends_at }))
}

type Found = (Uuid, Uuid, Option<i64>, Option<i64>, Option<i64>);

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
