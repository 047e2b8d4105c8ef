//! The server's side of a form that is merged: saving it, or asking about what both sides changed.

use super::Answer;
use crate::state::Posted;
use model::merge::{Difference, SHOWN};
use model::{Error, Fields};

/// Others may save between the refusal and the look at what they saved.
const TRIES: usize = 3;

/// Saves, and where that is a conflict, asks. `ask` answers none where by now nothing is left to ask about.
pub(crate) async fn save_or_ask<Save, Ask>(save: impl Fn() -> Save, ask: impl Fn() -> Ask) -> Result<Answer, Error>
where
    Save: Future<Output = Result<Answer, Error>>,
    Ask: Future<Output = Result<Option<Answer>, Error>>,
{
    for _ in 0..TRIES {
        match save().await {
            Err(Error::Conflict) => {
                if let Some(question) = ask().await? {
                    return Ok(question);
                }
            }
            answer => return answer,
        }
    }
    Err(Error::Conflict)
}

/// The same page with the question: `merged` in its controls, opened with what is `saved` now, in this version.
pub(crate) fn question(
    path: &str,
    conflict: Vec<Difference>,
    merged: Fields,
    (saved, version): (&Fields, i64),
) -> Option<Answer> {
    let values = merged.with("version", version.to_string()).with_below(SHOWN, saved);
    let posted = Posted { path: path.to_owned(), values, conflict, ..Posted::default() };
    (!posted.conflict.is_empty()).then(|| Answer::show(posted))
}
