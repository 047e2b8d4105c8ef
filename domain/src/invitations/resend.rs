//! Sending an invitation again: a new link, a new life; the old link dies.

use super::inviter::may_invite;
use super::link::{Invitee, Link, post};
use crate::db::{Tx, query};
use crate::{Context, Error, Membership, audit, stored};
use model::ids::InvitationId;
use model::permissions::Permission;

/// Needs `invitations:write`. Takes pending invitations, expired ones too.
pub async fn resend(ctx: &Context, slug: &str, id: InvitationId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    resend_in(ctx, &mut tx, &membership, id).await?;
    Ok(tx.commit().await?)
}

/// Whoever sends it again invites, as the mail says, if it is theirs to give. So an invitation whose inviter has lost
/// the right gives something again.
async fn stand_behind(tx: &mut Tx, membership: &Membership, id: InvitationId) -> Result<(), Error> {
    let Some(account) = membership.account else { return Ok(()) };
    if may_invite(tx, membership, id).await? {
        query("UPDATE invitations SET inviter_id = $2 WHERE id = $1").bind(id).bind(account).run(tx).await?;
    }
    Ok(())
}

/// The same, as a part of something larger.
pub async fn resend_in(ctx: &Context, tx: &mut Tx, membership: &Membership, id: InvitationId) -> Result<(), Error> {
    membership.require(Permission::INVITATIONS_WRITE)?;
    let link = Link::new(ctx, tx, membership).await?;
    let row: Option<(String, String, String, String)> = query(
        "UPDATE invitations SET token_hash = $3, sent_at = $4, expires_at = $5
         WHERE id = $1 AND workspace_id = $2 AND status = 'pending'
         RETURNING email, first_name, last_name, language",
    )
    .bind(id)
    .bind(membership.workspace)
    .bind(link.token.hash())
    .bind(ctx.now())
    .bind(link.expires_at)
    .optional(tx)
    .await?;
    let (email, first_name, last_name, language) = row.ok_or(Error::NotFound)?;
    stand_behind(tx, membership, id).await?;
    query("UPDATE members SET ends_at = $2 WHERE id = $1").bind(id).bind(link.expires_at).run(tx).await?;
    let language = stored::language(&language)?;
    let invitee = Invitee { id, email: &email, first_name: &first_name, last_name: &last_name, language };
    post(ctx, tx, membership, &[(invitee, &link)]).await?;
    audit::Event::new(audit::Action::InvitationResend)
        .within(membership.workspace)
        .target(id, &email)
        .record(ctx, tx)
        .await
}
