//! Making a token.

use super::MAX_TOKENS;
use super::insert::{CreatedToken, TokenRecord, insert};
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, audit, links};
use model::Problem;
use model::ids::{AccountId, TokenId, WorkspaceId};
use model::tokens::{NewToken, TokenWorkspaces};
use uuid::Uuid;

/// Makes a token of the actor's, whose secret is in the answer alone. Whoever confirmed long ago gets
/// [`Error::ConfirmationDue`]; a token makes none. Problems at `workspaces`, of which each has to be the actor's own,
/// and at `form` where there are [`MAX_TOKENS`].
pub async fn create(ctx: &Context, new: &NewToken) -> Result<CreatedToken, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    // Before the session is looked at: one that is being ended makes nothing any more.
    links::lock_account(&mut tx, account).await?;
    ctx.require_confirmed(&mut tx).await?;
    if count_working(&mut tx, account, ctx.now()).await? >= MAX_TOKENS {
        return Err(Error::at("form", Problem::TooMany { max: MAX_TOKENS }));
    }
    let record = TokenRecord {
        account,
        description: &new.description,
        scopes: &new.scopes,
        all_workspaces: new.workspaces == TokenWorkspaces::All,
        lifetime: new.lifetime,
    };
    let created = insert(ctx, &mut tx, record).await?;
    if let TokenWorkspaces::Chosen(slugs) = &new.workspaces {
        for slug in slugs {
            let workspace = own_workspace(ctx, &mut tx, account, slug).await?;
            reach(&mut tx, created.id, workspace).await?;
        }
    }
    audit::Event::new(audit::Action::TokenCreate)
        .target(account, &new.description)
        .after(&serde_json::json!({
            "prefix": created.secret.prefix(),
            "scopes": new.scopes,
            "workspaces": match &new.workspaces {
                TokenWorkspaces::All => None,
                TokenWorkspaces::Chosen(slugs) => Some(slugs),
            },
            "lifetime": new.lifetime,
        }))
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    Ok(created)
}

async fn count_working(tx: &mut Tx, account: AccountId, now: Micros) -> Result<usize, Error> {
    let works = crate::token_limits::WORKS;
    let (count,): (i64,) = query(format!("SELECT COUNT(*) FROM tokens t WHERE t.account_id = $1 AND {works}"))
        .bind(account)
        .bind(now)
        .one(tx)
        .await?;
    Ok(usize::try_from(count).unwrap_or_default())
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
