//! Failures of the machine rather than of a rule: what may fail without harm, what a file system's error means, and
//! what is ours to mend.

use crate::Error;
use model::Refusal;
use model::errors::Logged;
use std::io;

/// When it is worth trying again where a disk is full, in seconds: someone has to make room first.
const RETRY_FULL_SECONDS: u32 = 30;

/// Logs what is ours to mend, with everything that caused it, under the request that it happened in, and answers
/// [`Error::Internal`]. Nothing else on the server makes one: a cause that is not logged can't be found. `doing` says
/// what was going on; the cause must hold no secret.
pub fn internal(doing: &'static str, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    let cause = cause.into();
    let causes = std::iter::successors(Some(&*cause as &dyn std::error::Error), |error| error.source());
    let causes: Vec<String> = causes.map(ToString::to_string).collect();
    tracing::error!(doing, error = causes.join(": "), "internal");
    #[expect(clippy::disallowed_methods, reason = "it is logged here")]
    Error::Internal(Logged::already())
}

/// A write that serves a page but is not what was asked for, such as when someone was last active. Where the database
/// can't be written to just now, the page is shown all the same.
pub(crate) fn best_effort(result: Result<(), Error>, noting: &'static str) -> Result<(), Error> {
    match result {
        Err(Error::Busy(_)) => {
            tracing::warn!(noting, "could not be written");
            Ok(())
        }
        other => other,
    }
}

/// A refusal is an answer; a failure of ours ends all.
pub(crate) fn refusable<T>(result: Result<T, Error>) -> Result<Result<T, Refusal>, Error> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(error) => Refusal::from_error(error).map(Err),
    }
}

/// What a failure of the file system means, which is logged: [`Error::Busy`] where there is no room or no permission to
/// write just now, otherwise [`Error::Internal`].
pub fn file_error(error: io::Error, doing: &'static str) -> Error {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::ReadOnlyFilesystem => {
            tracing::error!(%error, doing, "file system");
            Error::Busy(RETRY_FULL_SECONDS)
        }
        _ => internal(doing, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber, subscriber};

    /// A log that is read afterwards.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<String>>);

    impl Subscriber for Log {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, event: &Event<'_>) {
            event.record(&mut Fields(&mut self.0.lock().unwrap()));
        }
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    struct Fields<'a>(&'a mut String);

    impl Visit for Fields<'_> {
        fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
            *self.0 += &format!("{field}={value:?} ");
        }
    }

    #[derive(Debug, thiserror::Error)]
    #[error("the outer one")]
    struct Outer(#[source] io::Error);

    #[test]
    fn internal_error_logs_the_whole_chain_of_causes() {
        let log = Log::default();
        let cause = Outer(io::Error::other("the inner one"));
        let error = subscriber::with_default(log.clone(), || internal("a test", cause));
        assert!(matches!(error, Error::Internal(_)));
        let said = log.0.lock().unwrap().clone();
        assert!(said.contains("doing=\"a test\"") && said.contains("error=\"the outer one: the inner one\""), "{said}");
    }

    #[test]
    fn a_full_disk_is_worth_another_try_and_a_missing_file_is_not() {
        assert_eq!(file_error(io::Error::from_raw_os_error(28), "a test"), Error::Busy(RETRY_FULL_SECONDS));
        assert!(matches!(file_error(io::ErrorKind::NotFound.into(), "a test"), Error::Internal(_)));
        assert_eq!(best_effort(Err(Error::Busy(2)), "a test"), Ok(()));
        assert_eq!(best_effort(Err(Error::Conflict), "a test"), Err(Error::Conflict));
    }
}
