//! The outbox worker: any number of them share one queue.

use super::letter::Letter;
use super::outbox::open_link;
use super::postman::{Postman, PostmanError};
use crate::clock::Micros;
use crate::db::query;
use crate::{Context, Error};
use uuid::Uuid;

const SECOND: Micros = 1_000_000;
/// A worker that dies with a mail in hand leaves it to others after this.
const CLAIM: Micros = 120 * SECOND;
const ATTEMPTS: i64 = 12;

#[derive(Debug, sqlx::FromRow)]
struct Due {
    id: Uuid,
    recipient: String,
    language: String,
    payload: String,
    sealed: Option<Vec<u8>>,
    attempts: i64,
}

/// Delivers what is due; answers how many mails it handled. A mail is sent at least once: it is marked after the server
/// took it.
pub async fn deliver_due(ctx: &Context, postman: &Postman) -> Result<u32, Error> {
    let mut handled = 0;
    while let Some(mail) = claim(ctx).await? {
        let result = hand_over(ctx, postman, &mail).await;
        if let Err(error) = &result {
            tracing::warn!(mail = %mail.id, attempt = mail.attempts, %error, "mail not delivered");
        }
        note(ctx, &mail, result).await?;
        handled += 1;
    }
    Ok(handled)
}

/// Takes the mail that has been due for longest, so that no other worker does.
async fn claim(ctx: &Context) -> Result<Option<Due>, Error> {
    let mut tx = ctx.write().await?;
    let due: Option<Due> = query(
        "UPDATE outbox SET attempts = attempts + 1, next_at = $2
         WHERE id = (SELECT id FROM outbox WHERE status = 'queued' AND next_at <= $1 ORDER BY next_at, id LIMIT 1)
           AND status = 'queued' AND next_at <= $1
         RETURNING id, recipient, language, payload, sealed, attempts",
    )
    .bind(ctx.now())
    .bind(ctx.now() + CLAIM)
    .optional(&mut tx)
    .await?;
    tx.commit().await?;
    Ok(due)
}

async fn hand_over(ctx: &Context, postman: &Postman, mail: &Due) -> Result<(), PostmanError> {
    let refused = |what: &str| PostmanError::Refused(what.to_owned());
    let letter: Letter = serde_json::from_str(&mail.payload).map_err(|_| refused("unreadable payload"))?;
    let link = mail.sealed.as_deref().and_then(|sealed| open_link(ctx, sealed));
    let link = link.ok_or_else(|| refused("the link was sealed with another SECRET_KEY"))?;
    let language = mail.language.parse().unwrap_or_default();
    let rendered = letter.render(language, &link).map_err(|_| refused("unwritable"))?;
    postman.send(&mail.recipient, rendered).await
}

async fn note(ctx: &Context, mail: &Due, result: Result<(), PostmanError>) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let now = ctx.now();
    match result {
        // The link has gone out: nothing here can show it any more.
        Ok(()) => {
            query("UPDATE outbox SET status = 'sent', sealed = NULL, last_error = NULL, done_at = $2 WHERE id = $1")
                .bind(mail.id)
                .bind(now)
        }
        Err(PostmanError::Later(error)) if mail.attempts < ATTEMPTS => {
            query("UPDATE outbox SET next_at = $2, last_error = $3 WHERE id = $1")
                .bind(mail.id)
                .bind(now + backoff(mail.attempts))
                .bind(error)
        }
        Err(PostmanError::Later(error) | PostmanError::Refused(error)) => {
            query("UPDATE outbox SET status = 'failed', last_error = $3, done_at = $2 WHERE id = $1")
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
fn backoff(attempts: i64) -> Micros {
    let doublings = u32::try_from(attempts - 1).unwrap_or_default().min(16);
    ((30 * SECOND) << doublings).min(6 * 3600 * SECOND)
}
