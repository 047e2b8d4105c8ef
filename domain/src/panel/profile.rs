//! The profile tab: names, language, themes.

use crate::db::query;
use crate::users::refresh_account;
use crate::{Context, Error, audit};
use model::Language;
use model::themes::Look;
use serde::Serialize;

/// What the tab shows and saves.
#[derive(Clone, Debug, Serialize)]
pub struct Profile {
    pub first_name: String,
    pub last_name: String,
    pub language: Language,
    pub look: Look,
    /// Counts changes: saving what was read before someone else saved is a conflict.
    pub version: i64,
}

/// One's own profile.
pub async fn profile(ctx: &Context) -> Result<Profile, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let (first_name, last_name, language, look, version): (String, String, String, String, i64) =
        query("SELECT first_name, last_name, language, look, version FROM accounts WHERE id = $1")
            .bind(account)
            .one(&mut tx)
            .await?;
    Ok(Profile { first_name, last_name, language: language.parse().unwrap_or_default(), look: look.into(), version })
}

/// Saves it; [`Error::Conflict`] if it has changed since `new.version` was read. The lists sort by the new name at once.
pub async fn save(ctx: &Context, new: &Profile) -> Result<(), Error> {
    let account = ctx.account()?;
    let old = profile(ctx).await?;
    let mut tx = ctx.write().await?;
    let saved = query(
        "UPDATE accounts SET first_name = $3, last_name = $4, language = $5, look = $6, version = version + 1
         WHERE id = $1 AND version = $2",
    )
    .bind(account)
    .bind(new.version)
    .bind(&new.first_name)
    .bind(&new.last_name)
    .bind(new.language.tag())
    .bind(String::from(new.look.clone()))
    .run(&mut tx)
    .await?;
    if saved == 0 {
        return Err(Error::Conflict);
    }
    refresh_account(&mut tx, account).await?;
    audit::Event::new("profile.save").target(account, "").before(&old).after(new).record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}
