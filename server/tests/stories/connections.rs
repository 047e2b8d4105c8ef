//! Clients that hold connections: the silent ones go, and nobody is kept out by them.

use crate::support::{Kind, Postgres, Process, Sqlite, TestApp, answer, exchange, send};
use rstest::rstest;
use server::http::{Limits, Site, Stop, router, serve};
use server::settings::Settings;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

const GET: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: roster.example\r\n\r\n";
const LAST_GET: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: roster.example\r\nConnection: close\r\n\r\n";
/// Of a request under way: its body is still to come.
const POST: &[u8] = b"POST /sign-in HTTP/1.1\r\nHost: roster.example\r\nContent-Length: 9\r\n\r\n";
/// Far more than anything here takes, where a test would otherwise hang.
const TIMEOUT: Duration = Duration::from_mins(1);

fn limits() -> Limits {
    Limits { head_timeout: Duration::from_millis(300), ..Limits::of(&Settings::read().unwrap()) }
}

/// The same Roster, at a socket with these limits.
async fn serve_with(app: &TestApp, limits: Limits) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = router(app.roster.clone(), &Settings::read().unwrap(), &Site::absent());
    tokio::spawn(serve(listener, router, limits, Stop::never()));
    address
}

/// Waits for the server to close it.
async fn closed(stream: &mut TcpStream) {
    let end = timeout(TIMEOUT, answer(stream)).await.expect("the server closes it");
    assert!(end.is_ok() || end.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset));
}

#[rstest]
#[tokio::test]
async fn a_connection_without_a_complete_head_is_closed(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    let address = serve_with(&app, limits()).await;
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    for beginning in [&b""[..], b"G", b"PRI * HT", b"GET / HTTP/1.1\r\nHost: roster", &preface[..], &preface[..20]] {
        closed(&mut send(address, beginning).await.unwrap()).await;
    }
    for next in [&b""[..], b"GET / HT"] {
        let mut stream = send(address, GET).await.unwrap();
        let mut first = [0; 15];
        stream.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 200 OK");
        stream.write_all(next).await.unwrap();
        closed(&mut stream).await;
    }
    // A byte now and then, slow on purpose, makes it no better.
    let mut stream = send(address, b"GET / HTTP/1.1\r\nHost: ").await.unwrap();
    let dripped = async {
        while stream.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(TIMEOUT, dripped).await.expect("the server closes it");
}

#[rstest]
#[tokio::test]
async fn a_request_under_way_is_no_silence(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    let address = serve_with(&app, limits()).await;
    let mut slow = send(address, POST).await.unwrap();
    // Slow on purpose: longer than the limit in all, never between two bytes.
    for byte in b"email=abc" {
        tokio::time::sleep(Duration::from_millis(100)).await;
        slow.write_all(&[*byte]).await.unwrap();
    }
    assert!(answer(&mut slow).await.unwrap().starts_with("HTTP/1.1 422"), "no e-mail address");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_silent_connections_keep_nobody_out(#[values(Sqlite, Postgres)] kind: Kind) {
    let process = Process::with_handles(kind, 256, &[]).await;
    let ana = process.set_up().await;
    let mut silent = Vec::new();
    for n in 0..300 {
        let beginning: &[u8] = [&b""[..], b"G", b"PRI *"][n % 3];
        silent.push(send(process.address, beginning).await.unwrap());
    }
    for _ in 0..20 {
        let answered = timeout(TIMEOUT, exchange(process.address, LAST_GET)).await.expect("an answer").unwrap();
        assert!(answered.starts_with("HTTP/1.1 200"), "{answered}");
    }
    assert_eq!(timeout(TIMEOUT, ana.get("/w/acme/users")).await.unwrap().status, 200);
    assert!(!process.log().contains("can't be accepted"), "{}", process.log());
}

#[rstest]
#[tokio::test]
async fn an_address_has_its_share_and_proxies_are_none(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    let address = serve_with(&app, Limits { per_address: 2, ..limits() }).await;
    let mut working = [send(address, POST).await.unwrap(), send(address, POST).await.unwrap()];
    // Both heads have been read once the share is full.
    let refused = async {
        loop {
            let answered = exchange(address, LAST_GET).await.unwrap_or_default();
            if answered.starts_with("HTTP/1.1 503") {
                return answered;
            }
        }
    };
    let refused = timeout(TIMEOUT, refused).await.expect("a refusal");
    assert!(refused.contains("retry-after: 5"), "{refused}");
    let [first, _] = &mut working;
    first.write_all(b"email=abc").await.unwrap();
    let mut answered = [0; 12];
    first.read_exact(&mut answered).await.unwrap();
    assert_eq!(&answered, b"HTTP/1.1 422", "what is under way goes on");
    let proxies = ["127.0.0.0/8".parse().unwrap()].into();
    let behind = serve_with(&app, Limits { per_address: 2, proxies, ..limits() }).await;
    let _working =
        [send(behind, POST).await.unwrap(), send(behind, POST).await.unwrap(), send(behind, POST).await.unwrap()];
    for _ in 0..3 {
        assert!(exchange(behind, LAST_GET).await.unwrap().starts_with("HTTP/1.1 200"));
    }
}

#[rstest]
#[tokio::test]
async fn where_all_are_at_work_others_wait_in_the_queue(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    let address = serve_with(&app, Limits { connections: 2, per_address: 2, ..limits() }).await;
    let mut working = [send(address, POST).await.unwrap(), send(address, POST).await.unwrap()];
    let waiting = tokio::spawn(async move { exchange(address, LAST_GET).await });
    for stream in &mut working {
        stream.write_all(b"email=abc").await.unwrap();
        let mut answered = [0; 12];
        stream.read_exact(&mut answered).await.unwrap();
    }
    let answered = timeout(TIMEOUT, waiting).await.expect("an answer").unwrap().unwrap_or_default();
    assert!(answered.starts_with("HTTP/1.1 200") || answered.starts_with("HTTP/1.1 503"), "{answered}");
    assert!(exchange(address, LAST_GET).await.unwrap().starts_with("HTTP/1.1 200"));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn without_a_handle_it_waits_for_one_and_says_so_once(#[values(Sqlite, Postgres)] kind: Kind) {
    let process = Process::start(kind, &[]).await;
    assert!(exchange(process.address, LAST_GET).await.unwrap().starts_with("HTTP/1.1 200"));
    process.limit_handles(true);
    let waiting = send(process.address, LAST_GET).await.unwrap();
    let failing = async {
        while process.log().matches("can't be accepted").count() == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // Nothing says how often it has tried since; half a second is enough for many.
        tokio::time::sleep(Duration::from_millis(500)).await;
    };
    timeout(TIMEOUT, failing).await.expect("a line in the log");
    assert_eq!(process.log().matches("can't be accepted").count(), 1, "{}", process.log());
    process.limit_handles(false);
    let mut waiting = waiting;
    let answered = timeout(TIMEOUT, answer(&mut waiting)).await.expect("an answer").unwrap();
    assert!(answered.starts_with("HTTP/1.1 200"), "{answered}");
    assert!(exchange(process.address, LAST_GET).await.unwrap().starts_with("HTTP/1.1 200"));
}
