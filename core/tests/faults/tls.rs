//! Whom the built-in transport trusts: a server of this machine with a certificate of its own.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cloudagent_disposition::{
    Api, Client, Connection, Effect, Error, ErrorClass, Field, Kind, Receipt, Settings,
};
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, IsCa, Issuer, KeyPair,
    date_time_ymd,
};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::child::{call_and_tell, child, given, told};
use crate::support::{assert_failed, receipt, request, settings, simulator};

const REPLY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 61\r\nconnection: close\r\n\r\n\
                     {\"details\":\"Disposition saved successfully\",\"status\":\"Success\"}";

/// A certificate with its key.
struct Identity {
    certificate: rcgen::Certificate,
    key: KeyPair,
}

/// A certificate for `localhost` that vouches for itself, changed by the test.
fn identity(change: impl FnOnce(&mut CertificateParams)) -> Identity {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let name = "a server of our own";
    params.distinguished_name.push(DnType::CommonName, name);
    change(&mut params);
    let certificate = params.self_signed(&key).unwrap();
    Identity { certificate, key }
}

fn authority(params: &mut CertificateParams) {
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
}

/// A server that answers one TLS connection: its base URL, and its end, which tells whether a
/// request came through.
fn server(identity: &Identity) -> (String, JoinHandle<bool>) {
    let key = PrivateKeyDer::try_from(identity.key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![identity.certificate.der().clone()], key)
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
    (url, end)
}

fn short(url: &str) -> Settings {
    settings(Api::GetV2, url).deadline(Duration::from_secs(10))
}

/// One call to such a server, with that text as the certificates to trust.
fn call(identity: &Identity, pem: &str) -> Result<Receipt, Error> {
    let (url, end) = server(identity);
    let connection = Connection::new().extra_ca_pem(pem);
    let client = Client::with_connection(short(&url), connection).unwrap();
    let result = client.set_disposition(&request());
    assert_eq!(end.join().unwrap(), result.is_ok(), "{result:?}");
    result
}

#[track_caller]
fn assert_trusted(identity: &Identity, pem: &str) {
    assert_eq!(call(identity, pem).unwrap().effect, Effect::Applied);
}

#[track_caller]
fn assert_not_trusted(identity: &Identity, pem: &str) {
    let result = call(identity, pem);
    assert_failed(&result, ErrorClass::NotSent, Kind::Tls);
    let sentence = &receipt(&result).sentence;
    assert!(sentence.contains("extra_ca_pem"), "{sentence}");
}

fn armoured(label: &str, der: &[u8]) -> String {
    let base64 = STANDARD.encode(der);
    format!("-----BEGIN {label}-----\n{base64}\n-----END {label}-----\n")
}

/// A certificate with a critical extension that nobody knows.
fn odd() -> String {
    let odd = identity(|params| {
        authority(params);
        let mut extension = CustomExtension::from_oid_content(&[1, 2, 3, 4], vec![5, 0]);
        extension.set_criticality(true);
        params.custom_extensions.push(extension);
    });
    odd.certificate.pem()
}

/// A certificate by its label and its first bytes only.
fn unreadable() -> String {
    armoured("CERTIFICATE", &[0x30, 3, 2, 1, 0])
}

#[test]
fn a_server_that_nobody_vouches_for_gets_nothing() {
    let other = identity(|_| ());
    assert_not_trusted(&identity(|_| ()), "");
    assert_not_trusted(&identity(|_| ()), &other.certificate.pem());
}

#[test]
fn a_certificate_that_is_named_is_trusted_whatever_it_says_of_authorities() {
    for change in [|_: &mut CertificateParams| (), authority] {
        let own = identity(change);
        assert_trusted(&own, &own.certificate.pem());
    }
    // One that somebody unknown has issued.
    let issuer = Issuer::new(
        CertificateParams::new(Vec::new()).unwrap(),
        KeyPair::generate().unwrap(),
    );
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let name = "a server of theirs";
    params.distinguished_name.push(DnType::CommonName, name);
    let certificate = params.signed_by(&key, &issuer).unwrap();
    let issued = Identity { certificate, key };
    assert_trusted(&issued, &issued.certificate.pem());
}

#[test]
fn a_certificate_that_is_named_must_still_be_of_this_host_and_of_today() {
    for change in [|_: &mut CertificateParams| (), authority] {
        let expired = identity(|params| {
            change(params);
            params.not_before = date_time_ymd(2001, 1, 1);
            params.not_after = date_time_ymd(2002, 1, 1);
        });
        assert_not_trusted(&expired, &expired.certificate.pem());
        let other = identity(|params| {
            change(params);
            let of_other = CertificateParams::new(["other.invalid".to_owned()]).unwrap();
            params.subject_alt_names = of_other.subject_alt_names;
        });
        assert_not_trusted(&other, &other.certificate.pem());
    }
}

#[test]
fn a_bundle_is_read_as_people_write_it() {
    let own = identity(authority);
    let (pem, der) = (own.certificate.pem(), own.certificate.der());
    let odd = odd();
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let trusted = armoured("TRUSTED CERTIFICATE", &[der.as_ref(), &[0x30, 0]].concat());
    let two = format!("\u{feff}{pem}{}", identity(authority).certificate.pem());
    let worded = format!("subject=CN = ours\n{pem}\nissuer=CN = ours\n");
    let half = format!("-----BEGIN CERTIFICATE-----\nAAAA\n{pem}");
    for (what, text) in [
        ("a byte order mark", format!("\u{feff}{pem}")),
        ("a byte order mark before two", two),
        ("Windows' line ends", pem.replace('\n', "\r\n")),
        ("words around it", worded),
        ("twice", format!("{pem}{pem}")),
        ("an odd one before it", format!("{odd}{pem}")),
        ("one that can't be read before it", unreadable() + &pem),
        ("a broken one before it", format!("{broken}{pem}")),
        ("half of one before it", half),
        ("OpenSSL's own form", trusted),
        ("an old label", armoured("X509 CERTIFICATE", der)),
    ] {
        let result = call(&own, &text);
        assert!(result.is_ok(), "{what}: {result:?}");
    }
}

#[test]
fn a_bundle_in_which_none_is_good_names_their_numbers() {
    let detail = |pem: &str| {
        let connection = Connection::new().extra_ca_pem(pem);
        match Client::with_connection(short("http://127.0.0.1:9"), connection) {
            Err(Error::Invalid { violations, .. }) => {
                assert_eq!(violations[0].field, Field::ExtraCaPem);
                violations[0].detail.clone().into_owned()
            }
            other => panic!("{other:?}"),
        }
    };
    let one = unreadable();
    let key = KeyPair::generate().unwrap().serialize_pem();
    for (pem, told) in [
        (one.as_str(), "Certificate 1 of 1 "),
        (&one.repeat(3), "1 to 3 of 3"),
        ("marker", "BEGIN CERTIFICATE"),
        (&key, "BEGIN CERTIFICATE"),
    ] {
        assert!(detail(pem).contains(told), "{pem}: {}", detail(pem));
    }
}

#[test]
#[ignore = "a child of the test below"]
fn a_call_with_these_certificates() {
    let connection = Connection::new().extra_ca_pem(given("CERTIFICATE"));
    call_and_tell(&Client::with_connection(short(&given("URL")), connection).unwrap());
}

#[test]
fn a_system_without_certificates_stops_only_what_needs_them() {
    let simulator = simulator();
    let addresses = simulator.addresses();
    let (plain, tls) = (&addresses.base_url, &addresses.tls_url);
    let own = addresses.tls_certificate.as_str();
    for file in ["/nonexistent", "", "/dev/null"] {
        for (url, certificate, expected) in [
            (plain, "", "applied"),
            (tls, own, "applied"),
            (tls, "", "not_sent tls"),
        ] {
            let mut child = child("tls::a_call_with_these_certificates");
            child.env("SSL_CERT_FILE", file).env("SSL_CERT_DIR", file);
            child.env("URL", url).env("CERTIFICATE", certificate);
            let told = &told(&mut child)[0];
            let case = format!("{file:?} {url} {certificate:?}: {told}");
            assert!(told.starts_with(expected), "{case}");
        }
    }
}
