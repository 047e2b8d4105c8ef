//! Asking a device, through the browser.

use super::challenge::{Challenge, seal, who_signs_in};
use super::party::party;
use super::{MAX_PASSKEYS, add, answer};
use crate::auth::factors::own_email;
use crate::db::{Tx, query};
use crate::{Context, Error, internal};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use model::Problem;
use model::accounts::full_name;
use model::ids::AccountId;
use serde::Serialize;
use serde_json::{Value, json};

/// To make a passkey for the actor. Refused to those who sign in at a provider (product rule 12); whoever confirmed
/// long ago gets [`Error::ConfirmationDue`]. Problems at `form`.
pub async fn ask_to_add(ctx: &Context) -> Result<Challenge, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    ctx.require_confirmed(&mut tx).await?;
    let email = own_email(&mut tx, account).await?;
    let party = party(&ctx.roster.settings)?;
    let there = credentials(&mut tx, account).await?;
    if there.len() >= MAX_PASSKEYS {
        return Err(Error::at("form", Problem::TooMany { max: MAX_PASSKEYS }));
    }
    let (first, last): (String, String) =
        query("SELECT first_name, last_name FROM accounts WHERE id = $1").bind(account).one(&mut tx).await?;
    let name = Some(full_name(&first, &last)).filter(|name| !name.is_empty()).unwrap_or_else(|| email.clone());
    let (asked, state) = party
        .start_passkey_registration(account.0, &email, &name, Some(there))
        .map_err(|error| internal("asking for a new passkey", error))?;
    let mut options = options(&asked)?;
    // Kept on the device with the account, so that it signs in without an address being typed.
    options["authenticatorSelection"]["residentKey"] = json!("required");
    options["authenticatorSelection"]["requireResidentKey"] = json!(true);
    Ok(Challenge { options, sealed: seal(ctx, add::PURPOSE, state)? })
}

/// To use one: any that this browser has, or, where it is known who asks, one of theirs.
pub async fn ask(ctx: &Context) -> Result<Challenge, Error> {
    let (asked, state) = party(&ctx.roster.settings)?
        .start_discoverable_authentication()
        .map_err(|error| internal("asking for a passkey", error))?;
    let mut options = options(&asked)?;
    if let Some(id) = who_signs_in(ctx) {
        let own = credentials(&mut ctx.read().await?, id).await?;
        let described = |id: Vec<u8>| json!({ "type": "public-key", "id": BASE64_URL_SAFE_NO_PAD.encode(id) });
        options["allowCredentials"] = own.into_iter().map(described).collect();
    }
    Ok(Challenge { options, sealed: seal(ctx, answer::PURPOSE, state)? })
}

fn options(asked: &impl Serialize) -> Result<Value, Error> {
    let mut asked = serde_json::to_value(asked).map_err(|error| internal("asking for a passkey", error))?;
    Ok(asked["publicKey"].take())
}

async fn credentials(tx: &mut Tx, account: AccountId) -> Result<Vec<Vec<u8>>, Error> {
    let rows: Vec<(Vec<u8>,)> =
        query("SELECT credential_id FROM passkeys WHERE account_id = $1 ORDER BY created_at, id")
            .bind(account)
            .all(tx)
            .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
