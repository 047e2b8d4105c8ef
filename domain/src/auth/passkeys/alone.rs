//! Passkey-only sign-in: a feature of the Lab.

use super::party;
use crate::db::Tx;
use crate::{Context, Error, lab};
use model::ids::AccountId;
use model::lab::Feature;

/// Whether only passkeys sign in to an account: its holder or a workspace of theirs wants that, and they can. Where
/// Roster is reached at an address without passkeys, the password stays, or nobody could come in.
pub async fn sign_in_alone(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<bool, Error> {
    // Both are asked whatever the one says: how long the answer takes tells nothing of an address.
    let wanted = lab::evaluate(ctx, tx, account, None, Feature::PasskeyOnly).await?.value;
    let able = lab::passkeys_suffice(tx, account).await?;
    Ok(wanted && able && party::available(&ctx.roster.settings))
}
