//! How long what belongs to providers is kept.

use crate::Error;
use crate::clock::Micros;
use crate::db::{Tx, query};

/// Forgets tokens that nobody would believe any more.
pub(crate) async fn sweep(tx: &mut Tx, now: Micros) -> Result<(), Error> {
    query("DELETE FROM logout_tokens WHERE expires_at <= $1").bind(now).run(tx).await?;
    Ok(())
}
