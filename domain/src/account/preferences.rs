//! Language, look and time zone.

use crate::db::{Tx, query};
use crate::{Actor, Context, Error};
use model::Language;
use model::ids::WorkspaceId;
use model::themes::ThemePreference;

/// How a person reads Roster.
#[derive(Clone, Debug)]
pub struct Preferences {
    pub language: Language,
    pub theme_preference: ThemePreference,
    /// IANA name.
    pub time_zone: String,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { language: Language::default(), theme_preference: ThemePreference::default(), time_zone: "UTC".into() }
    }
}

impl Preferences {
    /// What a person who is added begins with: the zone of the one who adds them and their language, if the workspace has it on
    /// offer, and the default look.
    pub async fn of_inviter(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId) -> Result<Self, Error> {
        let Actor::Account { id, .. } = ctx.actor else { return Ok(Self::default()) };
        let (language, time_zone): (String, String) =
            query("SELECT language, time_zone FROM accounts WHERE id = $1").bind(id).one(tx).await?;
        let language = crate::workspaces::offered(tx, workspace, language.parse().unwrap_or_default()).await?;
        Ok(Self { language, theme_preference: ThemePreference::default(), time_zone })
    }
}

/// Remembers the language on the account; open to whoever is signed in, also before they chose a password.
pub async fn set_language(ctx: &Context, language: Language) -> Result<(), Error> {
    set(ctx, "UPDATE accounts SET language = $2 WHERE id = $1", language.tag().into()).await
}

/// Remembers the look on the account.
pub async fn set_theme(ctx: &Context, theme_preference: &ThemePreference) -> Result<(), Error> {
    set(ctx, "UPDATE accounts SET theme_preference = $2 WHERE id = $1", theme_preference.clone().into()).await
}

/// Preferences of the page itself leave no audit event: they grant nothing and concern nobody else.
async fn set(ctx: &Context, sql: &'static str, value: String) -> Result<(), Error> {
    let Actor::Account { id, .. } = ctx.actor else { return Err(Error::SignedOut) };
    let mut tx = ctx.write().await?;
    query(sql).bind(id).bind(value).run(&mut tx).await?;
    Ok(tx.commit().await?)
}
