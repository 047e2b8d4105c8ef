//! The country that a workspace begins with.

use crate::db::{Tx, query};
use crate::members::country_of_time_zone;
use crate::{Error, Roster, installation, stored};
use model::ids::WorkspaceId;
use model::{Country, Language};
use uuid::Uuid;

const WORK: &str = "workspace countries";
const GUESS: &str = "1";
const BATCH: i64 = 1_000;

/// Of a person's time zone, or of their language where it names a country.
fn guess(language: Language, time_zone: &str) -> Option<Country> {
    let of_language = || language.tag().split_once('-').and_then(|(_, region)| region.parse().ok());
    country_of_time_zone(time_zone).or_else(of_language)
}

/// Sets it by the owner's time zone and language, where these tell one and none is set.
pub(crate) async fn guess_country(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    let owner: Option<(String, String)> = query(
        "SELECT a.language, a.time_zone FROM workspaces w JOIN accounts a ON a.id = w.owner_id
         WHERE w.id = $1 AND w.country IS NULL",
    )
    .bind(workspace)
    .optional(tx)
    .await?;
    let Some((language, time_zone)) = owner else { return Ok(()) };
    if let Some(country) = guess(stored::language(&language)?, &time_zone) {
        query("UPDATE workspaces SET country = $2 WHERE id = $1").bind(workspace).bind(country.code()).run(tx).await?;
    }
    Ok(())
}

/// Does so for the workspaces from before there was the setting: once, before anything is served.
pub async fn guess_countries_if_due(roster: &Roster) -> Result<(), Error> {
    installation::once(roster, WORK, GUESS, installation::in_batches(roster, workspaces)).await
}

/// The workspaces after this one; answers the last of them, none at the end.
async fn workspaces(tx: &mut Tx, after: Uuid) -> Result<Option<Uuid>, Error> {
    let workspaces: Vec<(Uuid,)> =
        query("SELECT id FROM workspaces WHERE id > $1 ORDER BY id LIMIT $2").bind(after).bind(BATCH).all(tx).await?;
    for (workspace,) in &workspaces {
        guess_country(tx, WorkspaceId(*workspace)).await?;
    }
    Ok(workspaces.last().map(|(last,)| *last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_zone_tells_more_than_a_language() {
        let guessed = |language, zone| guess(language, zone).map(String::from);
        assert_eq!(guessed(Language::English, "Europe/Berlin").as_deref(), Some("DE"));
        assert_eq!(guessed(Language::Portuguese, "Europe/Lisbon").as_deref(), Some("PT"));
        assert_eq!(guessed(Language::Portuguese, "UTC").as_deref(), Some("BR"));
        assert_eq!(guessed(Language::Spanish, "UTC"), None);
        assert_eq!(guessed(Language::English, "UTC"), None);
    }
}
