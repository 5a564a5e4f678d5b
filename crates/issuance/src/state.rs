//! The whole state: the desk, and what finds things on it: ids seen, positions in other services' streams, who waits for what.
//!
//! Everything the service still has to do outside can be read here (`queries`): batches to place, mints to ask for, positions to
//! follow from.

mod census;
mod check;
mod placing;
mod queries;
mod rebuild;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use ledger::Name;
use money::{Cash, Units};
use serde::{Deserialize, Serialize};

use crate::cash_move::CashMoves;
use crate::decide::ORDERS_AT_ONCE_MAX;
use crate::desk::Desk;
use crate::event::{Event, Stream};
use crate::form;
use crate::limits::{OpenOrders, Recent};
use crate::payout::Payouts;
use crate::quote::{Held, Quotes};
use crate::rebalance::Rebalances;
use crate::trading::Switches;
use crate::waiting::Waiting;
use crate::{BatchId, Burn, Limits, OrderId, Settings};

use census::Census;
use check::Unsound;

/// How many index orders of a batch one decision fills or ends. It says where decisions part, not what comes of them, and is no part of the
/// journal: events say how many.
#[derive(Debug, Clone, Copy)]
struct AtOnce(usize);

impl Default for AtOnce {
    fn default() -> Self {
        Self(ORDERS_AT_ONCE_MAX)
    }
}

/// The issuer's state. What is skipped when it is written down is found again from the rest (`form`).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Issuance {
    settings: Option<Settings>,
    #[serde(skip)]
    at_once: AtOnce,
    pub(crate) desk: Desk<'static>,
    pub(crate) commands_seen: HashSet<String>,
    pub(crate) deposits_seen: HashSet<String>,
    pub(crate) burns_seen: HashSet<String>,
    #[serde(with = "form::names")]
    pub(crate) by_client_id: HashMap<(String, String), OrderId>,
    #[serde(skip)]
    pub(crate) by_address: HashMap<String, Name>,
    pub(crate) unclaimed: BTreeMap<String, Cash>,
    pub(crate) unclaimed_units: BTreeMap<String, BTreeMap<Name, Units>>,
    #[serde(skip)]
    pub(crate) orders_made: u64,
    pub(crate) batches_made: u64,
    #[serde(skip)]
    pub(crate) waiting: BTreeMap<Name, Waiting>,
    #[serde(skip)]
    pub(crate) open: OpenOrders,
    #[serde(skip)]
    census: Census,
    /// Orders of the last second: of all accounts, and of each.
    #[serde(skip)]
    pub(crate) recent: Recent,
    #[serde(skip)]
    pub(crate) recent_of: HashMap<Name, Recent>,
    pub(crate) switches: Switches,
    pub(crate) limits: BTreeMap<Name, Limits>,
    pub(crate) quotes: Quotes,
    /// What open orders are held to by the quotes that they named.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) held: BTreeMap<OrderId, Held>,
    /// Trades that could not be shared out, by lot, and why. Few: each wants an operator.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    parked: BTreeMap<Name, String>,
    pub(crate) payouts: Payouts,
    versions: BTreeMap<Name, u32>,
    #[serde(skip)]
    pub(crate) ready: BTreeSet<OrderId>,
    #[serde(skip)]
    pub(crate) expiring: BTreeSet<(i64, OrderId)>,
    /// Orders with left-over holdings for sale that are in no batch.
    #[serde(skip)]
    pub(crate) sellers: BTreeSet<OrderId>,
    /// Redemptions that are neither waiting nor over.
    #[serde(skip)]
    pub(crate) redeeming: BTreeSet<OrderId>,
    pub(crate) rebalances: Rebalances,
    pub(crate) cash_moves: CashMoves,
    #[serde(skip)]
    pub(crate) live_batches: BTreeSet<BatchId>,
    #[serde(skip)]
    pub(crate) asset_orders: HashMap<String, BatchId>,
    #[serde(skip)]
    unplaced: BTreeSet<BatchId>,
    #[serde(skip)]
    unminted: BTreeSet<OrderId>,
    positions: BTreeMap<Stream, u64>,
    inventory_confirmed: u64,
    #[serde(skip)]
    events_until_check: usize,
}

impl Issuance {
    /// One that decides fewer orders at once than others, so that small batches go in steps as large ones do; at least one.
    pub fn deciding_at_once(orders: usize) -> Self {
        Self {
            at_once: AtOnce(orders.clamp(1, ORDERS_AT_ONCE_MAX)),
            ..Self::default()
        }
    }

    /// It happened. Panics when the event can't be: then the journal is not of this machine, or the machine is broken, and
    /// nothing may be done on such a state.
    pub fn apply(&mut self, event: &Event) {
        if let Err(problem) = self.desk.apply(event) {
            panic!("an event can't be applied: {problem}: {event:?}");
        }
        self.note(event);
        self.check_books();
    }

    /// Asserts that every book adds up to zero. Reading every balance at every event would make an event as dear as the books are
    /// long, and postings balance by construction: so all are read once for as many events as there are balances.
    fn check_books(&mut self) {
        if self.events_until_check > 0 {
            self.events_until_check -= 1;
            return;
        }
        let books = self.desk.books.lowest();
        let checked = books.check_halves(&self.desk.cash);
        assert!(checked.is_ok(), "{checked:?}");
        self.events_until_check = books
            .units()
            .iter()
            .map(|unit| books.balances(unit).len())
            .sum::<usize>()
            / 4;
    }

