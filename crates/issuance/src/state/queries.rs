//! What can be asked of the state: the books, orders, accounts and indexes, and what is still to be done outside.

use std::collections::BTreeMap;

use ledger::{Account, Books, Name};
use money::{Cash, Signed, Units};

use super::Issuance;
use crate::batch::{Batch, LiveBatch};
use crate::event::Stream;
use crate::order::{Order, OrderView};
use crate::{
    BatchId, BurnedUnits, CashMoveReport, CashPlace, ClientAccount, Collateral, Index, Limits,
    OrderId, Payout, Quote, Rebalance, Settings, Trading, TradingState,
};

impl Issuance {
    /// The settings, once given.
    pub const fn settings(&self) -> Option<&Settings> {
        self.settings.as_ref()
    }

    /// The books.
    pub const fn books(&self) -> &Books {
        self.desk.books.lowest()
    }

    /// An order by its id.
    pub fn order(&self, id: OrderId) -> Option<&Order> {
        self.desk.orders.get(&id)
    }

    /// An order by its client's id for it.
    pub fn order_of(&self, session: &str, cl_ord_id: &str) -> Option<&Order> {
        let id = self
            .by_client_id
            .get(&(session.to_owned(), cl_ord_id.to_owned()))?;
        self.order(*id)
    }

    /// All orders, oldest first.
    pub fn orders(&self) -> impl DoubleEndedIterator<Item = &Order> {
        self.desk.orders.iter().map(|(_, order)| order)
    }

    /// How many orders have each status, by its label.
    pub fn order_counts(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.census.counts()
    }

    /// Orders whose buying has not ended, oldest first.
    pub fn open_orders(&self) -> impl DoubleEndedIterator<Item = &Order> {
        self.open.ids().filter_map(|id| self.order(id))
    }

    /// An order as others see it.
    pub fn view(&self, order: &Order) -> OrderView {
        order
            .view()
            .expect("the order's own event had the same sums")
    }

    /// A client's collateral; none for an unknown account.
    pub fn collateral(&self, account: &Name) -> Option<Collateral> {
        self.desk.collateral(account).ok()
    }

    /// The accounts, by name.
    pub fn accounts(&self) -> impl Iterator<Item = &ClientAccount> {
        self.desk.clients.iter().map(|(_, client)| &client.account)
    }

    /// An account by its name.
    pub fn account(&self, name: &Name) -> Option<&ClientAccount> {
        self.desk.clients.get(name).map(|client| &client.account)
    }

    /// The newest version of each index, by symbol.
    pub fn indexes(&self) -> impl Iterator<Item = &Index> {
        self.desk.indexes.iter().map(|(_, index)| &**index)
    }

    /// How often an index was defined; zero for an unknown one.
    pub fn version(&self, index: &Name) -> u32 {
        self.versions.get(index).copied().unwrap_or(0)
    }

    /// Whether an index takes orders and is bought: the stricter of its own switch and everything's.
    pub fn trading(&self, index: &Name) -> &Trading {
        self.switches.of(index)
    }

    /// An account's own limits.
    pub fn limits(&self, account: &Name) -> Limits {
        self.limits.get(account).cloned().unwrap_or_default()
    }

    /// The quote that a command was answered with, as long as it is kept.
    pub fn quote_of(&self, command_id: &str) -> Option<&Quote> {
        self.quotes.of_command(command_id)
    }

    /// What addresses that are no account's have deposited.
    pub const fn unclaimed(&self) -> &BTreeMap<String, Cash> {
        &self.unclaimed
    }

    /// What addresses that are no account's have burned, by index.
    pub const fn unclaimed_units(&self) -> &BTreeMap<String, BTreeMap<Name, Units>> {
        &self.unclaimed_units
    }

    /// A client's burned units that are not redeemed yet, of each index of which there are any.
    pub fn burned_units(&self, account: &Name) -> Vec<BurnedUnits> {
        let of = |index: &Name| BurnedUnits {
            index: index.clone(),
            redeemable: self.desk.redeemable(account, index),
            reserved: self.desk.units_of(index, &Account::reserved(account)),
        };
        let all = self.indexes().map(|index| of(&index.symbol));
        all.filter(|units| !(units.redeemable.is_zero() && units.reserved.is_zero()))
            .collect()
    }

    /// How far a stream has been followed.
    pub fn position(&self, stream: Stream) -> u64 {
        self.positions.get(&stream).copied().unwrap_or(0)
    }

    /// Up to which of our events the inventory has everything.
    pub const fn inventory_confirmed(&self) -> u64 {
        self.inventory_confirmed
    }

    /// Batches that the adapter has not confirmed, oldest first.
    pub fn batches_to_place(&self) -> impl Iterator<Item = &Batch> {
        self.unplaced
            .iter()
            .filter_map(|id| self.desk.batches.get(id))
            // The adapter may have refused one that has not settled yet.
            .filter(|live| !live.is_over())
            .map(|live| &*live.batch)
    }

