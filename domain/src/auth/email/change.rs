//! The new address's link is used.

use super::set_email;
use super::undo::Undo;
use crate::db::query;
use crate::links::{self, Kind};
use crate::mail::{self, Email, Envelope};
use crate::{Context, Error, audit, keys, stored};
use model::accounts::full_name;
use model::urls::Url;
use std::time::Duration;

/// How long the old address can take it back: 72 hours.
const UNDO: Duration = Duration::from_hours(72);

/// The address that a link would bring; none where it can't be used. Looking changes nothing.
pub async fn email_change(ctx: &Context, token: &str) -> Result<Option<String>, Error> {
    let mut tx = ctx.read().await?;
    Ok(links::find(ctx, &mut tx, Kind::ChangeEmail, token).await?.map(|owner| owner.data))
}

/// The account has the new address from now on; the old one is told, with a link that takes it back. Once;
/// [`Error::Conflict`] where the link can't be used, or another account has the address by now.
pub async fn change_email(ctx: &Context, token: &str) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let owner = links::consume(ctx, &mut tx, Kind::ChangeEmail, token).await?.ok_or(Error::Conflict)?;
    let account = owner.account;
    let (old, first, last, language, version): (String, String, String, String, i64) =
        query("SELECT email, first_name, last_name, language, version FROM accounts WHERE id = $1")
            .bind(account)
            .one(&mut tx)
            .await?;
    // First the old address is kept, then it is left: nobody gets it in between.
    let undo = Undo::of(version, &old);
    let token = links::issue_undo(ctx, &mut tx, account, &undo, &keys::email(&old), UNDO).await?;
    set_email(ctx, &mut tx, account, &owner.data).await?;
    let link = ctx.link(&Url::UndoEmail { token: token.reveal() });
    let message = Email::EmailChanged { name: full_name(&first, &last), email: owner.data.clone() };
    let language = stored::language(&language)?;
    let envelope = Envelope { to: &old, language, subject: None, account: Some(account), workspace: None, link: &link };
    mail::queue(ctx, &mut tx, envelope, &message).await?;
    audit::Event::by_account(audit::Action::AccountChangeEmail, account)
        .target(account, &owner.data)
        .before(&old)
        .after(&owner.data)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
