//! Whom the built-in transport believes: the platform's verifier, and besides it the very
//! certificates that the caller named.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, DigitallySignedStruct, Error, OtherError, RootCertStore, SignatureScheme,
};
use rustls_platform_verifier::Verifier;

use super::tls::Certificates;

/// The platform's verdict, except on a server whose certificate is, byte for byte, one that the
/// caller named: that one needs nobody to vouch for it, and may call itself an authority, as
/// `openssl req -x509` makes it. Its dates and its name must hold all the same.
#[derive(Debug)]
pub(super) struct Trust {
    platform: Verifier,
    named: Certificates,
    among_named: Option<Arc<WebPkiServerVerifier>>,
}

impl Trust {
    /// Reads the platform's trust.
    pub(super) fn new(named: Certificates, provider: Arc<CryptoProvider>) -> Result<Self, Error> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(named.iter().cloned());
        let among_named = if roots.is_empty() {
            None
        } else {
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
                .build()
                .ok()
        };
        Ok(Self {
            platform: Verifier::new_with_extra_roots(named.iter().cloned(), provider)?,
            named,
            among_named,
        })
    }
}

/// Whether all that speaks against a certificate is who stands behind it. Its dates are looked at
/// before either.
fn only_nobody_vouches(error: &Error) -> bool {
    let Error::InvalidCertificate(error) = error else {
        return false;
    };
    match error {
        CertificateError::UnknownIssuer => true,
        CertificateError::Other(OtherError(other)) => other
            .downcast_ref()
            .is_some_and(|error| matches!(error, webpki::Error::CaUsedAsEndEntity)),
        _ => false,
    }
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verifier: &dyn ServerCertVerifier = match &self.among_named {
            Some(named) if self.named.contains(end_entity) => &**named,
            _ => {
                return self.platform.verify_server_cert(
                    end_entity,
                    intermediates,
                    server_name,
                    ocsp_response,
                    now,
                );
            }
        };
        match verifier.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        ) {
            Err(error) if only_nobody_vouches(&error) => {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            verdict => verdict,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.platform
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.platform
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.platform.supported_verify_schemes()
    }
}
