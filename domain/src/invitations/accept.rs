//! Accepting: with a new account, or with the one that the address has.

use super::inviter::may_still_invite;
use super::offer::{Offered, opened};
use crate::auth::credentials::{mark_email_verified, replace, set_by_others};
use crate::auth::{Client, NewSession, begin_trusted, new_hash};
use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::members::{
    Counter, NewAccount, Preferences, Secret, clear_removed, count, insert_account, lock_super_users, refresh_account,
};
use crate::{Context, Error, audit, links, stored};
use model::accounts::Password;
use model::ids::{AccountId, MemberId};
use model::invitations::Accept;
use model::notices::Notice;
use model::security::Keep;
use model::urls::Url;
use uuid::Uuid;

/// Makes the account, makes it a member, signs in; answers the workspace's slug. Once: of parallel attempts one wins,
/// the rest get [`Error::Conflict`].
pub async fn accept(
    ctx: &Context,
    token: &str,
    input: Accept,
    mut preferences: Preferences,
    client: &Client,
) -> Result<(NewSession, String), Error> {
    let offered = opened(ctx, token).await?;
    if offered.account.is_some() {
        return Err(Error::Conflict);
    }
    let about = [offered.email.as_str(), &input.first_name, &input.last_name];
    ctx.judge_password(&input.password, &about).await?;
    let hash = ctx.roster.passwords.hash(&input.password).await?;
    preferences.language = stored::language(&offered.language)?;

    let mut tx = ctx.write().await?;
    consume(ctx, &mut tx, &offered).await?;
    let new = NewAccount {
        email: offered.email.clone(),
        first_name: input.first_name,
        last_name: input.last_name,
        phone: None,
        secret: Secret::Own(hash),
        preferences,
        // Where no mail carried the link, whoever invited has seen it too, and could be the one who accepts.
        made_by: Some(offered.workspace),
    };
    let account = insert_account(ctx, &mut tx, &new).await?.ok_or(Error::Conflict)?;
    become_member(ctx, &mut tx, &offered, account).await?;
    let session = begin_trusted(ctx, &mut tx, (account, &offered.email), client).await?;
    tx.commit().await?;
    Ok((session, offered.slug))
}

/// Makes the signed-in account a member, if the invitation is for its address; answers the workspace's slug. Where
/// others may know how to sign in to it, a new password is due, at `password`: all else that signs in goes, and a
/// session begins (product rule 2).
pub async fn join(
    ctx: &Context,
    token: &str,
    password: Option<&Password>,
    client: &Client,
) -> Result<(Option<NewSession>, String), Error> {
    let account = ctx.account()?;
    let offered = opened(ctx, token).await?;
    if offered.account != Some(account) {
        return Err(Error::Conflict);
    }
    let others = set_by_others(&mut ctx.read().await?, account).await?;
    let hash = if others { Some(new_hash(ctx, account, password).await?) } else { None };
    let mut tx = ctx.write().await?;
    consume(ctx, &mut tx, &offered).await?;
    links::lock_account(&mut tx, account).await?;
    ctx.require_session(&mut tx).await?;
    if set_by_others(&mut tx, account).await? != hash.is_some() {
        return Err(Error::Conflict);
    }
    let session = match hash {
        Some(hash) => {
            replace(ctx, &mut tx, account, &hash, &Keep::default()).await?;
            Some(begin_trusted(ctx, &mut tx, (account, &offered.email), client).await?)
        }
        None => None,
    };
    become_member(ctx, &mut tx, &offered, account).await?;
    tx.commit().await?;
    Ok((session, offered.slug))
}

