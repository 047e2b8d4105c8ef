//! A part of a transaction that is taken back alone where it is refused.

use crate::Error;
use crate::db::Tx;
use model::Refusal;

/// Ends the part that began with [`Tx::mark`]: what was done is kept, or taken back where it was refused, which is an
/// answer. A failure of ours ends all.
pub(crate) async fn end<T>(tx: &mut Tx, result: Result<T, Error>) -> Result<Result<T, Refusal>, Error> {
    match result {
        Ok(value) => {
            tx.keep().await?;
            Ok(Ok(value))
        }
        Err(error) => {
            let refusal = Refusal::from_error(error)?;
            tx.take_back().await?;
            Ok(Err(refusal))
        }
    }
}
