//! Connecting an account with whoever has signed in at the provider, and confirming by them.

use super::begin::SsoError;
use super::enter::identity;
use super::finish::Proven;
use crate::db::query;
use crate::mail::{self, Email};
use crate::{Context, Error, audit, auth, identities, links};
use model::sso::SsoProblem;
use model::urls::Url;

/// Needs a confirmed session: whoever connects an account can sign in to it from then on. Where others may know how to
/// sign in, they could be the one who does: [`Error::EmailVerificationRequired`].
pub(super) async fn link(ctx: &Context, proven: &Proven) -> Result<(), SsoError> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    links::lock_account(&mut tx, account).await?;
    ctx.require_session(&mut tx).await?;
    ctx.require_confirmed(&mut tx).await?;
    if auth::set_by_others(&mut tx, account).await? {
        return Err(Error::EmailVerificationRequired.into());
    }
    let claims = &proven.claims;
    match identities::account_of(&mut tx, &claims.issuer, &claims.subject).await? {
        Some(other) if other != account => return Err(SsoProblem::OtherAccount.into()),
        Some(_) => return Ok(()),
        None => identities::insert(ctx, &mut tx, account, &identity(proven)).await?,
    }
    auth::tie_session(&mut tx, ctx.session()?, &claims.issuer, &claims.subject, &proven.provider.key).await?;
    let (email,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(account).one(&mut tx).await?;
    let provider = proven.provider.name.clone();
    let page = ctx.link(&Url::Security);
    mail::enqueue_for(ctx, &mut tx, account, &page, |name| Email::ProviderConnected { name, provider }).await?;
    audit::Event::new(audit::Action::AccountConnectProvider)
        .target(account, &email)
        .after(&serde_json::json!({ "provider": claims.issuer }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}

/// They have just proven at the provider who they are, and are the account's.
pub(super) async fn confirm(ctx: &Context, proven: &Proven) -> Result<(), SsoError> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    ctx.require_session(&mut tx).await?;
    let claims = &proven.claims;
    if identities::account_of(&mut tx, &claims.issuer, &claims.subject).await? != Some(account) {
        return Err(SsoProblem::OtherAccount.into());
    }
    auth::confirm_at_provider(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}
