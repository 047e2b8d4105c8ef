//! One action on one person: what the panel does to one, bulk does to many.

use super::{access, activate, remove, restore, sign_out, suspend};
use crate::db::Tx;
use crate::groups::{self, To};
use crate::{Context, Error, Seat, invitations};
use model::ids::{InvitationId, MemberId};
use model::invitations::Succession;
use model::users::{Access, Action};

/// Does it, in a transaction of its own.
pub async fn act(ctx: &Context, slug: &str, id: MemberId, action: Action) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let seat = ctx.seat(&mut tx, slug).await?;
    act_in(ctx, &mut tx, &seat, id, action).await?;
    Ok(tx.commit().await?)
}

/// Does it as a part of something larger.
pub(crate) async fn act_in(ctx: &Context, tx: &mut Tx, seat: &Seat, id: MemberId, action: Action) -> Result<(), Error> {
    match action {
        Action::Suspend => suspend::suspend(ctx, tx, seat, id).await,
        Action::Activate => activate::activate(ctx, tx, seat, id).await,
        // Of many at once nobody is asked about each: whom they have invited is not let down.
        Action::Remove => remove::remove_in(ctx, tx, seat, id, Succession::TakeOver).await,
        Action::Restore => restore::restore(ctx, tx, seat, id).await,
        Action::Resend => invitations::resend_in(ctx, tx, seat, InvitationId(id.0)).await,
        Action::SignOut => sign_out::sign_out(ctx, tx, seat, id).await,
        Action::Join(group) => groups::put(ctx, tx, seat, id, To::Join(group)).await,
        Action::Part(group) => groups::put(ctx, tx, seat, id, To::Part(group)).await,
        Action::Role(choice) => access::set_access(ctx, tx, seat, id, &Access::of(choice)).await,
    }
}
