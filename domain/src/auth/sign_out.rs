//! Signing out.

use crate::db::query;
use crate::{Actor, Context, Error, audit};

/// Ends the session. Without one there is nothing to end, and that is fine.
pub async fn sign_out(ctx: &Context) -> Result<(), Error> {
    let (Actor::Account { id, session, .. } | Actor::FactorDue { id, session }) = ctx.actor else { return Ok(()) };
    let mut tx = ctx.write().await?;
    let ended = query("DELETE FROM sessions WHERE id = $1").bind(session).run(&mut tx).await?;
    if ended > 0 {
        audit::Event::new("session.end").target(id, "").record(ctx, &mut tx).await?;
    }
    Ok(tx.commit().await?)
}
