//! The row of a new secret: of a token that is made, and of one that is rotated.

use super::TokenSecret;
use super::networks::Networks;
use super::owner::TokenOwner;
use super::warn::first_warning;
use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error, internal};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use model::ids::{AccountId, TokenId};
use model::tokens::{TokenLifetime, TokenScopes};

/// A token just made, with what nobody can read again.
#[derive(Clone, Debug)]
pub struct CreatedToken {
    /// The token.
    pub id: TokenId,
    /// Shown once.
    pub secret: TokenSecret,
    /// When it ends; none: not by itself.
    pub expires_at: Option<Micros>,
}

pub(super) struct TokenRecord<'a> {
    pub owner: TokenOwner,
    /// Who makes one of a workspace's own.
    pub created_by: Option<AccountId>,
    pub description: &'a str,
    pub scopes: &'a TokenScopes,
    pub all_workspaces: bool,
    pub lifetime: TokenLifetime,
    pub networks: &'a Networks,
}

pub(super) async fn insert(ctx: &Context, tx: &mut Tx, new: TokenRecord<'_>) -> Result<CreatedToken, Error> {
    let (id, secret): (TokenId, _) = (ctx.id(), TokenSecret::new(&ctx.roster.random));
    let expires_at = end_of(ctx.now(), new.lifetime)?;
    query(
        "INSERT INTO tokens (id, account_id, workspace_id, created_by, description, prefix, hash, scopes, all_workspaces,
             lifetime, networks, created_at, expires_at, warn_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(id)
    .bind(new.owner.account())
    .bind(new.owner.workspace())
    .bind(new.created_by)
    .bind(new.description)
    .bind(secret.prefix())
    .bind(secret.hash())
    .bind(new.scopes.to_string())
    .bind(new.all_workspaces)
    .bind(new.lifetime.name())
    .bind(new.networks.written())
    .bind(ctx.now())
    .bind(expires_at)
    .bind(expires_at.map(first_warning))
    .run(tx)
    .await?;
    Ok(CreatedToken { id, secret, expires_at })
}

/// So many months of the calendar from now, in UTC.
fn end_of(now: Micros, lifetime: TokenLifetime) -> Result<Option<Micros>, Error> {
    let Some(months) = lifetime.months() else { return Ok(None) };
    let from = Timestamp::from_microsecond(now).map_err(|error| internal("the end of a token", error))?;
    let end = from.to_zoned(TimeZone::UTC).checked_add(months.months());
    let end = end.map_err(|error| internal("the end of a token", error))?;
    Ok(Some(end.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_one_of_the_calendar() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap().as_microsecond();
        let end = |from, lifetime| end_of(at(from), lifetime).unwrap();
        assert_eq!(end("2027-01-31T10:00:00Z", TokenLifetime::OneMonth), Some(at("2027-02-28T10:00:00Z")));
        assert_eq!(end("2027-01-31T10:00:00Z", TokenLifetime::TwoYears), Some(at("2029-01-31T10:00:00Z")));
        assert_eq!(end("2027-01-31T10:00:00Z", TokenLifetime::Unlimited), None);
    }
}
