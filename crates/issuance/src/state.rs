//! The whole state: the desk, and what finds things on it: ids seen, positions in other services' streams, who waits for what.
//!
//! Everything the service still has to do outside can be read here (`queries`): batches to place, mints to ask for, positions to
//! follow from.

mod census;
mod queries;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use ledger::Name;
use money::{Cash, Units};

use crate::batch::{Batch, BatchPart, Contribution, VenueSide};
use crate::desk::Desk;
use crate::event::{Event, OrderChange, OrderEvent, Stream};
use crate::limits::{OpenOrders, Recent};
use crate::order::{Order, Status};
use crate::payout::Payouts;
use crate::quote::Quotes;
use crate::rebalance::Rebalances;
use crate::trading::Switches;
use crate::{BatchId, Burn, Limits, OrderId, Settings};

use census::Census;

/// What a report adds up, its event's own sums have had.
const SUMMED: &str = "a report's sums are parts of the books'";

/// The issuer's state.
#[derive(Debug, Clone, Default)]
pub struct Issuance {
    settings: Option<Settings>,
    pub(crate) desk: Desk<'static>,
    pub(crate) commands_seen: HashSet<String>,
    pub(crate) deposits_seen: HashSet<String>,
    pub(crate) burns_seen: HashSet<String>,
    pub(crate) by_client_id: HashMap<(String, String), OrderId>,
    pub(crate) by_address: HashMap<String, Name>,
    pub(crate) unclaimed: BTreeMap<String, Cash>,
    pub(crate) unclaimed_units: BTreeMap<String, BTreeMap<Name, Units>>,
    pub(crate) orders_made: u64,
    pub(crate) batches_made: u64,
    pub(crate) waiting: BTreeMap<Name, BTreeSet<OrderId>>,
    pub(crate) open: OpenOrders,
    census: Census,
    /// Orders of the last second: of all accounts, and of each.
    pub(crate) recent: Recent,
    pub(crate) recent_of: HashMap<Name, Recent>,
    pub(crate) switches: Switches,
    pub(crate) limits: BTreeMap<Name, Limits>,
    pub(crate) quotes: Quotes,
    pub(crate) payouts: Payouts,
    versions: BTreeMap<Name, u32>,
    pub(crate) ready: BTreeSet<OrderId>,
    pub(crate) expiring: BTreeSet<(i64, OrderId)>,
    /// Orders with left-over holdings for sale that are in no batch.
    pub(crate) sellers: BTreeSet<OrderId>,
    /// Redemptions that are neither waiting nor over.
    pub(crate) redeeming: BTreeSet<OrderId>,
    pub(crate) rebalances: Rebalances,
    pub(crate) live_batches: BTreeSet<BatchId>,
    pub(crate) asset_orders: HashMap<String, BatchId>,
    unplaced: BTreeSet<BatchId>,
    unminted: BTreeSet<OrderId>,
    positions: BTreeMap<Stream, u64>,
    inventory_confirmed: u64,
    events_until_check: usize,
}

