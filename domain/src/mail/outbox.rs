//! The queue.

use super::letter::Letter;
use super::link_life::LinkLife;
use super::priority::Priority;
use crate::db::{Tx, query};
use crate::{Context, Error, Seat};
use model::Language;
use model::accounts::full_name;
use model::ids::AccountId;
use model::invitations::Delivery;
use uuid::Uuid;

/// What a link is sealed for.
const PURPOSE: &str = "outbox";

#[derive(Clone, Copy, Debug)]
pub struct Envelope<'a> {
    pub to: &'a str,
    pub language: Language,
    /// What the mail is about: withdrawing it withdraws the mail.
    pub subject: Option<Uuid>,
    pub link: &'a str,
}

/// Queues a mail; it goes out if the transaction commits.
pub async fn queue(ctx: &Context, tx: &mut Tx, envelope: Envelope<'_>, letter: &Letter) -> Result<(), Error> {
    let life = LinkLife::of(ctx, tx, envelope.link, letter).await?;
    let priority = Priority::of(ctx, letter, life.hash.is_some());
    query(
        "INSERT INTO outbox
             (id, kind, subject_id, recipient, language, payload, sealed, status, attempts, next_at, created_at,
              priority, link_hash, link_ttl)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', 0, $8, $8, $9, $10, $11)",
    )
    .bind(ctx.id::<Uuid>())
    .bind(match letter {
        Letter::Invitation { .. } => "invitation",
        Letter::Added { .. } => "added",
        Letter::PasswordChanged { .. } => "password_changed",
        Letter::AccessChanged { .. } => "access_changed",
        Letter::Accepted { .. } => "accepted",
        Letter::WorkDone { .. } => "work_done",
        Letter::OwnPasswordChanged { .. } => "own_password_changed",
        Letter::AccountRecovered { .. } => "account_recovered",
        Letter::FactorChanged { .. } => "factor_changed",
        Letter::FactorReset { .. } => "factor_reset",
        Letter::Recover { .. } => "recover",
        Letter::RecoverElsewhere { .. } => "recover_elsewhere",
        Letter::ChangeEmail { .. } => "change_email",
        Letter::AddressTaken => "address_taken",
        Letter::EmailChanged { .. } => "email_changed",
        Letter::AccountGoes { .. } => "account_goes",
        Letter::NewDevice { .. } => "new_device",
        Letter::EnterWorkspace { .. } => "enter_workspace",
        Letter::Prove { .. } => "prove",
        Letter::WorkspaceDeleted { .. } => "workspace_deleted",
        Letter::WorkspaceTransferred { .. } => "workspace_transferred",
        Letter::Recovered { .. } => "recovered",
    })
    .bind(envelope.subject)
    .bind(envelope.to)
    .bind(envelope.language.tag())
    .bind(serde_json::to_string(letter).map_err(|_| Error::Internal)?)
    .bind(ctx.roster.key.seal(&ctx.roster.random, PURPOSE, envelope.link))
    .bind(ctx.now())
    .bind(priority as i64)
    .bind(life.hash)
    .bind(life.ttl)
    .run(tx)
    .await?;
    tx.wakes(&ctx.roster.mail_waiting);
    Ok(())
}

/// Queues a mail to an account's holder, in their language; `letter` makes it of their name and of who is at the seat.
pub async fn tell(
    ctx: &Context,
    tx: &mut Tx,
    seat: &Seat,
    account: AccountId,
    link: &str,
    letter: impl FnOnce(String, String) -> Letter,
) -> Result<(), Error> {
    let by = name_of(tx, seat.account).await?;
    write_to(ctx, tx, account, link, |name| letter(name, by)).await
}

/// Queues a mail to an account's holder, in their language; `letter` makes it of their name.
pub async fn write_to(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    link: &str,
    letter: impl FnOnce(String) -> Letter,
) -> Result<(), Error> {
    let (email, first, last, language): (String, String, String, String) =
        query("SELECT email, first_name, last_name, language FROM accounts WHERE id = $1")
            .bind(account)
            .one(tx)
            .await?;
    let letter = letter(full_name(&first, &last));
    let language = language.parse().unwrap_or_default();
    queue(ctx, tx, Envelope { to: &email, language, subject: None, link }, &letter).await
}

/// Takes back the mails about something, sent or not.
pub async fn withdraw(tx: &mut Tx, subject: Uuid) -> Result<(), Error> {
    query("DELETE FROM outbox WHERE subject_id = $1").bind(subject).run(tx).await?;
    Ok(())
}

/// The link of a mail that has not gone out.
pub fn open_link(ctx: &Context, sealed: &[u8]) -> Option<String> {
    ctx.roster.key.open(PURPOSE, sealed)
}

/// How far a mail has come.
pub fn delivery(ctx: &Context, status: Option<&str>, attempts: i64) -> Delivery {
    match status {
        Some("sent") => Delivery::Sent,
        Some("failed") => Delivery::Failed,
        _ if !ctx.roster.settings.mail => Delivery::Unsent,
        _ if attempts > 0 => Delivery::Retrying,
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
