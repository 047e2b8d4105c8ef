//! Giving a workspace its super-user back: the operator's way in where nobody else can let anyone in.

use super::create::account_of;
use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::members::{
    Counter, Grant, NewAccount, Preferences, Secret, Target, count, insert_account, insert_member, lock_super_users,
    refresh,
};
use crate::workspaces::own;
use crate::{Context, Error, Membership, audit, invitations};
use model::Problem;
use model::accounts::Password;
use model::ids::{AccountId, MemberId};
use model::urls::Url;
use model::users::{Source, Status};
use uuid::Uuid;

/// Other super-users who are told.
const MAX_NOTIFIED: i64 = 100;

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// Their membership of the workspace, as it stands now.
    pub member: MemberId,
    /// There was no account: one was made.
    pub made: bool,
    /// They were an active super-user and the workspace theirs already, and nothing was written.
    pub already: bool,
}

/// Makes whoever has this address an active super-user without an end date, whatever became of them, and the workspace
/// theirs. The operator's alone. Where they have no account, one is made with `password` as a temporary one, or without
/// a password there is a problem at `email`. They and the other super-users hear of it. [`Error::NotFound`]: no such
/// workspace.
pub async fn recover_admin(
    ctx: &Context,
    slug: &str,
    email: &str,
    password: Option<&Password>,
) -> Result<Recovered, Error> {
    ctx.require_operator()?;
    let hash = match password {
        Some(password) => Some(ctx.roster.passwords.hash(password).await?),
        None => None,
    };
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    lock_super_users(&mut tx, membership.workspace).await?;
    let (account, made) = match (account_of(&mut tx, email).await?, hash) {
        (Some(account), _) => (account, false),
        (None, Some(hash)) => (make(ctx, &mut tx, email, hash).await?, true),
        (None, None) => return Err(Error::at("email", Problem::NotAChoice)),
    };
    let found: Option<(Uuid,)> = query("SELECT id FROM members WHERE workspace_id = $1 AND account_id = $2")
        .bind(membership.workspace)
        .bind(account)
        .optional(&mut tx)
        .await?;
    let raised = match found {
        Some((id,)) => raise(ctx, &mut tx, &membership, id.into()).await?,
        None => membership_anew(ctx, &mut tx, &membership, account, email).await?,
    };
    let member = raised.member;
    let before = match (raised.before, assign_owner(&mut tx, &membership, account).await?) {
        (Some(before), _) => before,
        (None, true) => serde_json::json!({ "owner": false }),
        (None, false) => return Ok(Recovered { member, made, already: true }),
    };
    audit::Event::new(audit::Action::WorkspaceRecoverAdmin)
        .within(membership.workspace)
        .target(member, email)
        .before(&before)
        .after(&serde_json::json!({ "status": Status::Active.name(), "super_user": true, "owner": true }))
        .record(ctx, &mut tx)
        .await?;
    notify(ctx, &mut tx, &membership, account, email).await?;
    tx.commit().await?;
    Ok(Recovered { member, made, already: false })
}

/// Makes it their workspace; whether it was not before.
async fn assign_owner(tx: &mut Tx, membership: &Membership, account: AccountId) -> Result<bool, Error> {
    let owned: Option<(Uuid,)> = query("SELECT id FROM workspaces WHERE id = $1 AND owner_id = $2")
        .bind(membership.workspace)
        .bind(account)
        .optional(tx)
        .await?;
    own(tx, membership.workspace, account).await?;
    Ok(owned.is_none())
}

async fn make(ctx: &Context, tx: &mut Tx, email: &str, hash: String) -> Result<AccountId, Error> {
    let new = NewAccount {
        email: email.to_owned(),
        first_name: email.split('@').next().unwrap_or_default().to_owned(),
        last_name: String::new(),
        phone: None,
        secret: Secret::Temporary(hash),
        preferences: Preferences::default(),
        made_by: None,
    };
    insert_account(ctx, tx, &new).await?.ok_or_else(|| Error::at("email", Problem::Taken))
}

/// A member, and what they were; none where they are an active super-user who stays.
struct Raised {
    member: MemberId,
    before: Option<serde_json::Value>,
}

async fn raise(ctx: &Context, tx: &mut Tx, membership: &Membership, id: MemberId) -> Result<Raised, Error> {
    let target = Target::lock(ctx, tx, membership, id).await?;
    let (ends_at, closed): (Option<i64>, bool) =
        query("SELECT ends_at, verify_email_key IS NOT NULL FROM members WHERE id = $1").bind(id).one(tx).await?;
    if target.person.super_user && target.person.status == Status::Active && ends_at.is_none() && !closed {
        return Ok(Raised { member: id, before: None });
    }
    // As for everyone who becomes a super-user: the flag stands in place of roles.
    query("DELETE FROM member_roles WHERE member_id = $1").bind(id).run(tx).await?;
    // The operator vouches for the account: nothing has to be proven any more.
    query("UPDATE members SET super_user = TRUE, ends_at = NULL, verify_email_key = NULL, version = version + 1 WHERE id = $1")
        .bind(id)
        .run(tx)
        .await?;
    if target.person.status == Status::Active {
        refresh(tx, id).await?;
    } else {
        target.set_status(ctx, tx, membership, Status::Active).await?;
    }
    let before = serde_json::json!({
        "status": target.person.status.name(), "super_user": target.person.super_user, "end_date": ends_at,
    });
    Ok(Raised { member: id, before: Some(before) })
}

/// A membership for someone who has none, or none any more.
async fn membership_anew(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    account: AccountId,
    email: &str,
) -> Result<Raised, Error> {
    let member = insert_member(ctx, tx, membership, account, &Grant::SuperUser, Source::Added, None)
        .await?
        .ok_or(Error::Conflict)?;
    count(ctx, tx, membership.workspace, Counter::ActiveMembers, 1).await?;
    invitations::supersede_in(ctx, tx, membership, email).await?;
    Ok(Raised { member, before: Some(serde_json::json!({})) })
}

/// Nobody becomes a super-user unseen.
async fn notify(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    account: AccountId,
    email: &str,
) -> Result<(), Error> {
    let others: Vec<(Uuid,)> = query(
        "SELECT account_id FROM members
         WHERE workspace_id = $1 AND super_user AND status = 'active' AND account_id <> $2 ORDER BY id LIMIT $3",
    )
    .bind(membership.workspace)
    .bind(account)
    .bind(MAX_NOTIFIED)
    .all(tx)
    .await?;
    let link = ctx.link(&Url::Users { slug: membership.slug.clone() });
    for reader in std::iter::once(account).chain(others.into_iter().map(|(id,)| id.into())) {
        let message = |name, _| Email::Recovered { name, workspace: membership.name.clone(), who: email.to_owned() };
        mail::send_from_member(ctx, tx, membership, reader, &link, message).await?;
    }
    Ok(())
}
