//! Storing a password: every verb that sets one does it here.

use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, links};
use model::ids::{AccountId, WorkspaceId};

/// Who chose a password.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SetBy {
    /// The account's holder, or the operator.
    Holder,
    /// An administrator of a workspace; temporary until then (product rule 3).
    Workspace { id: WorkspaceId, temporary_until: Option<Micros> },
}

/// Stores the hash of an account's password; without one it has no password. The caller has locked the account
/// ([`links::lock_account`]) and ends what the old one opened: sessions, pending links.
pub(crate) async fn set_password(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    hash: Option<&str>,
    by: SetBy,
) -> Result<(), Error> {
    let (set_by, temporary_until) = match by {
        SetBy::Holder => (None, None),
        SetBy::Workspace { id, temporary_until } => (Some(id), temporary_until),
    };
    query(
        "UPDATE accounts SET password_hash = $2, password_set_at = $3, password_temporary = $4, password_expires_at = $5,
             credentials_set_by = COALESCE($6, credentials_set_by), version = version + 1
         WHERE id = $1",
    )
    .bind(account)
    .bind(hash)
    .bind(hash.map(|_| ctx.now()))
    .bind(temporary_until.is_some())
    .bind(temporary_until)
    .bind(set_by)
    .run(tx)
    .await?;
    Ok(())
}

/// Locks the account, and says whether its password is still the one with this hash, which was verified before.
pub(super) async fn is_still_password(tx: &mut Tx, account: AccountId, hash: Option<&str>) -> Result<bool, Error> {
    links::lock_account(tx, account).await?;
    let (now,): (Option<String>,) =
        query("SELECT password_hash FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    Ok(now.as_deref() == hash)
}
