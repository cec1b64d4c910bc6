//! A host's addresses. The system's lookup blocks, so it borrows a thread of its own.

use std::fmt;
use std::fs::File;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::thread;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::oneshot;

/// The operating system's lookup.
#[derive(Debug)]
pub(super) struct Lookup;

/// The system had no thread or descriptor left to ask with: nothing is said about the name.
#[derive(Debug)]
pub(super) struct Exhausted;

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the system has no thread or descriptor left")
    }
}

impl std::error::Error for Exhausted {}

impl Resolve for Lookup {
    fn resolve(&self, name: Name) -> Resolving {
        let (tell, told) = oneshot::channel();
        let host = name.as_str().to_owned();
        // A caller that has stopped waiting is not told; the thread ends when the system lets it.
        let spawned = thread::Builder::new().spawn(move || drop(tell.send(addresses(&host))));
        Box::pin(async move {
            spawned.map_err(|_none_left| Exhausted)?;
            match told.await {
                Ok(Ok(addresses)) => Ok(Box::new(addresses.into_iter()) as Addrs),
                Ok(Err(_)) if !descriptors_are_left() => Err(Exhausted.into()),
                Ok(Err(error)) => Err(error.into()),
                Err(_panicked) => Err(Exhausted.into()),
            }
        })
    }
}

fn addresses(host: &str) -> io::Result<Vec<SocketAddr>> {
    Ok((host, 0).to_socket_addrs()?.collect())
}

/// Whether the process can open one more file. A lookup without one fails with words that say
/// something else, and trust that is read without one is empty.
pub(super) fn descriptors_are_left() -> bool {
    // The numbers of Linux, Apple and the BSDs alike; the standard library has no kinds for them.
    const ENFILE: i32 = 23;
    const EMFILE: i32 = 24;
    let opened = File::open("/dev/null").map_err(|error| error.raw_os_error());
    // Where it is missing or forbidden, descriptors are not what is lacking.
    cfg!(not(unix)) || !matches!(opened, Err(Some(ENFILE | EMFILE)))
}
