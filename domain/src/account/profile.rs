//! The profile tab: names, telephone number, language, time zone, themes. The picture has verbs of its own, in
//! `pictures`.

use super::time_zones::is_time_zone;
use crate::db::{Tx, query};
use crate::members::refresh_account;
use crate::{Context, Error, audit, links, stored};
use model::ids::AccountId;
use model::merge::{Base, Merge, Mergeable};
use model::themes::ThemePreference;
use model::{Language, Problem};
use serde::Serialize;
use uuid::Uuid;

/// What the tab shows and saves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Profile {
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// As E.164.
    pub phone: Option<String>,
    /// What pages and mails are written in.
    pub language: Language,
    /// IANA name.
    pub time_zone: String,
    /// The themes that they picked, and which of them shows.
    pub theme_preference: ThemePreference,
    /// Counts changes.
    #[serde(skip)]
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    first_name: String,
    last_name: String,
    phone: Option<String>,
    language: String,
    time_zone: String,
    theme_preference: String,
    version: i64,
}

/// One's own profile.
pub async fn profile(ctx: &Context) -> Result<Profile, Error> {
    let account = ctx.account()?;
    read(&mut ctx.read().await?, account).await
}

async fn read(tx: &mut Tx, account: AccountId) -> Result<Profile, Error> {
    let row: Row =
        query("SELECT first_name, last_name, phone, language, time_zone, theme_preference, version FROM accounts WHERE id = $1")
            .bind(account)
            .one(tx)
            .await?;
    Ok(Profile {
        first_name: row.first_name,
        last_name: row.last_name,
        phone: row.phone,
        language: stored::language(&row.language)?,
        time_zone: row.time_zone,
        theme_preference: row.theme_preference.into(),
        version: row.version,
    })
}

/// Saves it, and answers what is saved. [`Error::Conflict`] if a field was changed elsewhere as well since `base` was
/// read ([`model::merge`]). The lists show the new name at once. Nothing is written where nothing changes.
pub async fn save(ctx: &Context, mine: &Profile, base: &Base<Profile>) -> Result<Profile, Error> {
    let account = ctx.account()?;
    let mut tx = ctx.write().await?;
    // Those of the account before the account itself, as where someone else edits them.
    let members = format!("SELECT id FROM members WHERE account_id = $1{}", tx.for_update());
    let _: Vec<(Uuid,)> = query(members).bind(account).all(&mut tx).await?;
    links::lock_account(&mut tx, account).await?;
    let old = read(&mut tx, account).await?;
    let new = base.merge(mine, &old, old.version).settled()?;
    if new == old {
        return Ok(old);
    }
    // A zone of another name, from elsewhere, may stay.
    if new.time_zone != old.time_zone && !is_time_zone(&new.time_zone) {
        return Err(Error::at("time_zone", Problem::NotAChoice));
    }
    query(
        "UPDATE accounts SET first_name = $2, last_name = $3, phone = $4, language = $5, time_zone = $6, theme_preference = $7,
             version = version + 1
         WHERE id = $1",
    )
    .bind(account)
    .bind(&new.first_name)
    .bind(&new.last_name)
    .bind(new.phone.clone())
    .bind(new.language.tag())
    .bind(&new.time_zone)
    .bind(String::from(new.theme_preference.clone()))
    .run(&mut tx)
    .await?;
    refresh_account(&mut tx, account).await?;
    audit::Event::new(audit::Action::ProfileEdit).target(account, "").changed(&old, &new).record(ctx, &mut tx).await?;
    tx.commit().await?;
    Ok(new)
}

impl Mergeable for Profile {
    /// Which of the picked themes shows is not the form's to say: it is switched elsewhere.
    fn merged(merge: &mut Merge<'_>, shown: Option<&Self>, mine: &Self, saved: &Self) -> Self {
        let theme_preference = |of: &Self| of.theme_preference.clone().or_as_before(&saved.theme_preference);
        Self {
            first_name: merge.value("first_name", shown.map(|of| &of.first_name), &mine.first_name, &saved.first_name),
            last_name: merge.value("last_name", shown.map(|of| &of.last_name), &mine.last_name, &saved.last_name),
            phone: merge.value("phone", shown.map(|of| &of.phone), &mine.phone, &saved.phone),
            language: merge.value("language", shown.map(|of| &of.language), &mine.language, &saved.language),
            time_zone: merge.value("time_zone", shown.map(|of| &of.time_zone), &mine.time_zone, &saved.time_zone),
            theme_preference: merge.value(
                "look",
                shown.map(theme_preference).as_ref(),
                &theme_preference(mine),
                &saved.theme_preference,
            ),
            version: saved.version,
        }
    }
}
