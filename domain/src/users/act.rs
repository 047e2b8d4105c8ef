//! One action on one person: what the panel does to one, bulk does to many.

use super::{access, activate, remove, restore, sign_out, suspend};
use crate::db::Tx;
use crate::groups::{self, GroupChange};
use crate::{Context, Error, Membership, invitations};
use model::ids::{InvitationId, MemberId};
use model::invitations::Succession;
use model::users::{Access, Action};

/// Does it, in a transaction of its own.
pub async fn act(ctx: &Context, slug: &str, id: MemberId, action: Action) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    act_in(ctx, &mut tx, &membership, id, action).await?;
    Ok(tx.commit().await?)
}

/// Does it as a part of something larger.
pub(crate) async fn act_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    id: MemberId,
    action: Action,
) -> Result<(), Error> {
    match action {
        Action::Suspend => suspend::suspend_in(ctx, tx, membership, id).await,
        Action::Activate => activate::activate_in(ctx, tx, membership, id).await,
        // Of many at once nobody is asked about each: whom they have invited is not let down.
        Action::Remove => remove::remove_in(ctx, tx, membership, id, Succession::TakeOver).await,
        Action::Restore => restore::restore_in(ctx, tx, membership, id).await,
        Action::Resend => invitations::resend_in(ctx, tx, membership, InvitationId(id.0)).await,
        Action::SignOut => sign_out::sign_out_in(ctx, tx, membership, id).await,
        Action::Join(group) => groups::update_groups_in(ctx, tx, membership, id, GroupChange::Join(group)).await,
        Action::Part(group) => groups::update_groups_in(ctx, tx, membership, id, GroupChange::Remove(group)).await,
        Action::Role(choice) => access::set_access_in(ctx, tx, membership, id, &Access::of(choice)).await,
    }
}
