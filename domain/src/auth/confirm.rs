//! Showing again that one is the account's holder, before what can't be taken back (OWASP ASVS 5.0, 7.5.1).

use super::passkeys;
use super::throttle::{self, Limit};
use crate::db::{Tx, query};
use crate::{Context, Error, audit, keys};
use model::Problem;
use model::accounts::Password;

/// Takes the password; for ten minutes the session needs no other. Guesses are slowed down as at signing in. Problems
/// at `password`.
pub async fn confirm(ctx: &Context, password: &Password) -> Result<(), Error> {
    let id = ctx.account()?;
    let mut tx = ctx.read().await?;
    let (email, stored): (String, Option<String>) =
        query("SELECT email, password_hash FROM accounts WHERE id = $1").bind(id).one(&mut tx).await?;
    let passkey_only = passkeys::sign_in_alone(ctx, &mut tx, id).await?;
    drop(tx);
    let limits = [Limit::session(&keys::email(&email))];
    throttle::count(ctx, &limits).await?;
    if !ctx.roster.passwords.verify(password, stored).await? || passkey_only {
        return Err(Error::at("password", Problem::WrongPassword));
    }
    let mut tx = ctx.write().await?;
    throttle::forget(&mut tx, &limits).await?;
    confirmed(ctx, &mut tx, &email).await?;
    Ok(tx.commit().await?)
}

/// The same for whoever has just proven at their provider who they are.
pub(crate) async fn confirm_at_provider(ctx: &Context, tx: &mut Tx) -> Result<(), Error> {
    let (email,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(ctx.account()?).one(tx).await?;
    confirmed(ctx, tx, &email).await
}

/// From now on, for ten minutes, the actor's session needs no other.
pub(super) async fn confirmed(ctx: &Context, tx: &mut Tx, email: &str) -> Result<(), Error> {
    let (id, session) = (ctx.account()?, ctx.session()?);
    query("UPDATE sessions SET confirmed_at = $2 WHERE id = $1").bind(session).bind(ctx.now()).run(tx).await?;
    audit::Event::new(audit::Action::SessionConfirm).target(id, email).record(ctx, tx).await
}
