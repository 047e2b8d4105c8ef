//! Mails about tokens that expire soon: 14, 7 and 1 days before, each once.

use super::owner::TokenOwner;
use crate::clock::{DAY, Micros};
use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::{Context, Error};
use model::ids::{AccountId, WorkspaceId};
use model::urls::Url;
use uuid::Uuid;

/// So long before the end, the first first.
const WARNINGS: [Micros; 3] = [14 * DAY, 7 * DAY, DAY];
/// A transaction's worth.
const BATCH: i64 = 200;
/// Of those who run a workspace, no more get a mail than this.
const MAX_WARNED: i64 = 50;

/// When the owner of a token that ends then is warned first.
pub(super) fn first_warning(expires_at: Micros) -> Micros {
    expires_at - WARNINGS[0]
}

#[derive(sqlx::FromRow)]
struct DueToken {
    id: Uuid,
    account_id: Option<Uuid>,
    workspace_id: Option<Uuid>,
    created_by: Option<Uuid>,
    description: String,
    expires_at: i64,
    /// Nothing has ended it, and nothing takes its place.
    due: bool,
}

/// Mails the owners of tokens that expire soon: of a workspace's own whoever made it, while they are an active member,
/// and otherwise its super-users. A warning is claimed by the statement that finds it, so of several servers one sends
/// it; one that was missed while none ran is sent late, and only the last of several.
pub async fn warn_of_expiry(ctx: &Context) -> Result<(), Error> {
    loop {
        let mut tx = ctx.write().await?;
        let claimed = claim(&mut tx, ctx.now()).await?;
        for token in claimed.iter().filter(|token| token.due) {
            warn(ctx, &mut tx, token).await?;
        }
        tx.commit().await?;
        if claimed.len() < usize::try_from(BATCH).unwrap_or_default() {
            return Ok(());
        }
    }
}

/// Those whose warning is due, each set to its next one.
async fn claim(tx: &mut Tx, now: Micros) -> Result<Vec<DueToken>, Error> {
    let later = WARNINGS.map(|before| format!("WHEN expires_at - {before} > $1 THEN expires_at - {before}"));
    Ok(query(format!(
        "UPDATE tokens SET warn_at = CASE {} ELSE NULL END
         WHERE id IN (SELECT id FROM tokens WHERE warn_at <= $1 ORDER BY warn_at LIMIT $2) AND warn_at <= $1
         RETURNING id, account_id, workspace_id, created_by, description, expires_at,
             revoked_at IS NULL AND superseded_by IS NULL AND expires_at > $1 AS due",
        later.join(" ")
    ))
    .bind(now)
    .bind(BATCH)
    .all(tx)
    .await?)
}

async fn warn(ctx: &Context, tx: &mut Tx, token: &DueToken) -> Result<(), Error> {
    let Some(owner) = TokenOwner::of(token.account_id, token.workspace_id) else { return Ok(()) };
    let maker = token.created_by.map(AccountId);
    let link = match owner {
        TokenOwner::Account(_) => ctx.link(&Url::Token { id: token.id.into() }),
        TokenOwner::Workspace(_) => String::new(),
    };
    tell_owner(ctx, tx, owner, maker, link, |name, workspace| Email::TokenExpires {
        name,
        description: token.description.clone(),
        workspace,
        at: token.expires_at,
    })
    .await
}

/// Mails whoever a token is the business of; `message` makes it of their name and of the workspace's. The link of a
/// workspace's own leads to its tokens.
pub(super) async fn tell_owner(
    ctx: &Context,
    tx: &mut Tx,
    owner: TokenOwner,
    maker: Option<AccountId>,
    link: String,
    message: impl Fn(String, Option<String>) -> Email,
) -> Result<(), Error> {
    let workspace = match owner {
        TokenOwner::Account(account) => {
            return mail::enqueue_for(ctx, tx, account, &link, |name| message(name, None)).await;
        }
        TokenOwner::Workspace(workspace) => workspace,
    };
    let found: Option<(String, String)> =
        query("SELECT slug, name FROM workspaces WHERE id = $1 AND deleted_at IS NULL")
            .bind(workspace)
            .optional(tx)
            .await?;
    let Some((slug, called)) = found else { return Ok(()) };
    let link = ctx.link(&Url::WorkspaceTokens { slug });
    for account in responsible(tx, workspace, maker).await? {
        let message = |name| message(name, Some(called.clone()));
        mail::write_within(ctx, tx, Some(workspace), account, &link, message).await?;
    }
    Ok(())
}

/// Whoever made it, while they are there; otherwise those who run the workspace.
async fn responsible(tx: &mut Tx, workspace: WorkspaceId, maker: Option<AccountId>) -> Result<Vec<AccountId>, Error> {
    let accounts: Vec<(Uuid, bool)> = query(
        "SELECT account_id, account_id = $2 FROM members
         WHERE workspace_id = $1 AND status = 'active' AND account_id IS NOT NULL AND (super_user OR account_id = $2)
         ORDER BY id LIMIT $3",
    )
    .bind(workspace)
    .bind(maker.unwrap_or(AccountId(Uuid::nil())))
    .bind(MAX_WARNED)
    .all(tx)
    .await?;
    let made_by: Vec<AccountId> = accounts.iter().filter(|(_, made)| *made).map(|(id, _)| (*id).into()).collect();
    if !made_by.is_empty() {
        return Ok(made_by);
    }
    Ok(accounts.into_iter().map(|(id, _)| id.into()).collect())
}
