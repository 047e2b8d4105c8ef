//! Who needs a second factor: whoever holds a role that asks for one, and super-users where the workspace says so.
//! Those who sign in at a provider have theirs there (product rule 12).

use super::codes;
use super::lock::has;
use crate::db::{Tx, query};
use crate::membership::FACTOR_ASKED;
use crate::{Error, identities};
use model::Problem;
use model::ids::AccountId;

/// Whether one of their workspaces asks them for one.
async fn required(tx: &mut Tx, account: AccountId) -> Result<bool, Error> {
    let (required,): (bool,) = query(format!(
        "SELECT EXISTS (SELECT 1 FROM members m JOIN workspaces w ON w.id = m.workspace_id
                        WHERE m.account_id = $1 AND m.status = 'active' AND w.deleted_at IS NULL AND NOT {}
                          AND {FACTOR_ASKED})",
        identities::exists_sql("m.account_id")
    ))
    .bind(account)
    .one(tx)
    .await?;
    Ok(required)
}

/// After its holder gave one up: with the last the recovery codes go, and where one is asked for, that is a problem at
/// `form`. It doesn't say by whom.
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
