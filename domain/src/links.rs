//! Links that a mail carries: 256 bits, kept as their hash, used once, void when superseded.

use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::secrets::Token;
use crate::{Context, Error};
use model::ids::AccountId;
use uuid::Uuid;

/// What a link is for. One account has one of a kind at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To show that an address is the account holder's.
    Prove,
    /// To choose another password.
    Recover,
    /// To show that a new address is the account holder's.
    ChangeEmail,
    /// To bring the old address back.
    UndoEmail,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Prove => "prove",
            Self::Recover => "recover",
            Self::ChangeEmail => "change_email",
            Self::UndoEmail => "undo_email",
        }
    }
}

/// What is known of whoever has a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub account: AccountId,
    /// What it was issued with.
    pub data: String,
}

/// Issues a link that lives so long; an earlier one of the kind is void.
pub async fn issue(
    ctx: &Context,
    tx: &mut Tx,
    kind: Kind,
    account: AccountId,
    data: &str,
    life: Micros,
) -> Result<Token, Error> {
    revoke(tx, kind, account).await?;
    let token = Token::new(&ctx.roster.random);
    query("INSERT INTO one_time_links (token_hash, kind, account_id, data, expires_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(token.hash())
        .bind(kind.name())
        .bind(account)
        .bind(data)
        .bind(ctx.now() + life)
        .run(tx)
        .await?;
    Ok(token)
}

/// The account's links of a kind are void.
pub async fn revoke(tx: &mut Tx, kind: Kind, account: AccountId) -> Result<(), Error> {
    query("DELETE FROM one_time_links WHERE account_id = $1 AND kind = $2")
        .bind(account)
        .bind(kind.name())
        .run(tx)
        .await?;
    Ok(())
}

/// Whether a link could be used. Looking changes nothing: mail scanners look too.
pub async fn look(ctx: &Context, tx: &mut Tx, kind: Kind, text: &str) -> Result<Option<Held>, Error> {
    let Some(token) = Token::parse(text) else { return Ok(None) };
    let sql = "SELECT account_id, data FROM one_time_links WHERE token_hash = $1 AND kind = $2 AND expires_at > $3";
    held(query(sql), ctx, tx, kind, &token).await
}

/// Uses it up: of parallel attempts one gets it.
pub async fn consume(ctx: &Context, tx: &mut Tx, kind: Kind, text: &str) -> Result<Option<Held>, Error> {
    let Some(token) = Token::parse(text) else { return Ok(None) };
    let sql = "DELETE FROM one_time_links WHERE token_hash = $1 AND kind = $2 AND expires_at > $3
               RETURNING account_id, data";
    held(query(sql), ctx, tx, kind, &token).await
}

async fn held(
    sql: crate::db::Query,
    ctx: &Context,
    tx: &mut Tx,
    kind: Kind,
    token: &Token,
) -> Result<Option<Held>, Error> {
    let row: Option<(Uuid, String)> = sql.bind(token.hash()).bind(kind.name()).bind(ctx.now()).optional(tx).await?;
    Ok(row.map(|(account, data)| Held { account: account.into(), data }))
}
