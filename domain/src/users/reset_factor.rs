//! Taking someone's second factor away: for whoever has lost both the app and the codes (product rules 1 and 12).

use crate::auth::factors;
use crate::mail::{self, Email};
use crate::members::Target;
use crate::{Context, Error, audit, lab, links, rules};
use model::ids::MemberId;
use model::permissions::Permission;
use model::security::Keep;
use model::urls::Url;
use model::users::Status;

/// Needs `users:write`, and everything that they hold; refused where the account belongs to other workspaces too, and
/// for those who sign in at a provider. Ends their sessions and voids their pending links; a mail tells them.
pub async fn reset_factor(ctx: &Context, slug: &str, id: MemberId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    membership.require(Permission::USERS_WRITE)?;
    let target = Target::lock(ctx, &mut tx, &membership, id).await?;
    rules::can_act_on(&membership, &target.person)?;
    rules::is_someone_else(&target.person)?;
    rules::has_status(&target.person, &[Status::Active, Status::Suspended])?;
    rules::signs_in_here(&target.person)?;
    rules::belongs_only_here(&target.person)?;
    let account = target.account.ok_or(Error::NotFound)?;
    factors::take_away(&mut tx, account, &Keep::default()).await?;
    lab::drop_without_passkeys(ctx, &mut tx, account).await?;
    links::void_pending(&mut tx, account).await?;
    target.end_sessions(&mut tx).await?;
    let link = ctx.link(&Url::Security);
    let message = |name, by| Email::FactorReset { name, workspace: membership.name.clone(), by };
    mail::send_from_member(ctx, &mut tx, &membership, account, &link, message).await?;
    audit::Event::new(audit::Action::MemberResetFactor)
        .within(membership.workspace)
        .target(id, &target.email)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
