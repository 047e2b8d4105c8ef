//! Ending a connection.

use crate::db::query;
use crate::{Context, Error, audit};
use model::connections::ServiceKind;
use uuid::Uuid;

/// Ends the actor's connection: its tokens are deleted here. [`Error::NotFound`] where there is none. At the provider it
/// is the person who takes the grant back: Microsoft has no address for that which an application could call.
pub async fn disconnect(ctx: &Context, kind: ServiceKind) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    let ended: Option<(Uuid,)> = query("DELETE FROM connections WHERE account_id = $1 AND service = $2 RETURNING id")
        .bind(account)
        .bind(kind.name())
        .optional(&mut tx)
        .await?;
    let (id,) = ended.ok_or(Error::NotFound)?;
    audit::Event::new(audit::Action::ConnectionDisconnect)
        .target(model::ids::ConnectionId(id), kind.title())
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
