//! The data address and its twin over TLS: the listeners with a gate, so that they can refuse
//! connections, leave them unaccepted, or cut them off.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use socket2::SockRef;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::wire::Wire;
use super::{connection, socket};
use crate::control;
use crate::hub::{Gate, GateCommand, Hub};
use crate::journal::Received;
use crate::misbehave::Action;

/// As many as systems commonly allow to wait.
const BACKLOG: u32 = 128;

/// What `Gate::ResetWhileReading` tells its peers of segments and room. Small segments keep the
/// send buffers of this machine's clients small too: else 60 KB leave in one write, and no write is
/// left to fail.
const SMALL_SEGMENT: u32 = 536;
const SMALL_BUFFER: u32 = 1024;

pub(super) struct DataListener {
    pub(super) plain: Door,
    pub(super) tls: Door,
    acceptor: TlsAcceptor,
    gate: Gate,
    commands: UnboundedReceiver<GateCommand>,
}

/// An address, and its listener while there is one.
pub(super) struct Door {
    pub(super) address: SocketAddr,
    /// Keeps the port ours while no listener holds it.
    _reservation: Option<TcpSocket>,
    listener: Option<TcpListener>,
}

impl Door {
    fn bind(address: SocketAddr) -> io::Result<Self> {
        // Only Linux lets a second socket listen on a port that a first one has bound.
        let reservation = if cfg!(target_os = "linux") {
            Some(super::bound(address)?)
        } else {
            None
        };
        let reserved = reservation
            .as_ref()
            .map_or(Ok(address), TcpSocket::local_addr)?;
        let listener = super::bound(reserved)?.listen(BACKLOG)?;
        Ok(Self {
            address: listener.local_addr()?,
            _reservation: reservation,
            listener: Some(listener),
        })
    }

    /// Listens as the gate wants it; the former listener is gone already.
    fn listen(&mut self, gate: Gate) -> io::Result<()> {
        if gate == Gate::Refuse {
            return Ok(());
        }
        let socket = super::bound(self.address)?;
        if gate == Gate::ResetWhileReading {
            socket.set_recv_buffer_size(SMALL_BUFFER)?;
            SockRef::from(&socket).set_tcp_mss(SMALL_SEGMENT)?;
        }
        self.listener = Some(socket.listen(BACKLOG)?);
        Ok(())
    }

    async fn accept(&self) -> io::Result<TcpStream> {
        match &self.listener {
            Some(listener) => listener.accept().await.map(|(stream, _)| stream),
            None => std::future::pending().await,
        }
    }
}

impl DataListener {
    pub(super) fn bind(
        address: SocketAddr,
        acceptor: TlsAcceptor,
        commands: UnboundedReceiver<GateCommand>,
    ) -> io::Result<Self> {
        Ok(Self {
            plain: Door::bind(address)?,
            tls: Door::bind(SocketAddr::new(address.ip(), 0))?,
            acceptor,
            gate: Gate::Open,
            commands,
        })
    }

    pub(super) async fn serve(mut self, hub: Arc<Hub>) {
        let mut connections = JoinSet::new();
        loop {
            let accepts = self.gate != Gate::NeverAccept;
            let (accepted, tls) = tokio::select! {
                command = self.commands.recv() => {
                    let Some(GateCommand { gate, done }) = command else { return };
                    done(self.change(gate, &mut connections).await);
                    continue;
                }
                accepted = self.plain.accept(), if accepts => (accepted, None),
                accepted = self.tls.accept(), if accepts => (accepted, Some(self.acceptor.clone())),
                Some(_) = connections.join_next() => continue,
            };
            // An error is one client's, or a lack of file descriptors that passes.
            match accepted {
                Ok(stream) => {
                    drop(connections.spawn(attend(stream, tls, self.gate, Arc::clone(&hub))));
                }
                Err(_) => tokio::time::sleep(super::ACCEPT_PAUSE).await,
            }
        }
    }

    /// Closes what the old gate let in, then opens the new one.
    async fn change(&mut self, gate: Gate, connections: &mut JoinSet<()>) -> io::Result<()> {
        if gate == self.gate {
            return Ok(());
        }
        (self.plain.listener, self.tls.listener) = (None, None);
        connections.shutdown().await;
        self.gate = gate;
        self.plain.listen(gate)?;
        self.tls.listen(gate)
    }
}

async fn attend(stream: TcpStream, tls: Option<TlsAcceptor>, gate: Gate, hub: Arc<Hub>) {
    let wire: Wire = match tls {
        None => Box::new(stream),
        Some(acceptor) => match acceptor.accept(stream).await {
            Ok(stream) => Box::new(stream),
            // A client that trusts somebody else.
            Err(_) => return,
        },
    };
    if gate == Gate::ResetWhileReading {
        // An error means that the peer was gone first.
        let _ = socket::cut_off(wire).await;
        return;
    }
    let handler = |received: Received| {
        let hub = Arc::clone(&hub);
        async move {
            if control::is_for(&received.target) {
                Action::Reply(control::answer(&hub, &received).await)
            } else {
                hub.receive(received)
            }
        }
    };
    connection::serve(wire, handler).await;
}
