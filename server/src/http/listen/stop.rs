//! Being told to stop.

use std::io;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// How far a stop has come. Requests bear it as an extension.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    #[default]
    Serving,
    /// `/readyz` says no, so that a load balancer sends nobody any more; whoever comes is served.
    Draining,
    /// What has been accepted and what is under way is finished, nothing else.
    Stopping,
}

/// Where a server hears of it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<Phase>);

impl Stop {
    /// Never.
    pub fn never() -> Self {
        Self(watch::channel(Phase::Serving).1)
    }

    /// At SIGTERM, after so long a time of draining; at SIGINT, which is someone at a terminal, or at a second signal
    /// at once.
    pub(super) fn on_signals(delay: Duration) -> io::Result<Self> {
        let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
        let (sender, receiver) = watch::channel(Phase::Serving);
        tokio::spawn(pass_on(terminate, interrupt, delay, sender));
        Ok(Self(receiver))
    }

    pub(super) fn phase(&self) -> Phase {
        *self.0.borrow()
    }

    /// Waits for another phase; for ever where there will be none.
    pub(super) async fn changed(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Waits until nobody new is to be served.
    pub(super) async fn stopping(&mut self) {
        if self.0.wait_for(|phase| *phase == Phase::Stopping).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

async fn pass_on(mut terminate: Signal, mut interrupt: Signal, delay: Duration, phase: watch::Sender<Phase>) {
    let drains = tokio::select! {
        _ = terminate.recv() => true,
        _ = interrupt.recv() => false,
    };
    if drains && !delay.is_zero() {
        tracing::info!(?delay, "draining: not ready for more, still serving");
        phase.send_replace(Phase::Draining);
        tokio::select! {
            () = tokio::time::sleep(delay) => {}
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
    tracing::info!("stopping");
    phase.send_replace(Phase::Stopping);
    // Those who listen may still ask.
    phase.closed().await;
}
