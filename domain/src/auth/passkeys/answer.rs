//! Whether a device's answer is right.

use super::challenge::{open, spend, wrong};
use super::party::party;
use crate::db::{Tx, query};
use crate::{Context, Error, identities, stored};
use model::ids::{AccountId, PasskeyId};
use model::passkeys::PasskeyAnswer;
use webauthn_rs::prelude::{AuthenticationResult, DiscoverableAuthentication, Passkey, PublicKeyCredential};

/// What the challenge is sealed for.
pub(super) const PURPOSE: &str = "passkey";

/// A right answer, not taken yet.
#[derive(Debug)]
pub(in crate::auth) struct VerifiedAssertion<'a> {
    pub account: AccountId,
    id: PasskeyId,
    before: String,
    after: String,
    challenge: &'a str,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: uuid::Uuid,
    account_id: uuid::Uuid,
    credential: String,
}

/// Judges an answer. The device has asked for a fingerprint, a face or a PIN: it stands for two factors. A wrong one
/// says whose passkey it names, if anyone's.
pub(in crate::auth) async fn verify_assertion<'a>(
    ctx: &Context,
    answer: &'a PasskeyAnswer,
) -> Result<Result<VerifiedAssertion<'a>, Option<AccountId>>, Error> {
    let Ok(given) = serde_json::from_str::<PublicKeyCredential>(&answer.credential) else { return Ok(Err(None)) };
    let mut tx = ctx.read().await?;
    // Those who sign in at a provider do so there alone (product rule 12).
    let row: Option<Row> = query(format!(
        "SELECT p.id, p.account_id, p.credential FROM passkeys p WHERE p.credential_id = $1 AND NOT {}",
        identities::exists_sql("p.account_id")
    ))
    .bind(given.raw_id.clone())
    .optional(&mut tx)
    .await?;
    drop(tx);
    let Some(row) = row else { return Ok(Err(None)) };
    let account = AccountId(row.account_id);
    let named = given.get_user_unique_id().is_none_or(|handle| handle == account.0.as_bytes());
    let mut passkey: Passkey = stored::read(&row.credential, "a passkey")?;
    let Some(result) = judge(ctx, answer, &given, &passkey)?.filter(|_| named) else { return Ok(Err(Some(account))) };
    passkey.update_credential(&result);
    let after = stored::written(&passkey, "a passkey")?;
    Ok(Ok(VerifiedAssertion {
        account,
        id: PasskeyId(row.id),
        before: row.credential,
        after,
        challenge: &answer.challenge,
    }))
}

fn judge(
    ctx: &Context,
    answer: &PasskeyAnswer,
    given: &PublicKeyCredential,
    passkey: &Passkey,
) -> Result<Option<AuthenticationResult>, Error> {
    let Some(state) = open::<DiscoverableAuthentication>(ctx, PURPOSE, &answer.challenge) else { return Ok(None) };
    let result = party(&ctx.roster.settings)?.finish_discoverable_authentication_v2(given, state, passkey);
    Ok(result.ok().filter(AuthenticationResult::user_verified))
}

impl VerifiedAssertion<'_> {
    /// Uses it up: of parallel answers one is taken, the others are wrong.
    pub(in crate::auth) async fn take(self, ctx: &Context, tx: &mut Tx) -> Result<(), Error> {
        spend(ctx, tx, self.challenge).await?;
        let taken = query("UPDATE passkeys SET credential = $3, last_used_at = $4 WHERE id = $1 AND credential = $2")
            .bind(self.id)
            .bind(self.before)
            .bind(self.after)
            .bind(ctx.now())
            .run(tx)
            .await?;
        if taken == 0 { Err(wrong()) } else { Ok(()) }
    }
}
