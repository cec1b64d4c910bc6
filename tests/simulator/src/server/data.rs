//! The data address: the one listener with a gate, so that it can refuse connections or leave them
//! unaccepted.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;

use super::connection;
use crate::control;
use crate::hub::{Gate, GateCommand, Hub};
use crate::journal::Received;
use crate::misbehave::Action;

/// As many as systems commonly allow to wait.
const BACKLOG: u32 = 128;

pub(super) struct DataListener {
    pub(super) address: SocketAddr,
    /// Keeps the port ours while no listener holds it.
    _reservation: Option<TcpSocket>,
    listener: Option<TcpListener>,
    gate: Gate,
    commands: UnboundedReceiver<GateCommand>,
}

impl DataListener {
    pub(super) fn bind(
        address: SocketAddr,
        commands: UnboundedReceiver<GateCommand>,
    ) -> io::Result<Self> {
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
        let address = listener.local_addr()?;
        let (listener, gate) = (Some(listener), Gate::Open);
        Ok(Self {
            address,
            _reservation: reservation,
            listener,
            gate,
            commands,
        })
    }

    pub(super) async fn serve(mut self, hub: Arc<Hub>) {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                command = self.commands.recv() => {
                    let Some(GateCommand { gate, done }) = command else { return };
                    done(self.change(gate, &mut connections).await);
                }
                accepted = accept(self.listener.as_ref()), if self.gate == Gate::Open => {
                    // An error is one client's, or a lack of file descriptors that passes.
                    match accepted {
                        Ok(stream) => drop(connections.spawn(attend(stream, Arc::clone(&hub)))),
                        Err(_) => tokio::time::sleep(super::ACCEPT_PAUSE).await,
                    }
                }
                Some(_) = connections.join_next() => {}
            }
        }
    }

    /// Closes what the old gate let in, then opens the new one.
    async fn change(&mut self, gate: Gate, connections: &mut JoinSet<()>) -> io::Result<()> {
        if gate == self.gate {
            return Ok(());
        }
        self.listener = None;
        connections.shutdown().await;
        self.gate = gate;
        if gate != Gate::Refuse {
            self.listener = Some(super::bound(self.address)?.listen(BACKLOG)?);
        }
        Ok(())
    }
}

async fn accept(listener: Option<&TcpListener>) -> io::Result<TcpStream> {
    match listener {
        Some(listener) => listener.accept().await.map(|(stream, _)| stream),
        None => std::future::pending().await,
    }
}

async fn attend(stream: TcpStream, hub: Arc<Hub>) {
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
    connection::serve(stream, handler).await;
}
