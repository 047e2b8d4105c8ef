//! Lists worth coming back to: a name for an address of the list, for oneself or for everyone who may see the users.

use crate::db::{Tx, query};
use crate::{Context, Error, Membership, audit};
use model::Problem;
use model::ids::ViewId;
use model::permissions::Permission;
use model::users::View;
use uuid::Uuid;

/// As many as a menu can hold.
const MAX_VIEWS: i64 = 100;

/// The actor's own and the shared ones, by name. Needs `users:read`.
pub async fn views(ctx: &Context, slug: &str) -> Result<Vec<View>, Error> {
    let mut tx = ctx.read().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    views_in(&mut tx, &membership).await
}

/// The same, as a part of something larger.
pub(super) async fn views_in(tx: &mut Tx, membership: &Membership) -> Result<Vec<View>, Error> {
    let rows: Vec<(Uuid, String, String, bool, bool)> = query(
        "SELECT id, name, query, shared, COALESCE(account_id = $2, FALSE) FROM views
         WHERE workspace_id = $1 AND (shared OR account_id = $2) ORDER BY name, id LIMIT $3",
    )
    .bind(membership.workspace)
    .bind(membership.account)
    .bind(MAX_VIEWS)
    .all(tx)
    .await?;
    let view = |(id, name, query, shared, mine): (Uuid, _, _, _, bool)| View {
        id: id.into(),
        name,
        query,
        shared,
        may_change: mine || membership.super_user,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Keeps a view; `query` is what [`model::users::UsersQuery::written`] wrote. Needs `users:read`, and `users:write` to
/// share it.
pub async fn save_view(ctx: &Context, slug: &str, name: &str, address: &str, shared: bool) -> Result<ViewId, Error> {
    ctx.refuse_token()?;
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    if shared {
        membership.require(Permission::USERS_WRITE)?;
    }
    let (kept,): (i64,) = query("SELECT COUNT(*) FROM views WHERE workspace_id = $1 AND (shared OR account_id = $2)")
        .bind(membership.workspace)
        .bind(membership.account)
        .one(&mut tx)
        .await?;
    if kept >= MAX_VIEWS {
        return Err(Error::at("view_name", Problem::TooMany { max: 100 }));
    }
    let id: ViewId = ctx.id();
    query(
        "INSERT INTO views (id, workspace_id, account_id, name, query, shared, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(membership.workspace)
    .bind(membership.account.ok_or(Error::SignedOut)?)
    .bind(name)
    .bind(address)
    .bind(shared)
    .bind(ctx.now())
    .run(&mut tx)
    .await?;
    if shared {
        audit::Event::new(audit::Action::ViewShare)
            .within(membership.workspace)
            .target(id, name)
            .record(ctx, &mut tx)
            .await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// Gives a view of one's own, or as a super-user any shared one, another name and another query. Needs `users:read`.
pub async fn update_view(ctx: &Context, slug: &str, id: ViewId, name: &str, address: &str) -> Result<(), Error> {
    ctx.refuse_token()?;
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_READ)?;
    let changed: Option<(bool,)> = query(
        "UPDATE views SET name = $5, query = $6
         WHERE id = $1 AND workspace_id = $2 AND (account_id = $3 OR (shared AND $4)) RETURNING shared",
    )
    .bind(id)
    .bind(membership.workspace)
    .bind(membership.account)
    .bind(membership.super_user)
    .bind(name)
    .bind(address)
    .optional(&mut tx)
    .await?;
    if changed.ok_or(Error::NotFound)?.0 {
        audit::Event::new(audit::Action::ViewUpdate)
            .within(membership.workspace)
            .target(id, name)
            .record(ctx, &mut tx)
            .await?;
    }
    Ok(tx.commit().await?)
}

/// Forgets a view: one's own, or as a super-user any shared one.
pub async fn delete_view(ctx: &Context, slug: &str, id: ViewId) -> Result<(), Error> {
    ctx.refuse_token()?;
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    let gone: Option<(String, bool)> = query(
        "DELETE FROM views WHERE id = $1 AND workspace_id = $2 AND (account_id = $3 OR (shared AND $4))
         RETURNING name, shared",
    )
    .bind(id)
    .bind(membership.workspace)
    .bind(membership.account)
    .bind(membership.super_user)
    .optional(&mut tx)
    .await?;
    let (name, shared) = gone.ok_or(Error::NotFound)?;
    if shared {
        audit::Event::new(audit::Action::ViewDelete)
            .within(membership.workspace)
            .target(id, &name)
            .record(ctx, &mut tx)
            .await?;
    }
    Ok(tx.commit().await?)
}
