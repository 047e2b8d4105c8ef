//! Language, theme preference and time zone.

use crate::db::query;
use crate::{Context, Error};
use model::Language;
use model::themes::ThemePreference;

/// Remembers the language on the account; open to whoever is signed in, also before they chose a password.
pub async fn set_language(ctx: &Context, language: Language) -> Result<(), Error> {
    set(ctx, "UPDATE accounts SET language = $2 WHERE id = $1", language.tag().into()).await
}

/// Stores the theme preference on the account.
pub async fn set_theme(ctx: &Context, theme_preference: &ThemePreference) -> Result<(), Error> {
    set(ctx, "UPDATE accounts SET theme_preference = $2 WHERE id = $1", theme_preference.clone().into()).await
}

/// Preferences of the page itself leave no audit event: they grant nothing and concern nobody else.
async fn set(ctx: &Context, sql: &'static str, value: String) -> Result<(), Error> {
    let id = ctx.actor.account().ok_or(Error::SignedOut)?;
    ctx.refuse_token()?;
    let mut tx = ctx.write().await?;
    query(sql).bind(id).bind(value).run(&mut tx).await?;
    Ok(tx.commit().await?)
}
