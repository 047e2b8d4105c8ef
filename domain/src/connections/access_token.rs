//! A token that works: refreshed before it ends, by one server at a time. The provider gives another refresh token with
//! each: where its answer is lost, the former one is kept and tried again, which providers accept for a while. Only
//! their word that the grant is over ends it.

use super::callback::{ends_at, logged, refused};
use super::failure::{CallError, Refused};
use super::store::{ConnectionRow, seal};
use crate::clock::{Micros, micros};
use crate::db::query;
use crate::oauth::{Failure, Grant, TokenAnswer, request_token};
use crate::{Context, Error, internal};
use model::connections::ConnectionProblem;
use model::ids::ConnectionId;
use std::time::Duration;
use uuid::Uuid;

/// So long before its end a token is refreshed.
const REFRESH_BEFORE: Duration = Duration::from_mins(5);
/// A server that dies while it refreshes leaves the connection to others after this.
const LEASE: Duration = Duration::from_secs(20);
/// Whoever finds the lease taken looks again so often for the new token.
const POLL_INTERVAL: Duration = Duration::from_millis(200);
const MAX_POLLS: u32 = 75;
/// How often it is tried to write down what the provider has given.
const WRITE_ATTEMPTS: u32 = 5;

/// An access token of a connection, other than the one that the service has just refused.
pub(super) async fn access_token(ctx: &Context, id: ConnectionId, rejected: Option<&str>) -> Result<String, CallError> {
    for _ in 0..MAX_POLLS {
        let row = ConnectionRow::find(&mut ctx.read().await?, id).await?;
        let row = row.ok_or(CallError::Problem(ConnectionProblem::Expired))?;
        let current = row.access_token(ctx)?.filter(|token| Some(token.as_str()) != rejected);
        if let Some(token) = current.clone()
            && ctx.now() + micros(REFRESH_BEFORE) < row.access_expires_at
        {
            return Ok(token);
        }
        let Some(refresh_token) = row.refresh_token(ctx)? else {
            return Err(CallError::Problem(row.problem().unwrap_or(ConnectionProblem::Expired)));
        };
        if let Some(lease) = take_lease(ctx, &row).await? {
            let still_works = current.filter(|_| ctx.now() < row.access_expires_at);
            return refresh_apart(ctx, row, lease, refresh_token, still_works).await;
        }
        tokio::time::sleep(POLL_INTERVAL).await;
    }
    Err(CallError::Problem(ConnectionProblem::Unavailable))
}

/// A task of its own: whoever waits for it may go away, as a browser does, and the new tokens are stored all the same.
async fn refresh_apart(
    ctx: &Context,
    row: ConnectionRow,
    lease: Uuid,
    refresh_token: String,
    still_works: Option<String>,
) -> Result<String, CallError> {
    let ctx = ctx.clone();
    let task = tokio::spawn(async move {
        match refresh(&ctx, &row, lease, &refresh_token).await {
            // What is there works for some minutes more.
            Err(CallError::Problem(ConnectionProblem::Unavailable)) if still_works.is_some() => {
                Ok(still_works.unwrap_or_default())
            }
            refreshed => refreshed,
        }
    });
    task.await.map_err(|error| internal("refreshing a connection", error))?
}

/// None where another server has it, or the tokens are others by now.
async fn take_lease(ctx: &Context, row: &ConnectionRow) -> Result<Option<Uuid>, Error> {
    let lease: Uuid = ctx.id();
    let mut tx = ctx.write().await?;
    let taken = query(
        "UPDATE connections SET refreshing_until = $3, refreshing_by = $4
         WHERE id = $1 AND version = $5 AND refreshing_until <= $2",
    )
    .bind(row.id)
    .bind(ctx.now())
    .bind(ctx.now() + micros(LEASE))
    .bind(lease)
    .bind(row.version)
    .run(&mut tx)
    .await?;
    tx.commit().await?;
    Ok((taken == 1).then_some(lease))
}

