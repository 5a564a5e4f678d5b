//! From names to positions and back.

use std::collections::{BTreeMap, BTreeSet};

use money::Quantity;
use thiserror::Error;

use crate::dense::{DenseMarket, DenseOrder, DenseProblem, Outcome};
use crate::fit::fit_dense;
use crate::problem::{AssetOrder, Excluded, Fit, Order, OrderFit, Problem};

/// A problem that is none. What concerns one order only is [`Excluded`] instead.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FitError {
    /// Two orders of one name: contributions would be ambiguous.
    #[error("two orders are called `{0}`")]
    DuplicateOrder(String),
    /// More orders or assets than have positions.
    #[error("more orders, indexes or assets than can be numbered")]
    TooMany,
}

/// What to buy for whom: the crate's purpose.
pub fn fit(problem: &Problem) -> Result<Fit, FitError> {
    let mut ids = BTreeSet::new();
    if let Some(twice) = problem
        .orders
        .iter()
        .find(|order| !ids.insert(order.id.as_str()))
    {
        return Err(FitError::DuplicateOrder(twice.id.clone()));
    }
    let assets: Vec<&str> = problem.markets.keys().map(String::as_str).collect();
    let fit = fit_dense(&dense(problem)?);
    let mut answer = Fit {
        orders: Vec::new(),
        asset_orders: Vec::new(),
        waiting: Vec::new(),
        excluded: Vec::new(),
    };
    for (order, outcome) in problem.orders.iter().zip(fit.orders) {
        let id = order.id.clone();
        match outcome {
            Outcome::Excluded(reason) => answer.excluded.push(Excluded {
                id,
                reason: reason.to_string(),
            }),
            Outcome::Fitted {
                units,
                fraction,
                frozen_by,
            } => {
                if units.is_zero() {
                    answer.waiting.push(id.clone());
                }
                let frozen_by =
                    frozen_by.map(|frozen| frozen.name(|asset| assets[asset as usize]).to_owned());
                answer.orders.push(OrderFit {
                    id,
                    units,
                    fraction,
                    frozen_by,
                });
            }
        }
    }
    for order in fit.asset_orders {
        answer.asset_orders.push(AssetOrder {
            asset: assets[order.asset as usize].to_owned(),
            quantity: order.quantity,
            limit_price: order.limit_price,
            from_house: order.from_house,
            contributions: order
                .contributions
                .into_iter()
                .map(|(order, quantity)| (problem.orders[order as usize].id.clone(), quantity))
                .collect(),
        });
    }
    Ok(answer)
}

fn dense(problem: &Problem) -> Result<DenseProblem, FitError> {
    let positions =
        |names: &mut dyn Iterator<Item = &String>| -> Result<BTreeMap<String, u32>, FitError> {
            names
                .enumerate()
                .map(|(position, name)| {
                    Ok((
                        name.clone(),
                        u32::try_from(position).map_err(|_| FitError::TooMany)?,
                    ))
                })
                .collect()
        };
    let assets = positions(&mut problem.markets.keys())?;
    let indexes = positions(&mut problem.indexes.keys())?;
    u32::try_from(problem.orders.len()).map_err(|_| FitError::TooMany)?;
    let order = |order: &Order| DenseOrder {
        index: indexes.get(&order.index).copied(),
        cash: order.cash,
        holdings: order
            .holdings
            .iter()
            .filter_map(|(asset, quantity)| Some((*assets.get(asset)?, *quantity)))
            .collect(),
        limit_price: order.limit_price,
    };
    Ok(DenseProblem {
        slippage: problem.slippage,
        fee_rate: problem.fee_rate,
        order_cap: problem.order_cap,
        batch_cap: problem.batch_cap,
        in_flight_left: problem.in_flight_left,
        max_asset_orders: problem.max_asset_orders,
        units_scale: problem.units_scale,
        house_limit: problem.house.limit,
        assets: problem
            .markets
            .iter()
            .map(|(name, market)| DenseMarket {
                asks: market.asks.clone(),
                tick: market.tick,
                step: market.step,
                min_notional: market.min_notional,
                house_lots: problem
                    .house
                    .lots
                    .get(name)
                    .copied()
                    .unwrap_or(Quantity::ZERO),
            })
            .collect(),
        baskets: problem
            .indexes
            .values()
            .map(|basket| {
                basket
                    .iter()
                    .map(|(asset, quantity)| (assets.get(asset).copied(), *quantity))
                    .collect()
            })
            .collect(),
        orders: problem.orders.iter().map(order).collect(),
    })
}
