//! Which keys have sealed what is stored.

use super::columns::{COLUMNS, Counts, SealedColumn};
use crate::{Context, Error};

/// Of each column, how its values stand; the operator's. A former key can go once nothing stands under it.
pub async fn status(ctx: &Context) -> Result<Vec<Counts>, Error> {
    ctx.require_operator()?;
    let mut all = Vec::with_capacity(COLUMNS.len());
    for column in COLUMNS {
        all.push(of_column(ctx, column).await?);
    }
    Ok(all)
}

async fn of_column(ctx: &Context, column: &SealedColumn) -> Result<Counts, Error> {
    let (mut counts, mut last) = (column.counts(), column.key.start());
    loop {
        let rows = column.rows_after(&mut ctx.read().await?, &last, "").await?;
        for (_, value) in &rows {
            counts.add(&column.standing(ctx, value));
        }
        match rows.into_iter().last() {
            Some((key, _)) => last = key,
            None => return Ok(counts),
        }
    }
}
