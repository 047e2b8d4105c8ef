//! Language, theme preference and time zone.

use crate::db::{Tx, query};
use crate::{Context, Error, stored};
use model::Language;
use model::ids::WorkspaceId;
use model::themes::ThemePreference;

/// How a person reads Roster.
#[derive(Clone, Debug)]
pub struct Preferences {
    /// What pages and mails are written in.
    pub language: Language,
    /// The themes that they picked, and which of them shows.
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
    /// What a person who is added begins with: the zone of the one who adds them and their language, if the workspace
    /// has it on offer, and the default theme.
    pub async fn of_inviter(ctx: &Context, tx: &mut Tx, workspace: WorkspaceId) -> Result<Self, Error> {
        let Some(id) = ctx.actor.account() else { return Ok(Self::default()) };
        let (language, time_zone): (String, String) =
            query("SELECT language, time_zone FROM accounts WHERE id = $1").bind(id).one(tx).await?;
        let language = offered(tx, workspace, stored::language(&language)?).await?;
        Ok(Self { language, theme_preference: ThemePreference::default(), time_zone })
    }
}

/// This language, if the workspace has it on offer; otherwise the first that it has.
async fn offered(tx: &mut Tx, workspace: WorkspaceId, wanted: Language) -> Result<Language, Error> {
    let (text,): (String,) = query("SELECT languages FROM workspaces WHERE id = $1").bind(workspace).one(tx).await?;
    let offered = languages(&text)?;
    Ok(if offered.contains(&wanted) { wanted } else { offered.first().copied().unwrap_or(wanted) })
}

/// The languages that a workspace has on offer, as its row has them.
pub(crate) fn languages(text: &str) -> Result<Vec<Language>, Error> {
    text.split(' ').filter(|tag| !tag.is_empty()).map(stored::language).collect()
}
