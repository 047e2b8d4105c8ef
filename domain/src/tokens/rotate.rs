//! Another secret for a token.

use super::allowed::{require_lifetime, require_personal};
use super::insert::{CreatedToken, TokenRecord, insert};
use super::networks::Networks;
use super::owner::TokenOwner;
use crate::clock::{Micros, micros};
use crate::db::{Tx, query};
use crate::token_limits::WORKS;
use crate::{Context, Error, audit, stored};
use model::Problem;
use model::ids::{AccountId, TokenId, WorkspaceId};
use model::tokens::{Rotation, TokenLifetime, TokenScopes};
use std::time::Duration;
use uuid::Uuid;

/// Replaces one of the actor's tokens by a new one for the same, whose secret is in the answer alone; the former works
/// until the overlap has passed. Whoever confirmed long ago gets [`Error::ConfirmationDue`]. [`Error::Conflict`] where
/// it has been replaced already, or has ended: its successor stays as it is. Problems at `lifetime`.
pub async fn rotate(ctx: &Context, id: TokenId, rotation: Rotation) -> Result<CreatedToken, Error> {
    let account = ctx.account()?;
    let owner = TokenOwner::Account(account);
    let mut tx = ctx.write().await?;
    // Before the session is looked at: one that is being ended makes nothing any more.
    owner.lock(&mut tx).await?;
    ctx.require_confirmed(&mut tx).await?;
    let created = rotate_in(ctx, &mut tx, owner, id, rotation, Rotator::Person(account)).await?;
    tx.commit().await?;
    Ok(created)
}

/// Who rotates it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rotator {
    /// Someone who may make one.
    Person(AccountId),
    /// A program that has it: whether the next one lives longer is not up to it.
    Itself,
}

#[derive(sqlx::FromRow)]
struct Former {
    description: String,
    prefix: String,
    scopes: String,
    all_workspaces: bool,
    lifetime: String,
    networks: String,
    created_by: Option<Uuid>,
    works: bool,
    superseded: bool,
}

/// The same as a part of something larger. The caller has locked the owner.
pub(super) async fn rotate_in(
    ctx: &Context,
    tx: &mut Tx,
    owner: TokenOwner,
    id: TokenId,
    rotation: Rotation,
    by: Rotator,
) -> Result<CreatedToken, Error> {
    let former = former(ctx, tx, owner, id).await?;
    let made_for = stored::named(&former.lifetime, TokenLifetime::named, "a token's lifetime")?;
    let lifetime = rotation.lifetime.unwrap_or(made_for);
    if by == Rotator::Itself && lifetime > made_for {
        return Err(Error::at("lifetime", Problem::NotAChoice));
    }
    require_allowed(tx, owner, id, lifetime).await?;
    let scopes: TokenScopes = stored::parsed(&former.scopes, "a token's scopes")?;
    let maker = match by {
        Rotator::Person(account) => Some(account),
        Rotator::Itself => former.created_by.map(AccountId),
    };
    let record = TokenRecord {
        owner,
        created_by: maker.filter(|_| owner.account().is_none()),
        description: &former.description,
        scopes: &scopes,
        all_workspaces: former.all_workspaces,
        lifetime,
        networks: &Networks::read(&former.networks)?,
    };
    let created = insert(ctx, tx, record).await?;
    let until = ctx.now() + micros(Duration::from_hours(rotation.overlap.hours().into()));
    supersede(tx, id, created.id, until).await?;
    owner
        .event(audit::Action::TokenRotate, id, &former.description)
        .before(&serde_json::json!({ "prefix": former.prefix }))
        .after(&serde_json::json!({
            "prefix": created.secret.prefix(), "lifetime": lifetime, "overlap": rotation.overlap.hours(),
        }))
        .record(ctx, tx)
        .await?;
    Ok(created)
}

/// [`Error::Conflict`] where it has been replaced, or has ended.
async fn former(ctx: &Context, tx: &mut Tx, owner: TokenOwner, id: TokenId) -> Result<Former, Error> {
    let former: Option<Former> = query(format!(
        "SELECT t.description, t.prefix, t.scopes, t.all_workspaces, t.lifetime, t.networks, t.created_by,
                {WORKS} AS works, t.superseded_by IS NOT NULL AS superseded
         FROM tokens t WHERE t.id = $1 AND t.{} = $3",
        owner.column()
    ))
    .bind(id)
    .bind(ctx.now())
    .bind(owner.id())
    .optional(tx)
    .await?;
    let former = former.ok_or(Error::NotFound)?;
    if former.superseded || !former.works { Err(Error::Conflict) } else { Ok(former) }
}

/// The rules of the workspaces it was chosen for; of one for all of them, each looks when it is used there.
async fn require_allowed(tx: &mut Tx, owner: TokenOwner, id: TokenId, lifetime: TokenLifetime) -> Result<(), Error> {
    if let TokenOwner::Workspace(workspace) = owner {
        return require_lifetime(tx, workspace, lifetime).await;
    }
    let chosen: Vec<(Uuid,)> =
        query("SELECT workspace_id FROM token_workspaces WHERE token_id = $1").bind(id).all(tx).await?;
    let chosen: Vec<WorkspaceId> = chosen.into_iter().map(|(id,)| id.into()).collect();
    // Whether one takes personal tokens at all has nothing to do with how long this one works.
    match require_personal(tx, &chosen, lifetime).await {
        Err(Error::Invalid(errors)) if errors.get("lifetime").is_none() => Ok(()),
        answer => answer,
    }
}

/// The successor reaches what the former reached, and is kept out where the former was.
async fn supersede(tx: &mut Tx, id: TokenId, by: TokenId, until: Micros) -> Result<(), Error> {
    for (table, columns) in [("token_workspaces", "workspace_id"), ("token_denials", "workspace_id, denied_at")] {
        query(format!(
            "INSERT INTO {table} (token_id, {columns}) SELECT $2, {columns} FROM {table} WHERE token_id = $1"
        ))
        .bind(id)
        .bind(by)
        .run(tx)
        .await?;
    }
    query("UPDATE tokens SET superseded_by = $2, superseded_until = $3 WHERE id = $1")
        .bind(id)
        .bind(by)
        .bind(until)
        .run(tx)
        .await?;
    Ok(())
}
