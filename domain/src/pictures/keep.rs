//! Storing what was taken in.

use super::accept::AcceptedPicture;
use crate::clock::micros;
use crate::db::query;
use crate::{Context, Error};
use model::pictures::{PictureId, Size};
use std::time::Duration;

/// How long a stored picture waits to become someone's: 10 minutes.
const WAITS: Duration = Duration::from_mins(10);

/// Stores both squares under a new id, as nobody's until `set` gives it an owner in time. Known as a leftover before
/// anything is stored.
pub async fn keep(ctx: &Context, taken: &AcceptedPicture) -> Result<PictureId, Error> {
    let id = PictureId::from_bytes(ctx.roster.random.bytes());
    let mut tx = ctx.write().await?;
    query("INSERT INTO picture_leftovers (id, due_at) VALUES ($1, $2)")
        .bind(id.as_str())
        .bind(ctx.now() + micros(WAITS))
        .run(&mut tx)
        .await?;
    tx.commit().await?;
    for (size, square) in Size::ALL.into_iter().zip(&taken.squares) {
        ctx.roster.pictures.put(&id, size, square.clone()).await?;
    }
    Ok(id)
}
