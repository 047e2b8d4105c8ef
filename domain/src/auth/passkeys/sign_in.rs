//! Signing in with a passkey alone.

use super::answer::verify_assertion;
use super::challenge::wrong;
use crate::auth::attempts::note;
use crate::auth::devices;
use crate::auth::session::Client;
use crate::auth::sign_in::{SignedIn, finish};
use crate::auth::throttle::{self, Limit};
use crate::db::query;
use crate::{Context, Error, keys, links};
use model::passkeys::PasskeyAnswer;
use model::security::Outcome;

/// Signs its holder in: no password, no other factor. A temporary password still has to be replaced. Problems at
/// `passkey`.
pub async fn sign_in_by_passkey(ctx: &Context, answer: &PasskeyAnswer, client: &Client) -> Result<SignedIn, Error> {
    let mut limits: Vec<Limit> = Limit::address(ctx, &answer.credential).into_iter().collect();
    throttle::count(ctx, &limits).await?;
    let assertion = match verify_assertion(ctx, answer).await? {
        Ok(assertion) => assertion,
        Err(account) => {
            let mut tx = ctx.write().await?;
            note(ctx, &mut tx, account, client, Outcome::WrongPasskey).await?;
            tx.commit().await?;
            return Err(wrong());
        }
    };
    let id = assertion.account;
    let mut tx = ctx.write().await?;
    // Before the passkey is looked at again: one that is being removed signs nobody in.
    links::lock_account(&mut tx, id).await?;
    assertion.take(ctx, &mut tx).await?;
    let (email, temporary): (String, bool) =
        query("SELECT email, password_temporary FROM accounts WHERE id = $1").bind(id).one(&mut tx).await?;
    limits.push(Limit::account(&keys::email(&email)));
    throttle::forget(&mut tx, &limits).await?;
    let known = devices::is_known(&mut tx, id, client).await?;
    let signed_in = finish(ctx, &mut tx, (id, &email), client, known, temporary, Outcome::Passkey).await?;
    tx.commit().await?;
    Ok(signed_in)
}
