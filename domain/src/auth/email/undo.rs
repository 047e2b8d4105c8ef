//! The old address takes the account back.

use super::set_email;
use crate::auth::{credentials, recovery};
use crate::db::{Tx, query};
use crate::links::{self, Kind};
use crate::{Context, Error, audit, stored};
use model::ids::AccountId;

/// What a link knows: which version of the account was left, and the address that it had.
pub(super) struct Undo {
    version: i64,
    email: String,
}

impl Undo {
    pub(super) fn of(version: i64, email: &str) -> String {
        format!("{version} {email}")
    }

    fn read(data: &str) -> Result<Self, Error> {
        let read = |data: &str| {
            let (version, email) = data.split_once(' ')?;
            Some(Self { version: version.parse().ok()?, email: email.to_owned() })
        };
        stored::named(data, read, "what a link takes back")
    }
}

/// The address that a link would bring back; none where it can't be used. Looking changes nothing.
pub async fn email_undo(ctx: &Context, token: &str) -> Result<Option<String>, Error> {
    let mut tx = ctx.read().await?;
    let owner = links::find(ctx, &mut tx, Kind::UndoEmail, token).await?;
    Ok(owner.map(|owner| Undo::read(&owner.data)).transpose()?.map(|undo| undo.email))
}

/// Brings the old address back and leaves nothing that whoever changed it can have made: sessions, password, second
/// factors, recovery codes, passkeys, pending links. Sends a link to choose another password. Once.
///
/// Links of earlier changes go on working: the address before this one can be the right one. Those of later changes are
/// void, as those changes are.
pub async fn undo_email(ctx: &Context, token: &str) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let owner = links::consume(ctx, &mut tx, Kind::UndoEmail, token).await?.ok_or(Error::Conflict)?;
    let account = owner.account;
    let (now,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(account).one(&mut tx).await?;
    let undo = Undo::read(&owner.data)?;
    set_email(ctx, &mut tx, account, &undo.email).await?;
    let removed = credentials::clear(ctx, &mut tx, account).await?;
    void_later(&mut tx, account, undo.version).await?;
    credentials::mark_email_verified(ctx, &mut tx, account).await?;
    recovery::send(ctx, &mut tx, account).await?;
    audit::Event::by_account(audit::Action::AccountUndoEmailChange, account)
        .target(account, &undo.email)
        .before(&now)
        .after(&serde_json::json!({ "email": undo.email, "removed": removed }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}

async fn void_later(tx: &mut Tx, account: AccountId, version: i64) -> Result<(), Error> {
    let alive: Vec<(Vec<u8>, String)> =
        query("SELECT token_hash, data FROM one_time_links WHERE account_id = $1 AND reserved_key IS NOT NULL")
            .bind(account)
            .all(tx)
            .await?;
    // One that can't be read is logged, and goes as well.
    let later = |data: &str| Undo::read(data).map_or(true, |other| other.version >= version);
    for (hash, _) in alive.into_iter().filter(|(_, data)| later(data)) {
        query("DELETE FROM one_time_links WHERE token_hash = $1").bind(hash).run(tx).await?;
    }
    Ok(())
}
