//! Reading back what the database keeps as text. What can't be read was written by another version, or damaged: that is
//! ours to mend, and never passes for something else.

use crate::failure::internal;
use model::pictures::PictureId;
use model::{Country, Error, Language};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Writes a value as JSON; `what` names it in the log.
pub(crate) fn written<T: Serialize + ?Sized>(value: &T, what: &'static str) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| internal(what, error))
}

/// Reads JSON back; `what` names it in the log.
pub(crate) fn read<T: DeserializeOwned>(text: &str, what: &'static str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| internal(what, error))
}

/// One of a few names; `what` and the text go to the log where it is none of them.
pub(crate) fn named<T>(text: &str, named: impl FnOnce(&str) -> Option<T>, what: &'static str) -> Result<T, Error> {
    named(text).ok_or_else(|| internal(what, format!("unknown: {text:?}")))
}

/// Text in another form, such as a number or an id.
pub(crate) fn parsed<T: std::str::FromStr>(text: &str, what: &'static str) -> Result<T, Error> {
    named(text, |text| text.parse().ok(), what)
}

/// A language's tag.
pub(crate) fn language(tag: &str) -> Result<Language, Error> {
    parsed(tag, "a language")
}

/// A picture's id, where there is one.
pub(crate) fn picture(id: Option<String>) -> Result<Option<PictureId>, Error> {
    id.map(|id| parsed(&id, "a picture's id")).transpose()
}

/// A country's letters, where there are any.
pub(crate) fn country(code: Option<&str>) -> Result<Option<Country>, Error> {
    code.map(|code| parsed(code, "a country")).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::jobs::JobState;

    #[test]
    fn what_can_not_be_read_is_a_failure_and_nothing_else() {
        assert_eq!(named("running", JobState::named, "a job's state"), Ok(JobState::Running));
        assert!(matches!(named("sleeping", JobState::named, "a job's state"), Err(Error::Internal(_))));
        assert!(matches!(read::<Vec<String>>("[1]", "cells"), Err(Error::Internal(_))));
        assert!(matches!(language("tlh"), Err(Error::Internal(_))));
    }
}
