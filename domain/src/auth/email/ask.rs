//! Asking for another address.

use super::is_taken;
use crate::auth::throttle::{self, Limit};
use crate::db::query;
use crate::links::{self, Kind};
use crate::mail::{self, Email, Envelope};
use crate::{Context, Error, audit, identities, keys, stored};
use model::Problem;
use model::accounts::full_name;
use model::urls::Url;
use std::time::Duration;

/// How long the link lives: a day.
const LINK_TTL: Duration = Duration::from_hours(24);

/// Sends a link to the new address; nothing changes before it is used. The actor has confirmed who they are. Whether
/// the address is another account's is told to that address alone. Problems at `email`.
pub async fn ask_email_change(ctx: &Context, typed: &str) -> Result<(), Error> {
    let account = ctx.account()?;
    let new = keys::canonical_email(typed).map_err(|problem| Error::at("email", problem))?;
    throttle::count(ctx, &[Limit::mails(account)]).await?;
    let mut tx = ctx.write().await?;
    // Before the session is looked at: one that is being ended leaves no link behind.
    links::lock_account(&mut tx, account).await?;
    ctx.require_confirmed(&mut tx).await?;
    identities::require_none(&mut tx, account, "email").await?;
    let (email, first, last, language): (String, String, String, String) =
        query("SELECT email, first_name, last_name, language FROM accounts WHERE id = $1")
            .bind(account)
            .one(&mut tx)
            .await?;
    if email == new {
        return Err(Error::at("email", Problem::SameEmail));
    }
    let (link, message) = if is_taken(ctx, &mut tx, account, &new).await? {
        (Url::SignIn, Email::AddressTaken)
    } else {
        let token = links::issue(ctx, &mut tx, Kind::ChangeEmail, account, &new, LINK_TTL).await?;
        let message = Email::ChangeEmail { name: full_name(&first, &last), email: new.clone() };
        (Url::ChangeEmail { token: token.reveal() }, message)
    };
    let language = stored::language(&language)?;
    let envelope =
        Envelope { to: &new, language, subject: None, account: Some(account), workspace: None, link: &ctx.link(&link) };
    mail::queue(ctx, &mut tx, envelope, &message).await?;
    audit::Event::new(audit::Action::AccountRequestEmailChange).target(account, &email).record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}
