//! Links that a mail carries: 256 bits, kept as their hash, used once, void when superseded.
//!
//! An account's links are written under the lock of its row ([`lock_account`]), which is taken before anything about
//! the account is looked at. Without that, a link asked for by a session that is being ended would outlive its end.

use crate::clock::{Micros, micros};
use crate::db::{Tx, all_of, query};
use crate::secrets::Token;
use crate::{Context, Error};
use model::ids::{AccountId, MemberId};
use std::time::Duration;
use uuid::Uuid;

/// What a link is for. One account has one of a kind at most, but for those that recover it, which anyone can ask for,
/// and those that take an address back: each goes back to its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    /// To show that an address is the account holder's.
    #[strum(serialize = "prove")]
    VerifyEmail,
    /// To choose another password.
    Recover,
    /// To show that a new address is the account holder's.
    ChangeEmail,
    /// To bring the old address back.
    UndoEmail,
    /// To enter a workspace for which the address has to be proven, where no mail can carry the proof.
    EnterWorkspace,
}

impl Kind {
    fn name(self) -> &'static str {
        self.into()
    }
}

/// What is known of whoever has a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkOwner {
    /// Whom it was issued to.
    pub account: AccountId,
    /// What it was issued with.
    pub data: String,
}

/// Locks an account until the transaction ends: what changes how it can be signed in to goes one after the other. False
/// where there is no such account.
pub(crate) async fn lock_account(tx: &mut Tx, account: AccountId) -> Result<bool, Error> {
    let select = format!("SELECT id FROM accounts WHERE id = $1{}", tx.for_update());
    let there: Option<(Uuid,)> = query(select).bind(account).optional(tx).await?;
    Ok(there.is_some())
}

/// Issues a link that lives so long; an earlier one of the kind is void.
pub async fn issue(
    ctx: &Context,
    tx: &mut Tx,
    kind: Kind,
    account: AccountId,
    data: &str,
    ttl: Duration,
) -> Result<Token, Error> {
    lock_account(tx, account).await?;
    revoke(tx, kind, account).await?;
    insert(ctx, tx, (kind, account), data, None, ttl).await
}

/// Issues a link beside the account's others of the kind: whoever asks for another one does not take away the one that
/// its holder is about to use. Using one voids all ([`void_pending`]).
pub(crate) async fn issue_beside(
    ctx: &Context,
    tx: &mut Tx,
    kind: Kind,
    account: AccountId,
    data: &str,
    ttl: Duration,
) -> Result<Token, Error> {
    lock_account(tx, account).await?;
    insert(ctx, tx, (kind, account), data, None, ttl).await
}

/// Issues a link that takes an address back, beside the account's others, and keeps the address from everyone else
/// meanwhile.
pub(crate) async fn issue_undo(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    data: &str,
    email_key: &str,
    ttl: Duration,
) -> Result<Token, Error> {
    insert(ctx, tx, (Kind::UndoEmail, account), data, Some(email_key), ttl).await
}

/// Issues a link that opens one membership, beside those for others; an earlier one for the same is void.
pub(crate) async fn issue_entry(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    member: MemberId,
    ttl: Duration,
) -> Result<Token, Error> {
    lock_account(tx, account).await?;
    query("DELETE FROM one_time_links WHERE account_id = $1 AND kind = $2 AND data = $3")
        .bind(account)
        .bind(Kind::EnterWorkspace.name())
        .bind(member.to_string())
        .run(tx)
        .await?;
    insert(ctx, tx, (Kind::EnterWorkspace, account), &member.to_string(), None, ttl).await
}

/// Whether such a link for a membership can still be used.
pub(crate) async fn has_entry(ctx: &Context, tx: &mut Tx, account: AccountId, member: MemberId) -> Result<bool, Error> {
    let (alive,): (bool,) = query(
        "SELECT EXISTS (SELECT 1 FROM one_time_links
                        WHERE account_id = $1 AND kind = $2 AND data = $3 AND expires_at > $4)",
    )
    .bind(account)
    .bind(Kind::EnterWorkspace.name())
    .bind(member.to_string())
    .bind(ctx.now())
    .one(tx)
    .await?;
    Ok(alive)
}

