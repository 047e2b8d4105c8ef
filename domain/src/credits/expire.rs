//! The end of a grant.

use super::entry::NewEntry;
use super::wallet::Wallet;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::credits::EntryKind;
use model::ids::GrantId;

/// What is left of it expires, but for what live holds need: that does when they have ended without using it.
pub(super) async fn expire(
    ctx: &Context,
    tx: &mut Tx,
    wallet: &mut Wallet,
    grant: GrantId,
    at: Micros,
) -> Result<(), Error> {
    let (free,): (i64,) = query("SELECT remaining - held FROM credit_grants WHERE id = $1").bind(grant).one(tx).await?;
    query("UPDATE credit_grants SET remaining = held WHERE id = $1").bind(grant).run(tx).await?;
    let entry = NewEntry {
        kind: EntryKind::Expiry,
        amount: -free,
        grant,
        movement: ctx.id(),
        hold: None,
        corrects: None,
        feature: "",
        note: "",
        account: None,
        at,
    };
    wallet.enter(ctx, tx, entry).await?;
    Ok(())
}
