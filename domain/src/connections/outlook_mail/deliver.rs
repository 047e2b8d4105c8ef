//! Mails of the outbox that go out from their sender's own mailbox (Graph: `sendMail`, with our MIME).

use crate::connections::failure::CallError;
use crate::connections::graph::{Ask, Graph};
use crate::connections::store::ConnectionRow;
use crate::db::query;
use crate::mail::OwnMail;
use crate::{Context, Error};
use base64::prelude::{BASE64_STANDARD, Engine};
use model::ids::ConnectionId;

/// Delivers what is due; answers how many mails it handled. Any number of servers share the queue.
pub async fn deliver_due(ctx: &Context) -> Result<u32, Error> {
    let mut handled = 0;
    while let Some(mail) = OwnMail::claim(ctx).await? {
        deliver(ctx, mail).await?;
        handled += 1;
    }
    Ok(handled)
}

/// 202 means that it was accepted. Without an answer nobody knows: the sender is asked, and no mail server is.
async fn deliver(ctx: &Context, mail: OwnMail) -> Result<(), Error> {
    let row = ConnectionRow::find(&mut ctx.read().await?, mail.connection).await?;
    let Some(row) = row else { return mail.by_mail_server(ctx).await };
    let Some(graph) = Graph::of(ctx, &row)? else { return mail.by_mail_server(ctx).await };
    let (name, email) = sender(ctx, mail.connection).await?;
    let message = match mail.message(ctx, &name, &email) {
        Ok(message) => message,
        Err(why) => return mail.refused(ctx, why).await,
    };
    let body = Some(("text/plain", BASE64_STANDARD.encode(message).into_bytes()));
    match graph.call(&Ask { verb: "POST", address: "/me/sendMail", prefer: String::new(), body }).await {
        Ok(_) => mail.sent(ctx).await,
        Err(CallError::NoAnswer) => mail.unknown(ctx).await,
        Err(CallError::Problem(problem)) if problem.needs_reconnect() => mail.by_mail_server(ctx).await,
        Err(CallError::Later(at)) => mail.later(ctx, Some(at)).await,
        Err(CallError::Problem(_) | CallError::Gone | CallError::Duplicate) => mail.later(ctx, None).await,
        // It stays unknown: whether it went out before this is not known either.
        Err(CallError::Verb(error)) => Err(error),
    }
}

async fn sender(ctx: &Context, id: ConnectionId) -> Result<(String, String), Error> {
    let found = query("SELECT name, email FROM connections WHERE id = $1");
    Ok(found.bind(id).optional(&mut ctx.read().await?).await?.unwrap_or_default())
}