async fn insert(
    ctx: &Context,
    tx: &mut Tx,
    (kind, account): (Kind, AccountId),
    data: &str,
    reserved_key: Option<&str>,
    ttl: Duration,
) -> Result<Token, Error> {
    let token = Token::new(&ctx.roster.random);
    query(
        "INSERT INTO one_time_links (token_hash, kind, account_id, data, reserved_key, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(token.hash())
    .bind(kind.name())
    .bind(account)
    .bind(data)
    .bind(reserved_key.map(str::to_owned))
    .bind(ctx.now() + micros(ttl))
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

/// Every link that the account waits for is void: what someone else has asked for must not work once its holder, or an
/// administrator, has changed how it is signed in to.
///
/// Those that take an address back stay. They are the way home from exactly this: whoever has moved an account to an
/// address of their own can also change its password and recover it by mail, and must not void by that what the old
/// address was sent.
pub(crate) async fn void_pending(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    lock_account(tx, account).await?;
    query("DELETE FROM one_time_links WHERE account_id = $1 AND kind <> $2")
        .bind(account)
        .bind(Kind::UndoEmail.name())
        .run(tx)
        .await?;
    Ok(())
}

/// Whether an address is kept for an account that had it, other than this one. Asked *after* it was written: a change
/// of address that commits meanwhile is seen then on PostgreSQL as well.
pub(crate) async fn is_reserved(
    ctx: &Context,
    tx: &mut Tx,
    email_key: &str,
    but: Option<AccountId>,
) -> Result<bool, Error> {
    let (reserved,): (bool,) = query(
        "SELECT EXISTS (SELECT 1 FROM one_time_links
                        WHERE reserved_key = $1 AND expires_at > $2 AND ($3 IS NULL OR account_id <> $3))",
    )
    .bind(email_key)
    .bind(ctx.now())
    .bind(but)
    .one(tx)
    .await?;
    Ok(reserved)
}

/// Which of these addresses are kept for an account that had them. Asked after they were written, as [`is_reserved`] is.
pub(crate) async fn reserved(
    ctx: &Context,
    tx: &mut Tx,
    email_keys: impl IntoIterator<Item = &String>,
) -> Result<Vec<String>, Error> {
    let kept: Vec<(String,)> = all_of(tx, &[ctx.now().into()], email_keys, |keys| {
        format!("SELECT reserved_key FROM one_time_links WHERE expires_at > $1 AND reserved_key IN ({keys})")
    })
    .await?;
    Ok(kept.into_iter().map(|(key,)| key).collect())
}

/// Whether a link could be used. Looking changes nothing: mail scanners look too.
pub async fn find(ctx: &Context, tx: &mut Tx, kind: Kind, text: &str) -> Result<Option<LinkOwner>, Error> {
    let Some(token) = Token::parse(text) else { return Ok(None) };
    let sql = "SELECT account_id, data FROM one_time_links WHERE token_hash = $1 AND kind = $2 AND expires_at > $3";
    link_owner(query(sql), ctx, tx, kind, &token).await
}

/// Uses it up: of parallel attempts one gets it. Its account is locked from here on, before the link is: whoever voids
/// links locks the account first as well.
pub async fn consume(ctx: &Context, tx: &mut Tx, kind: Kind, text: &str) -> Result<Option<LinkOwner>, Error> {
    let (Some(token), Some(seen)) = (Token::parse(text), find(ctx, tx, kind, text).await?) else { return Ok(None) };
    lock_account(tx, seen.account).await?;
    let sql = "DELETE FROM one_time_links WHERE token_hash = $1 AND kind = $2 AND expires_at > $3
               RETURNING account_id, data";
    link_owner(query(sql), ctx, tx, kind, &token).await
}

/// Deletes what has ended. A link whose mail waits gets its time when that goes out.
pub(crate) async fn sweep(tx: &mut Tx, now: Micros) -> Result<(), Error> {
    query(
        "DELETE FROM one_time_links WHERE expires_at <= $1 AND NOT EXISTS (
             SELECT 1 FROM outbox o WHERE o.link_hash = one_time_links.token_hash AND o.status = 'queued')",
    )
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Deletes every link of an account, also those that take an address back.
pub(crate) async fn erase_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    query("DELETE FROM one_time_links WHERE account_id = $1").bind(account).run(tx).await?;
    Ok(())
}

async fn link_owner(
    sql: crate::db::Query,
    ctx: &Context,
    tx: &mut Tx,
    kind: Kind,
    token: &Token,
) -> Result<Option<LinkOwner>, Error> {
    let row: Option<(Uuid, String)> = sql.bind(token.hash()).bind(kind.name()).bind(ctx.now()).optional(tx).await?;
    Ok(row.map(|(account, data)| LinkOwner { account: account.into(), data }))
}
