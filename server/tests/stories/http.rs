//! What the protocol asks of a server: hosts, bodies, caches, origins; and what its log is not told.

use crate::accept::{accept, invite};
use crate::support::{Kind, PASSWORD, Postgres, Process, Relay, Sqlite, TestApp, exchange};
use rstest::rstest;
use std::net::SocketAddr;

fn address(app: &TestApp) -> SocketAddr {
    app.url.strip_prefix("http://").unwrap().parse().unwrap()
}

async fn status(to: SocketAddr, request: &str) -> String {
    let answer = exchange(to, request.as_bytes()).await.unwrap();
    answer.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[rstest]
#[tokio::test]
async fn a_request_has_one_host(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::without_mail(kind).await;
    for (hosts, wanted) in [
        ("Host: roster.example\r\n", "200"),
        ("", "400"),
        ("Host: roster.example\r\nHost: evil.example\r\n", "400"),
        ("Host: roster.example\r\nHost: roster.example\r\n", "400"),
        ("Host:\r\n", "400"),
        ("Host: ana:secret@roster.example\r\n", "400"),
        ("Host: roster.example/w/acme\r\n", "400"),
    ] {
        for path in ["/healthz", "/pkg/nothing.js", "/avatars/nothing", "/sign-in"] {
            let found =
                status(address(&app), &format!("GET {path} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n")).await;
            assert_eq!(found == "400", wanted == "400", "{path} {hosts:?}: {found}");
        }
    }
    assert_eq!(status(address(&app), "GET /healthz HTTP/1.0\r\n\r\n").await, "200");
}

/// The cookie of a session, as bytes have it.
async fn session(app: &TestApp) -> String {
    let form = format!("email=ana%40acme.example&password={}", PASSWORD.replace(' ', "+"));
    let request = format!(
        "POST /sign-in HTTP/1.1\r\nHost: roster.example\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{form}",
        form.len()
    );
    let answer = exchange(address(app), request.as_bytes()).await.unwrap();
    let cookies = answer.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    cookies.filter_map(|cookie| cookie.split(';').next()).collect::<Vec<_>>().join("; ")
}

#[rstest]
#[tokio::test]
async fn a_broken_body_is_the_clients_mistake(#[values(Sqlite, Postgres)] kind: Kind) {
    let (app, _) = TestApp::with_super_user(kind).await;
    let cookie = session(&app).await;
    for (path, content) in [
        ("/sign-in", "application/x-www-form-urlencoded"),
        ("/fn/submit", "application/json"),
        ("/fn/users/list", "application/json"),
        ("/settings/profile", "multipart/form-data; boundary=line"),
        ("/w/acme/users/import", "multipart/form-data; boundary=line"),
    ] {
        for chunks in ["zz\r\nabc\r\n0\r\n\r\n", "5\r\nabc", "3\r\nabcXX\r\n0\r\n\r\n", "ffffffffffffffffff\r\na\r\n"] {
            let request = format!(
                "POST {path} HTTP/1.1\r\nHost: roster.example\r\nCookie: {cookie}\r\nContent-Type: {content}\r\n\
                 Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n{chunks}"
            );
            let mut stream = crate::support::send(address(&app), request.as_bytes()).await.unwrap();
            tokio::io::AsyncWriteExt::shutdown(&mut stream).await.unwrap();
            let answer = crate::support::answer(&mut stream).await.unwrap();
            assert!(answer.starts_with("HTTP/1.1 400"), "{path} {chunks:?}: {answer}");
        }
    }
    let long = format!("100000\r\n{}\r\n", "a".repeat(0x10_0000)).repeat(2);
    for path in ["/sign-in", "/fn/users/list"] {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: roster.example\r\nCookie: {cookie}\r\nContent-Type: application/json\r\n\
             Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n{long}0\r\n\r\n"
        );
        let answer = exchange(address(&app), request.as_bytes()).await.unwrap_or_default();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{path}: {answer}");
    }
}

#[rstest]
#[tokio::test]
async fn caches_know_what_was_negotiated(#[values(Sqlite, Postgres)] kind: Kind) {
    let process = Process::start(kind, &[]).await;
    for (path, encoding, wanted) in [
        ("/pkg/roster.x.js", "br", Some("br")),
        ("/pkg/roster.x.js", "gzip", Some("gzip")),
        ("/pkg/roster.x.js", "identity", None),
        ("/setup", "gzip", Some("gzip")),
        ("/setup", "identity", None),
    ] {
        let page = process.browser().get_with(path, "accept-encoding", encoding).await;
        let header = |name: &str| page.headers.get_all(name).iter().map(|value| value.to_str().unwrap().to_lowercase());
        assert_eq!(header("content-encoding").next().as_deref(), wanted, "{path} {encoding}");
        assert_eq!(header("vary").filter(|vary| vary.contains("accept-encoding")).count(), 1, "{path} {encoding}");
    }
}

#[rstest]
#[tokio::test]
async fn the_scheme_belongs_to_the_origin(#[values(Sqlite, Postgres)] kind: Kind) {
    let app = TestApp::with_settings(kind, |settings| settings.public_url = "https://roster.example".into()).await;
    let post = async |origin: &str, host: &str| {
        let request = format!(
            "POST /preferences/language HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nContent-Length: 5\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\nto=es"
        );
        status(address(&app), &request).await
    };
    assert_eq!(post("https://roster.example", "roster.example").await, "303");
    assert_eq!(post("https://people.example", "people.example").await, "303");
    for (origin, host) in [
        ("http://roster.example", "roster.example"),
        ("http://people.example", "people.example"),
        ("https://roster.example:8443", "roster.example"),
        ("https://evil.example", "roster.example"),
        ("null", "roster.example"),
    ] {
        assert_eq!(post(origin, host).await, "403", "{origin}");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn however_much_is_logged_no_link_is(#[values(Sqlite, Postgres)] kind: Kind) {
    let relay = Relay::start().await;
    let process = Process::start(kind, &[("LOG", "trace,lettre=trace,hyper=trace"), ("SMTP_URL", &relay.url)]).await;
    let ana = process.set_up().await;
    invite(&ana, "caio@acme.example").await;
    let invitation = relay.link_to("caio@acme.example", "/invitations/").await;
    let at = |link: &str| format!("/{}", link.splitn(4, '/').nth(3).unwrap());
    process.browser().get(&at(&invitation)).await;
    assert_eq!(accept(&process.browser(), &at(&invitation)).await.path(), "/w/acme");
    process.browser().post("/recover", &[("email", "ana@acme.example")]).await;
    let recovery = relay.link_to("ana@acme.example", "/recover/").await;
    process.browser().get(&at(&recovery)).await;
    process.browser().get(&format!("/sign-in?next={}", at(&recovery))).await;
    ana.post("/settings/security", &[("action", "email"), ("email", "new@acme.example")]).await;
    let change = relay.link_to("new@acme.example", "/email/").await;
    process.browser().get(&at(&change)).await;
    let chosen = [("password", "seven quiet herons there"), ("confirm_password", "seven quiet herons there")];
    assert_eq!(process.browser().post(&at(&recovery), &chosen).await.path(), "/sign-in?done=recovered");
    let log = process.log();
    assert!(log.contains("DEBUG") && log.contains("/recover/"), "details are logged: {log:.2000}");
    for link in [invitation, recovery, change] {
        let secret = link.rsplit_once('/').unwrap().1;
        assert!(secret.len() > 40);
        let line = log.lines().find(|line| line.contains(secret) || line.contains(&secret[..32]));
        assert_eq!(line, None);
    }
}
