//! Mails to those who run a workspace.

use crate::db::{Tx, query};
use crate::mail::{self, Email};
use crate::{Context, Error, Membership};
use uuid::Uuid;

/// No more get a mail than this.
const MAX_NOTIFIED: i64 = 50;

/// Tells the active super-users, the actor too: whoever has their session can't hide it from them.
pub(crate) async fn notify_super_users(
    ctx: &Context,
    tx: &mut Tx,
    membership: &Membership,
    link: &str,
    message: impl Fn(String, String) -> Email,
) -> Result<(), Error> {
    let accounts: Vec<(Uuid,)> = query(
        "SELECT account_id FROM members
         WHERE workspace_id = $1 AND super_user AND status = 'active' AND account_id IS NOT NULL ORDER BY id LIMIT $2",
    )
    .bind(membership.workspace)
    .bind(MAX_NOTIFIED)
    .all(tx)
    .await?;
    for (account,) in accounts {
        mail::send_from_member(ctx, tx, membership, account.into(), link, &message).await?;
    }
    Ok(())
}