    /// What finds things, after the desk has changed.
    #[allow(clippy::too_many_lines, reason = "one arm an event, and nothing else")]
    fn note(&mut self, event: &Event) {
        match event {
            Event::Configured { settings } => self.settings = Some(settings.clone()),
            Event::AccountDefined {
                account,
                command_id,
            } => {
                self.by_address.retain(|_, name| *name != account.name);
                self.by_address
                    .insert(account.address.clone(), account.name.clone());
                self.see(command_id);
            }
            Event::IndexDefined {
                command_id,
                index,
                at_unix_ns,
            } => {
                let version = self.versions.entry(index.symbol.clone()).or_default();
                *version += 1;
                self.rebalances.define(index, *version, *at_unix_ns);
                self.see(command_id);
            }
            Event::RebalanceChanged {
                index,
                state,
                short,
                at_unix_ns,
            } => self.rebalances.change(index, *state, short, *at_unix_ns),
            Event::RebalanceFunded {
                command_id,
                index,
                amount,
            } => {
                let funded = self.rebalances.fund(index, *amount);
                funded.expect("the command was decided on this sum");
                self.see(command_id);
            }
            Event::CashLeft {
                cash_move,
                at_unix_ns,
            } => {
                let left = self.cash_moves.leave(cash_move, *at_unix_ns);
                left.expect("the command was decided on this sum");
            }
            Event::CashArrived {
                id,
                arrival,
                at_unix_ns,
            } => {
                let arrived = self.cash_moves.arrive(id, arrival, *at_unix_ns);
                arrived.expect("the command was decided on this sum");
            }
            Event::TradingSet {
                command_id,
                index,
                trading,
            } => {
                self.switches.set(index.as_ref(), trading.clone());
                self.see(command_id);
            }
            Event::LimitsSet {
                command_id,
                account,
                limits,
            } => {
                self.limits.insert(account.clone(), limits.clone());
                self.see(command_id);
            }
            Event::Quoted { command_id, quote } => {
                self.quotes.keep(command_id, (**quote).clone());
                self.see(command_id);
            }
            Event::OrdersCancelled { command_id, .. }
            | Event::CancelRejected {
                command_id: Some(command_id),
                ..
            } => self.see(command_id),
            Event::CancelRejected {
                command_id: None, ..
            }
            | Event::BatchFilled { .. } => {}
            Event::Deposited {
                position,
                deposit,
                collateral,
            } => {
                self.follow(Stream::Minter, *position);
                self.deposits_seen.insert(deposit.deposit_id.clone());
                if collateral.is_none() {
                    let held = self.unclaimed.entry(deposit.from.clone()).or_default();
                    *held = held
                        .checked_add(deposit.amount)
                        .expect("the books have the sum of it");
                }
            }
            Event::UnclaimedCredited { address, .. } => {
                self.unclaimed.remove(address);
            }
            Event::PayoutAsked {
                command_id, payout, ..
            } => {
                self.payouts.ask(payout);
                self.see(command_id);
            }
            Event::PayoutAccepted { payout } => self.payouts.accept(*payout),
            Event::PaidOut {
                position, payout, ..
            } => {
                self.follow(Stream::Minter, *position);
                self.payouts.end(payout.id);
            }
            Event::PayoutFailed {
                position, payout, ..
            } => {
                if let Some(position) = position {
                    self.follow(Stream::Minter, *position);
                }
                self.payouts.end(payout.id);
            }
            Event::Burned {
                position,
                burn,
                account,
            } => {
                self.follow(Stream::Minter, *position);
                self.note_burn(burn, account.as_ref());
            }
            Event::UnclaimedUnitsCredited { address, index, .. } => {
                let of_address = self.unclaimed_units.get_mut(address);
                of_address.and_then(|of_address| of_address.remove(index));
            }
            Event::Order(event) => self.note_order(event),
            Event::BatchMade { batch } => {
                self.rebalances.cross(batch.id, &batch.crossings);
                self.rebalances.exchange(&batch.exchanges);
                self.note_batch(batch);
            }
            Event::BatchJoined { part } => {
                self.rebalances.cross(part.batch, &part.crossings);
                self.rebalances.exchange(&part.exchanges);
                self.note_part(part);
            }
            Event::BatchPlaced { batch } => {
                self.unplaced.remove(batch);
            }
            Event::Bought(bought) => {
                self.rebalances.buy(bought);
                self.follow(Stream::Adapter, bought.position);
            }
            Event::Sold(sold) => {
                self.rebalances.sell(sold);
                self.follow(Stream::Adapter, sold.position);
            }
            Event::AssetOrderEnded { position, .. } => {
                if let Some(position) = position {
                    self.follow(Stream::Adapter, *position);
                }
            }
            Event::BatchSettling { batch, orders } => self.note_settling(*batch, *orders),
            Event::BatchSettled { batch } => self.note_settled(*batch),
            Event::Skipped {
                stream, position, ..
            } => self.follow(*stream, *position),
            Event::TradeParked {
                position,
                trade,
                text,
            } => {
                self.follow(Stream::Adapter, *position);
                self.parked.insert(trade.lot_id.clone(), text.clone());
            }
            Event::MintAccepted { order } => self.place_order(*order),
            Event::InventoryConfirmed { sequence } => self.inventory_confirmed = *sequence,
        }
    }

    fn note_burn(&mut self, burn: &Burn, account: Option<&Name>) {
        self.burns_seen.insert(burn.burn_id.clone());
        if account.is_none() {
            let of_address = self.unclaimed_units.entry(burn.from.clone()).or_default();
            let held = of_address.entry(burn.index.clone()).or_default();
            *held = held
                .checked_add(burn.units)
                .expect("the books have the sum of it");
        }
    }

    fn see(&mut self, command_id: &str) {
        self.commands_seen.insert(command_id.to_owned());
    }

    fn follow(&mut self, stream: Stream, position: u64) {
        self.positions.insert(stream, position);
    }
}
