//! How long a mailed link lives: from when the mail has gone out, however long it waited.

use super::email::Email;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::secrets::Token;
use crate::{Context, Error};
use uuid::Uuid;

/// What a queued mail knows of its link.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkLife {
    /// Of a link of `one_time_links`.
    pub hash: Option<Vec<u8>>,
    /// How long it lives once the mail has gone out; none: it is not the mail's matter.
    pub ttl: Option<Micros>,
}

impl LinkLife {
    /// As the link was issued in this transaction.
    pub(super) async fn of(ctx: &Context, tx: &mut Tx, link: &str, message: &Email) -> Result<Self, Error> {
        if let Email::Invitation { expires_at, .. } = message {
            return Ok(Self { hash: None, ttl: Some(expires_at - ctx.now()) });
        }
        let Some(token) = link.rsplit('/').next().and_then(Token::parse) else { return Ok(Self::default()) };
        let issued: Option<(i64,)> = query("SELECT expires_at FROM one_time_links WHERE token_hash = $1")
            .bind(token.hash())
            .optional(tx)
            .await?;
        Ok(issued.map_or_else(Self::default, |(expires_at,)| Self {
            hash: Some(token.hash()),
            ttl: Some(expires_at - ctx.now()),
        }))
    }

    /// Before the mail is handed over: its link lives for its whole time from now on, even where it ended in the queue.
    /// False where it is void (used, superseded, revoked): nobody needs the mail.
    pub(super) async fn renew(&self, tx: &mut Tx, subject: Option<Uuid>, from: Micros) -> Result<bool, Error> {
        let Some(ttl) = self.ttl else { return Ok(true) };
        let renewed = match (&self.hash, subject) {
            (Some(hash), _) => {
                query("UPDATE one_time_links SET expires_at = $2 WHERE token_hash = $1")
                    .bind(hash.clone())
                    .bind(from + ttl)
                    .run(tx)
                    .await?
            }
            (None, Some(invitation)) => {
                query("UPDATE members SET ends_at = $2 WHERE id = $1 AND status = 'invited'")
                    .bind(invitation)
                    .bind(from + ttl)
                    .run(tx)
                    .await?;
                query("UPDATE invitations SET expires_at = $2 WHERE id = $1 AND status = 'pending'")
                    .bind(invitation)
                    .bind(from + ttl)
                    .run(tx)
                    .await?
            }
            (None, None) => 1,
        };
        Ok(renewed > 0)
    }
}
