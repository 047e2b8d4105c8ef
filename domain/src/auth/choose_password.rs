//! Choosing a password of one's own, when someone else chose the last one (product rule 3).

use super::session::{Client, NewSession, begin, end_all};
use super::{SetBy, set_password};
use crate::db::query;
use crate::{Actor, Context, Error, Principal, Via, audit, links};
use model::Problem;
use model::accounts::Password;

/// Replaces a temporary password. Ends all of the account's sessions, voids its pending links, and begins a new one,
/// with its full rights.
pub async fn choose_password(ctx: &Context, password: &Password, client: &Client) -> Result<NewSession, Error> {
    let Actor::Account(Principal { account: id, via: Via::Session { must_choose_password: true, .. } }) = ctx.actor
    else {
        return Err(if ctx.actor == Actor::Nobody { Error::SignedOut } else { Error::NotFound });
    };
    let mut tx = ctx.read().await?;
    let (email, first, last, old): (String, String, String, Option<String>) =
        query("SELECT email, first_name, last_name, password_hash FROM accounts WHERE id = $1")
            .bind(id)
            .one(&mut tx)
            .await?;
    drop(tx);
    ctx.judge_password(password, &[&email, &first, &last]).await?;
    if ctx.roster.passwords.verify(password, old).await? {
        return Err(Error::at("password", Problem::SamePassword));
    }
    let hash = ctx.roster.passwords.hash(password).await?;

    let mut tx = ctx.write().await?;
    links::lock_account(&mut tx, id).await?;
    ctx.require_session(&mut tx).await?;
    let (temporary,): (bool,) =
        query("SELECT password_temporary FROM accounts WHERE id = $1").bind(id).one(&mut tx).await?;
    if !temporary {
        return Err(Error::Conflict);
    }
    set_password(ctx, &mut tx, id, Some(&hash), SetBy::Holder).await?;
    end_all(&mut tx, id, None).await?;
    links::void_pending(&mut tx, id).await?;
    let session = begin(ctx, &mut tx, id, client, false).await?;
    audit::Event::new(audit::Action::PasswordChoose).target(id, &email).record(ctx, &mut tx).await?;
    tx.commit().await?;
    Ok(session)
}
