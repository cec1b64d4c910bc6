//! The steps of a fault, on a socket that HTTP no longer rules.

use std::io;
use std::net::Shutdown;
use std::time::Duration;

use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::wire::Wire;
use crate::misbehave::Step;

/// Plays the steps, then closes. An error means that the peer has gone, and ends them.
pub(super) async fn play(mut stream: Wire, steps: Vec<Step>) -> io::Result<()> {
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
            Step::Reset => return stream.tcp().set_zero_linger(),
        }
    }
    stream.shutdown().await?;
    // A socket that is closed with unread bytes is reset: what still comes is read first.
    until_gone(&mut stream).await
}

/// Reads a little, then closes and resets while the peer may still be writing. Between the FIN and
/// the RST a peer's write fails as on a broken pipe.
pub(super) async fn cut_off(mut stream: Wire) -> io::Result<()> {
    let _little = stream.read(&mut [0; 1024]).await?;
    // The bare socket, below TLS: no goodbye.
    SockRef::from(stream.tcp()).shutdown(Shutdown::Write)?;
    stream.tcp().set_zero_linger()
}

async fn send_after(stream: &mut Wire, bytes: &[u8], pause: Duration) -> io::Result<()> {
    tokio::time::sleep(pause).await;
    stream.write_all(bytes).await
}

async fn until_gone(stream: &mut Wire) -> io::Result<()> {
    let mut ignored = [0; 1024];
    while stream.read(&mut ignored).await? > 0 {}
    Ok(())
}
