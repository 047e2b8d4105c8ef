//! The socket: connections are accepted under limits, silent clients don't hold it, and a stop drops no request.

mod accept;
mod connection;
mod limits;
mod open;
mod stop;

pub use accept::serve;
pub use limits::Limits;
pub use stop::{Phase, Stop};

use crate::settings::Settings;
use anyhow::Context as _;
use axum::Router;
use tokio::net::TcpListener;
use tokio::time::Instant;

/// Serves until the process is told to stop (SIGTERM or SIGINT).
pub async fn listen(settings: &Settings, router: Router) -> anyhow::Result<()> {
    let address = settings.listen;
    let listener = TcpListener::bind(address).await.with_context(|| format!("{address} can't be listened on"))?;
    limits::raise_handles();
    let stop = Stop::on_signals(settings.shutdown_delay)?;
    println!("Roster listens on http://{}", listener.local_addr()?);
    serve(listener, router, Limits::of(settings), stop).await;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "how long a socket is silent is no rule's matter: no story moves it")]
fn now() -> Instant {
    Instant::now()
}
