//! The second step of signing in.

use super::judge;
use super::lock::lock;
use crate::auth::attempts::note;
use crate::auth::devices;
use crate::auth::passkeys;
use crate::auth::session::Client;
use crate::auth::sign_in::{SignedIn, finish};
use crate::auth::throttle::{self, Limit};
use crate::db::query;
use crate::{Actor, Context, Error, keys};
use model::Problem;
use model::passkeys::PasskeyAnswer;
use model::security::{Code, Outcome};

/// What is shown as a second factor.
#[derive(Debug)]
pub enum Shown {
    /// Of the authenticator app, or a recovery code.
    Code(Code),
    /// The signature of a passkey over its challenge.
    Passkey(PasskeyAnswer),
}

/// Signs in whoever has given the right password and now shows the second factor; the session begins anew. Problems at
/// `code` and `passkey`.
pub async fn enter(ctx: &Context, shown: &Shown, client: &Client) -> Result<SignedIn, Error> {
    let Actor::FactorDue { account: id, session } = ctx.actor else {
        return Err(if ctx.actor == Actor::Nobody { Error::SignedOut } else { Error::NotFound });
    };
    let assertion = match shown {
        // Nobody guesses a signature.
        Shown::Passkey(answer) => {
            passkeys::verify_assertion(ctx, answer).await?.ok().filter(|assertion| assertion.account == id)
        }
        Shown::Code(_) => {
            throttle::count(ctx, &[Limit::factor(id)]).await?;
            None
        }
    };
    let mut tx = ctx.write().await?;
    // Before the session is looked at: one that is being ended leads nowhere.
    lock(&mut tx, id).await?;
    let waiting: Option<(bool, String)> = query(
        "SELECT s.must_choose_password, a.email FROM sessions s JOIN accounts a ON a.id = s.account_id
         WHERE s.id = $1 AND s.factor_due",
    )
    .bind(session)
    .optional(&mut tx)
    .await?;
    let (temporary, email) = waiting.ok_or(Error::SignedOut)?;
    // The first step was the password, which does not sign in any more.
    if passkeys::sign_in_alone(ctx, &mut tx, id).await? {
        return Err(Error::SignedOut);
    }
    match (shown, assertion) {
        (Shown::Passkey(_), Some(assertion)) => assertion.take(ctx, &mut tx).await?,
        (Shown::Passkey(_), None) => {
            note(ctx, &mut tx, Some(id), client, Outcome::WrongPasskey).await?;
            tx.commit().await?;
            return Err(Error::at("passkey", Problem::WrongPasskey));
        }
        (Shown::Code(code), _) => {
            if !judge::take(ctx, &mut tx, id, code).await? {
                note(ctx, &mut tx, Some(id), client, Outcome::WrongCode).await?;
                tx.commit().await?;
                return Err(Error::at("code", Problem::WrongCode));
            }
        }
    }
    if query("DELETE FROM sessions WHERE id = $1").bind(session).run(&mut tx).await? == 0 {
        return Err(Error::SignedOut);
    }
    // Whoever shows the second factor is the account's holder: guesses at the password no longer delay them.
    throttle::forget(&mut tx, &[Limit::factor(id), Limit::account(&keys::email(&email))]).await?;
    let known = devices::is_known(&mut tx, id, client).await?;
    let signed_in = finish(ctx, &mut tx, (id, &email), client, known, temporary, Outcome::SignedIn).await?;
    tx.commit().await?;
    Ok(signed_in)
}