impl Issuance {
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
                funded.expect(SUMMED);
                self.see(command_id);
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
            } => {}
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
                self.rebalances.exchange(&batch.exchanges).expect(SUMMED);
                self.note_batch(batch);
            }
            Event::BatchJoined { part } => {
                self.rebalances.exchange(&part.exchanges).expect(SUMMED);
                self.note_part(part);
            }
            Event::BatchPlaced { batch } => {
                self.unplaced.remove(batch);
            }
            Event::Bought(bought) => {
                self.rebalances.buy(bought).expect(SUMMED);
                self.follow(Stream::Adapter, bought.position);
            }
            Event::Sold(sold) => {
                self.rebalances.sell(sold).expect(SUMMED);
                self.follow(Stream::Adapter, sold.position);
            }
            Event::AssetOrderEnded { position, .. } => {
                if let Some(position) = position {
                    self.follow(Stream::Adapter, *position);
                }
            }
            Event::BatchSettled { batch } => self.note_settled(*batch),
            Event::Skipped {
                stream, position, ..
            } => self.follow(*stream, *position),
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

    fn note_order(&mut self, event: &OrderEvent) {
        let OrderEvent {
            order: view,
            change,
            collateral,
            command_id,
        } = event;
        let after = self.desk.orders.get(&view.id).map(Order::view);
        assert!(
            matches!(&after, Some(Ok(after)) if after == view),
            "an order is not what its event says: {after:?}, {view:?}"
        );
        let after = self.desk.collateral(&view.request.account).ok();
        assert!(
            collateral.is_none() || after == *collateral,
            "collateral is not what an event says: {after:?}, {collateral:?}"
        );
        if let Some(command_id) = command_id {
            self.see(command_id);
        }
        if matches!(change, OrderChange::Accepted { .. }) {
            self.recent.note(view.accepted_at);
            let account = view.request.account.clone();
            let own = self.recent_of.entry(account).or_default();
            own.note(view.accepted_at);
            if let Some(quote) = view.request.quote {
                self.quotes.use_up(quote);
            }
        }
        match change {
            OrderChange::Accepted { .. } | OrderChange::Rejected | OrderChange::Replaced { .. } => {
                self.orders_made = self.orders_made.max(view.id.0);
                let key = (view.request.session.clone(), view.request.cl_ord_id.clone());
                // A duplicate does not take the first one's name.
                self.by_client_id.entry(key).or_insert(view.id);
            }
            OrderChange::Minted { position, .. } | OrderChange::MintFailed { position, .. } => {
                self.follow(Stream::Minter, *position);
            }
            OrderChange::Reserved
            | OrderChange::Filled(_)
            | OrderChange::CancelAsked { .. }
            | OrderChange::ReplaceAsked { .. }
            | OrderChange::Closing { .. }
            | OrderChange::Ended { .. }
            | OrderChange::TakenOver { .. }
            | OrderChange::Suspended { .. }
            | OrderChange::Resumed => {}
        }
        self.place_order(view.id);
        self.note_basket(view.id, change);
    }

    /// An order with an earlier basket has left something else behind the units than the newest says, or leaves what it had a right to.
    fn note_basket(&mut self, id: OrderId, change: &OrderChange) {
        if let OrderChange::Filled(_)
        | OrderChange::Ended { .. }
        | OrderChange::Closing { .. }
        | OrderChange::Replaced { .. } = change
            && let Some(index) = self
                .desk
                .orders
                .get(&id)
                .and_then(|order| order.index.as_ref())
        {
            self.rebalances.note_order(index);
        }
    }

    /// Puts an order into the sets that its state belongs to, and out of the others.
    fn place_order(&mut self, id: OrderId) {
        let order = self
            .desk
            .orders
            .get(&id)
            .expect("the event was applied to it");
        self.census.count(id, order.status);
        let open = matches!(
            order.status,
            Status::Waiting | Status::Working | Status::Suspended
        ) && order.outcome.is_none();
        let is_open = order.outcome.is_none() && !order.status.is_final();
        let may_spend = || order.request.cash.checked_sub(order.spent()?);
        let noted = is_open
            .then(may_spend)
            .transpose()
            .and_then(|amount| self.open.set(id, &order.request.account, amount));
        noted.expect("the order's own event had the same sums");
        put(&mut self.ready, id, order.status == Status::Working);
        put(
            &mut self.sellers,
            id,
            order.has_left_over() && order.batch.is_none(),
        );
        put(
            &mut self.redeeming,
            id,
            order.redeems(&order.request.index).is_some(),
        );
        put(
            &mut self.unminted,
            id,
            order.status == Status::Minting && !order.mint_accepted,
        );
        if let Some(expires_at) = order.expires_at {
            put(
                &mut self.expiring,
                (expires_at, id),
                open && order.batch.is_none() && order.closing.is_none(),
            );
        }
        if order.status == Status::Waiting {
            self.waiting
                .entry(order.request.account.clone())
                .or_default()
                .insert(id);
        } else if let Some(waiting) = self.waiting.get_mut(&order.request.account) {
            waiting.remove(&id);
            if waiting.is_empty() {
                self.waiting.remove(&order.request.account);
            }
        }
    }

    fn note_batch(&mut self, batch: &Batch) {
        self.batches_made = self.batches_made.max(batch.id.0);
        self.live_batches.insert(batch.id);
        if !batch.asset_orders.is_empty() {
            self.unplaced.insert(batch.id);
        }
        for asset_order in &batch.asset_orders {
            self.asset_orders.insert(asset_order.id.clone(), batch.id);
        }
        self.place_orders_of(batch);
    }

    fn note_part(&mut self, part: &BatchPart) {
        let batch = self.batch_of(part.batch);
        for joined in &part.orders {
            self.place_order(joined.order);
        }
        for contributed in &part.contributions {
            let side = batch.asset_orders[contributed.place].side;
            self.place_sellers(side, &contributed.contributions);
        }
    }

    /// A live batch, all parts of it so far.
    fn batch_of(&self, id: BatchId) -> Arc<Batch> {
        let live = self.desk.batch(id);
        let live = live.expect("the event was applied to it");
        Arc::clone(&live.batch)
    }

    fn note_settled(&mut self, id: BatchId) {
        let batch = self.batch_of(id);
        self.live_batches.remove(&id);
        self.unplaced.remove(&id);
        for asset_order in &batch.asset_orders {
            self.asset_orders.remove(&asset_order.id);
        }
        self.place_orders_of(&batch);
        self.desk.batches.forget(&id);
    }

    fn place_orders_of(&mut self, batch: &Batch) {
        for part in &batch.orders {
            self.place_order(part.order);
        }
        for asset_order in &batch.asset_orders {
            self.place_sellers(asset_order.side, &asset_order.contributions);
        }
    }

    /// Those whose left-overs are sold are in no batch's orders.
    fn place_sellers(&mut self, side: VenueSide, contributions: &[Contribution]) {
        if side == VenueSide::Sell {
            for contribution in contributions {
                self.place_order(contribution.order);
            }
        }
    }
}

fn put<T: Ord>(set: &mut BTreeSet<T>, item: T, belongs: bool) {
    if belongs {
        set.insert(item);
    } else {
        set.remove(&item);
    }
}
