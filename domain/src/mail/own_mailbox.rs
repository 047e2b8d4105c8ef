//! Mails that go out from their sender's own mailbox, in place of the mail server. They wait in the same outbox, with the
//! connection that carries them; `connections` calls the service. From the moment that one is taken until the answer is
//! there, nobody knows whether it has gone out: a second one is never sent by itself.

use super::deliver::{ATTEMPTS, CLAIM, Due, backoff, note, render};
use super::mailer::{MailerError, message};
use crate::clock::{Micros, micros};
use crate::db::{Tx, query};
use crate::{Context, Error};
use lettre::message::Mailbox;
use model::connections::ServiceKind;
use model::ids::{AccountId, ConnectionId};
use model::invitations::UnknownDelivery;
use uuid::Uuid;

/// What is noted at a mail that may have gone out.
const NO_ANSWER: &str = "no answer";
/// What is noted at one that waits.
const NOT_NOW: &str = "not now";

/// A mail that is to go out from someone's own mailbox, claimed by this worker.
pub(crate) struct OwnMail {
    due: Due,
    pub connection: ConnectionId,
}

/// The connection of an account that its mails can go out by; none where there is no grant.
pub(crate) async fn own_mailbox(tx: &mut Tx, account: AccountId) -> Result<Option<ConnectionId>, Error> {
    let found: Option<(Uuid,)> =
        query("SELECT id FROM connections WHERE account_id = $1 AND service = $2 AND refresh_token IS NOT NULL")
            .bind(account)
            .bind(ServiceKind::OutlookMail.name())
            .optional(tx)
            .await?;
    Ok(found.map(|(id,)| id.into()))
}

/// Has the mail about something go out from there, in the transaction that queues it.
pub(crate) async fn carry_by(tx: &mut Tx, subject: Uuid, connection: ConnectionId) -> Result<(), Error> {
    query("UPDATE outbox SET connection_id = $2 WHERE subject_id = $1 AND status = 'queued'")
        .bind(subject)
        .bind(connection)
        .run(tx)
        .await?;
    Ok(())
}

/// What the sender says of a mail that may have gone out. False where it is in another state by now.
pub(crate) async fn settle_unknown(
    ctx: &Context,
    tx: &mut Tx,
    subject: Uuid,
    choice: UnknownDelivery,
) -> Result<bool, Error> {
    let of_unknown = "WHERE subject_id = $1 AND status = 'unknown' AND last_error IS NOT NULL";
    let set = match choice {
        UnknownDelivery::OwnMailbox => "status = 'queued', attempts = 0, next_at = $2, last_error = NULL",
        UnknownDelivery::Roster => {
            "status = 'queued', attempts = 0, next_at = $2, last_error = NULL, connection_id = NULL"
        }
        UnknownDelivery::Arrived => {
            "status = 'sent', payload = '', sealed = NULL, last_error = NULL, done_at = $2, connection_id = NULL"
        }
    };
    let settled = query(format!("UPDATE outbox SET {set} {of_unknown}")).bind(subject).bind(ctx.now()).run(tx).await?;
    tx.wakes(&ctx.roster.mail_waiting);
    Ok(settled > 0)
}

