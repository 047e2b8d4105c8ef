//! Identities at a provider: who signs in elsewhere. Whoever has one has no password, second factor or passkey here
//! that counts (product rule 12).

use crate::clock::Micros;
use crate::db::{Tx, query};
use crate::{Context, Error};
use model::Problem;
use model::ids::{AccountId, RoleId, WorkspaceId};

/// SQL that is true for accounts with an identity at a provider; `account` is an SQL expression of the account's id.
pub(crate) fn exists_sql(account: &str) -> String {
    format!("EXISTS (SELECT 1 FROM identities i WHERE i.account_id = {account})")
}

/// The name of the provider at which the account's holder signs in; none for those who sign in here.
pub(crate) async fn provider_of(tx: &mut Tx, account: AccountId) -> Result<Option<String>, Error> {
    let provider: Option<(String,)> =
        query("SELECT name FROM identities WHERE account_id = $1 ORDER BY created_at, issuer LIMIT 1")
            .bind(account)
            .optional(tx)
            .await?;
    Ok(provider.map(|(provider,)| provider))
}

/// What changes how someone signs in here is refused to those who do so at a provider: a problem at `field`.
pub(crate) async fn require_none(tx: &mut Tx, account: AccountId, field: &str) -> Result<(), Error> {
    match provider_of(tx, account).await? {
        Some(_) => Err(Error::at(field, Problem::SignsInElsewhere)),
        None => Ok(()),
    }
}

/// Whose account is connected with someone at a provider; an identity is issuer and subject, and nothing else.
pub(crate) async fn account_of(tx: &mut Tx, issuer: &str, subject: &str) -> Result<Option<AccountId>, Error> {
    let account: Option<(uuid::Uuid,)> = query("SELECT account_id FROM identities WHERE issuer = $1 AND subject = $2")
        .bind(issuer)
        .bind(subject)
        .optional(tx)
        .await?;
    Ok(account.map(|(account,)| account.into()))
}

/// Someone at a provider.
pub(crate) struct NewIdentity<'a> {
    pub issuer: &'a str,
    pub subject: &'a str,
    /// What people call the provider.
    pub name: &'a str,
    /// As the provider tells it; may be empty, and proves nothing.
    pub email: &'a str,
}

/// Connects an account with someone at a provider. [`Error::Conflict`] where another has been connected meanwhile.
pub(crate) async fn insert(
    ctx: &Context,
    tx: &mut Tx,
    account: AccountId,
    identity: &NewIdentity<'_>,
) -> Result<(), Error> {
    let inserted = query(
        "INSERT INTO identities (account_id, issuer, subject, name, email, created_at, last_used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT DO NOTHING",
    )
    .bind(account)
    .bind(identity.issuer)
    .bind(identity.subject)
    .bind(identity.name)
    .bind(identity.email)
    .bind(ctx.now())
    .run(tx)
    .await?;
    if inserted == 0 { Err(Error::Conflict) } else { Ok(()) }
}

/// What the provider says now, at each sign-in.
pub(crate) async fn touch(ctx: &Context, tx: &mut Tx, identity: &NewIdentity<'_>) -> Result<(), Error> {
    query("UPDATE identities SET name = $3, email = $4, last_used_at = $5 WHERE issuer = $1 AND subject = $2")
        .bind(identity.issuer)
        .bind(identity.subject)
        .bind(identity.name)
        .bind(identity.email)
        .bind(ctx.now())
        .run(tx)
        .await?;
    Ok(())
}

/// Someone at a provider, whom an account is connected with.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Identity {
    /// As the provider's document writes it.
    pub issuer: String,
    /// What people call the provider.
    pub name: String,
    /// As the provider tells it; may be empty.
    pub email: String,
    /// When the account was connected.
    pub created_at: Micros,
    /// When they last signed in there; none: not since this is kept.
    pub last_used_at: Option<Micros>,
}

/// Those of an account, the earliest first.
pub(crate) async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<Identity>, Error> {
    Ok(query(
        "SELECT issuer, name, email, created_at, last_used_at FROM identities
         WHERE account_id = $1 ORDER BY created_at, issuer LIMIT 20",
    )
    .bind(account)
    .all(tx)
    .await?)
}

/// Deletes an account's identities, and what it alone vouches for in the providers of workspaces: these stay.
pub(crate) async fn erase_account(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    query("DELETE FROM identity_provider_groups WHERE mapped_by = $1").bind(account).run(tx).await?;
    query("UPDATE identity_providers SET tested_by = NULL, tested_claims = NULL WHERE tested_by = $1")
        .bind(account)
        .run(tx)
        .await?;
    query("UPDATE identity_providers SET break_glass_id = NULL WHERE break_glass_id = $1")
        .bind(account)
        .run(tx)
        .await?;
    query("DELETE FROM identities WHERE account_id = $1").bind(account).run(tx).await?;
    Ok(())
}

/// Deletes a workspace's provider, before its roles are deleted.
pub(crate) async fn erase_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<(), Error> {
    query(
        "DELETE FROM identity_provider_groups
         WHERE provider_id IN (SELECT id FROM identity_providers WHERE workspace_id = $1)",
    )
    .bind(workspace)
    .run(tx)
    .await?;
    query("DELETE FROM identity_providers WHERE workspace_id = $1").bind(workspace).run(tx).await?;
    Ok(())
}

/// No group of a provider gives the role any more.
pub(crate) async fn erase_role(tx: &mut Tx, role: RoleId) -> Result<(), Error> {
    query("DELETE FROM identity_provider_groups WHERE role_id = $1").bind(role).run(tx).await?;
    Ok(())
}

/// The workspaces that require their provider of all but this account.
pub(crate) async fn opened_by_break_glass(tx: &mut Tx, account: AccountId) -> Result<Vec<WorkspaceId>, Error> {
    let rows: Vec<(uuid::Uuid,)> = query(
        "SELECT workspace_id FROM identity_providers WHERE break_glass_id = $1 AND required ORDER BY workspace_id",
    )
    .bind(account)
    .all(tx)
    .await?;
    Ok(rows.into_iter().map(|(workspace,)| workspace.into()).collect())
}
