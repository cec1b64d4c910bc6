//! The steps of a fault, on a socket that HTTP no longer rules.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::misbehave::Step;

/// Plays the steps, then closes. An error means that the peer has gone, and ends them.
pub(super) async fn play(mut stream: TcpStream, steps: Vec<Step>) -> io::Result<()> {
    for step in steps {
        match step {
            Step::Send(bytes) => stream.write_all(&bytes).await?,
            Step::Drip { bytes, every } => {
                for byte in bytes {
                    send_after(&mut stream, &[byte], every).await?;
                }
            }
            Step::DripForever { chunk, every } => loop {
                send_after(&mut stream, chunk, every).await?;
            },
            Step::Silence => until_gone(&mut stream).await?,
            Step::Reset => return stream.set_zero_linger(),
        }
    }
    stream.shutdown().await?;
    // A socket that is closed with unread bytes is reset: what still comes is read first.
    until_gone(&mut stream).await
}

async fn send_after(stream: &mut TcpStream, bytes: &[u8], pause: Duration) -> io::Result<()> {
    tokio::time::sleep(pause).await;
    stream.write_all(bytes).await
}

async fn until_gone(stream: &mut TcpStream) -> io::Result<()> {
    let mut ignored = [0; 1024];
    while stream.read(&mut ignored).await? > 0 {}
    Ok(())
}
