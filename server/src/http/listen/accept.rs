//! Accepting connections, until the queue is empty after a stop.

use super::connection::{self, Server};
use super::limits::Limits;
use super::now;
use super::open::Connections;
use super::stop::Stop;
use axum::Router;
use socket2::{SockFilter, SockRef};
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

/// How long a stop waits for requests under way.
const GRACE: Duration = Duration::from_secs(30);
/// Clients that are told at once that there is no room, of the reserved handles.
const REFUSALS: usize = 16;
/// After so long without another connection, the queue is empty: handshakes under way have ended.
const QUEUE_SETTLED: Duration = Duration::from_millis(250);
/// How long the process waits when it has no handle left: at first, and at most.
const BACK_OFF: [Duration; 2] = [Duration::from_millis(20), Duration::from_secs(1)];

/// How long no failure means that a burst is over.
const BURST: Duration = Duration::from_secs(10);

/// Serves until it is told to stop. Whoever has connected by then is served; requests under way get half a minute.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: Stop) {
    let mut acceptor = Acceptor {
        server: Server::new(router, stop.clone(), &limits),
        connections: Connections::new(limits),
        tasks: JoinSet::new(),
        refusals: Arc::new(Semaphore::new(REFUSALS)),
        failures: Failures::default(),
    };
    let mut told = stop;
    loop {
        tokio::select! {
            () = told.stopping() => break,
            accepted = acceptor.accept(&listener) => acceptor.take(accepted).await,
        }
    }
    if timeout(GRACE, acceptor.finish(listener)).await.is_err() {
        tracing::warn!(connections = acceptor.tasks.len(), "still at work after the time of grace, and broken off");
    }
}

struct Acceptor {
    connections: Arc<Connections>,
    server: Server,
    tasks: JoinSet<()>,
    refusals: Arc<Semaphore>,
    failures: Failures,
}

impl Acceptor {
    /// Those for whom there is no room wait in the kernel's queue.
    async fn accept(&self, listener: &TcpListener) -> io::Result<(TcpStream, SocketAddr)> {
        self.connections.room().await;
        listener.accept().await
    }

    async fn take(&mut self, accepted: io::Result<(TcpStream, SocketAddr)>) {
        while self.tasks.try_join_next().is_some() {}
        match accepted {
            Ok((stream, peer)) => {
                // A socket of both families shows an IPv4 client as an IPv6 address (RFC 4291, 2.5.5.2).
                let peer = SocketAddr::new(peer.ip().to_canonical(), peer.port());
                self.failures.ended();
                match self.connections.admit(peer.ip()) {
                    Some(slot) => drop(self.tasks.spawn(connection::serve(self.server.clone(), stream, peer, slot))),
                    None => self.refuse(stream),
                }
            }
            // The client's own doing.
            Err(error) if is_of_one_connection(&error) => {}
            // EMFILE, ENFILE, ENOBUFS, ENOMEM: silent connections go, and others wait in the kernel's queue.
            Err(error) => {
                self.connections.evict_one();
                sleep(self.failures.again(&error)).await;
            }
        }
    }

    /// With a word, for as many at once as there are turns.
    fn refuse(&mut self, stream: TcpStream) {
        if let Ok(turn) = self.refusals.clone().try_acquire_owned() {
            self.tasks.spawn(connection::refuse(stream, turn));
        }
    }

    /// Serves who is in the kernel's queue, then closes it and waits for the last answers.
    async fn finish(&mut self, listener: TcpListener) {
        refuse_handshakes(&listener);
        loop {
            self.connections.room().await;
            let Ok(accepted) = timeout(QUEUE_SETTLED, listener.accept()).await else { break };
            self.take(accepted).await;
        }
        drop(listener);
        while self.tasks.join_next().await.is_some() {}
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionRefused
            | ErrorKind::Interrupted
    )
}

/// Failures to accept. Those with less than a while between them are one burst, which is logged once.
#[derive(Debug, Default)]
struct Failures {
    in_burst: u64,
    /// Since the last connection.
    in_a_row: u32,
    last: Option<Instant>,
}

impl Failures {
    /// How long to wait before the next try.
    fn again(&mut self, error: &io::Error) -> Duration {
        if self.in_burst == 0 {
            tracing::error!(%error, "connections can't be accepted; trying again");
        }
        let [first, most] = BACK_OFF;
        let wait = first.saturating_mul(1 << self.in_a_row.min(10)).min(most);
        self.in_burst += 1;
        self.in_a_row += 1;
        self.last = Some(now());
        wait
    }

    /// A connection was accepted.
    fn ended(&mut self) {
        self.in_a_row = 0;
        if self.last.is_some_and(|last| now() - last > BURST) {
            tracing::info!(failures = self.in_burst, "connections are accepted again");
            *self = Self::default();
        }
    }
}

/// From now on no handshake begins: the kernel drops SYN packets to this socket, and their senders find it closed when
/// they try again. Otherwise whoever connects between our last look at the queue and its end would be reset. Where the
/// kernel can't, that moment remains.
fn refuse_handshakes(listener: &TcpListener) {
    // Classic BPF over the TCP header: the flags are at 13, SYN is 2.
    const LOAD_BYTE: u16 = 0x30;
    const JUMP_IF_SET: u16 = 0x45;
    const RETURN: u16 = 0x06;
    let filter = [
        SockFilter::new(LOAD_BYTE, 0, 0, 13),
        SockFilter::new(JUMP_IF_SET, 0, 1, 2),
        SockFilter::new(RETURN, 0, 0, 0),
        SockFilter::new(RETURN, 0, 0, u32::MAX),
    ];
    if let Err(error) = SockRef::from(listener).attach_filter(&filter) {
        tracing::debug!(%error, "handshakes can't be refused ahead of the end");
    }
}
