//! Deleting one's account: asked for, kept for fourteen days, then gone.

use crate::clock::micros;
use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::members::{count, counter_of, delete, lock_super_users, others_stay};
use crate::{
    Context, Error, audit, auth, connections, credits, downloads, drafts, identities, invitations, lab, links,
    pictures, queue, rules, stored, tokens, users, webhooks, workspaces,
};
use model::Problem;
use model::accounts::full_name;
use model::ids::{AccountId, MemberId, WorkspaceId};
use model::urls::Url;
use model::users::Status;
use std::time::Duration;
use uuid::Uuid;

/// How long one can think better of it: 14 days.
const WAIT: Duration = Duration::from_hours(14 * 24);

/// The actor's account goes in fourteen days. They type its address, and have confirmed who they are. Problems at
/// `email`, and at `form` while a workspace would be stranded.
pub async fn ask_deletion(ctx: &Context, typed: &str) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    ctx.require_confirmed(&mut tx).await?;
    let (email,): (String,) = query("SELECT email FROM accounts WHERE id = $1").bind(account).one(&mut tx).await?;
    if typed.trim() != email {
        return Err(Error::at("email", Problem::NameDiffers));
    }
    require_not_sole_owner(&mut tx, account).await?;
    let at = ctx.now() + micros(WAIT);
    query("UPDATE accounts SET delete_at = $2 WHERE id = $1").bind(account).bind(at).run(&mut tx).await?;
    let link = ctx.link(&Url::Security);
    mail::enqueue_for(ctx, &mut tx, account, &link, |name| Email::AccountDeletionScheduled { name, at }).await?;
    audit::Event::new(audit::Action::AccountRequestDeletion).target(account, &email).record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}

/// The actor's account stays after all.
pub async fn keep_account(ctx: &Context) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    let kept = query("UPDATE accounts SET delete_at = NULL WHERE id = $1 AND delete_at IS NOT NULL")
        .bind(account)
        .run(&mut tx)
        .await?;
    if kept == 0 {
        return Err(Error::Conflict);
    }
    audit::Event::new(audit::Action::AccountCancelDeletion).target(account, "").record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}

