//! Who may connect: networks, client certificates, and the reasons for refusing.
//!
//! Nothing is owed to a peer that nobody knows yet: it is refused without a word, and the log says why. The rules here
//! are pure; sockets are `network`'s, counting is `seats`'.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use ipnet::IpNet;

use crate::tls::PeerCertificate;

/// Networks that peers may come from; with none named, they may come from anywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// From addresses (`192.0.2.1`, `2001:db8::1`) and networks (`192.0.2.0/24`, `2001:db8::/32`).
    pub fn parse<S: AsRef<str>>(texts: &[S]) -> Result<Networks, AccessError> {
        let network = |text: &S| {
            let text = text.as_ref();
            let address = text.parse::<IpAddr>().map(IpNet::from);
            let network = address.or_else(|_| text.parse::<IpNet>());
            network.map_err(|_| AccessError::Network(text.to_owned()))
        };
        texts
            .iter()
            .map(network)
            .collect::<Result<_, _>>()
            .map(Networks)
    }

    /// Whether a peer may come from there.
    pub fn admit(&self, address: IpAddr) -> bool {
        // A socket of both families shows IPv4 peers in IPv6's clothes.
        let address = address.to_canonical();
        self.0.is_empty() || self.0.iter().any(|network| network.contains(&address))
    }
}

/// The client certificates that a session takes; with none named, it asks for none. Several are for the time in which one
/// replaces another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Certificates {
    /// The subject's common name, or a DNS name, mail address or URI of its alternative names.
    pub names: Vec<String>,
    /// The SHA-256 of the whole certificate.
    pub sha256: Vec<Fingerprint>,
}

impl Certificates {
    /// Whether a certificate is asked for.
    pub fn is_required(&self) -> bool {
        !(self.names.is_empty() && self.sha256.is_empty())
    }

    fn admit(&self, shown: Option<&PeerCertificate>) -> Result<(), Refused> {
        if !self.is_required() {
            return Ok(());
        }
        let shown = shown.ok_or(Refused::NoCertificate)?;
        let is_named = shown.names.iter().any(|name| self.names.contains(name));
        if is_named || self.sha256.contains(&shown.sha256) {
            Ok(())
        } else {
            Err(Refused::OtherCertificate)
        }
    }
}

/// The SHA-256 of a certificate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// From 64 hexadecimal digits, with or without colons.
    pub fn parse(text: &str) -> Result<Fingerprint, AccessError> {
        let refused = || AccessError::Fingerprint(text.to_owned());
        let digits: Vec<u8> = text.bytes().filter(|&byte| byte != b':').collect();
        if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(refused());
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| refused())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| refused())?;
        }
        Ok(Fingerprint(bytes))
    }
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

/// What a session asks of the connection that its peer logs on from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// Where it may come from.
    pub networks: Networks,
    /// What it has to show.
    pub certificates: Certificates,
}

impl Access {
    pub(crate) fn admit(&self, origin: &Origin) -> Result<(), Refused> {
        if !self.networks.admit(origin.address.ip()) {
            return Err(Refused::SessionNetwork);
        }
        self.certificates.admit(origin.certificate.as_ref())
    }
}

/// Where a connection comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The peer's address.
    pub address: SocketAddr,
    /// The certificate it showed, which the client authority has signed.
    pub certificate: Option<PeerCertificate>,
}

/// Why a connection or a logon is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Refused {
    /// The engine's networks do not have its address.
    #[error("the address is in none of the allowed networks")]
    Network,
    /// [`crate::EngineLimits::connections`]
    #[error("there are too many connections")]
    Connections,
    /// [`crate::EngineLimits::connections_per_address`]
    #[error("there are too many connections from the address")]
    ConnectionsOfAddress,
    /// [`crate::EngineLimits::connections_before_logon`]
    #[error("too many connections wait for a logon")]
    ConnectionsBeforeLogon,
    /// No TLS, or none that we take, or not in time.
    #[error("the TLS handshake failed")]
    Handshake,
    /// [`crate::EngineLimits::pre_logon_wait`]
    #[error("no Logon came in time")]
    Silent,
    /// [`crate::EngineLimits::pre_logon_bytes`], or bytes that are no FIX.
    #[error("what came is no Logon")]
    NotALogon,
    /// No session has this BeginString(8) and these CompIDs.
    #[error("no session has its BeginString and CompIDs")]
    UnknownSession,
    /// Its template has as many sessions as it may have.
    #[error("its template has as many sessions as it may have")]
    TooManySessions,
    /// It is not who it says.
    #[error("wrong Username or Password")]
    WrongPassword,
    /// It is, but has chosen a password that is none.
    #[error("the new password is too short, too long, or the old one")]
    BadNewPassword,
    /// Too many wrong passwords came from its address, or what came is no password.
    #[error("too many wrong passwords, or none that can be read")]
    LockedOut,
    /// An operator has disabled the session.
    #[error("the session is disabled")]
    Disabled,
    /// It is outside of the session's hours.
    #[error("it is outside of the session's hours")]
    Closed,
    /// The session has a connection.
    #[error("the session has a connection")]
    Occupied,
    /// The session's networks do not have its address.
    #[error("the address is in none of the session's networks")]
    SessionNetwork,
    /// The session asks for a client certificate.
    #[error("the session asks for a client certificate")]
    NoCertificate,
    /// The certificate is not the session's.
    #[error("the client certificate is not the session's")]
    OtherCertificate,
}

