//! Rebalances: after a change of an index's basket, the difference between what is behind its units and what the newest basket says is
//! traded for its holders. What takes part in batches, and the report of each change: what was traded, and how it stands.
//!
//! ```text
//!            nothing can be traded now        offers, bids, slots
//!  Trading ───────────────────────────▶ Waiting ─────────▶ Trading
//!     │  ▲                              the holders' cash is too little: Short ──(cash)──▶ Trading
//!     ▼  │ an order with an earlier basket is filled or ends
//!   Done ┘
//! ```
//!
//! What is needed is never kept here: it is worked out from the books each time (`backing`). A report only adds up what happened.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Name, Unit};
use lots::Taken;
use money::{Cash, MoneyError, Quantity};
use serde::{Deserialize, Serialize};

use crate::BatchId;
use crate::batch::VenueSide;
use crate::crossing::Crossing;
use crate::event::{Bought, Sold};
use crate::index::{BasketEntry, Index};

/// Reports kept of one index, the newest.
pub const REBALANCES_KEPT_MAX: usize = 100;

/// The share of an asset order that belongs to the holders of an index. `["TOP5","0.5"]` in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(Name, Quantity)", into = "(Name, Quantity)")]
pub struct BackingPart {
    /// Whose units' backing it is.
    pub index: Name,
    /// How much of the asset is bought or sold at the venue.
    pub quantity: Quantity,
}

impl From<(Name, Quantity)> for BackingPart {
    fn from((index, quantity): (Name, Quantity)) -> Self {
        Self { index, quantity }
    }
}

impl From<BackingPart> for (Name, Quantity) {
    fn from(part: BackingPart) -> Self {
        (part.index, part.quantity)
    }
}

/// The cash of an index's holders that a batch may spend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchRebalance {
    /// Whose.
    pub index: Name,
    /// Cash that moves to in flight.
    pub in_flight: Cash,
}

/// Backing that changes hands between an index's holders and the house, without a venue fee: what the venue takes no order of, at the
/// best bid; lots that the house has anyway, at the best ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseExchange {
    /// Whose backing.
    pub index: Name,
    /// What.
    pub asset: Unit,
    /// What the holders do.
    pub side: VenueSide,
    /// Of a purchase: the house's lots, as it carried them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<Taken>,
    /// The same quantity as the new owner carries it: at the price of the exchange.
    pub given: Vec<Taken>,
}

impl HouseExchange {
    /// How much changes hands.
    pub fn quantity(&self) -> Result<Quantity, MoneyError> {
        Quantity::sum(self.given.iter().map(|lot| lot.quantity))
    }

    /// What is paid for it.
    pub fn cash(&self) -> Result<Cash, MoneyError> {
        Cash::sum(self.given.iter().map(|lot| lot.cost))
    }
}

/// The share of a venue trade that belongs to the holders of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackingShare {
    /// Whose.
    pub index: Name,
    /// Of the traded quantity, before a fee in the asset itself.
    pub traded: Quantity,
    /// What was bought, at what cost and fee; what was sold, for what before the fee.
    pub lot: Taken,
}

/// How a rebalance stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RebalanceState {
    /// Something of it is at the venue, or will be in the next batch.
    Trading,
    /// The books, the limits or the clients' orders leave no room for it now.
    Waiting,
    /// All that was beyond need is sold, and the holders' cash is too little for the rest of the basket.
    Short,
    /// What is left is smaller than what can be traded.
    Done,
}

/// An asset that the holders' cash was too little for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortAsset {
    /// What.
    pub asset: Unit,
    /// How much of it is missing.
    pub quantity: Quantity,
    /// What it would cost at most, fees included; of an amount beyond a decimal, what the smallest order would.
    pub cash: Cash,
}

/// What was traded of one asset. Sums over a change's whole life are in no book, so a decimal may not hold one: it is none from then on, as
/// a report must not stand in the way of what it reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Traded {
    /// How much was sold.
    pub sold: Option<Quantity>,
    /// What that brought, before fees.
    pub proceeds: Option<Cash>,
    /// How much was bought, less fees in the asset itself.
    pub bought: Option<Quantity>,
    /// What that cost, without fees.
    pub cost: Option<Cash>,
    /// The venue's fees of both, fees in the asset itself at its price.
    pub fees: Option<Cash>,
}

