//! Making a token of one's own.

use super::MAX_TOKENS;
use super::allowed::require_personal;
use super::insert::{CreatedToken, TokenRecord, insert};
use super::networks::Networks;
use super::owner::TokenOwner;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::{Context, Error, audit};
use model::Problem;
use model::ids::{AccountId, TokenId, WorkspaceId};
use model::tokens::{NewToken, TokenWorkspaces};
use model::urls::Url;
use uuid::Uuid;

/// Makes a token of the actor's, whose secret is in the answer alone, and mails the actor that it was made. Whoever
/// confirmed long ago gets [`Error::ConfirmationDue`]; a token makes none. Problems at `workspaces`, of which each has to
/// be the actor's own and take personal tokens, at `lifetime` where one of them allows no such long one, at `networks`,
/// and at `form` where there are [`MAX_TOKENS`].
pub async fn create(ctx: &Context, new: &NewToken) -> Result<CreatedToken, Error> {
    let account = ctx.account()?;
    let owner = TokenOwner::Account(account);
    let networks = Networks::parse(&new.networks)?;
    let mut tx = ctx.write().await?;
    // Before the session is looked at: one that is being ended makes nothing any more.
    owner.lock(&mut tx).await?;
    ctx.require_confirmed(&mut tx).await?;
    require_room(&mut tx, owner, ctx.now()).await?;
    let mut workspaces = Vec::new();
    if let TokenWorkspaces::Chosen(slugs) = &new.workspaces {
        for slug in slugs {
            workspaces.push(own_workspace(ctx, &mut tx, account, slug).await?);
        }
    }
    require_personal(&mut tx, &workspaces, new.lifetime).await?;
    let record = TokenRecord {
        owner,
        created_by: None,
        description: &new.description,
        scopes: &new.scopes,
        all_workspaces: new.workspaces == TokenWorkspaces::All,
        lifetime: new.lifetime,
        networks: &networks,
    };
    let created = insert(ctx, &mut tx, record).await?;
    for workspace in workspaces {
        reach(&mut tx, created.id, workspace).await?;
    }
    owner
        .event(audit::Action::TokenCreate, created.id, &new.description)
        .after(&serde_json::json!({
            "prefix": created.secret.prefix(),
            "scopes": new.scopes,
            "workspaces": match &new.workspaces {
                TokenWorkspaces::All => None,
                TokenWorkspaces::Chosen(slugs) => Some(slugs),
            },
            "lifetime": new.lifetime,
            "networks": networks.texts(),
        }))
        .record(ctx, &mut tx)
        .await?;
    let description = new.description.clone();
    let link = ctx.link(&Url::Tokens);
    mail::enqueue_for(ctx, &mut tx, account, &link, |name| Email::TokenCreated { name, description }).await?;
    tx.commit().await?;
    Ok(created)
}

/// Problems at `form` where the owner has [`MAX_TOKENS`] that work. The caller has locked the owner.
pub(super) async fn require_room(tx: &mut Tx, owner: TokenOwner, now: Micros) -> Result<(), Error> {
    let (works, column) = (crate::token_limits::WORKS, owner.column());
    let (count,): (i64,) = query(format!("SELECT COUNT(*) FROM tokens t WHERE t.{column} = $1 AND {works}"))
        .bind(owner.id())
        .bind(now)
        .one(tx)
        .await?;
    if usize::try_from(count).unwrap_or_default() < MAX_TOKENS {
        return Ok(());
    }
    Err(Error::at("form", Problem::TooMany { max: MAX_TOKENS }))
}

/// One that the actor belongs to; any other is none of the choices, whether there is such a workspace or not.
async fn own_workspace(ctx: &Context, tx: &mut Tx, account: AccountId, slug: &str) -> Result<WorkspaceId, Error> {
    let found: Option<(Uuid,)> = query(
        "SELECT w.id FROM workspaces w JOIN members m ON m.workspace_id = w.id
         WHERE w.slug = $1 AND w.deleted_at IS NULL AND m.account_id = $2 AND m.status = 'active'
           AND (m.ends_at IS NULL OR m.ends_at > $3) AND m.verify_email_key IS NULL",
    )
    .bind(slug)
    .bind(account)
    .bind(ctx.now())
    .optional(tx)
    .await?;
    found.map(|(id,)| id.into()).ok_or_else(|| Error::at("workspaces", Problem::NotAChoice))
}

async fn reach(tx: &mut Tx, token: TokenId, workspace: WorkspaceId) -> Result<(), Error> {
    query("INSERT INTO token_workspaces (token_id, workspace_id) VALUES ($1, $2)")
        .bind(token)
        .bind(workspace)
        .run(tx)
        .await?;
    Ok(())
}
