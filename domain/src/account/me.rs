//! Whose account it is that acts.

use crate::db::query;
use crate::{Context, Error, stored};
use model::Language;
use model::ids::AccountId;
use model::pictures::PictureId;

/// Who acts, by a session or by a token, whatever that is for.
#[derive(Clone, Debug)]
pub struct Acting {
    /// The account.
    pub id: AccountId,
    /// Its address.
    pub email: String,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// None: initials are shown.
    pub picture: Option<PictureId>,
    /// What its pages and mails are written in.
    pub language: Language,
    /// IANA name.
    pub time_zone: String,
}

#[derive(sqlx::FromRow)]
struct ActingRow {
    email: String,
    first_name: String,
    last_name: String,
    picture: Option<String>,
    language: String,
    time_zone: String,
}

/// The actor's account.
pub async fn me(ctx: &Context) -> Result<Acting, Error> {
    let id = ctx.account_or_token()?;
    let row: ActingRow =
        query("SELECT email, first_name, last_name, picture, language, time_zone FROM accounts WHERE id = $1")
            .bind(id)
            .one(&mut ctx.read().await?)
            .await?;
    Ok(Acting {
        id,
        email: row.email,
        first_name: row.first_name,
        last_name: row.last_name,
        picture: stored::picture(row.picture)?,
        language: stored::language(&row.language)?,
        time_zone: row.time_zone,
    })
}
