//! Rebalances: their reports, and house cash for an index's holders.

use std::collections::BTreeMap;

use issuance::{Command, Issuance, Need, Rebalance, RebalanceState, ShortAsset, Traded};
use ledger::{Name, Unit};
use money::{Cash, MoneyError, Quantity};
use proto::v1;

use super::{FieldError, named, parsed};

pub(crate) fn fund_request(message: v1::FundRebalanceRequest) -> Result<Command, FieldError> {
    Ok(Command::FundRebalance {
        command_id: message.command_id,
        index: named("index", message.index)?.into(),
        amount: parsed("amount", &message.amount)?,
    })
}

pub(crate) const fn rebalance_state(state: RebalanceState) -> v1::RebalanceState {
    match state {
        RebalanceState::Trading => v1::RebalanceState::Trading,
        RebalanceState::Waiting => v1::RebalanceState::Waiting,
        RebalanceState::Short => v1::RebalanceState::Short,
        RebalanceState::Done => v1::RebalanceState::Done,
    }
}

pub(crate) fn short_assets(short: &[ShortAsset]) -> Vec<v1::ShortAsset> {
    let message = |short: &ShortAsset| v1::ShortAsset {
        asset: short.asset.to_string(),
        quantity: short.quantity.to_string(),
        cash: short.cash.to_string(),
    };
    short.iter().map(message).collect()
}

/// The report of the change to this version, or of the newest; none: there was no such change, or it is kept no longer.
pub(crate) fn rebalance(
    state: &Issuance,
    index: &Name,
    to_version: u32,
    sequence: u64,
) -> Result<Option<v1::Rebalance>, MoneyError> {
    let reports = state.rebalances(index);
    let found = match to_version {
        0 => reports.last(),
        version => reports.iter().find(|report| report.to_version == version),
    };
    let Some(report) = found else {
        return Ok(None);
    };
    let is_newest = reports.last() == Some(report);
    let needs = if is_newest { state.needs(index)? } else { None };
    let [cash, in_flight] = state.holders_cash(index);
    Ok(Some(v1::Rebalance {
        index: index.to_string(),
        from_version: report.from_version,
        to_version: report.to_version,
        begun_time_unix_ns: report.begun_at,
        state: rebalance_state(report.state).into(),
        state_time_unix_ns: report.state_since,
        assets: assets(report, &needs.unwrap_or_default())?,
        cash: cash.to_string(),
        in_flight: in_flight.to_string(),
        funded: report.funded.to_string(),
        short: short_assets(&report.short),
        versions: reports.iter().map(|report| report.to_version).collect(),
        sequence,
    }))
}

fn assets(report: &Rebalance, needs: &[Need]) -> Result<Vec<v1::RebalancedAsset>, MoneyError> {
    let mut assets: BTreeMap<&Unit, v1::RebalancedAsset> = BTreeMap::new();
    for need in needs {
        let row = v1::RebalancedAsset {
            behind: need.behind.to_string(),
            needed: need.needed.to_string(),
            to_sell: need.to_sell()?.to_string(),
            to_buy: need.to_buy()?.to_string(),
            selling: need.selling.to_string(),
            buying: need.buying.to_string(),
            ..traded(&need.asset, &Traded::default())
        };
        assets.insert(&need.asset, row);
    }
    for (asset, own) in &report.traded {
        let row = traded(asset, own);
        let known = assets.remove(asset).unwrap_or_default();
        let row = v1::RebalancedAsset {
            behind: known.behind,
            needed: known.needed,
            to_sell: known.to_sell,
            to_buy: known.to_buy,
            selling: known.selling,
            buying: known.buying,
            ..row
        };
        assets.insert(asset, row);
    }
    Ok(assets.into_values().collect())
}

fn traded(asset: &Unit, traded: &Traded) -> v1::RebalancedAsset {
    let cash = |sum: Option<Cash>| sum.map(|sum| sum.to_string()).unwrap_or_default();
    let quantity = |sum: Option<Quantity>| sum.map(|sum| sum.to_string()).unwrap_or_default();
    v1::RebalancedAsset {
        asset: asset.to_string(),
        sold: quantity(traded.sold),
        proceeds: cash(traded.proceeds),
        bought: quantity(traded.bought),
        cost: cash(traded.cost),
        fees: cash(traded.fees),
        ..v1::RebalancedAsset::default()
    }
}
