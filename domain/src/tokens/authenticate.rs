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

/// The owner, acting by the token; none where it does not work. One query, and once a minute a write that may fail.
pub async fn authenticate(
    roster: &Roster,
    secret: &TokenSecret,
    address: Option<IpAddr>,
) -> Result<Option<Actor>, Error> {
    let now = roster.clock.now();
    let found: Option<(Uuid, Uuid, Option<i64>)> =
        query(format!("SELECT t.id, t.account_id, t.last_used_at FROM tokens t WHERE t.hash = $1 AND {WORKS}"))
            .bind(secret.hash())
            .bind(now)
            .optional(&mut roster.db.read().await?)
            .await?;
    let Some((id, account, used)) = found else { return Ok(None) };
    if used.is_none_or(|used| now - used >= micros(TOUCH)) {
        best_effort(touch(roster, TokenId(id), address, now).await, "that a token is in use")?;
    }
    let via = Via::Token { id: TokenId(id) };
    Ok(Some(Actor::Account(Principal { account: AccountId(account), via })))
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
