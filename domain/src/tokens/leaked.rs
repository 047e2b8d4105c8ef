//! Tokens that someone has found where anyone could read them, such as a scanner of public repositories.

use super::TokenSecret;
use super::owner::TokenOwner;
use super::revoke::set_revoked;
use super::warn::tell_owner;
use crate::db::{Tx, query};
use crate::mail::Email;
use crate::token_limits::WORKS;
use crate::{Context, Error, audit};
use model::ids::AccountId;
use model::tokens::TokenState;
use model::urls::Url;
use uuid::Uuid;

/// The longest address that is told on, in bytes.
const MAX_URL_BYTES: usize = 500;

/// A secret that was found.
#[derive(Clone, Debug)]
pub struct Leak {
    /// The secret, which nobody should have but its program.
    pub secret: TokenSecret,
    /// Where it was found; what is no address on the web counts as not known.
    pub url: String,
}

#[derive(sqlx::FromRow)]
struct LeakedToken {
    id: Uuid,
    account_id: Option<Uuid>,
    workspace_id: Option<Uuid>,
    created_by: Option<Uuid>,
    description: String,
    prefix: String,
}

/// Revokes those that work and mails their owners. Whoever has a secret may end it, so nobody is asked who they are; the
/// answer tells nothing of whether there was one.
pub async fn revoke_leaked(ctx: &Context, leaks: &[Leak]) -> Result<(), Error> {
    for leak in leaks {
        // Most of what is sent is unknown here: that takes no turn at writing.
        if find(ctx, &mut ctx.read().await?, leak).await?.is_some() {
            revoke(ctx, leak).await?;
        }
    }
    Ok(())
}

async fn revoke(ctx: &Context, leak: &Leak) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let Some(token) = find(ctx, &mut tx, leak).await? else { return Ok(()) };
    let Some(owner) = TokenOwner::of(token.account_id, token.workspace_id) else { return Ok(()) };
    owner.lock(&mut tx).await?;
    // Revoked by another since it was found.
    if find(ctx, &mut tx, leak).await?.is_none() {
        return Ok(());
    }
    set_revoked(ctx, &mut tx, token.id.into(), TokenState::Leaked).await?;
    let url = shown(&leak.url);
    owner
        .event(audit::Action::TokenRevoke, token.id.into(), &token.description)
        .before(&serde_json::json!({ "prefix": token.prefix }))
        .after(&serde_json::json!({ "reason": TokenState::Leaked.name(), "found_at": url }))
        .record(ctx, &mut tx)
        .await?;
    let maker = token.created_by.map(AccountId);
    tell_owner(ctx, &mut tx, owner, maker, ctx.link(&Url::Tokens), |name, workspace| Email::TokenLeaked {
        name,
        description: token.description.clone(),
        workspace,
        url: url.to_owned(),
    })
    .await?;
    Ok(tx.commit().await?)
}

async fn find(ctx: &Context, tx: &mut Tx, leak: &Leak) -> Result<Option<LeakedToken>, Error> {
    Ok(query(format!(
        "SELECT t.id, t.account_id, t.workspace_id, t.created_by, t.description, t.prefix FROM tokens t
         WHERE t.hash = $1 AND {WORKS}"
    ))
    .bind(leak.secret.hash())
    .bind(ctx.now())
    .optional(tx)
    .await?)
}

/// An address on the web, on one line; anything else is not told on.
fn shown(url: &str) -> &str {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_plain = url.len() <= MAX_URL_BYTES && url.bytes().all(|byte| byte.is_ascii_graphic());
    if is_web && is_plain { url } else { "" }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn only_addresses_on_the_web_are_told_on() {
        assert_eq!(shown("https://github.com/acme/x/blob/main/.env"), "https://github.com/acme/x/blob/main/.env");
        for other in ["", "javascript:alert(1)", "https://a\nb", "https://é", &format!("https://{}", "x".repeat(500))]
        {
            assert_eq!(shown(other), "", "{other}");
        }
    }
}
