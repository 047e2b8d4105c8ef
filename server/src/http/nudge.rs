//! Looking again at a page that nobody calls.
//!
//! Now and then (once in some thousands of pages, on SQLite alone, whose answers come from a thread of their own) a page
//! whose data has arrived is not woken for it, and would wait until some other clock rings: docs/adr/0007-nudge.md. A
//! future may be polled at any time, so it is: four times a second.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use std::pin::pin;
use std::time::Duration;

const BEAT: Duration = Duration::from_millis(250);

pub(super) async fn nudge(request: Request, next: Next) -> Response {
    let mut answer = pin!(next.run(request));
    loop {
        if let Ok(response) = tokio::time::timeout(BEAT, answer.as_mut()).await {
            return response;
        }
    }
}
