//! The profile tab: names, telephone number, language, time zone, themes. The picture has verbs of its own, in `pictures`.

use super::time_zones::is_time_zone;
use crate::db::query;
use crate::users::refresh_account;
use crate::{Context, Error, audit};
use model::themes::Look;
use model::{Language, Problem};
use serde::Serialize;

/// What the tab shows and saves.
#[derive(Clone, Debug, Serialize)]
pub struct Profile {
    pub first_name: String,
    pub last_name: String,
    /// As E.164.
    pub phone: Option<String>,
    pub language: Language,
    /// IANA name.
    pub time_zone: String,
    pub look: Look,
    /// Counts changes: saving what was read before someone else saved is a conflict.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    first_name: String,
    last_name: String,
    phone: Option<String>,
    language: String,
    time_zone: String,
    look: String,
    version: i64,
}

/// One's own profile.
pub async fn profile(ctx: &Context) -> Result<Profile, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.read().await?;
    let row: Row =
        query("SELECT first_name, last_name, phone, language, time_zone, look, version FROM accounts WHERE id = $1")
            .bind(account)
            .one(&mut tx)
            .await?;
    Ok(Profile {
        first_name: row.first_name,
        last_name: row.last_name,
        phone: row.phone,
        language: row.language.parse().unwrap_or_default(),
        time_zone: row.time_zone,
        look: row.look.into(),
        version: row.version,
    })
}

/// Saves it; [`Error::Conflict`] if it has changed since `new.version` was read. The lists show the new name at once.
pub async fn save(ctx: &Context, new: &Profile) -> Result<(), Error> {
    let account = ctx.account()?;
    let old = profile(ctx).await?;
    // A zone of another name, from elsewhere, may stay.
    if new.time_zone != old.time_zone && !is_time_zone(&new.time_zone) {
        return Err(Error::at("time_zone", Problem::NotAChoice));
    }
    let look = new.look.clone().or_as_before(&old.look);
    let mut tx = ctx.write().await?;
    let saved = query(
        "UPDATE accounts SET first_name = $3, last_name = $4, phone = $5, language = $6, time_zone = $7, look = $8,
             version = version + 1
         WHERE id = $1 AND version = $2",
    )
    .bind(account)
    .bind(new.version)
    .bind(&new.first_name)
    .bind(&new.last_name)
    .bind(new.phone.clone())
    .bind(new.language.tag())
    .bind(&new.time_zone)
    .bind(String::from(look))
    .run(&mut tx)
    .await?;
    if saved == 0 {
        return Err(Error::Conflict);
    }
    refresh_account(&mut tx, account).await?;
    audit::Event::new("profile.save").target(account, "").before(&old).after(new).record(ctx, &mut tx).await?;
    Ok(tx.commit().await?)
}
