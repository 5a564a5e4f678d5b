//! How often a wrong password may be tried, from one source, before it is locked out for a while.

use std::collections::VecDeque;
use std::net::IpAddr;

use super::PasswordPolicy;
use crate::seats::source_of;

/// Sources of wrong passwords that are remembered for a session; the oldest is forgotten.
const SOURCES_MAX: usize = 64;

/// Wrong passwords for one session, by where they came from.
#[derive(Debug, Default)]
pub(crate) struct Tries(VecDeque<Source>);

#[derive(Debug)]
struct Source {
    address: IpAddr,
    wrong: u32,
    last_ns: i64,
}

impl Tries {
    /// Whether nobody may try from there.
    pub(crate) fn is_locked(&mut self, from: IpAddr, policy: &PasswordPolicy, now_ns: i64) -> bool {
        let lockout_ns = i64::try_from(policy.lockout.as_nanos()).unwrap_or(i64::MAX);
        self.0
            .retain(|source| now_ns.saturating_sub(source.last_ns) < lockout_ns);
        let address = source_of(from);
        let mut sources = self.0.iter();
        sources.any(|source| source.address == address && source.wrong >= policy.tries)
    }

    pub(crate) fn wrong(&mut self, from: IpAddr, now_ns: i64) {
        let address = source_of(from);
        let known = self.0.iter().position(|source| source.address == address);
        let before = known.and_then(|index| self.0.remove(index));
        if self.0.len() >= SOURCES_MAX {
            self.0.pop_front();
        }
        self.0.push_back(Source {
            address,
            wrong: before.map_or(1, |source| source.wrong.saturating_add(1)),
            last_ns: now_ns,
        });
    }

    pub(crate) fn right(&mut self, from: IpAddr) {
        let address = source_of(from);
        self.0.retain(|source| source.address != address);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_source_is_locked_after_its_tries_and_for_its_time_and_others_are_not() {
        let policy = PasswordPolicy {
            tries: 2,
            lockout: Duration::from_nanos(10),
            ..PasswordPolicy::default()
        };
        let (from, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let mut tries = Tries::default();
        tries.wrong(from, 1);
        assert!(!tries.is_locked(from, &policy, 2));
        tries.wrong(from, 3);
        assert!(tries.is_locked(from, &policy, 12) && !tries.is_locked(other, &policy, 12));
        assert!(!tries.is_locked(from, &policy, 13), "time is up");
        tries.wrong(from, 14);
        tries.right(from);
        tries.wrong(from, 15);
        assert!(!tries.is_locked(from, &policy, 16));
        for host in 0..=u8::MAX {
            tries.wrong(IpAddr::from([10, 0, 0, host]), 17);
        }
        assert_eq!(tries.0.len(), SOURCES_MAX);
    }
}