impl Default for Traded {
    fn default() -> Self {
        Self {
            sold: Some(Quantity::ZERO),
            proceeds: Some(Cash::ZERO),
            bought: Some(Quantity::ZERO),
            cost: Some(Cash::ZERO),
            fees: Some(Cash::ZERO),
        }
    }
}

impl Traded {
    fn add(&mut self, side: VenueSide, lot: &Taken) {
        let (quantity, cash) = match side {
            VenueSide::Buy => (&mut self.bought, &mut self.cost),
            VenueSide::Sell => (&mut self.sold, &mut self.proceeds),
        };
        *quantity = quantity.and_then(|sum| sum.checked_add(lot.quantity).ok());
        *cash = cash.and_then(|sum| sum.checked_add(lot.cost).ok());
        self.fees = self.fees.and_then(|sum| sum.checked_add(lot.fee).ok());
    }
}

/// The report of one change of a basket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rebalance {
    /// The version before.
    pub from_version: u32,
    /// The version that it trades towards.
    pub to_version: u32,
    /// When the basket changed, Unix nanoseconds; 0: before that was written down.
    pub begun_at: i64,
    /// How it stands.
    pub state: RebalanceState,
    /// Since when, Unix nanoseconds.
    pub state_since: i64,
    /// What the holders' cash was too little for, when it was last found so.
    pub short: Vec<ShortAsset>,
    /// House cash that an operator put to the holders'.
    pub funded: Cash,
    /// By asset.
    pub traded: BTreeMap<Unit, Traded>,
}

/// The reports of every index whose basket has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rebalances {
    /// Each newest basket, sorted by asset.
    #[serde(skip)]
    baskets: BTreeMap<Name, Vec<BasketEntry>>,
    reports: BTreeMap<Name, Vec<Rebalance>>,
    /// Whose newest is not done.
    #[serde(skip)]
    open: BTreeSet<Name>,
}

impl Rebalances {
    /// Oldest first.
    pub(crate) fn of(&self, index: &Name) -> &[Rebalance] {
        self.reports.get(index).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn newest(&self, index: &Name) -> Option<&Rebalance> {
        self.of(index).last()
    }

    /// The indexes whose newest is not done, by name.
    pub(crate) const fn open(&self) -> &BTreeSet<Name> {
        &self.open
    }

    /// Finds again what is not written down: from each index's newest basket, and the reports.
    pub(crate) fn rebuild<'a>(&mut self, newest: impl Iterator<Item = &'a Index>) {
        self.baskets = newest
            .map(|index| (index.symbol.clone(), sorted(index)))
            .collect();
        let open = self.reports.iter().filter(|(_, reports)| {
            let newest = reports.last();
            newest.is_some_and(|newest| newest.state != RebalanceState::Done)
        });
        self.open = open.map(|(index, _)| index.clone()).collect();
    }

    /// A definition: a report begins where the basket is another than before.
    pub(crate) fn define(&mut self, index: &Index, version: u32, at: i64) {
        let basket = sorted(index);
        let before = self.baskets.insert(index.symbol.clone(), basket.clone());
        if before.is_none_or(|before| before == basket) {
            return;
        }
        let reports = self.reports.entry(index.symbol.clone()).or_default();
        if reports.len() >= REBALANCES_KEPT_MAX {
            reports.remove(0);
        }
        reports.push(Rebalance {
            from_version: version - 1,
            to_version: version,
            begun_at: at,
            state: RebalanceState::Trading,
            state_since: at,
            short: Vec::new(),
            funded: Cash::ZERO,
            traded: BTreeMap::new(),
        });
        self.open.insert(index.symbol.clone());
    }

    /// Something happened to an order: with an earlier basket than the newest, it leaves a new difference.
    pub(crate) fn note_order(&mut self, index: &Index) {
        let Some(newest) = self.baskets.get(&index.symbol) else {
            return;
        };
        let is_newest = newest.len() == index.basket.len()
            && newest
                .iter()
                .all(|entry| index.quantity_of(&entry.asset) == Some(entry.quantity));
        if !is_newest {
            self.reopen(&index.symbol);
        }
    }

