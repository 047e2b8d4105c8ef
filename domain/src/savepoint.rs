//! A part of a transaction that is taken back alone where it is refused.

use crate::db::Tx;
use crate::{Error, refusable};
use model::Refusal;

/// Ends the part that began with [`Tx::mark`]: what was done is kept, or taken back where it was refused, which is an
/// answer. A failure of ours ends all.
pub(crate) async fn end<T>(tx: &mut Tx, result: Result<T, Error>) -> Result<Result<T, Refusal>, Error> {
    let result = refusable(result)?;
    match result {
        Ok(_) => tx.keep().await?,
        Err(_) => tx.take_back().await?,
    }
    Ok(result)
}
