//! Counting connections: in all, from one address, and of those that have not logged on.
//!
//! A connection has a [`Seat`] until its socket is closed, and is [`Waiting`] until its session is logged on; dropping
//! them gives the places back, so none is lost whichever way a connection ends.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::access::Refused;
use crate::config::EngineLimits;

/// How many there may be, and are.
#[derive(Debug)]
pub(crate) struct Seats {
    limits: EngineLimits,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    total: usize,
    waiting: usize,
    by_source: HashMap<IpAddr, usize>,
}

impl Seats {
    pub(crate) fn new(limits: EngineLimits) -> Arc<Seats> {
        Arc::new(Seats {
            limits,
            taken: Mutex::default(),
        })
    }

    /// Places for a connection from there.
    pub(crate) fn take(self: &Arc<Self>, address: IpAddr) -> Result<(Seat, Waiting), Refused> {
        let source = source_of(address);
        let mut taken = self.taken();
        if taken.total >= self.limits.connections {
            return Err(Refused::Connections);
        }
        if taken.waiting >= self.limits.connections_before_logon {
            return Err(Refused::ConnectionsBeforeLogon);
        }
        let of_source = taken.by_source.get(&source).copied().unwrap_or(0);
        if of_source >= self.limits.connections_per_address {
            return Err(Refused::ConnectionsOfAddress);
        }
        taken.by_source.insert(source, of_source + 1);
        taken.total += 1;
        taken.waiting += 1;
        let seats = Arc::clone(self);
        Ok((Seat { seats, source }, Waiting(Arc::clone(self))))
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whose connections are counted together: an IPv4 address; in IPv6, the /64 that one customer is given.
pub(crate) fn source_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

/// The place of a connection.
#[derive(Debug)]
pub(crate) struct Seat {
    seats: Arc<Seats>,
    source: IpAddr,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.taken();
        taken.total -= 1;
        if let Some(of_source) = taken.by_source.get_mut(&self.source) {
            *of_source -= 1;
            if *of_source == 0 {
                taken.by_source.remove(&self.source);
            }
        }
    }
}

/// The place of a connection that has not logged on.
#[derive(Debug)]
pub(crate) struct Waiting(Arc<Seats>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.taken().waiting -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats(connections: usize, per_address: usize, before_logon: usize) -> Arc<Seats> {
        Seats::new(EngineLimits {
            connections,
            connections_per_address: per_address,
            connections_before_logon: before_logon,
            ..EngineLimits::default()
        })
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn each_limit_refuses_by_its_name_and_a_place_comes_back() {
        let seats = seats(3, 2, 2);
        let first = seats.take(address("192.0.2.1")).unwrap();
        let second = seats.take(address("::ffff:192.0.2.1")).unwrap();
        let refused = |text| seats.take(address(text)).map(|_| ()).unwrap_err();
        assert_eq!(refused("192.0.2.2"), Refused::ConnectionsBeforeLogon);
        let (first, waiting) = first;
        drop(waiting);
        assert_eq!(refused("192.0.2.1"), Refused::ConnectionsOfAddress);
        let third = seats.take(address("192.0.2.2")).unwrap();
        assert_eq!(refused("192.0.2.3"), Refused::Connections);
        drop((first, second, third));
        let taken = seats.taken();
        assert_eq!(
            (taken.total, taken.waiting, taken.by_source.len()),
            (0, 0, 0)
        );
    }

    #[test]
    fn ipv6_addresses_of_one_network_of_64_bits_are_counted_together() {
        let seats = seats(9, 1, 9);
        let _first = seats.take(address("2001:db8::1")).unwrap();
        let refused = seats.take(address("2001:db8::2")).map(|_| ());
        assert_eq!(refused, Err(Refused::ConnectionsOfAddress));
        assert!(seats.take(address("2001:db8:0:1::1")).is_ok());
    }
}
