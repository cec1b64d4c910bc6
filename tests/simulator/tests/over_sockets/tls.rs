//! The address over TLS.

use std::io::{BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;

use cloudagent_simulator::{Fault, Simulator};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::client::{address, simulator};
use crate::faults::SET;

/// A connection that trusts the simulator's own certificate only, and names it `localhost`.
fn connect(simulator: &Simulator) -> StreamOwned<ClientConnection, TcpStream> {
    let addresses = simulator.addresses();
    let url = addresses
        .tls_url
        .replace("https://localhost", "http://127.0.0.1");
    let pem = addresses.tls_certificate.as_bytes();
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(pem).expect("a certificate"))
        .expect("a usable one");
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring has them")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a name");
    let stream = TcpStream::connect(address(&url)).expect("it listens");
    let connection = ClientConnection::new(Arc::new(config), name).expect("a configuration");
    StreamOwned::new(connection, stream)
}

#[test]
fn the_same_cloudagent_answers_over_tls() {
    let simulator = simulator();
    let mut stream = connect(&simulator);
    write!(stream, "GET {SET} HTTP/1.1\r\nHost: sim\r\n\r\n").expect("it reads");
    let mut line = String::new();
    std::io::BufRead::read_line(&mut BufReader::new(stream), &mut line).expect("it answers");
    assert_eq!(line, "HTTP/1.1 200 OK\r\n");
    assert!(simulator.journal()[0].applied);
}

#[test]
fn faults_reach_the_socket_below() {
    let simulator = simulator();
    simulator.inject(Fault::ResetAfterApplied);
    let mut stream = connect(&simulator);
    write!(stream, "GET {SET} HTTP/1.1\r\nHost: sim\r\n\r\n").expect("it reads");
    let error = stream
        .read(&mut [0])
        .expect_err("no goodbye of TLS, no end");
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    assert!(simulator.journal()[0].applied);
}
