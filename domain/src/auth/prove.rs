//! Showing that the account's address is one's own.

use super::throttle::{self, Limit};
use crate::db::query;
use crate::links::{self, Kind};
use crate::mail::{self, Envelope, Letter};
use crate::{Context, Error, audit};
use model::accounts::full_name;

/// How long the link lives: a day.
const LIFE: i64 = 86_400_000_000;

/// Sends a link to the actor's address; an earlier one is void. After three within an hour, the next ones have to wait.
pub async fn ask_proof(ctx: &Context) -> Result<(), Error> {
    let account = ctx.account()?;
    throttle::count(ctx, &[Limit::mails(account)]).await?;
    let mut tx = ctx.write().await?;
    let (email, first, last, language): (String, String, String, String) =
        query("SELECT email, first_name, last_name, language FROM accounts WHERE id = $1")
            .bind(account)
            .one(&mut tx)
            .await?;
    let token = links::issue(ctx, &mut tx, Kind::Prove, account, &email, LIFE).await?;
    let link = format!("{}/prove/{}", ctx.roster.settings.public_url, token.reveal());
    let letter = Letter::Prove { name: full_name(&first, &last) };
    mail::withdraw(&mut tx, account.0).await?;
    let language = language.parse().unwrap_or_default();
    let envelope = Envelope { to: &email, language, subject: Some(account.0), link: &link };
    mail::queue(ctx, &mut tx, envelope, &letter).await?;
    audit::Event::new("account.ask_proof").target(account, &email).record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}

/// The address that a link would prove, if it can be used.
pub async fn proof(ctx: &Context, token: &str) -> Result<Option<String>, Error> {
    let mut tx = ctx.read().await?;
    Ok(links::look(ctx, &mut tx, Kind::Prove, token).await?.map(|held| held.data))
}

/// The address is the holder's; [`Error::Conflict`] where the link can't be used, or the address is another by now.
pub async fn prove(ctx: &Context, token: &str) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let held = links::consume(ctx, &mut tx, Kind::Prove, token).await?.ok_or(Error::Conflict)?;
    let proven = query("UPDATE accounts SET email_proven_at = $3 WHERE id = $1 AND email = $2")
        .bind(held.account)
        .bind(&held.data)
        .bind(ctx.now())
        .run(&mut tx)
        .await?;
    if proven == 0 {
        return Err(Error::Conflict);
    }
    audit::Event::by_account("account.prove", held.account)
        .target(held.account, &held.data)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
