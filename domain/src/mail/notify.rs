//! Mails that a person may rather not get.

use super::email::Email;
use super::outbox::{Envelope, name_of, queue_all};
use crate::db::{Tx, all_of, query};
use crate::{Channel, Context, Error, Membership, stored};
use model::accounts::full_name;
use model::ids::AccountId;
use model::notices::Notice;
use model::urls::Url;
use uuid::Uuid;

/// Tells other people than the actor, but for those who have said that they would rather not hear of such things;
/// `message` makes the mail of the reader's name and of who acts. What the operator does at the machine, and what
/// happens by itself, tells nobody.
pub(crate) async fn notify_all(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    accounts: impl IntoIterator<Item = AccountId>,
    notice: Notice,
    message: impl Fn(String, String) -> Email,
) -> Result<(), Error> {
    let others: Vec<AccountId> = accounts.into_iter().filter(|id| membership.account != Some(*id)).collect();
    if others.is_empty() || matches!(ctx.channel, Channel::Cli | Channel::Job) {
        return Ok(());
    }
    let readers: Vec<Reader> = all_of(tx, &[], others, |ids| {
        format!("SELECT id, email, first_name, last_name, language, muted FROM accounts WHERE id IN ({ids})")
    })
    .await?;
    let mut told = Vec::with_capacity(readers.len());
    for reader in readers {
        if !notices(&reader.muted)?.contains(&notice) {
            told.push(reader);
        }
    }
    if told.is_empty() {
        return Ok(());
    }
    let by = name_of(tx, membership.account).await?;
    let link = ctx.link(&Url::Workspace { slug: membership.slug.clone() });
    let message = |reader: &Reader| message(full_name(&reader.first_name, &reader.last_name), by.clone());
    let messages: Vec<Email> = told.iter().map(message).collect();
    let mut mails = Vec::with_capacity(told.len());
    for (reader, message) in told.iter().zip(&messages) {
        let envelope = Envelope {
            to: &reader.email,
            language: stored::language(&reader.language)?,
            subject: None,
            account: Some(AccountId(reader.id)),
            workspace: Some(membership.workspace),
            link: &link,
        };
        mails.push((envelope, message));
    }
    queue_all(ctx, tx, &mails).await
}

#[derive(sqlx::FromRow)]
struct Reader {
    id: Uuid,
    email: String,
    first_name: String,
    last_name: String,
    language: String,
    muted: String,
}

/// Whether the account's holder would rather not hear of it.
pub(crate) async fn is_muted(tx: &mut Tx, account: AccountId, notice: Notice) -> Result<bool, Error> {
    Ok(muted(tx, account).await?.contains(&notice))
}

/// What the account's holder would rather not hear of.
pub(crate) async fn muted(tx: &mut Tx, account: AccountId) -> Result<Vec<Notice>, Error> {
    let (muted,): (String,) = query("SELECT muted FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    notices(&muted)
}

/// As the column has them.
fn notices(text: &str) -> Result<Vec<Notice>, Error> {
    let names = text.split(' ').filter(|name| !name.is_empty());
    names.map(|name| stored::named(name, Notice::named, "a notice")).collect()
}
