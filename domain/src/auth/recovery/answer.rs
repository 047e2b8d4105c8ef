//! Answering those who have asked for a way back in, by mail.

use super::{LINK_TTL, credential_fingerprint};
use crate::db::{Tx, query};
use crate::links::{self, Kind};
use crate::mail::{self, Email};
use crate::{Context, Error, audit, identities};
use model::ids::AccountId;
use model::urls::Url;
use uuid::Uuid;

/// A transaction's worth.
const BATCH: i64 = 50;

/// Answers all that have been asked. Several servers may be at it: each wish is answered once.
pub async fn answer(ctx: &Context) -> Result<(), Error> {
    loop {
        // A read first: finding nothing must not wait for the writers.
        let waiting: Option<(Uuid,)> =
            query("SELECT id FROM recovery_requests LIMIT 1").optional(&mut ctx.read().await?).await?;
        if waiting.is_none() {
            return Ok(());
        }
        let mut tx = ctx.write().await?;
        let asked: Vec<(String,)> = query(
            "DELETE FROM recovery_requests WHERE id IN (SELECT id FROM recovery_requests ORDER BY id LIMIT $1)
             RETURNING email_key",
        )
        .bind(BATCH)
        .all(&mut tx)
        .await?;
        for (key,) in &asked {
            let found: Option<(Uuid,)> =
                query("SELECT id FROM accounts WHERE email_key = $1").bind(key).optional(&mut tx).await?;
            if let Some((account,)) = found {
                send(ctx, &mut tx, AccountId(account)).await?;
                audit::Event::new(audit::Action::AccountRequestRecovery)
                    .target(AccountId(account), key)
                    .record(ctx, &mut tx)
                    .await?;
            }
        }
        tx.commit().await?;
    }
}

/// Sends a link to the account's address; earlier ones keep their time, since anyone can ask. Those who sign in at a
/// provider are told to go there.
pub(crate) async fn send(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    if let Some(provider) = identities::provider_of(tx, account).await? {
        let link = ctx.link(&Url::SignIn);
        return mail::enqueue_for(ctx, tx, account, &link, |name| Email::RecoverElsewhere { name, provider }).await;
    }
    let fingerprint = credential_fingerprint(tx, account).await?;
    let token = links::issue_beside(ctx, tx, Kind::Recover, account, &fingerprint, LINK_TTL).await?;
    let link = ctx.link(&Url::Recover { token: token.reveal() });
    mail::enqueue_for(ctx, tx, account, &link, |name| Email::Recover { name }).await
}
