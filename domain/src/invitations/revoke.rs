//! Taking invitations back.

use super::close::close_all;
use crate::db::Tx;
use crate::{Context, Error, Membership, audit};
use model::ids::InvitationId;
use model::permissions::Permission;
use std::collections::{HashMap, HashSet};

/// Needs `invitations:delete`. The link dies, and so does a mail that has not gone out.
pub async fn revoke(ctx: &Context, slug: &str, id: InvitationId) -> Result<(), Error> {
    let mut tx = ctx.write().await?;
    let membership = ctx.membership(&mut tx, slug).await?;
    revoke_in(ctx, &mut tx, &membership, id).await?;
    Ok(tx.commit().await?)
}

/// The same, as a part of something larger.
pub async fn revoke_in(ctx: &Context, tx: &mut Tx, membership: &Membership, id: InvitationId) -> Result<(), Error> {
    let revoked = revoke_all_in(ctx, tx, membership, &[id]).await?;
    if revoked.is_empty() { Err(Error::NotFound) } else { Ok(()) }
}

/// The same of many; answers which of them were open.
pub(crate) async fn revoke_all_in(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    ids: &[InvitationId],
) -> Result<HashSet<InvitationId>, Error> {
    membership.require(Permission::INVITATIONS_DELETE)?;
    let closed: HashMap<InvitationId, String> = close_all(ctx, tx, membership, ids).await?.into_iter().collect();
    let event = |(id, email): (&InvitationId, &String)| {
        audit::Event::new(audit::Action::InvitationRevoke).within(membership.workspace).target(*id, email)
    };
    let events = ids.iter().filter_map(|id| closed.get_key_value(id)).map(event).collect();
    audit::record_all(ctx, tx, events).await?;
    Ok(closed.into_keys().collect())
}
