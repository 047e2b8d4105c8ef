//! One connection, from being accepted to its end.

use super::open::{Activity, Seen, Slot, UnderWay};
use super::stop::{Phase, Stop};
use super::{Limits, now};
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Request, Response, Version, header};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use socket2::SockRef;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, sleep_until, timeout};
use tower::ServiceExt;

/// How long a peer may leave unacknowledged what was sent to it.
const PEER_TIMEOUT: Duration = Duration::from_mins(1);
/// How long a refusal takes at most.
const REFUSAL: Duration = Duration::from_secs(1);
/// How often HTTP/2 asks whether the peer is still there.
const PING_EVERY: Duration = Duration::from_secs(10);
/// How long someone who was accepted has to send a request's head once the server stops.
const LAST_HEAD_TIMEOUT: Duration = Duration::from_secs(2);

/// What all connections share.
#[derive(Clone)]
pub(super) struct Server {
    router: Router,
    stop: Stop,
    builder: Builder<TokioExecutor>,
}

impl Server {
    pub(super) fn new(router: Router, stop: Stop, limits: &Limits) -> Self {
        let mut builder = Builder::new(TokioExecutor::new());
        // Its timer starts only once it is known that HTTP/1 is spoken: until then, and for HTTP/2, there is ours.
        builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.head_timeout);
        builder.http2().timer(TokioTimer::new()).keep_alive_interval(Some(PING_EVERY));
        Self { router, stop, builder }
    }
}

/// Says that there is no room. For so many at once it waits until they have heard it: closing with something unread
/// resets.
pub(super) async fn refuse(mut stream: TcpStream, turn: OwnedSemaphorePermit) {
    const ANSWER: &[u8] =
        b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let said = async {
        stream.write_all(ANSWER).await?;
        stream.shutdown().await?;
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await
    };
    let _ = timeout(REFUSAL, said).await;
    drop(turn);
}

/// Until its client or a limit ends it.
pub(super) async fn serve(server: Server, stream: TcpStream, peer: SocketAddr, slot: Slot) {
    let socket = SockRef::from(&stream);
    let _ = socket.set_tcp_nodelay(true);
    let _ = socket.set_tcp_user_timeout(Some(PEER_TIMEOUT));
    let activity = slot.activity.clone();
    let Server { router, mut stop, builder } = server;
    let requests = Requests { router, stop: stop.clone(), activity: activity.clone(), peer };
    let service = service_fn(move |request| requests.clone().answer(request));
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    // Once it is closing: when it is cut off.
    let mut cut_at = None;
    loop {
        let (seen, phase) = (activity.seen(), stop.phase());
        let due = cut_at.filter(|_| seen.under_way == 0).or_else(|| silent_until(&seen, phase, slot.limits()));
        let is_due = due.is_some_and(|due| due <= now());
        if is_due && (cut_at.is_some() || !seen.served) {
            return;
        }
        if phase == Phase::Stopping && seen.under_way > 0 {
            // No further request; how long this one may take is bounded by the time of grace.
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
            return;
        }
        if is_due {
            // The last answer may still be on its way.
            connection.as_mut().graceful_shutdown();
            cut_at = Some(now() + slot.limits().head_timeout);
            continue;
        }
        tokio::select! {
            // What has arrived is read before anything ends it.
            biased;
            _ = connection.as_mut() => return,
            () = activity.changed() => {}
            () = stop.changed() => {}
            () = sleep_until(due.unwrap_or_else(now)), if due.is_some() => {}
        }
    }
}

/// Until when it may say nothing; none while a request is under way.
fn silent_until(seen: &Seen, phase: Phase, limits: &Limits) -> Option<Instant> {
    if seen.under_way > 0 {
        return None;
    }
    if seen.evicted {
        return Some(now());
    }
    let patience =
        if phase == Phase::Stopping { LAST_HEAD_TIMEOUT.min(limits.head_timeout) } else { limits.head_timeout };
    Some(seen.silent_since + patience)
}

/// What the requests of a connection share.
#[derive(Clone)]
struct Requests {
    router: Router,
    stop: Stop,
    activity: Arc<Activity>,
    peer: SocketAddr,
}

impl Requests {
    async fn answer(self, request: Request<Incoming>) -> Result<Response<Tracked>, Infallible> {
        let under_way = self.activity.begin();
        let version = request.version();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(self.peer));
        request.extensions_mut().insert(self.stop.phase());
        let mut answer = self.router.oneshot(request).await?;
        if self.stop.phase() != Phase::Serving && version < Version::HTTP_2 {
            answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        Ok(answer.map(|body| Tracked { body, _under_way: under_way }))
    }
}

/// An answer's body: the request is under way until it is gone.
struct Tracked {
    body: Body,
    _under_way: UnderWay,
}

impl HttpBody for Tracked {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
