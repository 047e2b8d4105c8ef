//! Joining a workspace by the domain of one's address.

use crate::db::{Tx, query};
use crate::members::roles::default_role;
use crate::members::{Admission, Counter, Grant, count, insert_member, roles};
use crate::{Context, Error, Membership, audit, invitations, keys, plans};
use model::ids::{AccountId, WorkspaceId};
use model::permissions::Permissions;
use model::plans::Limit;
use model::users::Source;
use model::workspaces::WorkspaceLink;
use uuid::Uuid;

/// What one's address opens.
#[derive(Clone, Debug, Default)]
pub struct Joinable {
    /// By name, at most twenty.
    pub workspaces: Vec<WorkspaceLink>,
    /// Nobody knows yet whether the address is one's own; it would open something.
    pub may_prove: bool,
}

/// Workspaces with this domain, verified and open, that the account has neither joined nor been removed from.
const OPEN: &str = "FROM workspace_domains d JOIN workspaces w ON w.id = d.workspace_id
    WHERE d.domain = $1 AND d.auto_join AND d.verified_at IS NOT NULL AND w.deleted_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM members m WHERE m.workspace_id = w.id AND m.account_id = $2)
      AND NOT EXISTS (SELECT 1 FROM removed_accounts p WHERE p.workspace_id = w.id AND p.account_id = $2)";

/// The workspaces that the actor may join.
pub async fn joinable(ctx: &Context) -> Result<Joinable, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let (email, verified) = address(&mut tx, account).await?;
    let found: Vec<(String, String)> = query(format!("SELECT w.slug, w.name {OPEN} ORDER BY w.name, w.slug LIMIT 20"))
        .bind(keys::domain_of(&email))
        .bind(account)
        .all(&mut tx)
        .await?;
    if !verified {
        return Ok(Joinable { workspaces: Vec::new(), may_prove: !found.is_empty() });
    }
    let workspaces = found.into_iter().map(|(slug, name)| WorkspaceLink { slug, name, picture: None }).collect();
    Ok(Joinable { workspaces, may_prove: false })
}

/// Makes the actor a member with the default role; anything else than what [`joinable`] shows is not there.
pub async fn join(ctx: &Context, slug: &str) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    let (email, verified) = address(&mut tx, account).await?;
    let found: Option<(Uuid, String)> = query(format!("SELECT w.id, w.name {OPEN} AND w.slug = $3"))
        .bind(keys::domain_of(&email))
        .bind(account)
        .bind(slug)
        .optional(&mut tx)
        .await?;
    let (workspace, name) = found.filter(|_| verified).ok_or(Error::NotFound)?;
    become_member(ctx, &mut tx, (workspace.into(), slug, name), account, &email).await?;
    Ok(tx.commit().await?)
}

/// The same for whoever has signed in at the workspace's provider, which lets its people in: the caller knows that the
/// address is theirs and at a verified domain of the workspace. [`Error::NotFound`] for those who are members already,
/// or were removed.
pub(crate) async fn join_in(
    ctx: &Context,
    tx: &mut Tx,
    slug: &str,
    account: AccountId,
    email: &str,
) -> Result<(), Error> {
    let found: Option<(Uuid, String)> = query(
        "SELECT w.id, w.name FROM workspaces w
         WHERE w.slug = $2 AND w.deleted_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM members m WHERE m.workspace_id = w.id AND m.account_id = $1)
           AND NOT EXISTS (SELECT 1 FROM removed_accounts p WHERE p.workspace_id = w.id AND p.account_id = $1)",
    )
    .bind(account)
    .bind(slug)
    .optional(tx)
    .await?;
    let (workspace, name) = found.ok_or(Error::NotFound)?;
    become_member(ctx, tx, (workspace.into(), slug, name), account, email).await
}

async fn become_member(
    ctx: &Context,
    tx: &mut Tx,
    (workspace, slug, name): (WorkspaceId, &str, String),
    account: AccountId,
    email: &str,
) -> Result<(), Error> {
    if Admission::of(tx, workspace).await?.check(email).is_err() {
        return Err(Error::NotFound);
    }
    // The workspace makes them members; what its default role allows was its administrators' to give.
    let membership = Membership {
        workspace,
        slug: slug.to_owned(),
        name,
        account: None,
        member: None,
        super_user: false,
        owner: false,
        owner_id: None,
        permissions: Permissions::all(),
    };
    let seats = plans::room(ctx, tx, workspace, Limit::People).await?;
    let role = default_role(tx, workspace).await?;
    let role = roles::named(tx, &membership).await?.into_iter().find(|one| one.id == role).ok_or(Error::NotFound)?;
    let member = insert_member(ctx, tx, &membership, account, &Grant::Role(role), Source::Joined, None)
        .await?
        .ok_or(Error::NotFound)?;
    if !invitations::supersede_in(ctx, tx, &membership, email).await? {
        seats.require_one()?;
    }
    count(ctx, tx, workspace, Counter::ActiveMembers, 1).await?;
    audit::Event::by_account(audit::Action::MemberJoin, account)
        .within(workspace)
        .target(member, email)
        .record(ctx, tx)
        .await
}

/// The address, and whether it is known to be the holder's. Where others may know how to sign in, nobody is: they can
/// have changed the address to one that only its reader should join with.
async fn address(tx: &mut Tx, account: AccountId) -> Result<(String, bool), Error> {
    let found: (String, bool) =
        query("SELECT email, email_verified_at IS NOT NULL AND credentials_set_by IS NULL FROM accounts WHERE id = $1")
            .bind(account)
            .one(tx)
            .await?;
    Ok(found)
}