impl OwnMail {
    /// Takes the next one. One whose link is void goes unsent; one that a server had in hand when it died is unknown.
    pub async fn claim(ctx: &Context) -> Result<Option<Self>, Error> {
        let next: Option<(Uuid,)> = query(
            "SELECT id FROM outbox WHERE connection_id IS NOT NULL AND next_at <= $1
               AND (status = 'queued' OR (status = 'unknown' AND last_error IS NULL)) ORDER BY next_at, id LIMIT 1",
        )
        .bind(ctx.now())
        .optional(&mut ctx.read().await?)
        .await?;
        let Some((id,)) = next else { return Ok(None) };
        let mut tx = ctx.write().await?;
        query("UPDATE outbox SET last_error = $3 WHERE id = $1 AND status = 'unknown' AND last_error IS NULL AND next_at <= $2")
            .bind(id)
            .bind(ctx.now())
            .bind(NO_ANSWER)
            .run(&mut tx)
            .await?;
        let due: Option<Due> = query(
            "UPDATE outbox SET status = 'unknown', last_error = NULL, attempts = attempts + 1, next_at = $3
             WHERE id = $1 AND status = 'queued' AND connection_id IS NOT NULL AND next_at <= $2
             RETURNING id, subject_id, recipient, language, payload, sealed, link_hash, link_ttl, attempts",
        )
        .bind(id)
        .bind(ctx.now())
        .bind(ctx.now() + micros(CLAIM))
        .optional(&mut tx)
        .await?;
        let Some(due) = due else {
            tx.commit().await?;
            return Box::pin(Self::claim(ctx)).await;
        };
        if !due.life().renew(&mut tx, due.subject_id, ctx.now() + micros(CLAIM)).await? {
            query("DELETE FROM outbox WHERE id = $1").bind(id).run(&mut tx).await?;
            tx.commit().await?;
            return Box::pin(Self::claim(ctx)).await;
        }
        let (connection,): (Uuid,) =
            query("SELECT connection_id FROM outbox WHERE id = $1").bind(id).one(&mut tx).await?;
        tx.commit().await?;
        Ok(Some(Self { due, connection: connection.into() }))
    }

    /// The mail as it travels, from this mailbox.
    pub fn message(&self, ctx: &Context, name: &str, email: &str) -> Result<Vec<u8>, MailerError> {
        let (rendered, _) = render(ctx, &self.due)?;
        let address = email.parse().map_err(|_| MailerError::Refused("the mailbox has no address".into()))?;
        let name = Some(name.to_owned()).filter(|name| !name.is_empty());
        Ok(message(Mailbox::new(name, address), &self.due.recipient, rendered)?.formatted())
    }

    /// The service has taken it.
    pub async fn sent(self, ctx: &Context) -> Result<(), Error> {
        note(ctx, &self.due, Ok(())).await
    }

    /// The service will never take it.
    pub async fn refused(self, ctx: &Context, why: MailerError) -> Result<(), Error> {
        note(ctx, &self.due, Err(why)).await
    }

    /// The service has not taken it, and may from this moment on, or after a while; at some time it is given up.
    pub async fn later(self, ctx: &Context, at: Option<Micros>) -> Result<(), Error> {
        if self.due.attempts >= ATTEMPTS {
            return self.refused(ctx, MailerError::Refused(NOT_NOW.into())).await;
        }
        let at = at.unwrap_or_else(|| ctx.now() + backoff(self.due.attempts));
        self.set(ctx, "status = 'queued', last_error = $3, next_at = $2", at, Some(NOT_NOW)).await
    }

    /// There is no grant any more: it goes out by the mail server.
    pub async fn by_mail_server(self, ctx: &Context) -> Result<(), Error> {
        let set = "status = 'queued', connection_id = NULL, attempts = 0, next_at = $2, last_error = $3";
        self.set(ctx, set, ctx.now(), None).await
    }

    /// There was no answer: its sender is asked.
    pub async fn unknown(self, ctx: &Context) -> Result<(), Error> {
        self.set(ctx, "last_error = $3, next_at = $2", ctx.now(), Some(NO_ANSWER)).await
    }

    async fn set(self, ctx: &Context, set: &str, at: Micros, error: Option<&str>) -> Result<(), Error> {
        let mut tx = ctx.write().await?;
        query(format!("UPDATE outbox SET {set} WHERE id = $1 AND status = 'unknown'"))
            .bind(self.due.id)
            .bind(at)
            .bind(error)
            .run(&mut tx)
            .await?;
        tx.wakes(&ctx.roster.mail_waiting);
        Ok(tx.commit().await?)
    }
}
