//! A small deployment's journals, made with the machines themselves: one client deposits, buys two units of an index of A and B in
//! two trades each, and gets them on chain; what was left over went to the house. He burns some of them, redeems most of those,
//! and asks for cash twice: once it is paid out, once the chain refuses it. Then the basket changes, and the difference is traded.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "a test and a benchmark use it, each its part"
)]

mod making;
mod records;
mod setup;

use audit::{At, Audit, ChainStatement, Report, Source, VenueStatement};
use issuance::CashPlace;
use serde::de::DeserializeOwned;
use serde_json::Value;

use making::Making;
use setup::HOUSE_CASH;

/// Records of each journal.
#[derive(Clone, Copy, Default)]
pub struct Lengths {
    pub solver: usize,
    pub inventory: usize,
    pub adapter: usize,
    pub minter: usize,
    pub acceptor: usize,
}

/// All journals, as JSON. Record `n` stands at `n - 1`.
#[derive(Clone, Default)]
pub struct World {
    pub solver: Vec<Value>,
    pub inventory: Vec<Value>,
    pub adapter: Vec<Value>,
    pub minter: Vec<Value>,
    pub acceptor: Vec<Vec<u64>>,
    /// Records that were there before these.
    pub before: Lengths,
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

    /// Then the basket changes, and what its holders sell crosses to a purchase.
    pub fn with_holders_crossing() -> Self {
        Self::with_others(0, |making| {
            making.define(&[("A", "0.4"), ("B", "3.2")]);
            making.buy("20.5");
            making.batch();
        })
    }

    /// Between, an operator has moved cash to the vault, and cash from there; and some has left the venue.
    pub fn with_cash_moves() -> Self {
        let mut world = Self::with_others(0, |making| {
            making.cash_leaves("in", CashPlace::Venue, "30");
            making.cash_arrives("in", CashPlace::Vault, ("29.5", "0.5"));
            making.cash_leaves("out", CashPlace::Vault, "20");
            making.cash_arrives("out", CashPlace::Venue, ("20", "0"));
            making.cash_leaves("back", CashPlace::Venue, "11");
            making.cash_arrives("back", CashPlace::Venue, ("11", "0"));
            making.cash_leaves("open", CashPlace::Venue, "7");
        });
        world.at_venue("-17");
        world.in_vault("9.5");
        let twenty = "20".parse().unwrap();
        world.chain.payouts.insert("cash/out".into(), twenty);
        world
    }

    /// The venue has so much more cash.
    pub fn at_venue(&mut self, more: &str) {
        let cash = self.venue.now.entry("USDC".into()).or_default();
        *cash = cash.checked_add(more.parse().unwrap()).unwrap();
    }

    /// The vault has so much more.
    pub fn in_vault(&mut self, more: &str) {
        let vault = &mut self.chain.vault;
        let more = money::Cash::parse_signed(more).unwrap();
        *vault = vault.checked_add(more).unwrap();
    }

    /// The same among other clients who have deposited and do nothing: the books are long.
    pub fn of_many() -> Self {
        Self::with_others(60, |_| {})
    }

    fn with_others(others: u32, then: impl FnOnce(&mut Making)) -> Self {
        let mut making = Making::begun(others);
        making.round();
        then(&mut making);
        // A half less of A, more of B.
        making.rebalance(&[("A", "0.5"), ("B", "2.8")], "1");
        making.confirm_inventory();
        let mut world = making.world;
        world.put_house_cash();
        world
    }

    /// The cash that the issuer has at the venue from the beginning.
    fn put_house_cash(&mut self) {
        for amounts in [&mut self.venue.opening, &mut self.venue.now] {
            let cash = amounts.entry("USDC".into()).or_default();
            *cash = cash.checked_add(HOUSE_CASH.parse().unwrap()).unwrap();
        }
    }

    /// Rounds, each shown and then forgotten, among so many other clients, until `each` says that it is enough; what the venue and
    /// the chain say in the end is the answer.
    pub fn rounds(others: u32, mut each: impl FnMut(&Self) -> bool) -> Self {
        let mut making = Making::begun(others);
        let mut more = true;
        while more {
            making.round();
            making.confirm_inventory();
            more = each(&making.world);
            making.world.forget();
        }
        making.world.put_house_cash();
        making.world
    }

    /// The journals' records up to here are no longer needed.
    fn forget(&mut self) {
        let before = &mut self.before;
        before.solver += std::mem::take(&mut self.solver).len();
        before.inventory += std::mem::take(&mut self.inventory).len();
        before.adapter += std::mem::take(&mut self.adapter).len();
        before.minter += std::mem::take(&mut self.minter).len();
        before.acceptor += std::mem::take(&mut self.acceptor).len();
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
        let read = |audit: &mut Audit| {
            self.give(audit);
            Ok::<_, std::convert::Infallible>(())
        };
        let Ok(audit) = audit::audit(read);
        audit.report(Some(&self.venue), Some(&self.chain))
    }

    /// Gives an audit every record. Records are stored at the time that is their place, so that the solver's are the earliest.
    pub fn give(&self, audit: &mut Audit) {
        for (at, event) in events(&self.solver, self.before.solver, 0) {
            audit.solver(at, &event);
        }
        for (at, event) in events(&self.inventory, self.before.inventory, 1) {
            audit.inventory(at, &event);
        }
        for (at, event) in events(&self.adapter, self.before.adapter, 2) {
            audit.adapter(at, &event);
        }
        for (at, event) in events(&self.minter, self.before.minter, 3) {
            audit.minter(at, &event);
        }
        for (place, followed) in self.acceptor.iter().enumerate() {
            audit.acceptor(at(self.before.acceptor + place, 4), followed);
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
    before: usize,
    number: i64,
) -> impl Iterator<Item = (At, E)> + '_ {
    journal.iter().enumerate().map(move |(place, event)| {
        let event = serde_json::from_value(event.clone()).unwrap();
        (at(before + place, number), event)
    })
}
