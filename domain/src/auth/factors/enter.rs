//! The second step of signing in.

use super::judge;
use crate::auth::attempts::note;
use crate::auth::session::Client;
use crate::auth::sign_in::{SignedIn, finish, is_known};
use crate::auth::throttle::{self, Limit};
use crate::db::query;
use crate::{Actor, Context, Error};
use model::Problem;
use model::security::{Code, Outcome};

/// Signs in whoever has given the right password and now gives the right code; the session begins anew. Problems at `code`.
pub async fn enter(ctx: &Context, code: &Code, client: &Client) -> Result<SignedIn, Error> {
    let Actor::FactorDue { id, session } = ctx.actor else {
        return Err(if ctx.actor == Actor::Nobody { Error::SignedOut } else { Error::NotFound });
    };
    let limits = [Limit::factor(id)];
    throttle::count(ctx, &limits).await?;
    let mut tx = ctx.write().await?;
    let waiting: Option<(bool, String)> = query(
        "SELECT s.must_choose_password, a.email FROM sessions s JOIN accounts a ON a.id = s.account_id
         WHERE s.id = $1 AND s.factor_due",
    )
    .bind(session)
    .optional(&mut tx)
    .await?;
    let (temporary, email) = waiting.ok_or(Error::SignedOut)?;
    if !judge::take(ctx, &mut tx, id, code).await? {
        note(ctx, &mut tx, Some(id), client, Outcome::WrongCode).await?;
        tx.commit().await?;
        return Err(Error::at("code", Problem::WrongCode));
    }
    if query("DELETE FROM sessions WHERE id = $1").bind(session).run(&mut tx).await? == 0 {
        return Err(Error::SignedOut);
    }
    throttle::forget(&mut tx, &limits).await?;
    let known = is_known(&mut tx, id, client).await?;
    let signed_in = finish(ctx, &mut tx, (id, &email), client, known, temporary).await?;
    tx.commit().await?;
    ctx.roster.mail_waiting.notify_one();
    Ok(signed_in)
}
