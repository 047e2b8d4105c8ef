//! The socket: slow clients don't hold it, and a stop lets requests finish.

use anyhow::Context as _;
use axum::Router;
use axum_server::Handle;
use hyper_util::rt::TokioTimer;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How long a client may take over its request's head.
const HEAD: Duration = Duration::from_secs(10);
/// How long a stop waits for requests under way.
const GRACE: Duration = Duration::from_secs(30);

/// Serves until the process is told to stop (SIGTERM or SIGINT).
pub async fn listen(address: SocketAddr, router: Router) -> anyhow::Result<()> {
    let listener = std::net::TcpListener::bind(address).with_context(|| format!("{address} can't be listened on"))?;
    listener.set_nonblocking(true)?;
    let handle = Handle::new();
    let mut server = axum_server::from_tcp(listener)?.handle(handle.clone());
    server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    server.http_builder().http2().timer(TokioTimer::new()).keep_alive_interval(Some(HEAD));
    let stop = tokio::spawn(stop_when_told(handle));
    println!("Roster listens on http://{address}");
    let served = server.serve(router.into_make_service_with_connect_info::<SocketAddr>()).await;
    stop.abort();
    Ok(served?)
}

async fn stop_when_told(handle: Handle<SocketAddr>) -> std::io::Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping");
    handle.graceful_shutdown(Some(GRACE));
    Ok(())
}
