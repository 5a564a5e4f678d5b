//! The solver's journal: its books after every event beside what the events say by themselves, and what it says of others.

mod rows;

use std::collections::{BTreeMap, BTreeSet};

use issuance::{Event, Issuance, OrderChange, OrderEvent, Status, Stream};
use ledger::Name;
use money::MoneyError;

use crate::breach::{At, Breaches, Source};
use crate::cash_moves::CashMoves;
use crate::follow::Followed;
use crate::minter::Asked;
use crate::movement::{Expected, of_solver};
use crate::pace::Pace;
use crate::replay::Replay;
use crate::tally::Tally;
use crate::{Rule, adapter, minter};

/// An order whose units are to be minted.
#[derive(Debug)]
pub(crate) struct Mintable {
    pub(crate) index: Name,
    pub(crate) account: Name,
    pub(crate) units: money::Units,
}

/// Cash that was asked back.
#[derive(Debug)]
pub(crate) struct Payable {
    pub(crate) to: String,
    pub(crate) amount: money::Cash,
}

#[derive(Debug)]
pub(crate) struct Solver {
    pub(crate) replay: Replay,
    pub(crate) pace: Pace,
    state: Issuance,
    pub(crate) tally: Tally,
    pub(crate) cash_moves: CashMoves,
    pub(crate) adapter: Followed<adapter::Item>,
    pub(crate) minter: Followed<minter::Item>,
    /// Asset orders of batches, until they were found at the venue.
    pub(crate) asset_orders: BTreeMap<String, issuance::AssetOrder>,
    /// What the inventory must have, by our sequence number, until it was found there.
    pub(crate) expected: BTreeMap<u64, (At, Expected)>,
    /// Up to which of our events the inventory has everything, as it says.
    pub(crate) inventory_confirmed: u64,
    /// By the mint's id.
    pub(crate) mintable: BTreeMap<String, Mintable>,
    /// By the payout's id in the minter's journal.
    pub(crate) payable: BTreeMap<String, Payable>,
    /// Mints and payouts that the minter has, as it answered: by what and its id there.
    pub(crate) taken: Vec<(At, Asked, String)>,
    /// Every address that an account has had.
    pub(crate) addresses: BTreeMap<Name, BTreeSet<String>>,
    /// Events that a client is told of, until the acceptor has dealt with them.
    pub(crate) reported: BTreeMap<u64, At>,
}

impl Solver {
    pub(crate) fn new() -> Self {
        Self {
            replay: Replay::new(Source::Solver),
            pace: Pace::default(),
            state: Issuance::default(),
            tally: Tally::default(),
            cash_moves: CashMoves::default(),
            adapter: Followed::default(),
            minter: Followed::default(),
            asset_orders: BTreeMap::new(),
            expected: BTreeMap::new(),
            inventory_confirmed: 0,
            mintable: BTreeMap::new(),
            payable: BTreeMap::new(),
            taken: Vec::new(),
            addresses: BTreeMap::new(),
            reported: BTreeMap::new(),
        }
    }

    pub(crate) fn take(&mut self, at: At, event: &Event, breaches: &mut Breaches) {
        let state = &mut self.state;
        if !self.replay.apply(at, breaches, || state.apply(event)) {
            return;
        }
        if let Err(error) = self.count(at, event, breaches) {
            let text = format!("its amounts can't be added up: {error}");
            self.replay.refuse(at, breaches, text);
        }
    }

    fn count(&mut self, at: At, event: &Event, breaches: &mut Breaches) -> Result<(), MoneyError> {
        self.tally.take(event)?;
        self.cash_moves.take(at, event);
        self.note(at, event)?;
        self.note_followed(at, event, breaches);
        if self.pace.is_due(at) {
            self.check(breaches)?;
        }
        Ok(())
    }

    /// What it says of other services.
    fn note(&mut self, at: At, event: &Event) -> Result<(), MoneyError> {
        if let Some(cash) = &self.tally.cash {
            let expected = of_solver(event, cash)?;
            if expected.records > 0 {
                self.expected.insert(at.sequence, (at, expected));
            }
        }
        match event {
            Event::AccountDefined { account, .. } => {
                let addresses = self.addresses.entry(account.name.clone()).or_default();
                addresses.insert(account.address.clone());
            }
            Event::BatchMade { batch } => {
                let orders = batch.asset_orders.iter();
                self.asset_orders
                    .extend(orders.map(|order| (order.id.clone(), order.clone())));
            }
            Event::InventoryConfirmed { sequence } if at.sequence <= self.replay.cut => {
                self.inventory_confirmed = *sequence;
            }
            Event::Order(event) => self.note_order(at, event),
            Event::PayoutAsked { payout, .. } => {
                let payable = Payable {
                    to: payout.to.clone(),
                    amount: payout.amount,
                };
                self.payable.insert(payout.payout_id.clone(), payable);
            }
            Event::PayoutAccepted { payout } => {
                let id = format!("{}{payout}", self.tally.instance);
                self.taken.push((at, Asked::Payout, id));
            }
            Event::MintAccepted { order } => {
                let id = self.state.mint_id(*order);
                self.taken.push((at, Asked::Mint, id));
            }
            Event::InventoryConfirmed { .. }
            | Event::Configured { .. }
            | Event::IndexDefined { .. }
            | Event::RebalanceChanged { .. }
            | Event::RebalanceFunded { .. }
            | Event::CashLeft { .. }
            | Event::CashArrived { .. }
            | Event::TradingSet { .. }
            | Event::LimitsSet { .. }
            | Event::Quoted { .. }
            | Event::PaidOut { .. }
            | Event::PayoutFailed { .. }
            | Event::Deposited { .. }
            | Event::UnclaimedCredited { .. }
            | Event::Burned { .. }
            | Event::UnclaimedUnitsCredited { .. }
            | Event::CancelRejected { .. }
            | Event::OrdersCancelled { .. }
            | Event::BatchJoined { .. }
            | Event::BatchPlaced { .. }
            | Event::Bought(_)
            | Event::Sold(_)
            | Event::AssetOrderEnded { .. }
            | Event::BatchFilled { .. }
            | Event::BatchSettling { .. }
            | Event::BatchSettled { .. }
            | Event::Skipped { .. }
            | Event::TradeParked { .. } => {}
        }
        Ok(())
    }

