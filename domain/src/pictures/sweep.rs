//! Deleting what is nobody's.

use crate::db::query;
use crate::{Context, Error, stored};
use model::pictures::PictureId;

/// As many as one who waits for it may wait for.
const SOME: i64 = 20;

/// Deletes what is due from the store, and forgets it once it is gone. What the store can't delete now is tried again
/// by the worker; whoever replaced a picture hears nothing of it.
pub async fn sweep(ctx: &Context) -> Result<(), Error> {
    let mut tx = ctx.read().await?;
    let due: Vec<(String,)> = query("SELECT id FROM picture_leftovers WHERE due_at <= $1 ORDER BY due_at LIMIT $2")
        .bind(ctx.now())
        .bind(SOME)
        .all(&mut tx)
        .await?;
    drop(tx);
    for (id,) in due {
        let id: PictureId = stored::parsed(&id, "a picture's id")?;
        if ctx.roster.pictures.delete(&id).await.is_err() {
            break;
        }
        let mut tx = ctx.write().await?;
        query("DELETE FROM picture_leftovers WHERE id = $1").bind(id.as_str()).run(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}
