//! Getting back in by a mail to the account's address.

mod answer;
mod ask;
mod recover;

pub use answer::answer;
pub(crate) use answer::send;
pub use ask::ask;
pub use recover::{Recoverable, recover, recoverable};

use crate::Error;
use crate::db::{Tx, query};
use model::ids::AccountId;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// How long a link lives: 30 minutes.
const LINK_TTL: Duration = Duration::from_mins(30);

/// The account as it stood when a link was issued: another password or address makes the link void.
async fn credential_fingerprint(tx: &mut Tx, account: AccountId) -> Result<String, Error> {
    let (email_key, hash, set_at): (String, Option<String>, Option<i64>) =
        query("SELECT email_key, password_hash, password_set_at FROM accounts WHERE id = $1")
            .bind(account)
            .one(tx)
            .await?;
    let whole = format!("{email_key}\n{}\n{}", hash.unwrap_or_default(), set_at.unwrap_or_default());
    Ok(Sha256::digest(whole).iter().map(|byte| format!("{byte:02x}")).collect())
}
