//! How a person likes the list: their columns, density and page size, remembered with their account.

use crate::db::{Tx, query};
use crate::{Actor, Context, Error, stored};
use model::users::{Density, ListPreferences, UsersQuery, parse_columns, written_columns};

/// The actor's own, or what is usual.
pub async fn list_preferences(ctx: &Context) -> Result<ListPreferences, Error> {
    let mut tx = ctx.read().await?;
    of(ctx, &mut tx).await
}

pub(super) async fn of(ctx: &Context, tx: &mut Tx) -> Result<ListPreferences, Error> {
    if matches!(ctx.actor, Actor::WorkspaceToken { .. }) {
        return Ok(ListPreferences::default());
    }
    let row: Option<(String, String, i64)> =
        query("SELECT columns, density, size FROM list_preferences WHERE account_id = $1")
            .bind(ctx.account_or_token()?)
            .optional(tx)
            .await?;
    let Some((columns, density, size)) = row else { return Ok(ListPreferences::default()) };
    let number = |size: &str| size.parse::<u32>().ok().filter(|size| (1..=UsersQuery::MAX_SIZE).contains(size));
    Ok(ListPreferences {
        columns: stored::named(&columns, |text| parse_columns(text).ok(), "the list's columns")?,
        density: stored::named(&density, Density::named, "the list's density")?,
        size: stored::named(&size.to_string(), number, "the list's page size")?,
    })
}

/// Remembers them. No audit: they concern nobody else.
pub async fn save_list_preferences(ctx: &Context, list_preferences: &ListPreferences) -> Result<(), Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    query(
        "INSERT INTO list_preferences (account_id, columns, density, size) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id) DO UPDATE
         SET columns = excluded.columns, density = excluded.density, size = excluded.size",
    )
    .bind(account)
    .bind(written_columns(&list_preferences.columns))
    .bind(list_preferences.density.name())
    .bind(i64::from(list_preferences.size))
    .run(&mut tx)
    .await?;
    Ok(tx.commit().await?)
}