    /// How many index orders one decision fills or ends.
    pub(crate) const fn orders_at_once(&self) -> usize {
        self.at_once.0
    }

    /// Whether there is something to decide that waits for nothing: [`Command::GoOn`](crate::Command::GoOn) decides the next of it.
    pub fn goes_on(&self) -> bool {
        self.batch_that_goes_on().is_some()
    }

    /// The oldest batch of which that is so.
    pub(crate) fn batch_that_goes_on(&self) -> Option<(BatchId, &LiveBatch)> {
        let live = self.live_batches.iter();
        live.filter_map(|id| Some((*id, self.desk.batches.get(id)?)))
            .find(|(_, live)| live.goes_on())
    }

    /// A batch that has not settled.
    pub fn batch(&self, id: BatchId) -> Option<&Batch> {
        self.desk.batches.get(&id).map(|live| &*live.batch)
    }

    /// Batches that have not settled, oldest first.
    pub fn live_batches(&self) -> impl Iterator<Item = BatchId> {
        self.live_batches.iter().copied()
    }

    /// Orders whose mint the minter has not confirmed to have, oldest first.
    pub fn mints_to_ask_for(&self) -> impl Iterator<Item = &Order> {
        self.unminted.iter().filter_map(|id| self.order(*id))
    }

    /// Payouts that have not ended, oldest first.
    pub fn payouts(&self) -> impl Iterator<Item = &Payout> {
        self.payouts.live()
    }

    /// Payouts that the minter is not known to have, oldest first.
    pub fn payouts_to_ask_for(&self) -> impl Iterator<Item = &Payout> {
        self.payouts.to_ask_for()
    }

    /// Whether everything is halted.
    pub(crate) fn is_halted(&self) -> bool {
        self.switches.own(None).state == TradingState::Halted
    }

    /// Whether a batch could have something to do.
    pub fn wants_batch(&self) -> bool {
        let room = self.settings.as_ref().is_some_and(|settings| {
            self.live_batches.len() < settings.batches_in_flight_max as usize
        });
        let idle = self.ready.is_empty() && self.sellers.is_empty() && !self.wants_rebalance();
        room && !self.is_halted() && !idle
    }

    /// Whether an index that may be traded has a rebalance that is not done.
    pub(crate) fn wants_rebalance(&self) -> bool {
        self.to_rebalance().next().is_some()
    }

    /// The indexes that may be traded and whose rebalance is not done, by name.
    pub(crate) fn to_rebalance(&self) -> impl Iterator<Item = &Name> {
        let open = self.rebalances.open().iter();
        open.filter(|index| self.trading(index).state != TradingState::Halted)
    }

    /// The reports of an index's changes of basket that are kept, oldest first.
    pub fn rebalances(&self, index: &Name) -> &[Rebalance] {
        self.rebalances.of(index)
    }

    /// The cash of an index's holders: what no batch has, and what batches may still spend.
    pub fn holders_cash(&self, index: &Name) -> [Cash; 2] {
        [
            Account::rebalance(index),
            Account::rebalance_in_flight(index),
        ]
        .map(|account| self.desk.cash_of(&account))
    }

    /// Cash moves in the order in which they were told.
    pub fn cash_moves(&self) -> impl DoubleEndedIterator<Item = &CashMoveReport> {
        self.cash_moves.all()
    }

    /// What cash moves have brought to a place, less what they have taken from it.
    pub const fn cash_moved_to(&self, place: CashPlace) -> Signed {
        self.cash_moves.brought_to(place)
    }

    /// Venue trades that could not be shared out, by lot, and why: they are nobody's.
    pub const fn parked_trades(&self) -> &BTreeMap<Name, String> {
        &self.parked
    }

    /// Cash moves on their way, the oldest first.
    pub fn cash_in_transit(&self) -> impl Iterator<Item = &CashMoveReport> {
        self.cash_moves.in_transit()
    }

    /// Whether an order's time has ended at `now_unix_ns`.
    pub fn wants_expiry(&self, now_unix_ns: i64) -> bool {
        self.expiring
            .first()
            .is_some_and(|(expires_at, _)| *expires_at <= now_unix_ns)
    }

    /// What the issuer has put at the venue.
    pub fn house_cash(&self) -> Cash {
        self.desk.house_cash
    }

    /// The id of an order's mint: used once for ever, here and on chain.
    pub fn mint_id(&self, order: OrderId) -> String {
        format!("{}{order}", self.instance())
    }

    /// The order of a mint.
    pub(crate) fn order_of_mint(&self, mint_id: &str) -> Option<OrderId> {
        let id = mint_id.strip_prefix(self.instance())?.parse().ok()?;
        self.order(id).map(Order::id)
    }

    /// The payout on its way that has this id.
    pub(crate) fn payout_of(&self, payout_id: &str) -> Option<&Payout> {
        let id = payout_id.strip_prefix(self.instance())?.parse().ok()?;
        self.payouts.get(id)
    }

    fn instance(&self) -> &str {
        self.settings
            .as_ref()
            .map_or("", |settings| &settings.instance)
    }
}