/// Takes the invitation out of the world: whoever comes second finds it taken. Nobody gets by it what its inviter could
/// not give now: they go one after the other with whoever removes or demotes the inviter.
async fn consume(ctx: &Context, tx: &mut Tx, offered: &Offered) -> Result<(), Error> {
    lock_super_users(tx, offered.workspace).await?;
    let (inviter,): (Uuid,) =
        query("SELECT inviter_id FROM invitations WHERE id = $1").bind(offered.id).one(tx).await?;
    if !may_still_invite(ctx, tx, &offered.slug, offered.id, inviter.into()).await? {
        return Err(Error::Conflict);
    }
    let taken = query(
        "UPDATE invitations SET status = 'accepted', closed_at = $2
         WHERE id = $1 AND status = 'pending' AND expires_at > $2",
    )
    .bind(offered.id)
    .bind(ctx.now())
    .run(tx)
    .await?;
    if taken == 0 {
        return Err(Error::Conflict);
    }
    count(ctx, tx, offered.workspace, Counter::PendingInvitations, -1).await
}

/// The invited person's row becomes the member's. A role deleted since they were invited gives nothing.
async fn become_member(ctx: &Context, tx: &mut Tx, offered: &Offered, account: AccountId) -> Result<(), Error> {
    let member = MemberId(offered.id.0);
    clear_removed(ctx, tx, offered.workspace, account).await?;
    let already: Option<(i64,)> = query("SELECT joined_at FROM members WHERE workspace_id = $1 AND account_id = $2")
        .bind(offered.workspace)
        .bind(account)
        .optional(tx)
        .await?;
    if already.is_some() {
        return Err(Error::Conflict);
    }
    let inserted = query(
        "UPDATE members SET account_id = $2, status = 'active', joined_at = $3, accepted_at = $3, ends_at = NULL, version = version + 1
         WHERE id = $1 AND status = 'invited'",
    )
    .bind(member)
    .bind(account)
    .bind(ctx.now())
    .run(tx)
    .await?;
    if inserted == 0 {
        return Err(Error::Conflict);
    }
    record_verified_email(ctx, tx, offered, account).await?;
    mail::withdraw(tx, offered.id.0).await?;
    refresh_account(tx, account).await?;
    count(ctx, tx, offered.workspace, Counter::ActiveMembers, 1).await?;
    notify(ctx, tx, offered, account).await?;
    audit::Event::by_account(audit::Action::InvitationAccept, account)
        .within(offered.workspace)
        .target(member, &offered.email)
        .record(ctx, tx)
        .await
}

/// Whoever has the link that only a mail had, gets the mails of this address.
async fn record_verified_email(ctx: &Context, tx: &mut Tx, offered: &Offered, account: AccountId) -> Result<(), Error> {
    let (mailed,): (bool,) = query("SELECT EXISTS (SELECT 1 FROM outbox WHERE subject_id = $1 AND status = 'sent')")
        .bind(offered.id)
        .one(tx)
        .await?;
    if mailed { mark_email_verified(ctx, tx, account).await } else { Ok(()) }
}

/// The inviter hears that they have come, if they like to and are still here.
async fn notify(ctx: &Context, tx: &mut Tx, offered: &Offered, account: AccountId) -> Result<(), Error> {
    let found: Option<(Uuid, String)> = query(
        "SELECT m.account_id, w.name FROM invitations i JOIN workspaces w ON w.id = i.workspace_id
         JOIN members m ON m.workspace_id = i.workspace_id AND m.account_id = i.inviter_id AND m.status = 'active'
         WHERE i.id = $1",
    )
    .bind(offered.id)
    .optional(tx)
    .await?;
    let Some((inviter, workspace)) = found else { return Ok(()) };
    if mail::is_muted(tx, inviter.into(), Notice::Accepted).await? {
        return Ok(());
    }
    let who = mail::name_of(tx, Some(account)).await?;
    // Who has come in has the row that was the invitation's.
    let link = ctx.link(&Url::User { slug: offered.slug.clone(), id: offered.id.0.into() });
    mail::write_within(ctx, tx, Some(offered.workspace), inviter.into(), &link, |name| Email::Accepted {
        name,
        workspace,
        who,
    })
    .await
}
