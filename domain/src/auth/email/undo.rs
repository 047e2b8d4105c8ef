//! The old address takes the account back.

use super::put;
use crate::auth::{end_all, recovery};
use crate::db::query;
use crate::links::{self, Kind};
use crate::{Context, Error, audit};

/// The address that a link would bring back; none where it can't be used. Looking changes nothing.
pub async fn email_undo(ctx: &Context, token: &str) -> Result<Option<String>, Error> {
    let mut tx = ctx.read().await?;
    Ok(links::look(ctx, &mut tx, Kind::UndoEmail, token).await?.map(|held| held.data))
}

/// Brings the old address back, ends all sessions, takes the password away that whoever changed it may know, and sends a link to
/// choose another. Once.
pub async fn undo_email(ctx: &Context, token: &str) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let held = links::consume(ctx, &mut tx, Kind::UndoEmail, token).await?.ok_or(Error::Conflict)?;
    let account = held.account;
    let (now,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(account).one(&mut tx).await?;
    put(ctx, &mut tx, account, &held.data).await?;
    query("UPDATE accounts SET password_hash = NULL WHERE id = $1").bind(account).run(&mut tx).await?;
    end_all(&mut tx, account, None).await?;
    links::revoke(&mut tx, Kind::ChangeEmail, account).await?;
    recovery::send(ctx, &mut tx, account).await?;
    audit::Event::by_account("account.email_undo", account)
        .target(account, &held.data)
        .before(&now)
        .after(&held.data)
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    ctx.roster.mail_waiting.notify_one();
    Ok(())
}
