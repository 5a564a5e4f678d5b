//! One journal against another. What a journal said when the first of them was read must be in the others, which were read
//! to their ends after that; what came later is on its way.

mod asked;

use std::collections::BTreeMap;

use issuance::{AssetOrder, VenueSide};
use ledger::Unit;
use money::{MoneyError, Signed};
use venue::asset_orders::Terms;
use venue::messages::Side;

use crate::adapter::{self, Adapter, left};
use crate::breach::{Breaches, Source};
use crate::inventory::Inventory;
use crate::minter::{self, Minter};
use crate::rule::Row;
use crate::solver::Solver;
use crate::tally::plus;
use crate::{Rule, sums::Sums};

pub(crate) use asked::{mints, payouts, taken};

/// Every asset order at the venue is one of a batch of the solver's.
pub(crate) fn asset_orders(solver: &Solver, adapter: &Adapter, breaches: &mut Breaches) {
    for (id, (at, terms)) in &adapter.accepted {
        if at.sequence > adapter.replay.cut {
            continue;
        }
        let text = match solver.asset_orders.get(id) {
            None if solver.replay.stopped => continue,
            None => format!("asset order {id} is in no batch of the solver's"),
            Some(order) if same_terms(terms, order) => continue,
            Some(_) => format!("asset order {id} has other terms than in its batch"),
        };
        breaches.add(
            Rule::AssetOrders,
            Some(Source::ExchangeAdapter.at(*at)),
            text,
        );
    }
}

fn same_terms(terms: &Terms, order: &AssetOrder) -> bool {
    let side = match terms.side {
        Side::Buy => VenueSide::Buy,
        Side::Sell => VenueSide::Sell,
    };
    let same = (side, terms.quantity, terms.limit_price)
        == (order.side, order.quantity, order.limit_price);
    same && *order.asset == *terms.asset && order.market == terms.market
}

/// Forgets an asset order that is the same in its batch and at the venue.
pub(crate) fn settle_asset_order(solver: &mut Solver, adapter: &mut Adapter, id: &str) {
    if let (Some((_, terms)), Some(order)) = (adapter.accepted.get(id), solver.asset_orders.get(id))
        && same_terms(terms, order)
    {
        adapter.accepted.remove(id);
        solver.asset_orders.remove(id);
    }
}

/// Forgets an event of the solver's of which the inventory has recorded everything.
pub(crate) fn settle_records(solver: &mut Solver, inventory: &mut Inventory, sequence: u64) {
    if let (Some((_, expected)), Some(recorded)) = (
        solver.expected.get(&sequence),
        inventory.recorded.get(&sequence),
    ) && recorded.is(expected)
        && recorded.records == expected.records
    {
        solver.expected.remove(&sequence);
        inventory.recorded.remove(&sequence);
    }
}

/// What the solver has traded, beside what the adapter has.
pub(crate) fn trade_rows(
    solver: &Solver,
    adapter: &Adapter,
    cash: &Unit,
) -> Result<Vec<Row>, MoneyError> {
    let ours = adapter.left();
    let coming = solver.adapter.on_their_way(&adapter.told);
    let coming = coming.filter_map(|item| match item {
        adapter::Item::Trade(trade) => Some(trade.as_ref()),
        adapter::Item::End(_) => None,
    });
    let coming = left(coming, cash)?;
    let booked = |unit: &Unit| solver.traded(unit);
    let rows = ours.iter().map(|(unit, amount)| {
        Row::new(
            unit,
            &[("adapter", *amount)],
            &[
                ("solver", booked(unit)?),
                (
                    "on their way",
                    coming.get(unit).copied().unwrap_or_default(),
                ),
            ],
        )
    });
    rows.collect()
}

/// Each movement of the solver's is recorded by the inventory, once, and nothing else is.
pub(crate) fn records(solver: &Solver, inventory: &Inventory, breaches: &mut Breaches) {
    let newest = inventory.newest;
    for (sequence, recorded) in &inventory.recorded {
        if recorded.at.sequence > inventory.replay.cut {
            continue;
        }
        let text = match solver.expected.get(sequence) {
            None if solver.replay.stopped && *sequence > solver.replay.last => continue,
            None => format!(
                "event {sequence} of the solver moves no lots, or no more than was recorded"
            ),
            Some((_, expected)) => {
                // The last event's further records may be on their way.
                let partial = *sequence == newest && recorded.records < expected.records;
                if recorded.is(expected) || partial {
                    continue;
                }
                format!(
                    "event {sequence} of the solver moves {}; recorded is {}",
                    described(&expected.movements, expected.trade.as_ref()),
                    described(&recorded.movements, recorded.trade.as_ref())
                )
            }
        };
        breaches.add(Rule::Records, Some(Source::Inventory.at(recorded.at)), text);
    }
    let known = if inventory.replay.stopped {
        newest
    } else {
        newest.max(solver.inventory_confirmed)
    };
    for (sequence, (at, _)) in solver.expected.range(..=known) {
        if !inventory.recorded.contains_key(sequence) {
            let place = Some(Source::Solver.at(*at));
            breaches.add(Rule::Records, place, "the inventory has no record of it");
        }
    }
}

