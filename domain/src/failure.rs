//! Failures of the machine rather than of a rule: what may fail without harm, and what a file system's error means.

use crate::Error;
use std::io;

/// When it is worth trying again where a disk is full, in seconds: someone has to make room first.
const RETRY_FULL_SECONDS: u32 = 30;

/// A write that serves a page but is not what was asked for, such as when someone was last active. Where the database can't be
/// written to just now, the page is shown all the same.
pub(crate) fn best_effort(result: Result<(), Error>, noting: &'static str) -> Result<(), Error> {
    match result {
        Err(Error::Busy(_)) => {
            tracing::warn!(noting, "could not be written");
            Ok(())
        }
        other => other,
    }
}

/// What a failure of the file system means, which is logged: [`Error::Busy`] where there is no room or no permission to write
/// just now, otherwise [`Error::Internal`].
pub fn file_error(error: &io::Error, doing: &'static str) -> Error {
    tracing::error!(%error, doing, "file system");
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::ReadOnlyFilesystem => {
            Error::Busy(RETRY_FULL_SECONDS)
        }
        _ => Error::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_worth_another_try_and_a_missing_file_is_not() {
        assert_eq!(file_error(&io::Error::from_raw_os_error(28), "a test"), Error::Busy(RETRY_FULL_SECONDS));
        assert_eq!(file_error(&io::ErrorKind::NotFound.into(), "a test"), Error::Internal);
        assert_eq!(best_effort(Err(Error::Busy(2)), "a test"), Ok(()));
        assert_eq!(best_effort(Err(Error::Internal), "a test"), Err(Error::Internal));
    }
}
