//! Readers who go away while their page is made.

use crate::support::{Kind, Postgres, Process, Sqlite};
use rstest::rstest;
use std::time::Duration;
use tokio::time::timeout;

/// Each of so many goes this much later than the one before: the last when their page is there.
const READERS: u32 = 150;
const LATER: Duration = Duration::from_micros(400);

#[rstest]
#[tokio::test]
async fn pages_are_made_to_their_end(#[values(Sqlite, Postgres)] kind: Kind) {
    let roster = Process::start(kind, &[]).await;
    let ana = roster.set_up().await;
    for page in ["/w/acme/users", "/settings/profile"] {
        let mut gone = 0;
        for nth in 1..=READERS {
            gone += u32::from(timeout(nth * LATER, ana.get(page)).await.is_err());
        }
        assert!(gone > READERS / 10, "{gone} of {READERS} went before they had {page}");
        assert_eq!(ana.get(page).await.status, 200);
    }
    assert!(!roster.log().contains("panicked"), "{}", roster.log());
}
