//! The queue.

use super::email::Email;
use super::link_life::LinkLife;
use super::priority::Priority;
use crate::db::{Rows, Tx, query, run_of};
use crate::{Context, Error, Membership, stored};
use model::Language;
use model::accounts::full_name;
use model::ids::{AccountId, WorkspaceId};
use model::invitations::Delivery;
use uuid::Uuid;

/// What a link is sealed for.
pub(crate) const PURPOSE: &str = "outbox";

/// A mail's outside: to whom it goes, and what erases it.
#[derive(Clone, Copy, Debug)]
pub struct Envelope<'a> {
    /// The e-mail address of its reader.
    pub to: &'a str,
    /// What it is written in.
    pub language: Language,
    /// What the mail is about: withdrawing it withdraws the mail.
    pub subject: Option<Uuid>,
    /// Whose mail it is: erasing the account erases it. None: of someone without an account.
    pub account: Option<AccountId>,
    /// The workspace that it speaks of: purging that erases it.
    pub workspace: Option<WorkspaceId>,
    /// Its address: sealed until the mail goes out.
    pub link: &'a str,
}

/// Queues a mail; it goes out if the transaction commits.
pub async fn queue(ctx: &Context, tx: &mut Tx, envelope: Envelope<'_>, message: &Email) -> Result<(), Error> {
    queue_all(ctx, tx, &[(envelope, message)]).await
}

/// The same of many.
pub(crate) async fn queue_all(ctx: &Context, tx: &mut Tx, mails: &[(Envelope<'_>, &Email)]) -> Result<(), Error> {
    let mut rows = Rows::of(
        "outbox (id, kind, subject_id, recipient, language, payload, sealed, status, attempts, next_at, created_at,
             priority, link_hash, link_ttl, account_id, workspace_id)",
    );
    for (envelope, message) in mails {
        let life = LinkLife::of(ctx, tx, envelope.link, message).await?;
        let (kind, payload) = message.stored()?;
        rows.push([
            ctx.id::<Uuid>().into(),
            kind.into(),
            envelope.subject.into(),
            envelope.to.into(),
            envelope.language.tag().into(),
            payload.into(),
            ctx.roster.key.seal(&ctx.roster.random, PURPOSE, envelope.link)?.into(),
            "queued".into(),
            0.into(),
            ctx.now().into(),
            ctx.now().into(),
            (Priority::of(ctx, message, life.hash.is_some()) as i64).into(),
            life.hash.into(),
            life.ttl.into(),
            envelope.account.into(),
            envelope.workspace.into(),
        ]);
    }
    rows.insert(tx).await?;
    tx.wakes(&ctx.roster.mail_waiting);
    Ok(())
}

/// Queues a mail to an account's holder, in their language; `message` makes it of their name and of who acts.
pub async fn send_from_member(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    account: AccountId,
    link: &str,
    message: impl FnOnce(String, String) -> Email,
) -> Result<(), Error> {
    let by = name_of(tx, membership.account).await?;
    write_within(ctx, tx, Some(membership.workspace), account, link, |name| message(name, by)).await
}

/// Queues a mail to an account's holder, in their language; `message` makes it of their name.
pub async fn enqueue_for(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    link: &str,
    message: impl FnOnce(String) -> Email,
) -> Result<(), Error> {
    write_within(ctx, tx, None, account, link, message).await
}

/// The same of a mail that speaks of a workspace.
pub async fn write_within(
    ctx: &Context,
    tx: &mut Tx,
    workspace: Option<WorkspaceId>,
    account: AccountId,
    link: &str,
    message: impl FnOnce(String) -> Email,
) -> Result<(), Error> {
    let (email, first, last, language): (String, String, String, String) =
        query("SELECT email, first_name, last_name, language FROM accounts WHERE id = $1")
            .bind(account)
            .one(tx)
            .await?;
    let message = message(full_name(&first, &last));
    let language = stored::language(&language)?;
    let envelope = Envelope { to: &email, language, subject: None, account: Some(account), workspace, link };
    queue(ctx, tx, envelope, &message).await
}

/// Takes back the mails about something, sent or not.
pub async fn withdraw(tx: &mut Tx, subject: Uuid) -> Result<(), Error> {
    withdraw_all(tx, [subject]).await
}

/// The same of many.
pub(crate) async fn withdraw_all(tx: &mut Tx, subjects: impl IntoIterator<Item = Uuid>) -> Result<(), Error> {
    run_of(tx, &[], subjects, |ids| format!("DELETE FROM outbox WHERE subject_id IN ({ids})")).await?;
    Ok(())
}

/// The link of a mail that has not gone out.
pub fn open_link(ctx: &Context, sealed: &[u8]) -> Option<String> {
    ctx.roster.key.open(PURPOSE, sealed)
}

/// How far a mail has come. The first attempt, while it goes on, is none that has failed.
pub fn delivery(ctx: &Context, status: Option<&str>, last_error: Option<&str>) -> Delivery {
    match status {
        Some("sent") => Delivery::Sent,
        Some("failed") => Delivery::Failed,
        Some("unknown") if last_error.is_some() => Delivery::Unknown,
        Some("unknown") => Delivery::Queued,
        _ if !ctx.roster.settings.mail => Delivery::Unsent,
        _ if last_error.is_some() => Delivery::Retrying,
        _ => Delivery::Queued,
    }
}

/// The name that a mail says it comes from.
pub async fn name_of(tx: &mut Tx, account: Option<AccountId>) -> Result<String, Error> {
    let Some(account) = account else { return Ok("Roster".into()) };
    let (first, last): (String, String) =
        query("SELECT first_name, last_name FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    Ok(full_name(&first, &last))
}
