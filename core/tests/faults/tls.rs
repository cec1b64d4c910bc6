//! Whom the built-in transport trusts: a server of this machine with a certificate of its own.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use cloudagent_disposition::{Api, Client, Connection, Effect, Error, NotSentKind, Settings};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::support::{request, settings};

const REPLY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 61\r\nconnection: close\r\n\r\n\
                     {\"details\":\"Disposition saved successfully\",\"status\":\"Success\"}";

/// A server that answers one TLS connection: its base URL, its certificate as PEM, and its end,
/// which tells whether the handshake went through.
fn server() -> (String, String, JoinHandle<bool>) {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    let end = std::thread::spawn(move || {
        let (socket, _) = listener.accept().unwrap();
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = StreamOwned::new(connection, socket);
        let mut received = Vec::new();
        let mut chunk = [0; 1024];
        while !received.ends_with(b"\r\n\r\n") {
            match stream.read(&mut chunk) {
                Ok(0) | Err(_) => return false,
                Ok(count) => received.extend_from_slice(&chunk[..count]),
            }
        }
        stream.write_all(REPLY.as_bytes()).unwrap();
        stream.conn.send_close_notify();
        stream.flush().unwrap();
        true
    });
    (url, own.cert.pem(), end)
}

fn short(url: &str) -> Settings {
    settings(Api::GetV2, url).deadline(Duration::from_secs(10))
}

#[test]
fn a_server_that_nobody_vouches_for_gets_nothing() {
    let (url, _, end) = server();
    let result = Client::new(short(&url))
        .unwrap()
        .set_disposition(&request());
    let Err(Error::NotSent {
        kind: NotSentKind::Tls,
        receipt,
    }) = result
    else {
        panic!("{result:?}")
    };
    assert!(
        receipt.sentence.contains("extra_ca_pem"),
        "{}",
        receipt.sentence
    );
    assert!(!end.join().unwrap(), "no request may have come through");
}

#[test]
fn a_certificate_of_the_companys_own_is_trusted_when_it_is_named() {
    let (url, pem, end) = server();
    let connection = Connection::new().extra_ca_pem(pem);
    let client = Client::with_connection(short(&url), connection).unwrap();
    assert_eq!(
        client.set_disposition(&request()).unwrap().effect,
        Effect::Applied
    );
    assert!(end.join().unwrap());
}