impl Refused {
    /// What it is called in metrics.
    pub fn label(self) -> &'static str {
        match self {
            Refused::Network => "network",
            Refused::Connections => "connections",
            Refused::ConnectionsOfAddress => "connections-of-address",
            Refused::ConnectionsBeforeLogon => "connections-before-logon",
            Refused::Handshake => "handshake",
            Refused::Silent => "silent",
            Refused::NotALogon => "not-a-logon",
            Refused::UnknownSession => "unknown-session",
            Refused::TooManySessions => "too-many-sessions",
            Refused::WrongPassword => "wrong-password",
            Refused::BadNewPassword => "bad-new-password",
            Refused::LockedOut => "locked-out",
            Refused::Disabled => "disabled",
            Refused::Closed => "closed",
            Refused::Occupied => "occupied",
            Refused::SessionNetwork => "session-network",
            Refused::NoCertificate => "no-certificate",
            Refused::OtherCertificate => "other-certificate",
        }
    }
}

/// How often which refusal was given, by the port and by the hub.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refusals(Arc<Mutex<BTreeMap<Refused, u64>>>);

impl Refusals {
    pub(crate) fn count(&self, refused: Refused) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(refused).or_default() += 1;
    }

    pub(crate) fn read(&self) -> Vec<(Refused, u64)> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts
            .iter()
            .map(|(refused, count)| (*refused, *count))
            .collect()
    }
}

/// Why a rule of access can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// Neither an address nor a network.
    #[error("{0:?} is neither an IP address nor a network like 192.0.2.0/24")]
    Network(String),
    /// Not 64 hexadecimal digits.
    #[error("{0:?} is not a SHA-256: 64 hexadecimal digits, with or without colons")]
    Fingerprint(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn networks(texts: &[&str]) -> Networks {
        Networks::parse(texts).unwrap()
    }

    #[test]
    fn a_peer_comes_from_a_named_network_or_from_anywhere_if_none_is_named() {
        let named = networks(&["192.0.2.0/24", "198.51.100.7", "2001:db8::/32"]);
        let admit = |address: &str| named.admit(address.parse().unwrap());
        assert!(admit("192.0.2.255") && admit("198.51.100.7") && admit("2001:db8::1"));
        assert!(admit("::ffff:192.0.2.1"), "IPv4 in IPv6");
        assert!(!admit("192.0.3.0") && !admit("198.51.100.8") && !admit("2001:db9::1"));
        assert!(networks(&[]).admit("203.0.113.1".parse().unwrap()));
        assert_eq!(
            Networks::parse(&["192.0.2.0/33"]),
            Err(AccessError::Network("192.0.2.0/33".into()))
        );
    }

    #[test]
    fn a_certificate_is_known_by_a_name_or_by_its_fingerprint() {
        let text = "AB".repeat(32);
        let fingerprint = Fingerprint::parse(&text).unwrap();
        assert_eq!(fingerprint.to_string(), text.to_lowercase());
        let colons = vec!["ab"; 32].join(":");
        assert_eq!(Fingerprint::parse(&colons), Ok(fingerprint));
        assert!(Fingerprint::parse("ab").is_err());
        assert!(Fingerprint::parse(&"xy".repeat(32)).is_err());

        let shown = PeerCertificate {
            names: vec!["client-1".into()],
            sha256: fingerprint,
        };
        let by_name = Certificates {
            names: vec!["client-1".into()],
            sha256: Vec::new(),
        };
        let by_fingerprint = Certificates {
            names: Vec::new(),
            sha256: vec![fingerprint],
        };
        let other = Certificates {
            names: vec!["client-2".into()],
            sha256: vec![Fingerprint([0; 32])],
        };
        assert_eq!(by_name.admit(Some(&shown)), Ok(()));
        assert_eq!(by_fingerprint.admit(Some(&shown)), Ok(()));
        assert_eq!(other.admit(Some(&shown)), Err(Refused::OtherCertificate));
        assert_eq!(by_name.admit(None), Err(Refused::NoCertificate));
        assert_eq!(Certificates::default().admit(None), Ok(()));
    }
}
