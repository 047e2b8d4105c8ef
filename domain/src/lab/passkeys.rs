//! What it takes to sign in by passkeys alone.

use crate::db::{Tx, query};
use crate::{Context, Error, audit};
use model::Problem;
use model::ids::AccountId;
use model::lab::Feature;

/// Two passkeys, or one and recovery codes.
pub async fn passkeys_suffice(tx: &mut Tx, account: AccountId) -> Result<bool, Error> {
    suffice_without(tx, account, 0).await
}

/// Whether they would, with so many fewer. Recovery codes go with the last.
pub(crate) async fn suffice_without(tx: &mut Tx, account: AccountId, fewer: i64) -> Result<bool, Error> {
    let (passkeys, codes): (i64, bool) = query(
        "SELECT (SELECT COUNT(*) FROM passkeys WHERE account_id = $1),
                EXISTS (SELECT 1 FROM recovery_codes WHERE account_id = $1)",
    )
    .bind(account)
    .one(tx)
    .await?;
    let left = passkeys - fewer;
    Ok(left >= 2 || (left == 1 && codes))
}

/// Whoever's passkeys were taken away, by a recovery or by an administrator, signs in with a password from then on: the
/// choice goes too, so that it is not on again by itself with the next passkey.
pub(crate) async fn drop_without_passkeys(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    if passkeys_suffice(tx, account).await? {
        return Ok(());
    }
    let dropped = query("DELETE FROM lab_choices WHERE account_id = $1 AND feature = $2")
        .bind(account)
        .bind(Feature::PasskeyOnly.key())
        .run(tx)
        .await?;
    if dropped == 0 {
        return Ok(());
    }
    audit::Event::new(audit::Action::LabTurnOff)
        .target(account, Feature::PasskeyOnly.key())
        .after(&serde_json::json!({ "reason": Problem::TooFewPasskeys.name() }))
        .record(ctx, tx)
        .await
}
