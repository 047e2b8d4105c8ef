//! The end of sessions: here and at the provider (OpenID Connect RP-Initiated Logout 1.0), and by the provider
//! (Back-Channel Logout 1.0).

use super::Provider;
use super::session::ID_TOKEN_PURPOSE;
use crate::db::query;
use crate::oauth::{Failure, LogoutToken, authorization_url, verify_logout};
use crate::{Context, Error, audit, auth};
use model::ids::AccountId;
use model::urls::Url;
use std::time::Duration;
use uuid::Uuid;

/// How long signing out waits for what the provider says of itself, where that is not known already.
const METADATA_TIMEOUT: Duration = Duration::from_secs(2);

#[derive(sqlx::FromRow)]
struct SessionRow {
    provider: Option<String>,
    id_token: Option<Vec<u8>>,
}

/// Ends the session; answers where the browser signs out at the provider, where the session was begun at one that
/// offers it. The ID token that it carries is this very session's.
pub async fn sign_out(ctx: &Context) -> Result<Option<String>, Error> {
    let session = ctx.actor.session();
    let mut tx = ctx.read().await?;
    let row: Option<SessionRow> =
        query("SELECT provider, id_token FROM sessions WHERE id = $1").bind(session).optional(&mut tx).await?;
    let row = row.unwrap_or(SessionRow { provider: None, id_token: None });
    let provider = match &row.provider {
        Some(key) => Provider::find(ctx, &mut tx, key).await.ok(),
        None => None,
    };
    drop(tx);
    auth::sign_out(ctx).await?;
    let Some(provider) = provider else { return Ok(None) };
    let metadata = tokio::time::timeout(METADATA_TIMEOUT, provider.metadata(ctx)).await;
    let Ok(Ok(metadata)) = metadata else { return Ok(None) };
    let Some(endpoint) = &metadata.end_session_endpoint else { return Ok(None) };
    let token = row.id_token.and_then(|sealed| ctx.roster.key.open(ID_TOKEN_PURPOSE, &sealed));
    let back = ctx.link(&Url::SignIn);
    let mut parameters = vec![("client_id", provider.client.id.as_str()), ("post_logout_redirect_uri", &back)];
    if let Some(token) = &token {
        parameters.push(("id_token_hint", token));
    }
    Ok(authorization_url(endpoint, &parameters))
}

/// Ends the sessions that a provider's token names: of one session there, or of one person. Answers how many.
/// [`Error::NotFound`] where no provider has the key, [`Error::Conflict`] where the token can't be believed or has been
/// used.
pub async fn back_channel_logout(ctx: &Context, key: &str, token: &str) -> Result<u64, Error> {
    let provider = Provider::find(ctx, &mut ctx.read().await?, key).await?;
    let roster = &ctx.roster;
    let checked = async {
        let metadata = provider.metadata(ctx).await?;
        let lookup = &roster.settings.lookup;
        verify_logout(lookup, &roster.providers, &metadata, &provider.client.id, ctx.now(), token).await
    };
    let token = checked.await.map_err(|failure: Failure| {
        tracing::warn!(provider = key, %failure, "a provider's logout was refused");
        Error::Conflict
    })?;
    let mut tx = ctx.write().await?;
    let first = query("INSERT INTO logout_tokens (issuer, id, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind(&provider.issuer)
        .bind(&token.id)
        .bind(token.expires_at)
        .run(&mut tx)
        .await?;
    if first == 0 {
        return Err(Error::Conflict);
    }
    let LogoutToken { session, subject, .. } = token;
    let ended: Vec<(Uuid,)> = query(
        "DELETE FROM sessions WHERE issuer = $1 AND provider = $2 AND ($3 IS NULL OR provider_session = $3)
             AND ($4 IS NULL OR subject = $4)
         RETURNING account_id",
    )
    .bind(&provider.issuer)
    .bind(&provider.key)
    .bind(session)
    .bind(subject)
    .all(&mut tx)
    .await?;
    let sessions = u64::try_from(ended.len()).unwrap_or(u64::MAX);
    for (account,) in ended {
        let event = audit::Event::by_account(audit::Action::SessionEndAtProvider, AccountId(account));
        event.target(AccountId(account), "").record(ctx, &mut tx).await?;
    }
    tx.commit().await?;
    Ok(sessions)
}
