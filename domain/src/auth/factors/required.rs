//! Who needs a second factor: whoever holds a role that asks for one, and super-users where the workspace says so. Those who sign
//! in at a provider have theirs there (product rule 12).

use super::codes;
use super::lock::has;
use crate::Error;
use crate::db::{Tx, query};
use model::Problem;
use model::ids::AccountId;

/// Whether a workspace asks its member for one, over `members m` and `workspaces w`.
const ASKED: &str = "((m.super_user AND w.super_users_factor)
     OR EXISTS (SELECT 1 FROM effective_roles x JOIN roles r ON r.id = x.role_id WHERE x.member_id = m.id AND r.factor_required))";

/// Whether a member has to set one up first, over the same. What they have is looked at only where one is asked for.
pub(crate) fn due_sql() -> String {
    format!(
        "CASE WHEN NOT {ASKED} THEN FALSE
              ELSE NOT EXISTS (SELECT 1 FROM second_factors f WHERE f.account_id = m.account_id)
                   AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = m.account_id AND a.sso IS NULL) END"
    )
}

/// Whether one of their workspaces asks them for one.
async fn required(tx: &mut Tx, account: AccountId) -> Result<bool, Error> {
    let (required,): (bool,) = query(format!(
        "SELECT EXISTS (SELECT 1 FROM members m JOIN workspaces w ON w.id = m.workspace_id JOIN accounts a ON a.id = m.account_id
                        WHERE m.account_id = $1 AND m.status = 'active' AND w.deleted_at IS NULL AND a.sso IS NULL AND {ASKED})"
    ))
    .bind(account)
    .one(tx)
    .await?;
    Ok(required)
}

/// After its holder gave one up: with the last the recovery codes go, and where one is asked for, that is a problem at `form`. It
/// doesn't say by whom.
pub(in crate::auth) async fn give_up(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    if has(tx, account).await? {
        return Ok(());
    }
    if required(tx, account).await? {
        return Err(Error::at("form", Problem::FactorAskedFor));
    }
    codes::delete(tx, account).await?;
    Ok(())
}
