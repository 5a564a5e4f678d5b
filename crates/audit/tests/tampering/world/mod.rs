//! A small deployment's journals, made with the machines themselves: one client deposits, buys two units of an index of A and B in
//! two trades each, and gets them on chain; what was left over went to the house. He burns some of them, redeems most of those,
//! and asks for cash twice: once it is paid out, once the chain refuses it.

#![allow(unreachable_pub, reason = "the test that uses it is a crate")]

mod making;
mod records;
mod setup;

use audit::{At, Audit, ChainStatement, Report, Source, VenueStatement};
use serde::de::DeserializeOwned;
use serde_json::Value;

use making::Making;
use setup::ADDRESS;

/// All journals, as JSON. Record `n` stands at `n - 1`.
#[derive(Clone, Default)]
pub struct World {
    pub solver: Vec<Value>,
    pub inventory: Vec<Value>,
    pub adapter: Vec<Value>,
    pub minter: Vec<Value>,
    pub acceptor: Vec<Vec<u64>>,
    pub venue: VenueStatement,
    pub chain: ChainStatement,
}

impl World {
    /// Everything from the cash to the units, and back.
    pub fn new() -> Self {
        Self::with_others(0, |_| {})
    }

    /// Then he redeems the rest, and what is behind it crosses to a purchase.
    pub fn with_crossing() -> Self {
        Self::with_others(0, |making| {
            making.redeem("0.5");
            making.buy("20.5");
            making.batch();
        })
    }

    /// The same among other clients who have deposited and do nothing: the books are long.
    pub fn of_many() -> Self {
        Self::with_others(60, |_| {})
    }

    fn with_others(others: u32, then: impl FnOnce(&mut Making)) -> Self {
        let mut making = Making::default();
        making.begin();
        for other in 0..others {
            let address = format!("0x{:040x}", 0x1000 + other);
            making.account(&format!("OTHER-{other}"), &address);
            making.deposit(&address, "1");
        }
        making.deposit(ADDRESS, "100");
        making.buy("60");
        making.batch();
        making.mint();
        making.burn("1.505");
        making.redeem("1.005");
        // Of A, half a step of the venue's is the house's to take.
        making.batch();
        making.pay_out("20");
        making.fail_payout("5");
        then(&mut making);
        making.confirm_inventory();
        let mut world = making.world;
        for amounts in [&mut world.venue.opening, &mut world.venue.now] {
            let cash = amounts.entry("USDC".into()).or_default();
            *cash = cash.checked_add("1000".parse().unwrap()).unwrap();
        }
        world
    }

    /// The journal of a source.
    pub fn journal(&mut self, source: Source) -> &mut Vec<Value> {
        match source {
            Source::Solver => &mut self.solver,
            Source::Inventory => &mut self.inventory,
            Source::ExchangeAdapter => &mut self.adapter,
            Source::ChainMinter => &mut self.minter,
            Source::FixAcceptor | Source::SimExchange => panic!("it is no JSON here"),
        }
    }

    /// Audits all of it.
    pub fn audit(&self) -> Report {
        let mut audit = Audit::default();
        self.give(&mut audit);
        audit.report(Some(&self.venue), Some(&self.chain))
    }

    /// Gives an audit every record. Records are stored at the time that is their place, so that the solver's are the earliest.
    pub fn give(&self, audit: &mut Audit) {
        for (at, event) in events(&self.solver, 0) {
            audit.solver(at, &event);
        }
        for (at, event) in events(&self.inventory, 1) {
            audit.inventory(at, &event);
        }
        for (at, event) in events(&self.adapter, 2) {
            audit.adapter(at, &event);
        }
        for (at, event) in events(&self.minter, 3) {
            audit.minter(at, &event);
        }
        for (place, followed) in self.acceptor.iter().enumerate() {
            audit.acceptor(at(place, 4), followed);
        }
    }
}

fn at(place: usize, journal: i64) -> At {
    At {
        sequence: place as u64 + 1,
        time_unix_ns: i64::try_from(place).unwrap() * 10 + journal,
    }
}

fn events<E: DeserializeOwned>(
    journal: &[Value],
    number: i64,
) -> impl Iterator<Item = (At, E)> + '_ {
    journal.iter().enumerate().map(move |(place, event)| {
        let event = serde_json::from_value(event.clone()).unwrap();
        (at(place, number), event)
    })
}
