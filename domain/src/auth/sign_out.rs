//! Signing out.

use crate::db::query;
use crate::{Actor, Context, Error, Principal, Via, audit};

/// Ends the session. Without one there is nothing to end, and that is fine.
pub async fn sign_out(ctx: &Context) -> Result<(), Error> {
    let (id, session) = match ctx.actor {
        Actor::Account(Principal { account, via: Via::Session { id, .. } }) => (account, id),
        Actor::FactorDue { account, session } => (account, session),
        Actor::Account(_) | Actor::Nobody | Actor::WorkspaceToken { .. } | Actor::Operator => return Ok(()),
    };
    let mut tx = ctx.write().await?;
    let ended = query("DELETE FROM sessions WHERE id = $1").bind(session).run(&mut tx).await?;
    if ended > 0 {
        audit::Event::new(audit::Action::SessionEnd).target(id, "").record(ctx, &mut tx).await?;
    }
    Ok(tx.commit().await?)
}
