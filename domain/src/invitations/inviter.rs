//! Who stands behind an invitation: nobody gives by it what they could not give now (product rule 5).

use crate::db::{Tx, query};
use crate::members::roles;
use crate::{Context, Error, Membership, membership_of, rules};
use model::ids::{AccountId, InvitationId, MemberId};
use model::permissions::Permission;

/// Whether the inviter may still give what the invited person's row holds: they may have been removed, suspended or
/// demoted since, and the role may allow more by now.
pub(super) async fn may_still_invite(
    ctx: &Context,
    tx: &mut Tx,
    slug: &str,
    id: InvitationId,
    inviter: AccountId,
) -> Result<bool, Error> {
    match membership_of(ctx, tx, slug, inviter).await? {
        Some(membership) => may_invite(tx, &membership, id).await,
        None => Ok(false),
    }
}

/// Whether someone could have sent this invitation: what its row gives, the super-user flag and every role, is theirs
/// to give.
pub(super) async fn may_invite(tx: &mut Tx, giver: &Membership, id: InvitationId) -> Result<bool, Error> {
    let row: Option<(bool,)> = query("SELECT super_user FROM members WHERE id = $1").bind(id).optional(tx).await?;
    let Some((super_user,)) = row else { return Ok(false) };
    let held = roles::combined_permissions(&roles::of_member(tx, MemberId(id.0)).await?);
    Ok(giver.has(Permission::INVITATIONS_WRITE) && rules::covers(giver, super_user, held))
}
