//! A workspace of one's own.

use crate::db::{Tx, query};
use crate::members::{Counter, Grant, count, insert_member};
use crate::settings::Creators;
use crate::workspaces::{guess_country, insert_workspace, own};
use crate::{Context, Error, audit};
use model::Problem;
use model::ids::AccountId;
use model::users::Source;
use model::workspaces::NewWorkspace;

/// Nobody owns more than this.
const MAX_NOTIFIED: usize = 100;

/// Makes a workspace with its built-in roles; the actor owns it. Who may is a setting; problems at `slug`, and at
/// `form` for whoever has many.
pub async fn create(ctx: &Context, new: &NewWorkspace) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let account = ctx.account()?;
    if !may(ctx, &mut tx, account).await? {
        return Err(Error::Forbidden);
    }
    let (owned,): (i64,) =
        query("SELECT COUNT(*) FROM workspaces WHERE owner_id = $1").bind(account).one(&mut tx).await?;
    if usize::try_from(owned).is_ok_and(|owned| owned >= MAX_NOTIFIED) {
        return Err(Error::at("form", Problem::TooMany { max: MAX_NOTIFIED }));
    }
    let membership =
        insert_workspace(ctx, &mut tx, &new.name, &new.slug).await?.ok_or_else(|| Error::at("slug", Problem::Taken))?;
    insert_member(ctx, &mut tx, &membership, account, &Grant::SuperUser, Source::Setup, None).await?;
    own(&mut tx, membership.workspace, account).await?;
    guess_country(&mut tx, membership.workspace).await?;
    count(ctx, &mut tx, membership.workspace, Counter::ActiveMembers, 1).await?;
    audit::Event::new(audit::Action::WorkspaceCreate)
        .within(membership.workspace)
        .target(membership.workspace, &membership.slug)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Whether the actor may make one.
pub async fn may_create(ctx: &Context) -> Result<bool, Error> {
    let account = ctx.account()?;
    may(ctx, &mut ctx.read().await?, account).await
}

async fn may(ctx: &Context, tx: &mut Tx, account: AccountId) -> Result<bool, Error> {
    match ctx.roster.settings.creators {
        Creators::Everyone => Ok(true),
        Creators::Nobody => Ok(false),
        Creators::SuperUsers => {
            let (is,): (bool,) = query(
                "SELECT EXISTS (SELECT 1 FROM members m JOIN workspaces w ON w.id = m.workspace_id
                                WHERE m.account_id = $1 AND m.super_user AND m.status = 'active' AND w.deleted_at IS NULL
                                  AND (m.ends_at IS NULL OR m.ends_at > $2) AND m.verify_email_key IS NULL)",
            )
            .bind(account)
            .bind(ctx.now())
            .one(tx)
            .await?;
            Ok(is)
        }
    }
}
