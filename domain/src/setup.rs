//! The first run: the first account, and the workspace it is the super-user of.

use crate::auth::{Client, NewSession, begin_trusted};
use crate::db::query;
use crate::members::{self, Counter, Grant, NewAccount, Preferences, Secret};
use crate::{Context, Error, Membership, Roster, audit, keys, workspaces};
use model::Problem;
use model::accounts::Setup;
use model::users::Source;

/// Whether nobody has set Roster up yet.
pub async fn is_due(roster: &Roster) -> Result<bool, Error> {
    let mut tx = roster.db.read().await?;
    let done: Option<(String,)> = query("SELECT value FROM installation WHERE key = 'setup'").optional(&mut tx).await?;
    Ok(done.is_none())
}

/// Sets Roster up and signs in. Once: of parallel attempts one wins, the rest find nothing here.
pub async fn set_up(
    ctx: &Context,
    input: Setup,
    preferences: Preferences,
    client: &Client,
) -> Result<(NewSession, Membership), Error> {
    if !is_due(&ctx.roster).await? {
        return Err(Error::NotFound);
    }
    let email = keys::canonical_email(&input.email).map_err(|problem| Error::at("email", problem))?;
    let input = Setup { email, ..input };
    let about = [input.email.as_str(), &input.first_name, &input.last_name, &input.workspace];
    ctx.judge_password(&input.password, &about).await?;
    let hash = ctx.roster.passwords.hash(&input.password).await?;

    let mut tx = ctx.write().await?;
    let won = query("INSERT INTO installation (key, value) VALUES ('setup', $1) ON CONFLICT (key) DO NOTHING")
        .bind(ctx.now().to_string())
        .run(&mut tx)
        .await?;
    if won == 0 {
        return Err(Error::NotFound);
    }
    let membership = workspaces::insert_workspace(ctx, &mut tx, &input.workspace, &input.slug)
        .await?
        .ok_or_else(|| Error::at("slug", Problem::Taken))?;
    let account = NewAccount {
        email: input.email,
        first_name: input.first_name,
        last_name: input.last_name,
        phone: None,
        secret: Secret::Own(hash),
        preferences,
        made_by: None,
    };
    let id =
        members::insert_account(ctx, &mut tx, &account).await?.ok_or_else(|| Error::at("email", Problem::Taken))?;
    members::insert_member(ctx, &mut tx, &membership, id, &Grant::SuperUser, Source::Setup, None).await?;
    workspaces::own(&mut tx, membership.workspace, id).await?;
    workspaces::guess_country(&mut tx, membership.workspace).await?;
    members::count(ctx, &mut tx, membership.workspace, Counter::ActiveMembers, 1).await?;
    let session = begin_trusted(ctx, &mut tx, (id, &account.email), client).await?;
    audit::Event::by_account(audit::Action::WorkspaceSetUp, id)
        .within(membership.workspace)
        .target(membership.workspace, &membership.slug)
        .record(ctx, &mut tx)
        .await?;
    tx.commit().await?;
    Ok((session, membership))
}
