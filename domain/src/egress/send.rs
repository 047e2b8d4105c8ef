//! One request to another's web server, and the beginning of its answer.

use super::{Lookup, Target, Unreached};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::rt::{Read, Write};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, DEFAULT_VERSIONS};

/// What is read of an answer's body, once its head is there. A slow body makes no failure of an answer.
const BODY_TIMEOUT: Duration = Duration::from_secs(5);

/// What a server has answered. A redirect is an answer like any other: nobody goes where it leads.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// At most as much as was asked for.
    pub body: Vec<u8>,
    /// The body was longer, or did not come to its end.
    pub cut: bool,
}

/// Sends a request, whose address is the path alone, and reads so many bytes of the answer's body. The connection goes
/// to the very address that was looked at, with each request anew.
pub(crate) async fn send(
    lookup: &Lookup,
    target: &Target,
    request: Request<Full<Bytes>>,
    timeout: Duration,
    max_body: usize,
) -> Result<Answer, Unreached> {
    let head = async {
        let address = lookup.reachable(target).await?;
        let (mut sender, driver) = connect(lookup, target, address).await?;
        let answer = ask(&mut sender, target, request).await?;
        Ok((answer, driver))
    };
    let (answer, driver) = tokio::time::timeout(timeout, head).await.unwrap_or(Err(Unreached::Timeout))?;
    let (head, body) = answer.into_parts();
    let (body, cut) = beginning(body, max_body).await;
    drop(driver);
    Ok(Answer { status: head.status.as_u16(), headers: head.headers, body, cut })
}

async fn connect(
    lookup: &Lookup,
    target: &Target,
    address: SocketAddr,
) -> Result<(SendRequest<Full<Bytes>>, AbortOnDrop), Unreached> {
    let stream = TcpStream::connect(address).await.map_err(|_| Unreached::Connection)?;
    if !target.https {
        return begin(TokioIo::new(stream)).await;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(DEFAULT_VERSIONS)
        .map_err(|_| Unreached::Tls)?
        .with_root_certificates(lookup.roots.clone())
        .with_no_client_auth();
    let name = match target.literal() {
        Some(ip) => ServerName::from(ip),
        None => ServerName::try_from(target.host.to_string()).map_err(|_| Unreached::Tls)?,
    };
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|_| Unreached::Tls)?;
    begin(TokioIo::new(stream)).await
}

async fn begin<S: Read + Write + Unpin + Send + 'static>(
    stream: S,
) -> Result<(SendRequest<Full<Bytes>>, AbortOnDrop), Unreached> {
    let (sender, connection) = http1::handshake(stream).await.map_err(|_| Unreached::Connection)?;
    let driver = tokio::spawn(async move {
        // What becomes of it is seen where the answer is awaited.
        let _ = connection.await;
    });
    Ok((sender, AbortOnDrop(driver)))
}

async fn ask(
    sender: &mut SendRequest<Full<Bytes>>,
    target: &Target,
    mut request: Request<Full<Bytes>>,
) -> Result<Response<Incoming>, Unreached> {
    let host = HeaderValue::from_str(&target.authority()).map_err(|_| Unreached::Unresolved)?;
    let agent = HeaderValue::from_static("Roster");
    request.headers_mut().extend([(header::HOST, host), (header::USER_AGENT, agent)]);
    sender.send_request(request).await.map_err(|_| Unreached::Broken)
}

async fn beginning(mut body: Incoming, max: usize) -> (Vec<u8>, bool) {
    let mut read = Vec::new();
    let reading = async {
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else { return true };
            let data = frame.into_data().unwrap_or_default();
            let room = max - read.len();
            read.extend(data.iter().take(room));
            if data.len() > room {
                return true;
            }
        }
        false
    };
    let cut = tokio::time::timeout(BODY_TIMEOUT, reading).await.unwrap_or(true);
    (read, cut)
}

/// The connection goes on until its answer is there, or nobody waits for it any more.
struct AbortOnDrop(tokio::task::JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
