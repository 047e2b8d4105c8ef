//! Bodies that don't arrive.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::LengthLimitError;
use hyper::body::{Frame, SizeHint};
use std::error::Error;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

/// Whoever reads the body of a request sees only that it could not; here is known why. 400 where its chunks are broken
/// or it ended early, 413 where it is too long.
pub(super) async fn answer_for_body(request: Request, next: Next) -> Response {
    let failure = Arc::new(OnceLock::new());
    let request = request.map(|body| Body::new(Watched { body, failure: failure.clone() }));
    let answer = next.run(request).await;
    match failure.get() {
        None => answer,
        Some(&StatusCode::PAYLOAD_TOO_LARGE) => {
            (StatusCode::PAYLOAD_TOO_LARGE, "This is larger than any page sends.\n").into_response()
        }
        Some(status) => (*status, "The request's body is broken or incomplete.\n").into_response(),
    }
}

struct Watched {
    body: Body,
    failure: Arc<OnceLock<StatusCode>>,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if let Some(Err(error)) = &frame {
            let _ = self.failure.set(status(error));
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

fn status(error: &axum::Error) -> StatusCode {
    let causes = std::iter::successors(Some(error as &dyn Error), |error| (*error).source());
    let mut causes = causes.filter(|error| error.is::<LengthLimitError>());
    if causes.next().is_some() { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::BAD_REQUEST }
}
