//! Certificates made on the spot.

use std::path::{Path, PathBuf};

use fix_engine::Fingerprint;
use rcgen::{CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tempfile::TempDir;

/// An authority with a folder of PEM files.
pub(crate) struct Authority {
    folder: TempDir,
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new() -> Authority {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("authority.pem"), issuer.pem()).unwrap();
        Authority { folder, issuer }
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// A certificate with its key under that name; what it is called, and the SHA-256 of it.
    pub(crate) fn certify(
        &self,
        file: &str,
        alternative: &[&str],
        common: Option<&str>,
    ) -> Fingerprint {
        let alternative: Vec<String> = alternative.iter().map(ToString::to_string).collect();
        let mut params = CertificateParams::new(alternative).unwrap();
        if let Some(common) = common {
            params.distinguished_name.push(DnType::CommonName, common);
        }
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let write = |path: &Path, text: String| std::fs::write(path, text).unwrap();
        write(&self.path(&format!("{file}.key")), key.serialize_pem());
        write(&self.path(&format!("{file}.pem")), certificate.pem());
        let digest = ring::digest::digest(&ring::digest::SHA256, certificate.der());
        Fingerprint(digest.as_ref().try_into().unwrap())
    }
}
