//! Each client is known by its own address: on a socket of both families, and behind proxies.

use crate::support::{Browser, Kind, PASSWORD, Postgres, Process, Sqlite};
use rstest::rstest;
use std::net::IpAddr;

const SIGN_IN: &str = "/sign-in";

/// A server on a socket that takes IPv4 clients as IPv6 addresses, with Ana in it; where to reach it by IPv4.
async fn on_a_socket_of_both_families(kind: Kind, settings: &[(&str, &str)]) -> (Process, String) {
    let settings: Vec<_> = [("LISTEN", "[::ffff:127.0.0.1]:0")].into_iter().chain(settings.iter().copied()).collect();
    let mut server = Process::start(kind, &settings).await;
    server.url = format!("http://127.0.0.1:{}", server.address.port());
    server.set_up().await;
    let url = server.url.clone();
    (server, url)
}

fn from(url: &str, address: &str, headers: &[(&'static str, &str)]) -> Browser {
    Browser::from_address(url, address.parse::<IpAddr>().unwrap(), headers)
}

async fn sign_in(browser: &Browser, email: &str, password: &str) -> u16 {
    browser.post(SIGN_IN, &[("email", email), ("password", password)]).await.status.as_u16()
}

#[rstest]
#[tokio::test]
async fn clients_of_ipv4_do_not_share_a_counter(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_server, url) = on_a_socket_of_both_families(kind, &[]).await;
    let guesser = from(&url, "127.0.0.66", &[]);
    let mut answers = Vec::new();
    for n in 0..60 {
        answers.push(sign_in(&guesser, &format!("guess{n}@acme.example"), "a common password").await);
    }
    assert_eq!(answers.last(), Some(&429), "{answers:?}");
    let ana = from(&url, "127.0.0.77", &[]);
    assert_eq!(sign_in(&ana, "ana@acme.example", PASSWORD).await, 200);
    let security = ana.get("/settings/security").await;
    assert!(security.shows("127.0.0.77") && !security.shows("::ffff"), "{}", security.text());
    let audit = ana.get("/w/acme/audit").await;
    assert!(!audit.body.contains("::ffff"), "{}", audit.text());
}

/// As a proxy writes who the client is, and how Roster writes it.
const WRITTEN: [(&str, &str, &str); 7] = [
    ("x-forwarded-for", "203.0.113.8", "203.0.113.8"),
    ("x-forwarded-for", "203.0.113.8:51234", "203.0.113.8"),
    ("x-forwarded-for", "[2001:db8::7]:443", "2001:db8::7"),
    ("x-forwarded-for", "198.51.100.1, 203.0.113.8:51234, 127.0.0.9", "203.0.113.8"),
    ("forwarded", "for=203.0.113.8;proto=https;by=127.0.0.9", "203.0.113.8"),
    ("forwarded", "for=198.51.100.1, For=\"[2001:db8::7]:4711\", for=127.0.0.9", "2001:db8::7"),
    ("x-forwarded-for", "203.0.113.8, junk", "127.0.0.1"),
];

#[rstest]
#[tokio::test]
async fn sessions_show_the_client_and_not_its_proxy(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_server, url) = on_a_socket_of_both_families(kind, &[("TRUSTED_PROXIES", "127.0.0.0/8")]).await;
    for (header, value, shown) in WRITTEN {
        let ana = from(&url, "127.0.0.1", &[(header, value)]);
        assert_eq!(sign_in(&ana, "ana@acme.example", PASSWORD).await, 200, "{header}: {value}");
        let security = ana.get("/settings/security").await;
        assert!(security.shows(shown), "{header}: {value}: {}", security.text());
        assert!(!security.shows("198.51.100.1"), "{header}: {value} shows what the client wrote");
    }
}

#[rstest]
#[tokio::test]
async fn clients_behind_a_proxy_do_not_share_a_counter(#[values(Sqlite, Postgres)] kind: Kind) {
    let (_server, url) = on_a_socket_of_both_families(kind, &[("TRUSTED_PROXIES", "127.0.0.0/8")]).await;
    let guesser = from(&url, "127.0.0.1", &[("x-forwarded-for", "203.0.113.8:51234")]);
    let mut last = 0;
    for n in 0..60 {
        last = sign_in(&guesser, &format!("guess{n}@acme.example"), "a common password").await;
    }
    assert_eq!(last, 429);
    let same_client = from(&url, "127.0.0.1", &[("x-forwarded-for", "203.0.113.8:40001")]);
    assert_eq!(sign_in(&same_client, "ana@acme.example", PASSWORD).await, 429, "another port is the same client");
    let another = from(&url, "127.0.0.1", &[("x-forwarded-for", "203.0.113.9:51234")]);
    assert_eq!(sign_in(&another, "ana@acme.example", PASSWORD).await, 200);
}
