//! Accepting: with a new account, or with the one that the address has.

use super::offer::{Offered, opened};
use crate::auth::{Client, NewSession, begin};
use crate::db::{Tx, query};
use crate::panel::Preferences;
use crate::roles::Role;
use crate::users::{Grant, NewAccount, Secret, insert_account, insert_member};
use crate::workspaces::{Counter, count};
use crate::{Context, Error, Seat, audit, mail, passwords};
use model::ids::AccountId;
use model::invitations::Accept;
use model::permissions::Permissions;
use model::users::Source;

/// Makes the account, makes it a member, signs in; answers the workspace's slug. Once: of parallel attempts one wins, the
/// rest get [`Error::Conflict`].
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
    passwords::judge(&input.password, ctx.roster.settings.password_min, &about)
        .map_err(|problem| Error::at("password", problem))?;
    let hash = ctx.roster.passwords.hash(&input.password).await?;
    preferences.language = offered.language.parse().unwrap_or(preferences.language);

    let mut tx = ctx.write().await?;
    consume(ctx, &mut tx, &offered).await?;
    let new = NewAccount {
        email: offered.email.clone(),
        first_name: input.first_name,
        last_name: input.last_name,
        secret: Secret::Own(hash),
        preferences,
    };
    let account = insert_account(ctx, &mut tx, &new).await?.ok_or(Error::Conflict)?;
    become_member(ctx, &mut tx, &offered, account).await?;
    let session = begin(ctx, &mut tx, account, client, false).await?;
    tx.commit().await?;
    Ok((session, offered.slug))
}

/// Makes the signed-in account a member, if the invitation is for its address; answers the workspace's slug.
pub async fn join(ctx: &Context, token: &str) -> Result<String, Error> {
    let account = ctx.account()?;
    let offered = opened(ctx, token).await?;
    if offered.account != Some(account) {
        return Err(Error::Conflict);
    }
    let mut tx = ctx.write().await?;
    consume(ctx, &mut tx, &offered).await?;
    become_member(ctx, &mut tx, &offered, account).await?;
    tx.commit().await?;
    Ok(offered.slug)
}

/// Takes the invitation out of the world: whoever comes second finds it taken.
async fn consume(ctx: &Context, tx: &mut Tx, offered: &Offered) -> Result<(), Error> {
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
    mail::withdraw(tx, offered.id.0).await?;
    count(tx, offered.workspace, Counter::PendingInvitations, -1).await
}

/// The inviter's rights were checked when they invited; a role deleted since then gives nothing.
async fn become_member(ctx: &Context, tx: &mut Tx, offered: &Offered, account: AccountId) -> Result<(), Error> {
    let seat = Seat {
        workspace: offered.workspace,
        slug: offered.slug.clone(),
        name: String::new(),
        account: Some(account),
        member: None,
        super_user: false,
        permissions: Permissions::NONE,
    };
    let grant = match (offered.super_user, offered.role) {
        (true, _) => Grant::SuperUser,
        (false, Some(id)) => {
            Grant::Role(Role { id, builtin: None, name: String::new(), permissions: Permissions::NONE })
        }
        (false, None) => return Err(Error::Conflict),
    };
    let member = insert_member(ctx, tx, &seat, account, &grant, Source::Invited, Some(offered.inviter)).await?;
    let member = member.ok_or(Error::Conflict)?;
    count(tx, offered.workspace, Counter::ActiveMembers, 1).await?;
    audit::Event::by_account("invitation.accept", account)
        .within(offered.workspace)
        .target(member, &offered.email)
        .record(ctx, tx)
        .await
}
