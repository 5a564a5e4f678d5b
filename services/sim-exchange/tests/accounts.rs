//! The accounts' laws: nothing is made or lost, what is locked is what open orders need, replay equals live.

use std::collections::BTreeMap;

use matching::Side;
use proptest::prelude::*;
use service::machine::Machine as _;
use sim_exchange::{
    accounts::{Accounts, Command, Event, FeeAsset, Fees, Fill, Kind, Lifetime, Place, Rejection},
    amount::Amount,
};

const NAMES: [&str; 2] = ["us", "them"];

#[derive(Clone, Copy, Debug)]
enum Action {
    Place {
        who: usize,
        buy: bool,
        price: u64,
        quantity: u64,
        filled: u64,
        expires: bool,
    },
    Fill {
        order: u64,
        price: u64,
        quantity: u64,
    },
    Cancel {
        order: u64,
    },
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        3 => (0..2_usize, any::<bool>(), 1..200_u64, 1..50_u64, 0..50_u64, any::<bool>()).prop_map(
            |(who, buy, price, quantity, filled, expires)| Action::Place { who, buy, price, quantity, filled, expires }
        ),
        2 => (1..30_u64, 1..200_u64, 1..50_u64).prop_map(|(order, price, quantity)| Action::Fill { order, price, quantity }),
        1 => (1..30_u64).prop_map(|order| Action::Cancel { order }),
    ]
}

fn cents(count: u64) -> Amount {
    Amount::from_atoms(1_000_000).multiple(count).unwrap()
}

fn sum(amounts: impl Iterator<Item = Amount>) -> Amount {
    amounts.fold(Amount::ZERO, |sum, amount| sum.plus(amount).unwrap())
}

struct Run {
    accounts: Accounts,
    events: Vec<Event>,
    next_trade: u64,
}

impl Run {
    fn new(fees: Fees) -> Self {
        let mut run = Self {
            accounts: Accounts::new(fees),
            events: Vec::new(),
            next_trade: 0,
        };
        for name in NAMES {
            let balances = BTreeMap::from([
                ("BTC".to_owned(), cents(1_000)),
                ("USDC".to_owned(), cents(100_000)),
            ]);
            run.command(Command::OpenAccount {
                account: name.into(),
                balances,
            })
            .unwrap();
        }
        run
    }

    fn command(&mut self, command: Command) -> Result<(), Rejection> {
        let events = self.accounts.decide(command, 1_000_000)?;
        for event in events {
            self.accounts.apply(&event);
            self.events.push(event);
        }
        Ok(())
    }

    fn fill(&mut self, order: u64, price: Amount, quantity: Amount, is_maker: bool) -> Fill {
        self.next_trade += 1;
        Fill {
            order,
            trade: self.next_trade,
            price,
            quantity,
            is_maker,
        }
    }

    fn act(&mut self, action: Action) -> Result<(), Rejection> {
        match action {
            Action::Place {
                who,
                buy,
                price,
                quantity,
                filled,
                expires,
            } => {
                let id = self.accounts.next_order();
                let filled = filled.min(quantity);
                let fills = if filled > 0 {
                    vec![self.fill(id, cents(price), cents(filled), false)]
                } else {
                    vec![]
                };
                self.command(Command::Place(Box::new(Place {
                    id,
                    account: NAMES[who].into(),
                    symbol: "BTCUSDC".into(),
                    base: "BTC".into(),
                    quote: "USDC".into(),
                    client_order_id: format!("o{id}"),
                    side: if buy { Side::Buy } else { Side::Sell },
                    kind: Kind::Limit,
                    lifetime: if expires {
                        Lifetime::Ioc
                    } else {
                        Lifetime::Gtc
                    },
                    price: cents(price),
                    quantity: cents(quantity),
                    quote_quantity: Amount::ZERO,
                    market_cost: Amount::ZERO,
                    fills,
                    expires: expires && filled < quantity,
                })))
            }
            Action::Fill {
                order,
                price,
                quantity,
            } => {
                let known = self
                    .accounts
                    .order(order)
                    .filter(|order| order.is_open())
                    .ok_or(Rejection::UnknownOrder)?;
                // Within the order's limit and what is left of it, as the book would have it.
                let quantity = cents(quantity).min(known.left());
                let price = match known.side {
                    Side::Buy => cents(price).min(known.price),
                    Side::Sell => cents(price).max(known.price),
                };
                let fill = self.fill(order, price, quantity, true);
                self.command(Command::Fill(vec![fill]))
            }
            Action::Cancel { order } => self.command(Command::Cancel {
                order,
                cancel_id: "c".into(),
            }),
        }
    }

    /// What all accounts have of an asset, with what the other side of their trades has got, and the fees.
    fn total(&self, asset: &str) -> (Amount, Amount) {
        let accounts = || NAMES.iter().filter_map(|name| self.accounts.account(name));
        let held = sum(accounts().flat_map(|account| {
            let balance = account.balance(asset);
            [balance.free, balance.locked]
        }));
        let trades: Vec<_> = accounts()
            .flat_map(|account| account.trades.values())
            .collect();
        let leg = |is_buyer: bool| {
            let amount = |trade: &&sim_exchange::accounts::Trade| {
                if asset == "BTC" {
                    trade.quantity
                } else {
                    trade.quote
                }
            };
            sum(trades
                .iter()
                .copied()
                .filter(|trade| trade.is_buyer == is_buyer)
                .map(|trade| amount(&trade)))
        };
        let fees = sum(trades
            .iter()
            .filter(|trade| trade.commission_asset == asset)
            .map(|trade| trade.commission));
        let (came, went) = if asset == "BTC" {
            (leg(true), leg(false))
        } else {
            (leg(false), leg(true))
        };
        (held.plus(went).unwrap().plus(fees).unwrap(), came)
    }
}

fn check(fees: Fees, actions: Vec<Action>) -> Result<(), TestCaseError> {
    let mut run = Run::new(fees.clone());
    for action in actions {
        let before = run.events.len();
        let outcome = run.act(action);
        prop_assert!(
            outcome.is_ok() || run.events.len() == before,
            "a refusal changes nothing"
        );
        for (asset, first) in [("BTC", cents(2_000)), ("USDC", cents(200_000))] {
            let (total, came) = run.total(asset);
            prop_assert_eq!(total, first.plus(came).unwrap(), "{}", asset);
        }
        for name in NAMES {
            let account = run.accounts.account(name).unwrap();
            for asset in ["BTC", "USDC"] {
                let needed = sum(run
                    .accounts
                    .open_orders()
                    .filter(|order| order.account == name && order.locked_asset() == asset)
                    .map(|order| order.locked));
                prop_assert_eq!(account.balance(asset).locked, needed);
            }
        }
    }
    let mut replayed = Accounts::new(fees);
    for event in &run.events {
        let text = serde_json::to_string(event).unwrap();
        replayed.apply(&serde_json::from_str(&text).unwrap());
    }
    prop_assert_eq!(format!("{:?}", replayed), format!("{:?}", run.accounts));
    Ok(())
}

proptest! {
    #[test]
    fn books_balance_and_replay_equals_live(actions in prop::collection::vec(action(), 1..60)) {
        check(Fees::default(), actions.clone())?;
        check(Fees { buys_pay_in: FeeAsset::Quote, ..Fees::default() }, actions)?;
    }
}
