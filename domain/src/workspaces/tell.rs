//! Mails to those who run a workspace.

use crate::db::{Tx, query};
use crate::mail::{self, Letter};
use crate::{Context, Error, Seat};
use uuid::Uuid;

/// No more get a mail than this.
const MOST: i64 = 50;

/// Tells the active super-users, the actor too: whoever has their session can't hide it from them.
pub(crate) async fn tell_super_users(
    ctx: &Context,
    tx: &mut Tx,
    seat: &Seat,
    link: &str,
    letter: impl Fn(String, String) -> Letter,
) -> Result<(), Error> {
    let accounts: Vec<(Uuid,)> = query(
        "SELECT account_id FROM members
         WHERE workspace_id = $1 AND super_user AND status = 'active' AND account_id IS NOT NULL ORDER BY id LIMIT $2",
    )
    .bind(seat.workspace)
    .bind(MOST)
    .all(tx)
    .await?;
    for (account,) in accounts {
        mail::tell(ctx, tx, seat, account.into(), link, &letter).await?;
    }
    Ok(())
}
