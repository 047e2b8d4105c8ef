//! Ending one's other sessions.

use crate::db::query;
use crate::{Context, Error, audit};
use model::ids::SessionId;

/// Ends one of the actor's sessions; another's is not there.
pub async fn end_session(ctx: &Context, id: SessionId) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    let ended =
        query("DELETE FROM sessions WHERE id = $1 AND account_id = $2").bind(id).bind(account).run(&mut tx).await?;
    if ended == 0 {
        return Err(Error::NotFound);
    }
    audit::Event::new(audit::Action::SessionRevoke).target(account, "").record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}

/// Ends all of the actor's sessions but the one that asks.
pub async fn end_other_sessions(ctx: &Context) -> Result<(), Error> {
    let account = ctx.account()?;
    let session = ctx.session()?;
    let mut tx = ctx.write().await?;
    super::end_all(&mut tx, account, Some(session)).await?;
    audit::Event::new(audit::Action::SessionRevokeOthers).target(account, "").record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}
