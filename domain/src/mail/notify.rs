//! Mails that a person may rather not get.

use super::email::Email;
use super::outbox::send_from_member;
use crate::db::{Tx, query};
use crate::{Channel, Context, Error, Membership, stored};
use model::ids::AccountId;
use model::notices::Notice;
use model::urls::Url;

/// Tells someone else than the actor, unless they have said that they would rather not hear of such things. What the
/// operator does at the machine, and what happens by itself, tells nobody.
pub(crate) async fn notify(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    account: AccountId,
    notice: Notice,
    message: impl FnOnce(String, String) -> Email,
) -> Result<(), Error> {
    if membership.account == Some(account)
        || matches!(ctx.channel, Channel::Cli | Channel::Job)
        || is_muted(tx, account, notice).await?
    {
        return Ok(());
    }
    let link = ctx.link(&Url::Workspace { slug: membership.slug.clone() });
    send_from_member(ctx, tx, membership, account, &link, message).await
}

/// Whether the account's holder would rather not hear of it.
pub(crate) async fn is_muted(tx: &mut Tx, account: AccountId, notice: Notice) -> Result<bool, Error> {
    Ok(muted(tx, account).await?.contains(&notice))
}

/// What the account's holder would rather not hear of.
pub(crate) async fn muted(tx: &mut Tx, account: AccountId) -> Result<Vec<Notice>, Error> {
    let (muted,): (String,) = query("SELECT muted FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    let names = muted.split(' ').filter(|name| !name.is_empty());
    names.map(|name| stored::named(name, Notice::named, "a notice")).collect()
}
