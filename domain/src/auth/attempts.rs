//! Attempts to sign in, for their account's holder to see.

use super::session::Client;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, stored};
use model::ids::AccountId;
use model::security::Outcome;
use std::net::IpAddr;
use uuid::Uuid;

/// The newest are shown.
const PAGE_SIZE: i64 = 50;

/// One that was judged.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// When it was judged.
    pub at: Micros,
    /// What came of it.
    pub outcome: Outcome,
    /// The network address that it came from; empty where none was known.
    pub address: String,
    /// What the browser said of itself, at most 300 characters; may be empty.
    pub user_agent: String,
}

/// Notes one, also where there is no account: both take as long.
pub(super) async fn note(
    ctx: &Context,
    tx: &mut Tx,
    account: Option<AccountId>,
    client: &Client,
    outcome: Outcome,
) -> Result<(), Error> {
    query("INSERT INTO sign_ins (id, account_id, at, outcome, address, user_agent) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(ctx.id::<Uuid>())
        .bind(account)
        .bind(ctx.now())
        .bind(outcome.name())
        .bind(ctx.address.as_ref().map(IpAddr::to_string).unwrap_or_default())
        .bind(client.user_agent_text())
        .run(tx)
        .await?;
    Ok(())
}

/// The last attempts to sign in to the actor's account, newest first.
pub async fn attempts(ctx: &Context) -> Result<Vec<Attempt>, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let rows: Vec<(i64, String, String, String)> =
        query("SELECT at, outcome, address, user_agent FROM sign_ins WHERE account_id = $1 ORDER BY id DESC LIMIT $2")
            .bind(account)
            .bind(PAGE_SIZE)
            .all(&mut tx)
            .await?;
    let attempt = |(at, outcome, address, user_agent): (i64, String, String, String)| {
        let outcome = stored::named(&outcome, Outcome::named, "what came of signing in")?;
        Ok(Attempt { at, outcome, address, user_agent })
    };
    rows.into_iter().map(attempt).collect()
}
