//! A DNS server and a web server of a story's own, on loopback.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{DEFAULT_VERSIONS, RootCertStore, ServerConfig};

const A: u16 = 1;
const TXT: u16 = 16;

/// Answers A and TXT questions (RFC 1035) with what it was told; anything else with nothing.
#[derive(Clone)]
pub struct Dns {
    pub address: SocketAddr,
    texts: Arc<Mutex<HashMap<String, String>>>,
    hosts: Arc<Mutex<HashMap<String, Ipv4Addr>>>,
}

impl Dns {
    pub async fn start() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let dns = Self { address: socket.local_addr().unwrap(), texts: Arc::default(), hosts: Arc::default() };
        let answering = dns.clone();
        tokio::spawn(async move {
            let mut buffer = [0; 512];
            while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
                let _ = socket.send_to(&answering.answer(&buffer[..length]), from).await;
            }
        });
        dns
    }

    pub fn say(&self, name: &str, text: &str) {
        self.texts.lock().unwrap().insert(name.to_owned(), text.to_owned());
    }

    pub fn place(&self, name: &str, at: Ipv4Addr) {
        self.hosts.lock().unwrap().insert(name.to_owned(), at);
    }

    fn answer(&self, asked: &[u8]) -> Vec<u8> {
        let mut labels = Vec::new();
        let mut at = 12;
        while asked[at] != 0 {
            let end = at + 1 + usize::from(asked[at]);
            labels.push(String::from_utf8_lossy(&asked[at + 1..end]).to_lowercase());
            at = end;
        }
        let name = labels.join(".");
        let kind = u16::from_be_bytes([asked[at + 1], asked[at + 2]]);
        let data = match kind {
            A => self.hosts.lock().unwrap().get(&name).map(|ip| ip.octets().to_vec()),
            TXT => self.texts.lock().unwrap().get(&name).map(|text| {
                std::iter::once(u8::try_from(text.len()).unwrap()).chain(text.bytes()).collect::<Vec<u8>>()
            }),
            _ => None,
        };
        // The question back, as an answer without further sections.
        let mut answer = asked[..2].to_vec();
        answer.extend([0x81, 0x80, 0, 1, 0, u8::from(data.is_some()), 0, 0, 0, 0]);
        answer.extend(&asked[12..at + 5]);
        if let Some(data) = data {
            answer.extend([0xc0, 12]);
            answer.extend(kind.to_be_bytes());
            answer.extend([0, 1, 0, 0, 0, 1]);
            answer.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
            answer.extend(data);
        }
        answer
    }
}

/// A web server over TLS that answers every request with the same.
pub struct Web {
    pub port: u16,
    /// Who vouches for it.
    pub roots: Arc<RootCertStore>,
    answer: Arc<Mutex<String>>,
    pub asked: Arc<Mutex<Vec<String>>>,
}

impl Web {
    pub async fn start(host: &str) -> Self {
        let made = rcgen::generate_simple_self_signed(vec![host.to_owned()]).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(made.cert.der().clone()).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(DEFAULT_VERSIONS)
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (answer, asked) = (Arc::<Mutex<String>>::default(), Arc::<Mutex<Vec<String>>>::default());
        let (says, hears) = (answer.clone(), asked.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut buffer = [0; 2048];
                let length = stream.read(&mut buffer).await.unwrap_or_default();
                hears.lock().unwrap().push(String::from_utf8_lossy(&buffer[..length]).into_owned());
                let answer = says.lock().unwrap().clone();
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { port, roots: Arc::new(roots), answer, asked }
    }

    pub fn say(&self, text: &str) {
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}", text.len());
        *self.answer.lock().unwrap() = answer;
    }

    pub fn redirect(&self, to: &str) {
        let answer = format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        *self.answer.lock().unwrap() = answer;
    }
}
