//! TLS by rustls with ring; trust from the operating system, the caller's certificates on top.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use crate::error::FailKind;
use crate::violation::{Field, Problem, Violation};

/// Certificates to trust besides the operating system's.
pub(super) type Certificates = Vec<CertificateDer<'static>>;

/// The certificates in a PEM text.
pub(super) fn certificates(pem: Option<&str>) -> Result<Certificates, Violation> {
    let Some(pem) = pem else {
        return Ok(Certificates::new());
    };
    let mut roots = RootCertStore::empty();
    let certificates: Option<Certificates> = CertificateDer::pem_slice_iter(pem.as_bytes())
        .map(|certificate| {
            let certificate = certificate.ok()?;
            roots.add(certificate.clone()).ok()?;
            Some(certificate)
        })
        .collect();
    certificates
        .filter(|certificates| !certificates.is_empty())
        .ok_or_else(|| {
            let detail = "It must hold one or more certificates in PEM form \
                      (-----BEGIN CERTIFICATE-----).";
            Violation::hard(Field::ExtraCaPem, Problem::Invalid, detail)
        })
}

/// A client's configuration. It names its own provider, so the process-wide one stays the host's
/// choice. Loading the operating system's trust happens here.
pub(super) fn config(extra: &Certificates) -> Result<ClientConfig, FailKind> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new_with_extra_roots(extra.clone(), Arc::clone(&provider))
        .map_err(|_| FailKind::Tls)?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| FailKind::Tls)?;
    // "Dangerous" is rustls's word for any verifier but its own: this one is the platform's.
    Ok(builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth())
}
