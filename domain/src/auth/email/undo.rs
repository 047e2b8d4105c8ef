//! The old address takes the account back.

use super::put;
use crate::auth::{end_all, factors, recovery};
use crate::clock::Micros;
use crate::db::query;
use crate::links::{self, Kind};
use crate::{Context, Error, audit};

/// What a link knows: when the address was changed, and which it was.
pub(super) struct Undo {
    changed_at: Micros,
    email: String,
}

impl Undo {
    pub(super) fn of(changed_at: Micros, email: &str) -> String {
        format!("{changed_at} {email}")
    }

    fn read(data: &str) -> Option<Self> {
        let (at, email) = data.split_once(' ')?;
        Some(Self { changed_at: at.parse().ok()?, email: email.to_owned() })
    }
}

/// The address that a link would bring back; none where it can't be used. Looking changes nothing.
pub async fn email_undo(ctx: &Context, token: &str) -> Result<Option<String>, Error> {
    let mut tx = ctx.read().await?;
    let held = links::look(ctx, &mut tx, Kind::UndoEmail, token).await?;
    Ok(held.and_then(|held| Undo::read(&held.data)).map(|undo| undo.email))
}

/// Brings the old address back, ends all sessions, takes away the password that whoever changed it may know and the second
/// factors that were set up since then, and sends a link to choose another password. Once.
pub async fn undo_email(ctx: &Context, token: &str) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let held = links::consume(ctx, &mut tx, Kind::UndoEmail, token).await?.ok_or(Error::Conflict)?;
    let account = held.account;
    let (now,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(account).one(&mut tx).await?;
    let undo = Undo::read(&held.data).ok_or(Error::Conflict)?;
    put(ctx, &mut tx, account, &undo.email).await?;
    factors::take_away(&mut tx, account, Some(undo.changed_at)).await?;
    query("UPDATE accounts SET password_hash = NULL WHERE id = $1").bind(account).run(&mut tx).await?;
    end_all(&mut tx, account, None).await?;
    links::revoke(&mut tx, Kind::ChangeEmail, account).await?;
    recovery::send(ctx, &mut tx, account).await?;
    audit::Event::by_account("account.email_undo", account)
        .target(account, &undo.email)
        .before(&now)
        .after(&undo.email)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
