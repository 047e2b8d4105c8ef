//! The workspaces that one belongs to, and those that one has deleted.

use super::delete::RESTORABLE;
use crate::clock::{Micros, micros};
use crate::db::{Tx, query};
use crate::{Context, Error, stored};
use model::ids::{AccountId, WorkspaceId};
use model::workspaces::WorkspaceLink;
use uuid::Uuid;

/// The switcher holds no more than this.
const PAGE_SIZE: i64 = 100;

/// A workspace that opens once its member has proven their address.
#[derive(Clone, Debug)]
pub struct Awaiting {
    /// The key in addresses.
    pub slug: String,
    /// As people read it.
    pub name: String,
    /// It is for the address that the account has; for another, its administrators have to add them anew.
    pub same_address: bool,
}

/// Those that wait for the actor, by name.
pub async fn awaiting_verification(ctx: &Context) -> Result<Vec<Awaiting>, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let rows: Vec<(String, String, bool)> = query(
        "SELECT w.slug, w.name, m.verify_email_key = a.email_key
         FROM members m JOIN workspaces w ON w.id = m.workspace_id JOIN accounts a ON a.id = m.account_id
         WHERE m.account_id = $1 AND m.verify_email_key IS NOT NULL AND m.status = 'active'
           AND (m.ends_at IS NULL OR m.ends_at > $3) AND w.deleted_at IS NULL
         ORDER BY w.name, w.slug LIMIT $2",
    )
    .bind(account)
    .bind(PAGE_SIZE)
    .bind(ctx.now())
    .all(&mut tx)
    .await?;
    Ok(rows.into_iter().map(|(slug, name, same_address)| Awaiting { slug, name, same_address }).collect())
}

/// The actor's workspaces that are open to them, most recently used first.
pub async fn mine(ctx: &Context) -> Result<Vec<WorkspaceLink>, Error> {
    let account = ctx.account()?;
    mine_in(ctx, &mut ctx.read().await?, account).await
}

/// The same, as a part of something larger.
pub(crate) async fn mine_in(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<Vec<WorkspaceLink>, Error> {
    let rows: Vec<(String, String, Option<String>)> = query(
        "SELECT w.slug, w.name, w.picture FROM members m JOIN workspaces w ON w.id = m.workspace_id
         WHERE m.account_id = $1 AND m.status = 'active' AND (m.ends_at IS NULL OR m.ends_at > $3) AND w.deleted_at IS NULL
           AND m.verify_email_key IS NULL
         ORDER BY m.last_active_at DESC, w.slug LIMIT $2",
    )
    .bind(account)
    .bind(PAGE_SIZE)
    .bind(ctx.now())
    .all(tx)
    .await?;
    let link = |(slug, name, picture): (String, String, Option<String>)| {
        Ok(WorkspaceLink { slug, name, picture: stored::picture(picture)? })
    };
    rows.into_iter().map(link).collect()
}

/// A workspace that its owner can restore.
#[derive(Clone, Debug)]
pub struct Deleted {
    /// The key in forms: the slug leads nowhere until it is restored.
    pub id: WorkspaceId,
    /// The key in addresses, once it is restored.
    pub slug: String,
    /// As people read it.
    pub name: String,
    /// When it goes for good.
    pub until: Micros,
}

/// Those that the actor owns, last deleted first.
pub async fn deleted(ctx: &Context) -> Result<Vec<Deleted>, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let rows: Vec<(Uuid, String, String, i64)> = query(
        "SELECT id, slug, name, deleted_at FROM workspaces WHERE owner_id = $1 AND deleted_at > $2
         ORDER BY deleted_at DESC LIMIT $3",
    )
    .bind(account)
    .bind(ctx.now() - micros(RESTORABLE))
    .bind(PAGE_SIZE)
    .all(&mut tx)
    .await?;
    let deleted = |(id, slug, name, at): (Uuid, String, String, i64)| Deleted {
        id: id.into(),
        slug,
        name,
        until: at + micros(RESTORABLE),
    };
    Ok(rows.into_iter().map(deleted).collect())
}