    fn reopen(&mut self, index: &Name) {
        if let Some(report) = self.newest_mut(index)
            && report.state == RebalanceState::Done
        {
            report.state = RebalanceState::Trading;
            self.open.insert(index.clone());
        }
    }

    pub(crate) fn change(
        &mut self,
        index: &Name,
        state: RebalanceState,
        short: &[ShortAsset],
        at: i64,
    ) {
        if let Some(report) = self.newest_mut(index) {
            report.state = state;
            report.state_since = at;
            report.short = short.to_vec();
        }
        match state {
            RebalanceState::Done => self.open.remove(index),
            RebalanceState::Trading | RebalanceState::Waiting | RebalanceState::Short => {
                self.open.insert(index.clone())
            }
        };
    }

    /// What an operator has given so far, with so much more.
    pub(crate) fn funded(&self, index: &Name, amount: Cash) -> Result<Cash, MoneyError> {
        let funded = self.newest(index).map(|report| report.funded);
        funded.unwrap_or_default().checked_add(amount)
    }

    pub(crate) fn fund(&mut self, index: &Name, amount: Cash) -> Result<(), MoneyError> {
        let funded = self.funded(index, amount)?;
        if let Some(report) = self.newest_mut(index) {
            report.funded = funded;
        }
        Ok(())
    }

    pub(crate) fn buy(&mut self, bought: &Bought) {
        for BackingShare { index, lot, .. } in &bought.backing {
            self.add(index, &bought.trade.asset, VenueSide::Buy, lot);
        }
    }

    pub(crate) fn sell(&mut self, sold: &Sold) {
        for BackingShare { index, lot, .. } in &sold.rebalanced {
            self.add(index, &sold.trade.asset, VenueSide::Sell, lot);
        }
    }

    pub(crate) fn exchange(&mut self, exchanges: &[HouseExchange]) {
        for exchange in exchanges {
            for lot in &exchange.given {
                self.add(&exchange.index, &exchange.asset, exchange.side, lot);
            }
        }
    }

    pub(crate) fn cross(&mut self, batch: BatchId, crossings: &[Crossing]) {
        for crossing in crossings {
            for part in &crossing.parts {
                let sides = [(&part.from, VenueSide::Sell), (&part.to, VenueSide::Buy)];
                for (party, side) in sides {
                    if let Some(index) = party.holders() {
                        let lot = crossing.lot(batch, part);
                        self.add(index, &crossing.asset, side, &lot);
                    }
                }
            }
        }
    }

    fn add(&mut self, index: &Name, asset: &Unit, side: VenueSide, lot: &Taken) {
        if let Some(report) = self.newest_mut(index) {
            let traded = report.traded.entry(asset.clone()).or_default();
            traded.add(side, lot);
        }
    }

    fn newest_mut(&mut self, index: &Name) -> Option<&mut Rebalance> {
        self.reports.get_mut(index)?.last_mut()
    }
}

/// An index's basket by asset.
fn sorted(index: &Index) -> Vec<BasketEntry> {
    let mut basket = index.basket.clone();
    basket.sort_unstable_by(|one, other| one.asset.cmp(&other.asset));
    basket
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lot(quantity: &str, cost: &str) -> Taken {
        Taken {
            lot: "AUSDC-1".into(),
            price: money::Price::ZERO,
            quantity: Quantity::parse(quantity).expect("a quantity"),
            cost: Cash::parse(cost).expect("cash"),
            fee: Cash::ZERO,
        }
    }

    #[test]
    fn a_sum_beyond_a_decimal_is_none_from_then_on_and_the_others_go_on() {
        let mut traded = Traded::default();
        traded.add(VenueSide::Buy, &lot("70000000000000000000000000000", "1"));
        traded.add(VenueSide::Buy, &lot("0.1", "1"));
        assert_eq!((traded.bought, traded.cost), (None, Cash::parse("2").ok()));
        traded.add(VenueSide::Buy, &lot("1", "1"));
        traded.add(VenueSide::Sell, &lot("1", "5"));
        let expected = Traded {
            sold: Quantity::parse("1").ok(),
            proceeds: Cash::parse("5").ok(),
            bought: None,
            cost: Cash::parse("3").ok(),
            fees: Some(Cash::ZERO),
        };
        assert_eq!(traded, expected);
    }
}
