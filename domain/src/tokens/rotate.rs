//! Another secret for a token.

use super::insert::{CreatedToken, TokenRecord, insert};
use crate::clock::micros;
use crate::db::{Tx, query};
use crate::token_limits::WORKS;
use crate::{Context, Error, audit, links, stored};
use model::Problem;
use model::ids::{AccountId, TokenId};
use model::tokens::{Rotation, TokenLifetime, TokenScopes};
use std::time::Duration;

/// Replaces one of the actor's tokens by a new one for the same, whose secret is in the answer alone; the former works
/// until the overlap has passed. Whoever confirmed long ago gets [`Error::ConfirmationDue`]. [`Error::Conflict`] where
/// it has been replaced already, or has ended: its successor stays as it is.
pub async fn rotate(ctx: &Context, id: TokenId, rotation: Rotation) -> Result<CreatedToken, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    // Before the session is looked at: one that is being ended makes nothing any more.
    links::lock_account(&mut tx, account).await?;
    ctx.require_confirmed(&mut tx).await?;
    let created = rotate_in(ctx, &mut tx, account, id, rotation, None).await?;
    tx.commit().await?;
    Ok(created)
}

#[derive(sqlx::FromRow)]
struct Former {
    description: String,
    prefix: String,
    scopes: String,
    all_workspaces: bool,
    lifetime: String,
    works: bool,
    superseded: bool,
}

/// Whether it lives longer than what it takes the place of is up to its owner, and not to a program that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoLonger;

/// The same as a part of something larger. The caller has locked the account.
pub(super) async fn rotate_in(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    id: TokenId,
    rotation: Rotation,
    limit: Option<NoLonger>,
) -> Result<CreatedToken, Error> {
    let former: Option<Former> = query(format!(
        "SELECT t.description, t.prefix, t.scopes, t.all_workspaces, t.lifetime, {WORKS} AS works,
                t.superseded_by IS NOT NULL AS superseded
         FROM tokens t WHERE t.id = $1 AND t.account_id = $3"
    ))
    .bind(id)
    .bind(ctx.now())
    .bind(account)
    .optional(tx)
    .await?;
    let former = former.ok_or(Error::NotFound)?;
    if former.superseded || !former.works {
        return Err(Error::Conflict);
    }
    let made_for = stored::named(&former.lifetime, TokenLifetime::named, "a token's lifetime")?;
    let lifetime = rotation.lifetime.unwrap_or(made_for);
    if limit.is_some() && lifetime > made_for {
        return Err(Error::at("lifetime", Problem::NotAChoice));
    }
    let scopes: TokenScopes = stored::parsed(&former.scopes, "a token's scopes")?;
    let record = TokenRecord {
        account,
        description: &former.description,
        scopes: &scopes,
        all_workspaces: former.all_workspaces,
        lifetime,
    };
    let created = insert(ctx, tx, record).await?;
    query("INSERT INTO token_workspaces (token_id, workspace_id) SELECT $2, workspace_id FROM token_workspaces WHERE token_id = $1")
        .bind(id)
        .bind(created.id)
        .run(tx)
        .await?;
    let until = ctx.now() + micros(Duration::from_hours(rotation.overlap.hours().into()));
    query("UPDATE tokens SET superseded_by = $2, superseded_until = $3 WHERE id = $1")
        .bind(id)
        .bind(created.id)
        .bind(until)
        .run(tx)
        .await?;
    audit::Event::new(audit::Action::TokenRotate)
        .target(account, &former.description)
        .before(&serde_json::json!({ "prefix": former.prefix }))
        .after(&serde_json::json!({
            "prefix": created.secret.prefix(), "lifetime": lifetime, "overlap": rotation.overlap.hours(),
        }))
        .record(ctx, tx)
        .await?;
    Ok(created)
}
