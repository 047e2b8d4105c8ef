//! What a device is asked. Nothing is kept of it here until it is answered: a page of signing in may be looked at by
//! anyone, and costs no row.

use crate::clock::{Micros, micros};
use crate::db::{Tx, query};
use crate::{Actor, Context, Error, stored};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine};
use model::Problem;
use model::ids::{AccountId, SessionId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// An hour: whoever opens the page of signing in and comes back to it later still gets in.
const CHALLENGE_TTL: Duration = Duration::from_hours(1);

/// Goes to a browser.
#[derive(Clone, Debug)]
pub struct Challenge {
    /// `PublicKeyCredentialCreationOptionsJSON` or `PublicKeyCredentialRequestOptionsJSON`.
    pub options: Value,
    /// What the answer is judged by, sealed; comes back with it.
    pub sealed: String,
}

#[derive(Serialize, Deserialize)]
struct Asked<S> {
    state: S,
    session: Option<SessionId>,
    expires_at: Micros,
}

/// Seals what the answer will be judged by, for the session that asks and for an hour.
pub(super) fn seal(ctx: &Context, purpose: &str, state: impl Serialize) -> Result<String, Error> {
    let asked = Asked { state, session: session(ctx), expires_at: ctx.now() + micros(CHALLENGE_TTL) };
    let text = stored::written(&asked, "a challenge")?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(ctx.roster.key.seal(&ctx.roster.random, purpose, &text)?))
}

/// None if it is not ours, another's, or too old.
pub(super) fn open<S: DeserializeOwned>(ctx: &Context, purpose: &str, sealed: &str) -> Option<S> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let asked: Asked<S> = serde_json::from_str(&ctx.roster.key.open(purpose, &bytes)?).ok()?;
    (asked.session == session(ctx) && ctx.now() < asked.expires_at).then_some(asked.state)
}

/// Uses it up: of parallel answers one counts.
pub(super) async fn spend(ctx: &Context, tx: &mut Tx, sealed: &str) -> Result<(), Error> {
    let spent = query(
        "INSERT INTO answered_challenges (challenge_hash, expires_at) VALUES ($1, $2) ON CONFLICT (challenge_hash) DO NOTHING",
    )
    .bind(Sha256::digest(sealed).to_vec())
    .bind(ctx.now() + micros(CHALLENGE_TTL))
    .run(tx)
    .await?;
    if spent == 0 { Err(wrong()) } else { Ok(()) }
}

pub(super) fn wrong() -> Error {
    Error::at("passkey", Problem::WrongPasskey)
}

/// The session that asks; also while its second factor is due.
fn session(ctx: &Context) -> Option<SessionId> {
    match ctx.actor {
        Actor::FactorDue { session, .. } => Some(session),
        _ => ctx.actor.session(),
    }
}

/// The account that asks; also while its second factor is due.
pub(super) fn who_signs_in(ctx: &Context) -> Option<AccountId> {
    match ctx.actor {
        Actor::FactorDue { account, .. } => Some(account),
        _ => ctx.actor.account(),
    }
}