async fn refresh(ctx: &Context, row: &ConnectionRow, lease: Uuid, refresh_token: &str) -> Result<String, CallError> {
    let service = row.service()?;
    let Some(provider) = service.provider(&ctx.roster.settings) else {
        release(ctx, row, lease, ConnectionProblem::Misconfigured).await?;
        return Err(CallError::Problem(ConnectionProblem::Misconfigured));
    };
    let scope = service.scope();
    let grant = Grant::Refresh { token: refresh_token, scope: &scope };
    let lookup = &ctx.roster.settings.lookup;
    match request_token(lookup, &provider.token_endpoint, &provider.client, grant).await {
        Ok(tokens) => {
            store(ctx, row, lease, &tokens).await?;
            Ok(tokens.access_token)
        }
        Err(Failure::Refused(refusal)) => {
            let refused = refused(ctx, service, &refusal).await?;
            note_refusal(ctx, row, lease, refused).await?;
            Err(CallError::Problem(refused.problem))
        }
        Err(failure) => {
            let problem = logged(service.kind(), &failure);
            release(ctx, row, lease, problem).await?;
            Err(CallError::Problem(problem))
        }
    }
}

/// Both tokens in one transaction. The provider has given them only once, so a database that is busy is tried again.
async fn store(ctx: &Context, row: &ConnectionRow, lease: Uuid, tokens: &TokenAnswer) -> Result<(), Error> {
    let mut attempt = 1;
    loop {
        match store_once(ctx, row, lease, tokens).await {
            Err(error @ (Error::Busy(_) | Error::TryLater(_))) if attempt < WRITE_ATTEMPTS => {
                tracing::warn!(%error, attempt, "the new tokens of a connection could not be stored");
                tokio::time::sleep(POLL_INTERVAL * 2_u32.pow(attempt)).await;
                attempt += 1;
            }
            stored => return stored,
        }
    }
}

async fn store_once(ctx: &Context, row: &ConnectionRow, lease: Uuid, tokens: &TokenAnswer) -> Result<(), Error> {
    let refresh = tokens.refresh_token.as_deref().map(|token| seal(ctx, token)).transpose()?;
    let ends_at: Micros = ends_at(ctx.now(), tokens);
    let mut tx = ctx.write().await?;
    query(
        "UPDATE connections SET access_token = $3, refresh_token = COALESCE($4, refresh_token), access_expires_at = $5,
             scopes = COALESCE($6, scopes), last_error = NULL, refreshing_until = 0, version = version + 1
         WHERE id = $1 AND refreshing_by = $2 AND version = $7",
    )
    .bind(row.id)
    .bind(lease)
    .bind(seal(ctx, &tokens.access_token)?)
    .bind(refresh)
    .bind(ends_at)
    .bind(tokens.scope.clone())
    .bind(row.version)
    .run(&mut tx)
    .await?;
    Ok(tx.commit().await?)
}

/// Only the very tokens that were refused are given up: another server may have others by now.
async fn note_refusal(ctx: &Context, row: &ConnectionRow, lease: Uuid, refused: Refused) -> Result<(), Error> {
    if !refused.ends_grant {
        return release(ctx, row, lease, refused.problem).await;
    }
    let mut tx = ctx.write().await?;
    query(
        "UPDATE connections SET access_token = NULL, refresh_token = NULL, last_error = $3, refreshing_until = 0,
             calendar = NULL, calendar_at = NULL, version = version + 1
         WHERE id = $1 AND version = $2",
    )
    .bind(row.id)
    .bind(row.version)
    .bind(refused.problem.name())
    .run(&mut tx)
    .await?;
    Ok(tx.commit().await?)
}

/// The tokens stay as they are, and whoever comes next tries again.
async fn release(ctx: &Context, row: &ConnectionRow, lease: Uuid, problem: ConnectionProblem) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    query("UPDATE connections SET refreshing_until = 0, last_error = $3 WHERE id = $1 AND refreshing_by = $2")
        .bind(row.id)
        .bind(lease)
        .bind(problem.name())
        .run(&mut tx)
        .await?;
    Ok(tx.commit().await?)
}