fn described(movements: &crate::movement::Movements, trade: Option<&lots::Trade>) -> String {
    match trade {
        Some(trade) => format!(
            "{movements} (trade {} of {} at {})",
            trade.id, trade.quantity, trade.price
        ),
        None => movements.to_string(),
    }
}

/// What the solver has of each asset, beside what the inventory has.
pub(crate) fn record_rows(solver: &Solver, inventory: &Inventory) -> Result<Vec<Row>, MoneyError> {
    let mut coming: BTreeMap<Unit, Signed> = BTreeMap::new();
    let newest = inventory.newest;
    for (sequence, (_, expected)) in solver.expected.range(newest..) {
        let recorded = inventory.recorded.get(sequence);
        for ((asset, owner), amount) in &expected.movements.0 {
            let key = (asset.clone(), owner.clone());
            let had = recorded.and_then(|recorded| recorded.movements.0.get(&key));
            let missing = amount.checked_sub(had.copied().unwrap_or_default())?;
            plus(coming.entry(asset.clone()).or_default(), missing)?;
        }
    }
    let rows = solver.tally.assets.keys().map(|asset| {
        let ours = Sums::of(solver.books(), asset)?.venue;
        let theirs = Sums::of(inventory.books(), asset)?.venue;
        Row::new(
            asset,
            &[("solver", -ours)],
            &[
                ("inventory", -theirs),
                (
                    "on their way",
                    coming.get(asset).copied().unwrap_or_default(),
                ),
            ],
        )
    });
    rows.collect()
}

/// Deposits credited, beside deposits confirmed.
pub(crate) fn deposit_row(
    solver: &Solver,
    minter: &Minter,
    cash: &Unit,
) -> Result<Row, MoneyError> {
    let confirmed = minter.deposits.values();
    let confirmed = Signed::sum(confirmed.map(|(_, amount)| Signed::from(*amount)))?;
    let coming = solver.minter.on_their_way(&minter.told);
    let coming = Signed::sum(coming.filter_map(|item| match item {
        minter::Item::Deposit(deposit) => Some(deposit.amount.into()),
        minter::Item::Burn(_)
        | minter::Item::Mint { .. }
        | minter::Item::Payout { .. }
        | minter::Item::Failed { .. } => None,
    }))?;
    Row::new(
        cash,
        &[("minter", confirmed)],
        &[("solver", solver.tally.deposits), ("on their way", coming)],
    )
}

/// Payouts booked, beside payouts confirmed.
pub(crate) fn payout_row(solver: &Solver, minter: &Minter, cash: &Unit) -> Result<Row, MoneyError> {
    let confirmed = minter.payouts.values();
    let confirmed = confirmed.filter(|payout| payout.confirmed.is_some());
    let confirmed = Signed::sum(confirmed.map(|payout| Signed::from(payout.amount)))?;
    let coming = solver.minter.on_their_way(&minter.told);
    let coming = Signed::sum(coming.filter_map(|item| match item {
        minter::Item::Payout { id, .. } => Some(minter.payouts.get(id)?.amount.into()),
        minter::Item::Deposit(_)
        | minter::Item::Burn(_)
        | minter::Item::Mint { .. }
        | minter::Item::Failed { .. } => None,
    }))?;
    Row::new(
        cash,
        &[("minter", confirmed)],
        &[("solver", solver.tally.paid_out), ("on their way", coming)],
    )
}

/// Units minted, beside the orders' that were told so.
pub(crate) fn mint_rows(solver: &Solver, minter: &Minter) -> Result<Vec<Row>, MoneyError> {
    let mut confirmed: BTreeMap<Unit, Signed> = BTreeMap::new();
    for mint in minter
        .mints
        .values()
        .filter(|mint| mint.confirmed.is_some())
    {
        let index = Unit::from(mint.index.as_str());
        plus(confirmed.entry(index).or_default(), mint.units)?;
    }
    let mut coming: BTreeMap<Unit, Signed> = BTreeMap::new();
    for item in solver.minter.on_their_way(&minter.told) {
        if let minter::Item::Mint { id, .. } = item
            && let Some(mint) = minter.mints.get(id)
        {
            let index = Unit::from(mint.index.as_str());
            plus(coming.entry(index).or_default(), mint.units)?;
        }
    }
    let rows = confirmed.iter().map(|(index, amount)| {
        let tally = solver.tally.indexes.get(index);
        Row::new(
            index,
            &[("minter", *amount)],
            &[
                (
                    "solver",
                    tally.map(|tally| tally.minted).unwrap_or_default(),
                ),
                (
                    "on their way",
                    coming.get(index).copied().unwrap_or_default(),
                ),
            ],
        )
    });
    rows.collect()
}
