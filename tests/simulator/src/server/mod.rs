//! The listeners: data, control, trap, and two addresses that never answer.

mod connection;
mod data;
mod socket;
mod tap;
mod wire;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, oneshot};

use crate::control;
use crate::hub::Hub;
use crate::journal::Received;
use crate::misbehave::Action;
use crate::scenario::Scenario;

/// How long a listener rests when the system has no connection to give, for lack of file
/// descriptors mostly.
const ACCEPT_PAUSE: Duration = Duration::from_millis(10);

/// Where a simulator listens. This is also the line that the program prints when it is ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Addresses {
    /// What a client takes as CloudAgent.
    pub base_url: String,
    /// The same over TLS, by the name that its certificate has: `https://localhost:…`.
    pub tls_url: String,
    /// The certificate of `tls_url` as PEM, made anew by each simulator: for a client to trust.
    pub tls_certificate: String,
    /// The control endpoints, up to and including `/_sim`.
    pub control_url: String,
    /// Where redirects lead.
    pub trap_url: String,
    /// An address that always refuses a connection.
    pub refuse_url: String,
    /// An address where a connection is never even made: packets to it are dropped.
    pub unreachable_url: String,
}

/// A simulator that listens, and has not begun to serve.
pub(crate) struct Server {
    pub(crate) addresses: Addresses,
    pub(crate) hub: Arc<Hub>,
    data: data::DataListener,
    control: TcpListener,
    trap: TcpListener,
    /// Held open, never used: what makes the two silent addresses what they are.
    _refusing: TcpSocket,
    _unreachable: Unreachable,
}

impl Server {
    /// Binds every listener. Only `address` may name a port; the others take a free one of the same
    /// host.
    pub(crate) async fn bind(scenario: Scenario, address: SocketAddr) -> io::Result<Self> {
        if !address.ip().is_loopback() {
            let sentence = format!("{} is not a loopback address", address.ip());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, sentence));
        }
        let any_port = SocketAddr::new(address.ip(), 0);
        let (gate, gate_commands) = mpsc::unbounded_channel();
        let identity = wire::Identity::new()?;
        let data = data::DataListener::bind(address, identity.acceptor, gate_commands)?;
        let control = TcpListener::bind(any_port).await?;
        let trap = TcpListener::bind(any_port).await?;
        let refusing = bound(any_port)?;
        let unreachable = Unreachable::bind(any_port).await?;
        let addresses = Addresses {
            base_url: url(data.plain.address),
            tls_url: format!("https://localhost:{}", data.tls.address.port()),
            tls_certificate: identity.pem,
            control_url: format!("{}/_sim", url(control.local_addr()?)),
            trap_url: url(trap.local_addr()?),
            refuse_url: url(refusing.local_addr()?),
            unreachable_url: url(unreachable.address),
        };
        let hub = Arc::new(Hub::new(scenario, gate, addresses.trap_url.clone()));
        let (_refusing, _unreachable) = (refusing, unreachable);
        Ok(Self {
            addresses,
            hub,
            data,
            control,
            trap,
            _refusing,
            _unreachable,
        })
    }

    /// Serves until `stop` is sent or dropped. Whatever is still open goes with the runtime.
    pub(crate) async fn run(self, stop: oneshot::Receiver<()>) {
        let (hub, trap_hub) = (Arc::clone(&self.hub), Arc::clone(&self.hub));
        let trap = move |received: Received| {
            let action = trap_hub.receive_in_trap(received);
            async { action }
        };
        let control_hub = Arc::clone(&self.hub);
        let control = move |received: Received| {
            let hub = Arc::clone(&control_hub);
            async move { Action::Reply(control::answer(&hub, &received).await) }
        };
        tokio::select! {
            _ = stop => {}
            () = self.data.serve(hub) => {}
            () = serve(self.control, control) => {}
            () = serve(self.trap, trap) => {}
        }
    }
}

/// Serves a listener that has neither faults nor a gate.
async fn serve<H, F>(listener: TcpListener, handler: H)
where
    H: Fn(Received) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Action> + Send + 'static,
{
    loop {
        // An error here is one client's, or a lack of file descriptors that passes.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        let handler = handler.clone();
        tokio::spawn(async move { connection::serve(Box::new(stream), handler).await });
    }
}

fn url(address: SocketAddr) -> String {
    format!("http://{address}")
}

/// A socket with an address and without a listener: connecting to it is refused.
fn bound(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()
    } else {
        TcpSocket::new_v6()
    }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

/// A listener whose queue is full, so that the system drops every further attempt to connect.
struct Unreachable {
    address: SocketAddr,
    _listener: TcpListener,
    _in_queue: TcpStream,
}

impl Unreachable {
    async fn bind(address: SocketAddr) -> io::Result<Self> {
        // A queue of length 0 holds one connection, and this is it.
        let listener = bound(address)?.listen(0)?;
        let address = listener.local_addr()?;
        let in_queue = TcpStream::connect(address).await?;
        Ok(Self {
            address,
            _listener: listener,
            _in_queue: in_queue,
        })
    }
}
