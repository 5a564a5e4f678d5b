//! What clients, the issuer and the chain do.

use issuance::{
    BasketEntry, CashArrival, CashMove, CashPlace, Command, Event, OrderId, PayoutId, QuoteRequest,
    Rejection, TimeInForce,
};
use ledger::Account;
use money::{Cash, Rate, Rounding, Scale, Units};

use crate::ASSETS;
use crate::moves::{QuoteOrder, Quoted};
use crate::world::World;
use scenario::{cash, redemption, request};

impl World {
    /// Hundredths of each asset; no index is left without any.
    pub(crate) fn rebalance(&mut self, index: usize, hundredths: [u32; 3]) {
        let symbol = ["BOTH", "ALL"][index];
        let index = self
            .run
            .state
            .indexes()
            .find(|index| *index.symbol == *symbol);
        let mut index = index.unwrap().clone();
        let entries = ASSETS.iter().zip(hundredths);
        let entries = entries.filter(|(_, hundredths)| *hundredths > 0);
        index.basket = entries
            .map(|(asset, hundredths)| BasketEntry {
                asset: (*asset).into(),
                quantity: scenario::quantity(&format!(
                    "{}.{:02}",
                    hundredths / 100,
                    hundredths % 100
                )),
            })
            .collect();
        self.names += 1;
        let command_id = format!("basket{}", self.names);
        let changed = self.run.run(Command::DefineIndex { command_id, index });
        assert!(
            matches!(changed, Ok(_) | Err(Rejection::BadIndex { .. })),
            "{changed:?}"
        );
    }

    pub(crate) fn fund(&mut self, index: usize, amount: u32) {
        self.names += 1;
        let command = Command::FundRebalance {
            command_id: format!("fund{}", self.names),
            index: ["BOTH", "ALL"][index].into(),
            amount: cash(&amount.to_string()),
        };
        let funded = self.run.run(command);
        assert!(
            matches!(
                funded,
                Ok(_) | Err(Rejection::BadFunding { .. } | Rejection::HouseShort { .. })
            ),
            "{funded:?}"
        );
    }

    pub(crate) fn move_cash(&mut self, from_vault: bool, amount: u32) {
        self.names += 1;
        let moved = self.run.run(Command::MoveCash(CashMove {
            id: format!("move{}", self.names),
            from: if from_vault {
                CashPlace::Vault
            } else {
                CashPlace::Venue
            },
            amount: cash(&amount.to_string()),
        }));
        assert!(
            matches!(
                moved,
                Ok(_) | Err(Rejection::CashMoveShort { .. } | Rejection::TooManyCashMoves)
            ),
            "{moved:?}"
        );
    }

    pub(crate) fn arrive_cash(&mut self, back: bool, thousandths: u32) {
        let mut moves = self.run.state.cash_moves();
        let Some(open) = moves.find(|report| report.arrival.is_none()) else {
            return;
        };
        let CashMove { id, from, amount } = open.cash_move.clone();
        let cost = amount
            .times_rate(
                Rate::from_basis_points(thousandths * 10),
                Scale::USDC,
                Rounding::Up,
            )
            .unwrap();
        let arrival = CashArrival {
            at: match (from, back) {
                (CashPlace::Vault, true) | (CashPlace::Venue, false) => CashPlace::Vault,
                (CashPlace::Venue, true) | (CashPlace::Vault, false) => CashPlace::Venue,
            },
            amount: amount.checked_sub(cost).unwrap(),
            cost,
        };
        drop(moves);
        self.run.run(Command::ArriveCash { id, arrival }).unwrap();
    }

    pub(crate) fn burn(&mut self, account: u32, symbol: &str, part: u32) {
        let on_chain = self
            .run
            .state
            .books()
            .balance(&symbol.into(), &Account::OnChain)
            .to_units()
            .unwrap();
        let part = on_chain
            .share_of(
                Rate::from_basis_points(part * 10),
                Rate::ONE,
                Scale::UNITS,
                Rounding::Down,
            )
            .unwrap();
        if !part.is_zero() {
            self.run.burn(account, symbol, &part.to_string());
        }
    }

    /// A quote, and an order that names it; what becomes of that is `laws::quotes_are_kept`'s.
    pub(crate) fn quoted(&mut self, quoted: &Quoted) {
        let symbol = ["BOTH", "ALL"][quoted.index];
        let account = format!("ACC-{}", quoted.account);
        self.names += 1;
        let name = format!("n{}", self.names);
        let amount = quoted.amount;
        let order = if quoted.redeems {
            let units = format!("{}.{:02}123", amount / 100, amount % 100);
            redemption(&name, &account, symbol, &units)
        } else {
            request(&name, &account, symbol, &format!("{amount}.37"))
        };
        let asked = QuoteRequest {
            session: order.session.clone(),
            quote_req_id: name.clone(),
            account: order.account.clone(),
            index: order.index.clone(),
            side: order.side,
            cash: order.cash,
            units: order.units,
        };
        let command = Command::RequestQuote {
            command_id: name,
            request: asked,
            snapshot: self.snapshot(quoted.prices, quoted.offered, quoted.redeems),
        };
        let events = self.run.run(command).unwrap();
        let [Event::Quoted { quote, .. }] = &events[..] else {
            panic!("{events:?}")
        };
        let mut order = order;
        order.quote = Some(quote.id);
        if quoted.all_or_nothing {
            order.time_in_force = TimeInForce::FillOrKill;
        }
        let mut orders = 1;
        match quoted.order {
            QuoteOrder::Same => {}
            QuoteOrder::More => {
                order.cash = Cash::sum([order.cash, order.cash]).unwrap();
                order.units = Units::sum([order.units, order.units]).unwrap();
            }
            QuoteOrder::Limited => order.limit_price = Some(scenario::price("110")),
            QuoteOrder::Late => self.run.now = quote.valid_until,
            QuoteOrder::Twice => orders = 2,
        }
        for _ in 0..orders {
            let id = self.run.submit(order.clone());
            self.orders.push(id);
            self.names += 1;
            order.cl_ord_id = format!("n{}", self.names);
        }
    }

    pub(crate) fn mint(&mut self) {
        let minting: Vec<OrderId> = self
            .run
            .state
            .mints_to_ask_for()
            .map(issuance::Order::id)
            .collect();
        for order in minting {
            self.run.run(Command::ConfirmMintAccepted(order)).unwrap();
            self.run.confirm_mint(order);
        }
    }

    pub(crate) fn pay_out(&mut self, refused: bool) {
        let unaccepted: Vec<PayoutId> = self
            .run
            .state
            .payouts_to_ask_for()
            .map(|payout| payout.id)
            .collect();
        for payout in unaccepted {
            let accepted = Command::ConfirmPayoutAccepted(payout);
            self.run.run(accepted.clone()).unwrap();
            assert_eq!(self.run.run(accepted).unwrap(), []);
        }
        let live: Vec<String> = self
            .run
            .state
            .payouts()
            .map(|payout| payout.payout_id.clone())
            .collect();
        for (place, id) in live.iter().enumerate() {
            if refused && place % 2 == 0 {
                self.run.fail_transaction(id);
            } else {
                self.run.confirm_payout(id);
            }
        }
    }
}
