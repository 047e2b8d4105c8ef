//! HTTP as bytes: what no browser sends.

use std::io;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection on which this has been sent.
pub async fn send(to: SocketAddr, bytes: &[u8]) -> io::Result<TcpStream> {
    let mut stream = TcpStream::connect(to).await?;
    stream.write_all(bytes).await?;
    Ok(stream)
}

/// All that comes until the server closes.
pub async fn answer(stream: &mut TcpStream) -> io::Result<String> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What comes back for it on a connection of its own, which the request has to ask to be closed.
pub async fn exchange(to: SocketAddr, bytes: &[u8]) -> io::Result<String> {
    answer(&mut send(to, bytes).await?).await
}
