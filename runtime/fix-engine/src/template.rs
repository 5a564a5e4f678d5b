//! Templates: what a session is made of whose peer nobody has configured by its name.
//!
//! The first good Logon(A) makes the session. From then on it is one like any other, with numbers and messages of its own
//! that outlive a restart, until an operator removes it.

use std::fmt;

use crate::access::{Access, Certificates};
use crate::config::NamedSession;

/// The longest CompID that a session is made for.
pub const TEMPLATE_COMP_ID_BYTES_MAX: usize = 40;

/// See the module.
#[derive(Debug, Clone)]
pub struct Template {
    /// What its sessions are. Their names begin with its name and end with the peer's CompID, which is their
    /// TargetCompID(56).
    pub session: NamedSession,
    /// Whose they are.
    pub comp_ids: CompIds,
    /// How many there may be.
    pub sessions_max: usize,
    /// The peer has to show a client certificate that has its CompID among its names.
    pub is_certificate_named: bool,
}

impl Template {
    /// What it is called: the name of a session, with the pattern for the CompID.
    pub fn name(&self) -> String {
        format!("{}{}", self.session.name, self.comp_ids)
    }

    /// The name of a peer's session.
    pub(crate) fn session_name(&self, comp_id: &str) -> String {
        format!("{}{comp_id}", self.session.name)
    }

    /// The CompID that the name of one of its sessions ends with.
    pub(crate) fn comp_id_in<'a>(&self, session: &'a str) -> Option<&'a str> {
        let comp_id = session.strip_prefix(&self.session.name)?;
        self.comp_ids.wildcard(comp_id).map(|_| comp_id)
    }

    /// What a peer's session asks of its connection.
    pub(crate) fn access(&self, comp_id: &str) -> Access {
        let mut access = self.session.access.clone();
        if self.is_certificate_named {
            access.certificates = Certificates {
                names: vec![comp_id.to_owned()],
                sha256: Vec::new(),
            };
        }
        access
    }

    /// A peer's session.
    pub(crate) fn make(&self, comp_id: &str) -> NamedSession {
        let mut made = self.session.clone();
        made.name = self.session_name(comp_id);
        comp_id.clone_into(&mut made.session.target_comp_id);
        made.access = self.access(comp_id);
        made
    }
}

/// CompIDs by a pattern: `DESK*` is DESK and something behind it, `*` is every one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompIds {
    start: String,
    end: String,
}

impl CompIds {
    /// From a pattern with one `*`, which stands for at least one character. `None`: it has none, or several.
    pub fn parse(pattern: &str) -> Option<CompIds> {
        let (start, end) = pattern.split_once('*')?;
        (!end.contains('*')).then(|| CompIds {
            start: start.to_owned(),
            end: end.to_owned(),
        })
    }

    /// What the `*` stands for in a CompID. `None`: the pattern is not of it, or it is none that a session is made for: 1
    /// to [`TEMPLATE_COMP_ID_BYTES_MAX`] printable characters without spaces.
    pub fn wildcard<'a>(&self, comp_id: &'a str) -> Option<&'a str> {
        let is_good = comp_id.len() <= TEMPLATE_COMP_ID_BYTES_MAX
            && comp_id.bytes().all(|byte| byte.is_ascii_graphic());
        let rest = comp_id.strip_prefix(&self.start)?;
        let wildcard = rest.strip_suffix(&self.end)?;
        (is_good && !wildcard.is_empty()).then_some(wildcard)
    }
}

impl fmt::Display for CompIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}*{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_has_one_star_that_stands_for_something() {
        let desks = CompIds::parse("DESK*").unwrap();
        assert_eq!(desks.wildcard("DESK7"), Some("7"));
        assert_eq!(desks.wildcard("DESK"), None);
        assert_eq!(desks.wildcard("7DESK"), None);
        assert_eq!(desks.wildcard("DESK 7"), None);
        let longest = format!("DESK{}", "7".repeat(TEMPLATE_COMP_ID_BYTES_MAX - 4));
        assert!(desks.wildcard(&longest).is_some());
        assert_eq!(desks.wildcard(&format!("{longest}7")), None);
        assert_eq!(
            CompIds::parse("A*Z").unwrap().wildcard("A-B-Z"),
            Some("-B-")
        );
        assert_eq!(
            CompIds::parse("AB*BA").unwrap().wildcard("ABA"),
            None,
            "no character is both"
        );
        assert_eq!(CompIds::parse("*").unwrap().wildcard("any"), Some("any"));
        assert_eq!(CompIds::parse("A*Z").unwrap().to_string(), "A*Z");
        assert!(CompIds::parse("DESK").is_none() && CompIds::parse("*DESK*").is_none());
    }
}
