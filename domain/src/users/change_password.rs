//! Setting someone's password (seed 002, "Reset Password"; product rules 1, 3 and 12).

use crate::auth::{SetBy, end_all, set_password};
use crate::clock::micros;
use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::members::{TEMPORARY, Target};
use crate::{Context, Error, Membership, audit, links, rules, tokens};
use model::accounts::Password;
use model::ids::{AccountId, MemberId};
use model::permissions::Permission;
use model::urls::Url;
use model::users::Status;

/// Replaces the password of someone whose only workspace this is. Needs `users:write`. Ends their sessions and
/// tokens and voids their pending links; a mail tells them.
/// Temporary, it must be replaced at the next sign-in and expires unused after 72 hours.
pub async fn change_password(
    ctx: &Context,
    slug: &str,
    id: MemberId,
    password: &Password,
    temporary: bool,
) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    let (account, about) = allowed(ctx, &mut tx, &membership, id).await?;
    drop(tx);
    let about: Vec<&str> = about.iter().map(String::as_str).collect();
    ctx.judge_password(password, &about).await?;
    let hash = ctx.roster.passwords.hash(password).await?;

    let mut tx = ctx.write().await?;
    // The account before its membership, as everyone who changes how it is signed in to.
    links::lock_account(&mut tx, account).await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    allowed(ctx, &mut tx, &membership, id).await?;
    let temporary_until = temporary.then(|| ctx.now() + micros(TEMPORARY));
    let by = SetBy::Workspace { id: membership.workspace, temporary_until };
    set_password(ctx, &mut tx, account, Some(&hash), by).await?;
    close_elsewhere(&mut tx, &membership, account).await?;
    end_all(&mut tx, account, None).await?;
    tokens::revoke_all(ctx, &mut tx, account).await?;
    links::void_pending(&mut tx, account).await?;
    notify(ctx, &mut tx, &membership, account).await?;
    audit::Event::new(audit::Action::MemberResetPassword)
        .within(membership.workspace)
        .target(id, about[0])
        .after(&serde_json::json!({ "temporary": temporary }))
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Workspaces that the person has never entered open only when a mail has proven the address: this one's administrators
/// know a password now, and it must not let them in there (product rule 2).
async fn close_elsewhere(tx: &mut Tx, membership: &Membership, account: AccountId) -> Result<(), Error> {
    query(
        "UPDATE members SET verify_email_key = (SELECT a.email_key FROM accounts a WHERE a.id = $1)
         WHERE account_id = $1 AND workspace_id <> $2 AND accepted_at IS NULL AND last_active_at = 0",
    )
    .bind(account)
    .bind(membership.workspace)
    .run(tx)
    .await?;
    Ok(())
}

/// The account, and what others know of the person: the address first.
async fn allowed(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: MemberId,
) -> Result<(AccountId, Vec<String>), Error> {
    membership.require(Permission::USERS_WRITE)?;
    let target = Target::lock(ctx, tx, membership, id).await?;
    rules::can_act_on(membership, &target.person)?;
    rules::is_someone_else(&target.person)?;
    rules::has_status(&target.person, &[Status::Active, Status::Suspended])?;
    rules::password_is_settable(&target.person)?;
    let account = target.account.ok_or(Error::NotFound)?;
    let (email, first, last): (String, String, String) =
        query("SELECT email, first_name, last_name FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    Ok((account, vec![email, first, last]))
}

async fn notify(ctx: &Context, tx: &mut Tx, membership: &Membership, account: AccountId) -> Result<(), Error> {
    let link = ctx.link(&Url::SignIn);
    let message = |name, by| Email::PasswordChanged { name, workspace: membership.name.clone(), by };
    mail::send_from_member(ctx, tx, membership, account, &link, message).await
}
