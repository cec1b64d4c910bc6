//! TLS by rustls with ring, and the certificates that the caller names.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};

use super::lookup::descriptors_are_left;
use super::trust::Trust;
use crate::kind::Kind;
use crate::violation::{Field, Problem, Violation};

/// Certificates to trust besides the operating system's.
pub(super) type Certificates = Vec<CertificateDer<'static>>;

/// The certificates in a PEM text that can be used, one or more. Company bundles hold old and odd
/// ones, which the operating system's own store passes over too.
pub(super) fn certificates(pem: Option<&str>) -> Result<Certificates, Violation> {
    let Some(pem) = pem else {
        return Ok(Certificates::new());
    };
    let sections: Vec<Option<CertificateDer<'static>>> =
        sections(pem).map(|section| usable(&section)).collect();
    let count = sections.len();
    let certificates: Certificates = sections.into_iter().flatten().collect();
    if !certificates.is_empty() {
        return Ok(certificates);
    }
    let detail = match count {
        0 => "It must hold one or more certificates in PEM form (-----BEGIN CERTIFICATE-----)."
            .to_owned(),
        1 => "Certificate 1 of 1 can't be read.".to_owned(),
        _ => format!("Certificates 1 to {count} of {count} can't be read, so none is left."),
    };
    Err(Violation::hard(Field::ExtraCaPem, Problem::Invalid, detail))
}

/// The certificates of a text, each with its dashes, under the one name that is read further on.
/// `TRUSTED` is OpenSSL's own word, `X509` an old one. Text before and between them, a byte order
/// mark too, is what people write there.
fn sections(pem: &str) -> impl Iterator<Item = String> {
    pem.split("-----BEGIN ").skip(1).filter_map(|section| {
        let (label, rest) = section.split_once("-----")?;
        let end = rest.find("-----END ").unwrap_or(rest.len());
        ["CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE"]
            .contains(&label)
            .then(|| {
                let base64 = rest[..end].trim();
                format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n")
            })
    })
}

fn usable(section: &str) -> Option<CertificateDer<'static>> {
    let der = CertificateDer::from_pem_slice(section.as_bytes()).ok()?;
    let certificate = CertificateDer::from(first_value(&der)?.to_vec());
    RootCertStore::empty().add(certificate.clone()).ok()?;
    Some(certificate)
}

/// The first DER value. Behind a certificate, OpenSSL's `TRUSTED` form has what it is trusted for.
fn first_value(der: &[u8]) -> Option<&[u8]> {
    let length = usize::from(*der.get(1)?);
    let (head, length) = match length.checked_sub(0x80) {
        None => (2, length),
        Some(count @ 1..=3) => {
            let bytes = der.get(2..2 + count)?;
            let length = bytes
                .iter()
                .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
            (2 + count, length)
        }
        Some(_) => return None,
    };
    der.get(..head + length)
}

/// The configuration for a client that speaks no TLS: it trusts nobody, and reads nothing.
pub(super) fn unused() -> Result<ClientConfig, Kind> {
    Ok(builder()?
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth())
}

/// A client's configuration. Reading the operating system's trust happens here.
pub(super) fn config(named: Certificates) -> Result<ClientConfig, Kind> {
    let trust = Trust::new(named, Arc::new(ring::default_provider()));
    // Trust that was read without descriptors is empty, and would be kept.
    if !descriptors_are_left() {
        return Err(Kind::Connect);
    }
    let trust = trust.map_err(|_| Kind::Tls)?;
    // "Dangerous" is rustls's word for any verifier but its own.
    Ok(builder()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(trust))
        .with_no_client_auth())
}

/// It names its own provider, so the process-wide one stays the host's choice.
fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, Kind> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| Kind::Tls)
}
