//! The server's side of a form that is merged: saving it, or asking about what both sides changed.

use super::Answer;
use crate::state::Posted;
use model::merge::{Difference, SHOWN_PREFIX};
use model::{Error, Fields, Harmless};

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

/// The same page with the question: `merged` in its controls, in this version. Of what the form was opened with, only
/// the fields that are asked about become what is `saved`: a control that still holds what it came with counts as
/// untouched for ever.
pub(crate) fn question(
    path: &str,
    conflict: Vec<Difference>,
    merged: Fields,
    (saved, version): (&Fields, i64),
    sent: &Fields,
) -> Option<Answer> {
    let asked = |name: &str| conflict.iter().any(|one| controls(&one.field).contains(&name));
    let opened_with = sent.below(SHOWN_PREFIX);
    let known = !opened_with.pairs().is_empty();
    let stays = opened_with.pairs().iter().filter(|(name, _)| !asked(name));
    let becomes = saved.pairs().iter().filter(|(name, _)| !known || asked(name));
    let shown = Fields::new(stays.chain(becomes).cloned().collect());
    let values = merged.with("version", version.to_string()).with_below(SHOWN_PREFIX, &shown);
    let posted = Posted { path: path.to_owned(), values: Harmless::of(&values), conflict, ..Posted::default() };
    (!posted.conflict.is_empty()).then(|| Answer::show(posted))
}

/// The controls of a field, where they are called otherwise than the field.
fn controls(field: &str) -> Vec<&str> {
    match field {
        "access" => vec!["access", "roles"],
        "groups" => vec!["group", "in_groups"],
        "look" => vec!["theme", "follow"],
        "permissions" => vec![model::roles::ALLOWED],
        other => vec![other],
    }
}
