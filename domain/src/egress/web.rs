//! One small page of another's web server.

use super::{Lookup, TIMEOUT};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Request, header};
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, DEFAULT_VERSIONS};

/// The most that is read of it, in bytes.
const MAX_BODY_BYTES: usize = 4096;

/// What `https://{host}{path}` says, if it answers 200 with a small text within a few seconds. Redirects are not
/// followed, and only addresses of everyone's internet are gone to: what someone typed leads nowhere inside.
pub(crate) async fn page(lookup: &Lookup, host: &str, path: &str) -> Option<String> {
    tokio::time::timeout(TIMEOUT, fetch(lookup, host, path)).await.ok()?
}

async fn fetch(lookup: &Lookup, host: &str, path: &str) -> Option<String> {
    let address = lookup.reachable(host).await?;
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(DEFAULT_VERSIONS)
        .ok()?
        .with_root_certificates(lookup.roots.clone())
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).ok()?;
    let stream = TcpStream::connect(address).await.ok()?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.ok()?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
    let request = Request::get(path)
        .header(header::HOST, host)
        .header(header::USER_AGENT, "Roster")
        .body(Empty::<Bytes>::new())
        .ok()?;
    let answer = async {
        let response = sender.send_request(request).await.ok()?;
        if response.status() != 200 {
            return None;
        }
        let body = Limited::new(response.into_body(), MAX_BODY_BYTES).collect().await.ok()?;
        String::from_utf8(body.to_bytes().to_vec()).ok()
    };
    let driver = AbortOnDrop(tokio::spawn(connection));
    let answer = answer.await;
    drop(driver);
    answer
}

/// The connection goes on until its answer is there, or nobody waits for it any more.
struct AbortOnDrop<T>(tokio::task::JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