    fn note_order(&mut self, at: At, event: &OrderEvent) {
        let told = match event.change {
            OrderChange::Resumed | OrderChange::Closing { .. } => false,
            OrderChange::TakenOver { .. } => event.collateral.is_some(),
            OrderChange::Accepted { .. }
            | OrderChange::Rejected
            | OrderChange::Reserved
            | OrderChange::Filled(_)
            | OrderChange::CancelAsked { .. }
            | OrderChange::ReplaceAsked { .. }
            | OrderChange::Replaced { .. }
            | OrderChange::Ended { .. }
            | OrderChange::Suspended { .. }
            | OrderChange::Minted { .. }
            | OrderChange::MintFailed { .. } => true,
        };
        if told {
            self.reported.insert(at.sequence, at);
        }
        let order = &event.order;
        if order.status == Status::Minting {
            let mint_id = self.state.mint_id(order.id);
            self.mintable.insert(
                mint_id,
                Mintable {
                    index: order.request.index.clone(),
                    account: order.request.account.clone(),
                    units: order.units,
                },
            );
        }
    }

    /// What it has booked of the streams that it follows.
    fn note_followed(&mut self, at: At, event: &Event, breaches: &mut Breaches) {
        use adapter::Item as FromAdapter;
        use minter::Item as FromMinter;
        let source = Source::Solver;
        match event {
            Event::Bought(bought) => {
                let item = FromAdapter::Trade(Box::new(bought.trade.clone()));
                self.adapter
                    .book(source, at, bought.position, item, breaches);
            }
            Event::Sold(sold) => {
                let item = FromAdapter::Trade(Box::new(sold.trade.clone()));
                self.adapter.book(source, at, sold.position, item, breaches);
            }
            Event::AssetOrderEnded {
                position: Some(position),
                asset_order_id,
                ..
            } => {
                let item = FromAdapter::End(asset_order_id.clone());
                self.adapter.book(source, at, *position, item, breaches);
            }
            Event::Deposited {
                position, deposit, ..
            } => {
                let item = FromMinter::Deposit(Box::new(deposit.clone()));
                self.minter.book(source, at, *position, item, breaches);
            }
            Event::Burned { position, burn, .. } => {
                let item = FromMinter::Burn(Box::new(burn.clone()));
                self.minter.book(source, at, *position, item, breaches);
            }
            Event::Order(event) => match &event.change {
                OrderChange::Minted {
                    position,
                    mint_id,
                    transaction_hash,
                    block_number,
                    ..
                } => {
                    let item = FromMinter::Mint {
                        id: mint_id.clone(),
                        transaction_hash: transaction_hash.clone(),
                        block_number: *block_number,
                    };
                    self.minter.book(source, at, *position, item, breaches);
                }
                OrderChange::MintFailed { position, .. } => {
                    let item = FromMinter::Failed {
                        what: Asked::Mint,
                        id: self.state.mint_id(event.order.id),
                    };
                    self.minter.book(source, at, *position, item, breaches);
                }
                _ => {}
            },
            Event::PaidOut {
                position,
                payout,
                transaction_hash,
                block_number,
                ..
            } => {
                let item = FromMinter::Payout {
                    id: payout.payout_id.clone(),
                    transaction_hash: transaction_hash.clone(),
                    block_number: *block_number,
                };
                self.minter.book(source, at, *position, item, breaches);
            }
            Event::PayoutFailed {
                position: Some(position),
                payout,
                ..
            } => {
                let item = FromMinter::Failed {
                    what: Asked::Payout,
                    id: payout.payout_id.clone(),
                };
                self.minter.book(source, at, *position, item, breaches);
            }
            // It is in no book: the adapter's trade stays without its counterpart, and is named.
            Event::TradeParked { position, text, .. } => {
                self.adapter
                    .skip(*position, &format!("it is parked: {text}"));
            }
            Event::Skipped {
                stream,
                position,
                text,
            } => match stream {
                Stream::Adapter => self.adapter.skip(*position, text),
                Stream::Minter => self.minter.skip(*position, text),
            },
            _ => {}
        }
    }

    /// The books after the last event: each adds up to zero, and each side is what the events say.
    pub(crate) fn check(&mut self, breaches: &mut Breaches) -> Result<(), MoneyError> {
        let (Some(cash), Some(at)) = (&self.tally.cash, self.pace.last) else {
            return Ok(());
        };
        let place = Source::Solver.at(at);
        let books = self.state.books();
        let mut wrong = false;
        if let Err(unbalanced) = books.check_halves(cash) {
            let unit = unbalanced.unit.to_string();
            wrong |= breaches.add_first(Rule::Books, &unit, place, unbalanced.to_string());
        }
        for (rule, row) in self.rows()? {
            if !row.difference.is_zero() {
                let text = format!("{} differs by {}", row.unit, row.difference);
                wrong |= breaches.add_first(rule, &row.unit, place, text);
            }
        }
        self.pace.checked(books, wrong);
        Ok(())
    }

    pub(crate) fn books(&self) -> &ledger::Books {
        self.state.books()
    }
}