/// Deletes the accounts whose time has come, each in a transaction of its own. One that would strand a workspace by now
/// waits.
pub async fn delete_due(ctx: &Context) -> Result<(), Error> {
    let mut tx = ctx.read().await?;
    let due: Vec<(Uuid,)> =
        query("SELECT id FROM accounts WHERE delete_at <= $1 LIMIT 100").bind(ctx.now()).all(&mut tx).await?;
    drop(tx);
    for (id,) in due {
        let mut tx = ctx.write().await?;
        match delete_account(ctx, &mut tx, AccountId(id)).await {
            Ok(()) => tx.commit().await?,
            Err(Error::Invalid(_)) => tracing::warn!(account = %id, "a deletion waits: a workspace would be stranded"),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct EndedMembership {
    id: Uuid,
    workspace_id: Uuid,
    status: String,
    email: String,
}

#[derive(sqlx::FromRow)]
struct Leaver {
    email: String,
    email_key: String,
    first_name: String,
    last_name: String,
}

/// What names the person goes, whoever wrote it, but for the audit. The row stays, nameless, for that to point to.
async fn delete_account(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    let leaver: Leaver = query("SELECT email, email_key, first_name, last_name FROM accounts WHERE id = $1")
        .bind(account)
        .one(tx)
        .await?;
    let workspaces: Vec<(Uuid,)> = query(
        "SELECT workspace_id FROM members WHERE account_id = $1
         UNION SELECT workspace_id FROM invitations WHERE email_key = $2 AND status = 'pending' ORDER BY workspace_id",
    )
    .bind(account)
    .bind(&leaver.email_key)
    .all(tx)
    .await?;
    // Workspaces before members, as everywhere.
    for (workspace,) in workspaces {
        lock_super_users(tx, workspace.into()).await?;
    }
    require_not_sole_owner(tx, account).await?;
    let memberships: Vec<EndedMembership> =
        query("SELECT id, workspace_id, status, email FROM members WHERE account_id = $1 ORDER BY workspace_id")
            .bind(account)
            .all(tx)
            .await?;
    for membership in &memberships {
        end(ctx, tx, membership).await?;
    }
    let members: Vec<MemberId> = memberships.into_iter().map(|membership| MemberId(membership.id)).collect();
    erase(ctx, tx, account, &leaver, &members).await?;
    audit::Event::new(audit::Action::AccountDelete).target(account, "").record(ctx, tx).await
}

async fn end(ctx: &Context, tx: &mut Tx, membership: &EndedMembership) -> Result<(), Error> {
    let (member, workspace) = (MemberId(membership.id), WorkspaceId(membership.workspace_id));
    delete(tx, member).await?;
    let status = stored::named(&membership.status, Status::named, "a member's status")?;
    count(ctx, tx, workspace, counter_of(status), -1).await?;
    audit::Event::new(audit::Action::MemberDeleteAccount)
        .within(workspace)
        .target(member, &membership.email)
        .record(ctx, tx)
        .await
}

/// Each feature erases what it keeps of the account; the account's own row is the last.
async fn erase(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    leaver: &Leaver,
    members: &[MemberId],
) -> Result<(), Error> {
    let Leaver { email, email_key, first_name, last_name } = leaver;
    auth::erase_account(tx, account, email_key).await?;
    identities::erase_account(tx, account).await?;
    tokens::erase_account(tx, account).await?;
    connections::erase_account(tx, account).await?;
    lab::erase_account(tx, account).await?;
    webhooks::erase_account(tx, account).await?;
    credits::erase_account(tx, account).await?;
    links::erase_account(tx, account).await?;
    downloads::erase_account(tx, account).await?;
    drafts::erase_account(tx, account, email_key).await?;
    invitations::erase_account(ctx, tx, email_key, members).await?;
    mail::erase_account(tx, account, email).await?;
    users::erase_account(tx, account).await?;
    users::import::erase_account(tx, email_key, &full_name(first_name, last_name)).await?;
    queue::erase_account(tx, (email, email_key), members).await?;
    workspaces::erase_account(tx, account).await?;
    pictures::set(ctx, tx, pictures::Owner::Account(account), None).await?;
    let nobody = format!("{account}@deleted.invalid");
    query(
        "UPDATE accounts SET email = $2, email_key = $2, first_name = '', last_name = '', phone = NULL, time_zone = 'UTC',
             password_hash = NULL, password_set_at = NULL, password_temporary = FALSE, password_expires_at = NULL,
             email_verified_at = NULL, credentials_set_by = NULL, muted = '', delete_at = NULL, version = version + 1
         WHERE id = $1",
    )
    .bind(account)
    .bind(nobody)
    .run(tx)
    .await?;
    Ok(())
}

/// Nobody goes who owns a workspace or is the last super-user of one; those that are deleted don't count.
async fn require_not_sole_owner(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    let (owns,): (bool,) = query("SELECT EXISTS (SELECT 1 FROM workspaces WHERE owner_id = $1 AND deleted_at IS NULL)")
        .bind(account)
        .one(tx)
        .await?;
    if owns {
        return Err(Error::at("form", Problem::OwnsWorkspace));
    }
    let members: Vec<(Uuid, Uuid)> = query(
        "SELECT m.id, m.workspace_id FROM members m JOIN workspaces w ON w.id = m.workspace_id
             WHERE m.account_id = $1 AND m.super_user AND m.status = 'active' AND w.deleted_at IS NULL",
    )
    .bind(account)
    .all(tx)
    .await?;
    for (member, workspace) in members {
        rules::keeps_a_super_user(true, others_stay(tx, workspace.into(), member.into()).await?)?;
    }
    Ok(())
}
