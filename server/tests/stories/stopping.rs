//! Being told to stop: nobody who has connected is sent away, and load balancers know first.

use crate::support::{Kind, Postgres, Process, Sqlite, answer, exchange, send};
use rstest::rstest;
use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::sync::Barrier;
use tokio::time::timeout;

const TIMEOUT: Duration = Duration::from_mins(1);
const GET: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: roster.example\r\n\r\n";

fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: roster.example\r\nConnection: close\r\n\r\n").into_bytes()
}

/// How many were answered and how many found nobody listening; anything else is a failure.
async fn several_hundred_around(process: &mut Process, delay: Duration) -> (usize, usize) {
    let (address, together) = (process.address, Arc::new(Barrier::new(401)));
    let clients: Vec<_> = (0..400_u64)
        .map(|n| {
            let together = together.clone();
            tokio::spawn(async move {
                together.wait().await;
                // Most at once, some all the while: slow on purpose.
                if n % 4 == 0 {
                    tokio::time::sleep(Duration::from_millis(n / 2)).await;
                }
                exchange(address, &get("/sign-in")).await
            })
        })
        .collect();
    together.wait().await;
    // The stop comes early, in the middle or late among them.
    tokio::time::sleep(delay).await;
    process.terminate();
    let (mut answered, mut refused) = (0, 0);
    for client in clients {
        match timeout(TIMEOUT, client).await.expect("an end").unwrap() {
            Ok(text) if text.starts_with("HTTP/1.1 303") => answered += 1,
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => refused += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(process.ended().await.success());
    (answered, refused)
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_several_hundred_at_once_none_is_reset(
    #[values(Sqlite, Postgres)] kind: Kind,
    #[values(0, 20, 100)] milliseconds: u64,
) {
    let mut process = Process::start(kind, &[]).await;
    let (answered, _) = several_hundred_around(&mut process, Duration::from_millis(milliseconds)).await;
    // How many come before the stop is the machine's matter; that nobody who did was reset is not.
    assert!(answered > 0);
}

#[rstest]
#[tokio::test]
async fn readiness_goes_first_and_whoever_comes_is_still_served(#[values(Sqlite, Postgres)] kind: Kind) {
    let mut process = Process::start(kind, &[("SHUTDOWN_DELAY", "10m")]).await;
    let address = process.address;
    assert!(exchange(address, &get("/readyz")).await.unwrap().starts_with("HTTP/1.1 200"));
    process.terminate();
    let unready = async { while !exchange(address, &get("/readyz")).await.unwrap().starts_with("HTTP/1.1 503") {} };
    timeout(TIMEOUT, unready).await.expect("it says that it is not ready");
    let mut stream = send(address, GET).await.unwrap();
    let answered = timeout(TIMEOUT, answer(&mut stream)).await.expect("the connection ends").unwrap();
    assert!(answered.starts_with("HTTP/1.1 200") && answered.contains("connection: close"), "{answered}");
    // Whoever can't wait says so again.
    process.terminate();
    assert!(timeout(TIMEOUT, process.ended()).await.expect("it ends").success());
}

#[rstest]
#[tokio::test]
async fn stopping_finishes_requests_under_way(#[values(Sqlite, Postgres)] kind: Kind) {
    let mut process = Process::start(kind, &[]).await;
    let head = b"POST /sign-in HTTP/1.1\r\nHost: roster.example\r\nContent-Length: 9\r\n\r\nemail";
    let mut slow = send(process.address, head).await.unwrap();
    let mut idle = send(process.address, b"").await.unwrap();
    // Both are at the server once another has been answered.
    exchange(process.address, &get("/healthz")).await.unwrap();
    process.terminate();
    let ended = async {
        while !exchange(process.address, &get("/healthz"))
            .await
            .is_err_and(|e| e.kind() == ErrorKind::ConnectionRefused)
        {}
    };
    timeout(TIMEOUT, ended).await.expect("nobody listens any more");
    slow.write_all(b"=abc").await.unwrap();
    let answered = timeout(TIMEOUT, answer(&mut slow)).await.expect("an answer").unwrap();
    assert!(answered.starts_with("HTTP/1.1 422") && answered.contains("connection: close"), "{answered}");
    assert_eq!(timeout(TIMEOUT, answer(&mut idle)).await.expect("its end").unwrap(), "");
    assert!(timeout(TIMEOUT, process.ended()).await.expect("it ends").success());
}
