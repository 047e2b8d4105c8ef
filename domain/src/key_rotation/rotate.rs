//! Sealing anew.

use super::columns::{COLUMNS, Counts, Key, SealedColumn, Standing};
use crate::db::{Tx, query};
use crate::{Context, Error};

/// Seals with the current key what a former one has sealed; the operator's. Each batch is a transaction: where it is
/// stopped, it goes on with what is left when it is run again. Answers, of each column, what stood how before. Servers
/// may go on meanwhile, with the current key and the former ones.
pub async fn rotate(ctx: &Context) -> Result<Vec<Counts>, Error> {
    ctx.require_operator()?;
    let mut all = Vec::with_capacity(COLUMNS.len());
    for column in COLUMNS {
        let (mut counts, mut last) = (column.counts(), Some(column.key.start()));
        while let Some(after) = last {
            last = seal_batch(ctx, column, &after, &mut counts).await?;
        }
        all.push(counts);
    }
    Ok(all)
}

/// The key up to which it has come; none where nothing is left.
async fn seal_batch(
    ctx: &Context,
    column: &SealedColumn,
    after: &Key,
    counts: &mut Counts,
) -> Result<Option<Key>, Error> {
    let mut tx = ctx.write().await?;
    let locking = tx.for_update();
    let rows = column.rows_after(&mut tx, after, locking).await?;
    let last = rows.last().map(|(key, _)| key.clone());
    for (key, value) in rows {
        let standing = column.standing(ctx, &value);
        counts.add(&standing);
        if let Standing::Previous(text) = standing {
            let anew = ctx.roster.key.seal(&ctx.roster.random, column.purpose, &text)?;
            replace(&mut tx, column, key, value, anew).await?;
        }
    }
    tx.commit().await?;
    Ok(last)
}

async fn replace(tx: &mut Tx, column: &SealedColumn, key: Key, former: Vec<u8>, anew: Vec<u8>) -> Result<(), Error> {
    let (table, name, key_name) = (column.table, column.column, column.key.name());
    let update = query(format!("UPDATE {table} SET {name} = $3 WHERE {key_name} = $1 AND {name} = $2"));
    let update = match key {
        Key::Id(id) => update.bind(id),
        Key::Bytes(bytes) => update.bind(bytes),
    };
    update.bind(former).bind(anew).run(tx).await?;
    Ok(())
}
