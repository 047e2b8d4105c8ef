//! Bringing telephone numbers from before to the form that they have today ([`phone_numbers::parse`]).

use crate::db::{Tx, query};
use crate::members::refresh_account;
use crate::{Error, Roster, installation, phone_numbers};
use model::ids::AccountId;
use uuid::Uuid;

const WORK: &str = "phone form";
/// Counts what the form is; another number brings all numbers to it anew.
const FORM: &str = "1";
const BATCH: i64 = 1_000;

/// Brings all numbers to their form where that is due: once after such an update, in batches, before anything is
/// served. One that can't exist stays as it is: nobody can tell here what was meant.
pub async fn canonicalise_phones_if_due(roster: &Roster) -> Result<(), Error> {
    installation::once(roster, WORK, FORM, installation::in_batches(roster, accounts)).await
}

/// The accounts after this one; answers the last of them, none at the end.
async fn accounts(tx: &mut Tx, after: Uuid) -> Result<Option<Uuid>, Error> {
    let rows: Vec<(Uuid, String)> =
        query("SELECT id, phone FROM accounts WHERE id > $1 AND phone IS NOT NULL ORDER BY id LIMIT $2")
            .bind(after)
            .bind(BATCH)
            .all(tx)
            .await?;
    for (id, phone) in &rows {
        let Ok(Some(today)) = phone_numbers::parse(phone, None) else { continue };
        if today == *phone {
            continue;
        }
        query("UPDATE accounts SET phone = $2, version = version + 1 WHERE id = $1")
            .bind(*id)
            .bind(today)
            .run(tx)
            .await?;
        refresh_account(tx, AccountId(*id)).await?;
    }
    Ok(rows.last().map(|row| row.0))
}
