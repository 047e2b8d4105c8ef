//! A provider does not take Roster's own secret any more: the operator is told, by the log and once a day by mail.

use crate::clock::DAY;
use crate::db::query;
use crate::mail::{self, Email, Envelope};
use crate::{Context, Error};
use model::Language;
use model::connections::ServiceKind;
use model::urls::Url;

/// What such a mail is stored as.
const MAIL_KIND: &str = "service_secret";

/// Tells the operator, where one has given an address.
pub(super) async fn secret_refused(ctx: &Context, kind: ServiceKind) -> Result<(), Error> {
    tracing::error!(service = kind.title(), "the provider does not take OUTLOOK_CLIENT_SECRET: has it expired?");
    let to = &ctx.roster.settings.operator_email;
    if to.is_empty() {
        return Ok(());
    }
    let mut tx = ctx.write().await?;
    let told: Option<(i64,)> = query("SELECT created_at FROM outbox WHERE kind = $1 AND created_at > $2 LIMIT 1")
        .bind(MAIL_KIND)
        .bind(ctx.now() - DAY)
        .optional(&mut tx)
        .await?;
    if told.is_none() {
        let link = ctx.link(&Url::Integrations);
        let language = Language::default();
        let envelope = Envelope { to, language, subject: None, account: None, workspace: None, link: &link };
        mail::queue(ctx, &mut tx, envelope, &Email::ServiceSecret { service: kind.title().to_owned() }).await?;
    }
    Ok(tx.commit().await?)
}
