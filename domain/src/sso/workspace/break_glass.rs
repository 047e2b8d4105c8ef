//! Who gets in where the provider is not there: a super-user who signs in here.

use crate::db::{Tx, query};
use crate::members::STAYING_SUPER_USER;
use crate::{Error, Membership, identities};
use model::accounts::full_name;
use model::ids::{AccountId, WorkspaceId};
use uuid::Uuid;

/// So many are offered.
const MAX_CANDIDATES: usize = 50;

/// An account that could be chosen.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The account.
    pub account: AccountId,
    /// First and last name.
    pub name: String,
    /// Tells those of one name apart.
    pub email: String,
}

/// The account that was chosen.
#[derive(Clone, Debug)]
pub struct BreakGlass {
    /// None where it is gone.
    pub account: Option<AccountId>,
    /// First and last name; empty where it is gone.
    pub name: String,
    /// They still can get in.
    pub fits: bool,
}

/// A member who can get in: they are a super-user whose membership does not end by itself, need not prove their address
/// first, have a password of their own, and sign in nowhere else. Over `members m` and `accounts a`.
fn fits_sql() -> String {
    format!(
        "m.{} AND m.verify_email_key IS NULL AND a.password_hash IS NOT NULL AND NOT a.password_temporary
         AND a.delete_at IS NULL AND NOT {}",
        STAYING_SUPER_USER.replace(" AND ", " AND m."),
        identities::exists_sql("a.id")
    )
}

/// Those who could be chosen, the actor first, then by name.
pub(super) async fn candidates(tx: &mut Tx, membership: &Membership) -> Result<Vec<Candidate>, Error> {
    let rows: Vec<(Uuid, String, String, String)> = query(format!(
        "SELECT a.id, a.first_name, a.last_name, a.email FROM members m JOIN accounts a ON a.id = m.account_id
         WHERE m.workspace_id = $1 AND {}
         ORDER BY CASE WHEN a.id = $2 THEN 0 ELSE 1 END, a.first_name, a.last_name, a.id LIMIT {MAX_CANDIDATES}",
        fits_sql()
    ))
    .bind(membership.workspace)
    .bind(membership.account)
    .all(tx)
    .await?;
    let candidate = |(id, first, last, email): (Uuid, String, String, String)| Candidate {
        account: id.into(),
        name: full_name(&first, &last),
        email,
    };
    Ok(rows.into_iter().map(candidate).collect())
}

/// Whether the account could be chosen.
pub(super) async fn fits(tx: &mut Tx, workspace: WorkspaceId, account: AccountId) -> Result<bool, Error> {
    let (fits,): (bool,) = query(format!(
        "SELECT EXISTS (SELECT 1 FROM members m JOIN accounts a ON a.id = m.account_id
                        WHERE m.workspace_id = $1 AND a.id = $2 AND {})",
        fits_sql()
    ))
    .bind(workspace)
    .bind(account)
    .one(tx)
    .await?;
    Ok(fits)
}

/// The account that was chosen, as it is now.
pub(super) async fn chosen(
    tx: &mut Tx,
    workspace: WorkspaceId,
    account: Option<AccountId>,
) -> Result<BreakGlass, Error> {
    let Some(account) = account else { return Ok(BreakGlass { account: None, name: String::new(), fits: false }) };
    let name: Option<(String, String)> =
        query("SELECT first_name, last_name FROM accounts WHERE id = $1").bind(account).optional(tx).await?;
    let name = name.map(|(first, last)| full_name(&first, &last)).unwrap_or_default();
    Ok(BreakGlass { account: Some(account), name, fits: fits(tx, workspace, account).await? })
}
