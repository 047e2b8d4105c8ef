//! Another password of one's own, for whoever knows the one that there is.

use super::set_password::is_still_password;
use super::{SetBy, confirm, end_all, set_password};
use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::{Context, Error, audit, identities, links, tokens};
use model::Problem;
use model::accounts::Password;
use model::ids::AccountId;
use model::urls::Url;

/// Replaces the actor's password, voids their pending links, and ends their other sessions and their
/// tokens if asked to. A mail tells
/// them. Problems at `current_password` and `password`; refused to those who sign in at a provider (product rule 12).
pub async fn change_password(ctx: &Context, current: &Password, new: &Password, end_others: bool) -> Result<(), Error> {
    let account = ctx.account()?;
    let session = ctx.session()?;
    let stored_credentials = stored_credentials(&mut ctx.read().await?, account).await?;
    confirm(ctx, current).await.map_err(|error| error.moved_to("current_password"))?;
    ctx.judge_password(
        new,
        &[&stored_credentials.email, &stored_credentials.first_name, &stored_credentials.last_name],
    )
    .await?;
    if current == new {
        return Err(Error::at("password", Problem::SamePassword));
    }
    let hash = ctx.roster.passwords.hash(new).await?;
    let mut tx = ctx.write().await?;
    // Before the session is asked for again: one that is being ended changes nothing any more.
    let still = is_still_password(&mut tx, account, stored_credentials.hash.as_deref()).await?;
    ctx.require_session(&mut tx).await?;
    if !still {
        return Err(Error::Conflict);
    }
    set_password(ctx, &mut tx, account, Some(&hash), SetBy::Holder).await?;
    links::void_pending(&mut tx, account).await?;
    if end_others {
        end_all(&mut tx, account, Some(session)).await?;
        tokens::revoke_all(ctx, &mut tx, account).await?;
    }
    let link = ctx.link(&Url::Security);
    mail::enqueue_for(ctx, &mut tx, account, &link, |name| Email::OwnPasswordChanged { name }).await?;
    audit::Event::new(audit::Action::PasswordChange)
        .target(account, &stored_credentials.email)
        .after(&serde_json::json!({ "others_ended": end_others }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}

#[derive(sqlx::FromRow)]
struct StoredCredentials {
    email: String,
    first_name: String,
    last_name: String,
    #[sqlx(rename = "password_hash")]
    hash: Option<String>,
}

async fn stored_credentials(tx: &mut Tx, account: AccountId) -> Result<StoredCredentials, Error> {
    identities::require_none(tx, account, "form").await?;
    let stored = query("SELECT email, first_name, last_name, password_hash FROM accounts WHERE id = $1");
    Ok(stored.bind(account).one(tx).await?)
}
