//! The machines at work: what makes the journals.

mod chain;
mod venue;

use audit::Source;
use issuance::{
    CashArrival, CashMove, CashPlace, ClientAccount, Command, Event, Issuance, Need, OrderRequest,
    PayoutRequest, Side, TimeInForce,
};
use lots::inventory::{Command as Record, Inventory};
use money::{Cash, Quantity, Scale, Units};
use serde_json::Value;

use super::World;
use super::records::actions;
use super::setup::{ACCOUNT, ADDRESS, BASKET, INDEX, index, settings};

fn json(event: &impl serde::Serialize) -> Value {
    serde_json::to_value(event).unwrap()
}

/// Whether at least a step of it is to be sold or bought.
fn is_tradable(need: &Need) -> bool {
    let step = Quantity::parse("0.01").unwrap();
    need.to_sell().unwrap() >= step || need.to_buy().unwrap() >= step
}

/// The machines.
#[derive(Default)]
pub struct Making {
    pub world: World,
    pub solver: Issuance,
    inventory: Inventory,
    trades: u64,
    /// Orders and payouts of the client.
    asked: u64,
}

impl Making {
    /// What the command does, its lots recorded, its orders' events followed.
    pub fn run(&mut self, command: Command) -> Vec<Event> {
        let now = i64::try_from(self.sequence(Source::Solver)).unwrap() + 1;
        let events = self.solver.decide(command, now).unwrap();
        for event in &events {
            self.solver.apply(event);
            self.world.solver.push(json(event));
            let sequence = self.sequence(Source::Solver);
            for (place, action) in actions(event).into_iter().enumerate() {
                self.record(Record::Record {
                    id: format!("tsolver-{sequence}-{place}").into(),
                    action,
                    traces: Vec::new(),
                });
            }
            if matches!(event, Event::Order(_)) {
                self.world.acceptor.push(vec![sequence]);
            }
        }
        events
    }

    /// The last record's sequence number.
    pub fn sequence(&self, source: Source) -> u64 {
        let World {
            solver,
            adapter,
            minter,
            before,
            ..
        } = &self.world;
        let length = match source {
            Source::Solver => before.solver + solver.len(),
            Source::ExchangeAdapter => before.adapter + adapter.len(),
            Source::ChainMinter => before.minter + minter.len(),
            Source::Inventory | Source::FixAcceptor | Source::SimExchange => {
                panic!("nobody follows it")
            }
        };
        length as u64
    }

    /// From the cash to the units, and back.
    pub fn round(&mut self) {
        self.deposit(ADDRESS, "100");
        self.buy("60");
        self.batch();
        self.mint();
        self.burn("1.505");
        self.redeem("1.005");
        // Of A, half a step of the venue's is the house's to take.
        self.batch();
        self.pay_out("20");
        self.fail_payout("5");
    }

    fn record(&mut self, command: Record) {
        for event in self.inventory.decide(command).unwrap() {
            self.inventory.apply(&event);
            self.world.inventory.push(json(&event));
        }
    }

    /// Set up, with so many other clients who have deposited and do nothing.
    pub fn begun(others: u32) -> Self {
        let mut making = Self::default();
        making.begin();
        for other in 0..others {
            let address = format!("0x{:040x}", 0x1000 + other);
            making.account(&format!("OTHER-{other}"), &address);
            making.deposit(&address, "1");
        }
        making
    }

    fn begin(&mut self) {
        self.run(Command::Configure(settings()));
        self.record(Record::Configure(lots::inventory::Settings {
            cash: "USDC".into(),
            cash_scale: Scale::USDC,
        }));
        self.account(ACCOUNT, ADDRESS);
        self.run(Command::DefineIndex {
            command_id: "c2".into(),
            index: index(&BASKET),
        });
        self.mint_event(&minting::Event::Identified {
            chain_id: 1,
            genesis: chain::hash(1),
        });
    }

    /// A client's account.
    fn account(&mut self, name: &str, address: &str) {
        self.run(Command::DefineAccount {
            command_id: format!("account-{name}"),
            account: ClientAccount {
                name: name.into(),
                address: address.into(),
            },
        });
    }

    /// An order to buy for so much cash.
    pub fn buy(&mut self, cash: &str) {
        let cash = Cash::parse(cash).unwrap();
        self.order(Side::Buy, cash, Units::ZERO);
    }

    /// An order to redeem so many units.
    pub fn redeem(&mut self, units: &str) {
        let units = Units::parse(units).unwrap();
        self.order(Side::Redeem, Cash::ZERO, units);
    }

    fn order(&mut self, side: Side, cash: Cash, units: Units) {
        self.asked += 1;
        self.run(Command::SubmitOrder {
            command_id: format!("order-{}", self.asked),
            request: OrderRequest {
                session: "FIX.4.4:A->S".into(),
                cl_ord_id: self.asked.to_string(),
                account: ACCOUNT.into(),
                index: INDEX.into(),
                side,
                cash,
                units,
                time_in_force: TimeInForce::Day,
                limit_price: None,
                quote: None,
                traceparent: String::new(),
            },
            mark: None,
        });
    }

    /// Asks for cash; the answer is the payout.
    fn ask_payout(&mut self, amount: &str) -> issuance::Payout {
        self.asked += 1;
        self.run(Command::RequestPayout {
            command_id: format!("payout-{}", self.asked),
            request: PayoutRequest {
                session: String::new(),
                request_id: String::new(),
                account: ACCOUNT.into(),
                amount: Some(Cash::parse(amount).unwrap()),
                traceparent: String::new(),
            },
        });
        let newest = self.solver.payouts().last();
        newest.expect("it was asked for").clone()
    }

    /// The index has another basket.
    pub fn define(&mut self, basket: &[(&str, &str)]) {
        self.asked += 1;
        self.run(Command::DefineIndex {
            command_id: format!("basket-{}", self.asked),
            index: index(basket),
        });
    }

    /// The index has another basket, and its holders a little of the house's cash: the difference is traded.
    pub fn rebalance(&mut self, basket: &[(&str, &str)], given: &str) {
        self.define(basket);
        self.run(Command::FundRebalance {
            command_id: "given".into(),
            index: INDEX.into(),
            amount: Cash::parse(given).unwrap(),
        });
        let needs = |making: &Self| making.solver.needs(&INDEX.into()).unwrap().unwrap();
        while needs(self).iter().any(is_tradable) {
            self.batch();
        }
    }

    /// An operator tells of cash that leaves a place.
    pub fn cash_leaves(&mut self, id: &str, from: CashPlace, amount: &str) {
        let amount = Cash::parse(amount).unwrap();
        let id = id.into();
        self.run(Command::MoveCash(CashMove { id, from, amount }));
    }

    /// And of what has become of it.
    pub fn cash_arrives(&mut self, id: &str, at: CashPlace, (amount, cost): (&str, &str)) {
        self.run(Command::ArriveCash {
            id: id.into(),
            arrival: CashArrival {
                at,
                amount: Cash::parse(amount).unwrap(),
                cost: Cash::parse(cost).unwrap(),
            },
        });
    }

    pub fn confirm_inventory(&mut self) {
        let last = self.sequence(Source::Solver);
        self.run(Command::ConfirmInventory(last));
    }
}
