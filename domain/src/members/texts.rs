//! Reading the texts of a member, and what is noted where they become others.

use crate::db::{Tx, query};
use crate::{Error, Membership, audit, phone_numbers, stored};
use model::fields::{MAX_LINE, line};
use model::ids::{AccountId, MemberId, WorkspaceId};
use model::users::{MemberField, Texts};
use model::{Country, Problem};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Reads one of the texts of [`MemberField::texts`], as it is stored; none where it is blank. A telephone number that
/// does not say of which country it is, is one of `country`.
pub fn parse_text(field: MemberField, text: &str, country: Option<Country>) -> Result<Option<String>, Problem> {
    match field {
        MemberField::Phone => phone_numbers::parse(text, country),
        _ if text.trim().is_empty() && !field.spec().required => Ok(None),
        _ => line(text, MAX_LINE).map(Some),
    }
}

/// The event of texts becoming others: `new` has those that do, `old` all that there were.
pub(crate) fn texts_edited(
    membership: &Membership,
    id: MemberId,
    email: &str,
    old: &Texts,
    new: &Texts,
) -> audit::Event {
    audit::Event::new(audit::Action::MemberEdit)
        .within(membership.workspace)
        .target(id, email)
        .before(&old.only(|field| new.has(field)))
        .after(new)
}

/// The country of telephone numbers that are entered in a workspace: the workspace's, otherwise that of whoever enters
/// them.
pub(crate) async fn country_within(
    tx: &mut Tx,
    workspace: WorkspaceId,
    actor: Option<AccountId>,
) -> Result<Option<Country>, Error> {
    let (country,): (Option<String>,) =
        query("SELECT country FROM workspaces WHERE id = $1").bind(workspace).one(tx).await?;
    match (stored::country(country.as_deref())?, actor) {
        (None, Some(account)) => country_of_account(tx, account).await,
        (country, _) => Ok(country),
    }
}

/// The country of a person's own numbers: that of their time zone, otherwise that of their workspaces, where these
/// agree.
pub(crate) async fn country_of(tx: &mut Tx, account: AccountId) -> Result<Option<Country>, Error> {
    if let Some(country) = country_of_account(tx, account).await? {
        return Ok(Some(country));
    }
    let countries: Vec<(Option<String>,)> = query(
        "SELECT DISTINCT w.country FROM members m JOIN workspaces w ON w.id = m.workspace_id
         WHERE m.account_id = $1 AND m.status = 'active' AND w.country IS NOT NULL LIMIT 2",
    )
    .bind(account)
    .all(tx)
    .await?;
    match &countries[..] {
        [(country,)] => stored::country(country.as_deref()),
        _ => Ok(None),
    }
}

async fn country_of_account(tx: &mut Tx, account: AccountId) -> Result<Option<Country>, Error> {
    let (time_zone,): (String,) = query("SELECT time_zone FROM accounts WHERE id = $1").bind(account).one(tx).await?;
    Ok(country_of_time_zone(&time_zone))
}

/// None where a zone is of no country, or is known by a former name.
pub(crate) fn country_of_time_zone(name: &str) -> Option<Country> {
    TIME_ZONE_COUNTRIES.get(name).copied()
}

static TIME_ZONE_COUNTRIES: LazyLock<BTreeMap<&'static str, Country>> = LazyLock::new(|| {
    let rows = include_str!("../../data/time_zone_countries.tsv").lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t')).filter_map(|(zone, code)| Some((zone, code.parse().ok()?))).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_zones_have_countries_that_telephone_numbers_can_be_of() {
        let of = |zone| country_of_time_zone(zone).map(String::from);
        assert_eq!(of("Europe/Berlin").as_deref(), Some("DE"));
        assert_eq!(of("America/Sao_Paulo").as_deref(), Some("BR"));
        assert_eq!(of("UTC"), None);
        assert!(TIME_ZONE_COUNTRIES.len() > 400, "{}", TIME_ZONE_COUNTRIES.len());
        let unknown = TIME_ZONE_COUNTRIES.values().filter(|country| !phone_numbers::is_country(**country));
        let unknown: Vec<&str> = unknown.map(Country::code).collect();
        assert!(unknown.iter().all(|code| ["AQ", "GS", "PN", "TF", "UM"].contains(code)), "{unknown:?}");
    }
}
