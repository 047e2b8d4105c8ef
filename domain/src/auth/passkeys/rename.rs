//! Another name for a passkey.

use crate::db::query;
use crate::{Context, Error, audit};
use model::ids::PasskeyId;

/// Renames one of the actor's; [`Error::NotFound`] for any other.
pub async fn rename(ctx: &Context, id: PasskeyId, name: &str) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    let before: Option<(String,)> = query("SELECT name FROM passkeys WHERE id = $1 AND account_id = $2")
        .bind(id)
        .bind(account)
        .optional(&mut tx)
        .await?;
    let (before,) = before.ok_or(Error::NotFound)?;
    if before == name {
        return Ok(());
    }
    query("UPDATE passkeys SET name = $2 WHERE id = $1").bind(id).bind(name).run(&mut tx).await?;
    audit::Event::new(audit::Action::PasskeyRename)
        .target(account, "")
        .before(&before)
        .after(&name)
        .record(ctx, &mut tx)
        .await?;
    Ok(tx.commit().await?)
}
