//! The outbox worker: any number of them share one queue.

use super::email::{Email, Rendered};
use super::link_life::LinkLife;
use super::mailer::{Mailer, MailerError};
use super::outbox::open_link;
use crate::clock::{Micros, micros};
use crate::db::query;
use crate::{Context, Error};
use std::time::Duration;
use uuid::Uuid;

const SECOND: Micros = 1_000_000;
/// A worker that dies with a mail in hand leaves it to others after this.
pub(super) const CLAIM: Duration = Duration::from_mins(2);
pub(super) const ATTEMPTS: i64 = 12;

/// Which mail is taken next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Only those that someone waits for: there is always a delivery for them.
    Urgent,
    ByPriority,
    /// The one that has been due for longest: so those of low priority get there too.
    ByAge,
}

/// A mail that this worker has claimed.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Due {
    pub id: Uuid,
    pub subject_id: Option<Uuid>,
    pub recipient: String,
    language: String,
    payload: String,
    sealed: Option<Vec<u8>>,
    link_hash: Option<Vec<u8>>,
    link_ttl: Option<i64>,
    pub attempts: i64,
}

/// Delivers what is due, one by one in the order in which it came; answers how many mails it handled. Servers do
/// several at once: [`super::Deliveries`].
pub async fn deliver_due(ctx: &Context, mailer: &Mailer) -> Result<u32, Error> {
    let mut handled = 0;
    while let Some(mail) = claim(ctx, Order::ByAge).await? {
        deliver(ctx, mailer, mail).await?;
        handled += 1;
    }
    Ok(handled)
}

/// A mail is sent at least once: it is marked after the server took it.
pub(super) async fn deliver(ctx: &Context, mailer: &Mailer, mail: Due) -> Result<(), Error> {
    let result = send(ctx, mailer, &mail).await;
    if let Err(error) = &result {
        tracing::warn!(mail = %mail.id, attempt = mail.attempts, %error, "mail not delivered");
    }
    note(ctx, &mail, result).await
}

/// Takes the next mail, so that no other worker does. One whose link is void goes unsent.
pub(super) async fn claim(ctx: &Context, order: Order) -> Result<Option<Due>, Error> {
    let (only, by) = match order {
        Order::Urgent => ("AND priority = 0", "next_at, id"),
        Order::ByPriority => ("", "priority, next_at, id"),
        Order::ByAge => ("", "next_at, id"),
    };
    loop {
        let next = format!(
            "SELECT id FROM outbox WHERE status = 'queued' AND connection_id IS NULL AND next_at <= $1 {only} ORDER BY {by} LIMIT 1"
        );
        let next: Option<(Uuid,)> = query(next).bind(ctx.now()).optional(&mut ctx.read().await?).await?;
        let Some((id,)) = next else { return Ok(None) };
        let mut tx = ctx.write().await?;
        let due: Option<Due> = query(
            "UPDATE outbox SET attempts = attempts + 1, next_at = $3
             WHERE id = $1 AND status = 'queued' AND connection_id IS NULL AND next_at <= $2
             RETURNING id, subject_id, recipient, language, payload, sealed, link_hash, link_ttl, attempts",
        )
        .bind(id)
        .bind(ctx.now())
        .bind(ctx.now() + micros(CLAIM))
        .optional(&mut tx)
        .await?;
        // Another worker has taken it meanwhile.
        let Some(due) = due else { continue };
        if due.life().renew(&mut tx, due.subject_id, ctx.now() + micros(CLAIM)).await? {
            tx.commit().await?;
            return Ok(Some(due));
        }
        query("DELETE FROM outbox WHERE id = $1").bind(id).run(&mut tx).await?;
        tx.commit().await?;
    }
}

impl Due {
    pub fn life(&self) -> LinkLife {
        LinkLife { hash: self.link_hash.clone(), ttl: self.link_ttl }
    }
}

async fn send(ctx: &Context, mailer: &Mailer, mail: &Due) -> Result<(), MailerError> {
    let (rendered, link) = render(ctx, mail)?;
    mailer.send(&mail.recipient, rendered).await.map_err(|error| error.without(&link))
}

/// A mail in its reader's language, and the link in it.
pub(super) fn render(ctx: &Context, mail: &Due) -> Result<(Rendered, String), MailerError> {
    let refused = |what: &str| MailerError::Refused(what.to_owned());
    let mut message: Email = serde_json::from_str(&mail.payload).map_err(|_| refused("unreadable payload"))?;
    if let (Email::Invitation { expires_at, .. }, Some(ttl)) = (&mut message, mail.link_ttl) {
        *expires_at = ctx.now() + ttl;
    }
    let link = mail.sealed.as_deref().and_then(|sealed| open_link(ctx, sealed));
    let link = link.ok_or_else(|| refused("the link was sealed with another SECRET_KEY"))?;
    let language = mail.language.parse().map_err(|()| refused("unknown language"))?;
    let rendered = message.render(language, &link).map_err(|_| refused("unwritable"))?;
    Ok((rendered, link))
}

pub(super) async fn note(ctx: &Context, mail: &Due, result: Result<(), MailerError>) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let now = ctx.now();
    if result.is_ok() {
        mail.life().renew(&mut tx, mail.subject_id, now).await?;
    }
    match result {
        // The link has gone out: nothing here can show it any more, nor what was written.
        Ok(()) => {
            query("UPDATE outbox SET status = 'sent', payload = '', sealed = NULL, last_error = NULL, done_at = $2 WHERE id = $1")
                .bind(mail.id)
                .bind(now)
        }
        Err(MailerError::Later(error)) if mail.attempts < ATTEMPTS => {
            query("UPDATE outbox SET next_at = $2, last_error = $3 WHERE id = $1")
                .bind(mail.id)
                .bind(now + backoff(mail.attempts))
                .bind(error)
        }
        Err(MailerError::Later(error) | MailerError::Refused(error)) => {
            // What someone can still hand over in place of the mail keeps its link, such as an invitation.
            query(
                "UPDATE outbox SET status = 'failed', payload = '', last_error = $3, done_at = $2,
                     sealed = CASE WHEN subject_id IS NULL THEN NULL ELSE sealed END
                 WHERE id = $1",
            )
                .bind(mail.id)
                .bind(now)
                .bind(error)
        }
    }
    .run(&mut tx)
    .await?;
    Ok(tx.commit().await?)
}

/// 30 seconds, doubled each time, six hours at most.
pub(super) fn backoff(attempts: i64) -> Micros {
    let doublings = u32::try_from(attempts - 1).unwrap_or_default().min(16);
    ((30 * SECOND) << doublings).min(6 * 3600 * SECOND)
}
