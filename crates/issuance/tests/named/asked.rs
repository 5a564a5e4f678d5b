//! The fitting's problem by name, from what everybody can read of the state.

use std::collections::BTreeMap;

use fitting::{Asks, Fit, House, Order, Problem};
use issuance::{Snapshot, Status};
use ledger::{Account, HousePurse, Unit};
use money::{Cash, Quantity, Rate, Rounding, Scale};
use scenario::Scenario;

/// By index and asset.
type Baskets = BTreeMap<String, BTreeMap<String, Quantity>>;

/// The orders that are ready, by name, and their baskets. None where left-over holdings are for sale.
fn ready(run: &Scenario, snapshot: &Snapshot) -> Option<(Vec<Order>, Baskets)> {
    let state = &run.state;
    let scale = state.settings().unwrap().cash_scale;
    let mut orders = Vec::new();
    let mut indexes = Baskets::new();
    for order in state.orders() {
        let index = order.index().unwrap();
        let held = index
            .basket
            .iter()
            .filter_map(|entry| Some((entry.asset.to_string(), order.holding(&entry.asset)?)));
        let held: BTreeMap<_, _> = held
            .filter(|(_, held)| !held.quantity().is_zero())
            .collect();
        if order.status() != Status::Working {
            if order.outcome().is_some() && !held.is_empty() {
                return None;
            }
            continue;
        }
        let paid = Cash::sum(
            held.values()
                .flat_map(|held| held.lots())
                .map(|lot| lot.cost),
        )
        .unwrap();
        let owed = paid.times_rate(index.fee, scale, Rounding::Up).unwrap();
        let spendable = state.view(order).remaining.excess_over(owed).unwrap();
        if spendable < index.smallest_tradable {
            // It ends, and what it holds is left over.
            if !held.is_empty() {
                return None;
            }
            continue;
        }
        let fees = index
            .basket
            .iter()
            .filter_map(|entry| snapshot.market_of(&entry.asset));
        let fees = fees
            .map(|market| market.fee_rate)
            .max()
            .unwrap_or(Rate::ZERO);
        let fees = fees.checked_add(index.fee).unwrap();
        let basket = index.basket.iter();
        let basket = basket.map(|entry| (entry.asset.to_string(), entry.quantity));
        indexes.insert(index.symbol.to_string(), basket.collect());
        orders.push(Order {
            id: order.request().cl_ord_id.clone(),
            index: index.symbol.to_string(),
            cash: spendable
                .over_one_plus(fees, scale, Rounding::Down)
                .unwrap(),
            holdings: held
                .into_iter()
                .map(|(asset, held)| (asset, held.quantity()))
                .collect(),
            limit_price: order.request().limit_price,
        });
    }
    Some((orders, indexes))
}

fn fitted(market: &issuance::Market) -> fitting::Market {
    let levels = market.asks.iter();
    fitting::Market {
        asks: Asks::new(levels.map(|level| (level.price, level.quantity))),
        tick: market.tick,
        step: market.step,
        min_notional: market.min_notional,
    }
}

/// What the fitting says of the orders that are ready, by name. None where left-over holdings are for sale.
pub(crate) fn expected(run: &Scenario, snapshot: &Snapshot) -> Option<(Problem, Fit)> {
    let state = &run.state;
    let settings = state.settings().unwrap();
    let scale = settings.cash_scale;
    let balance = |unit: &Unit, account| state.books().balance(unit, &account);
    let house = |purse| balance(&settings.cash, Account::House(purse)).to_cash();
    let committed = house(HousePurse::Holdings).checked_add(house(HousePurse::InFlight));
    let highest = snapshot.markets.iter().map(|market| market.fee_rate).max();
    let venue = -balance(&settings.cash, Account::Venue).to_cash();
    let (orders, indexes) = ready(run, snapshot)?;
    let markets = snapshot.markets.iter();
    let markets = markets.filter(|market| {
        indexes
            .values()
            .any(|basket| basket.contains_key(&*market.asset))
    });
    let markets: BTreeMap<_, _> = markets
        .map(|market| (market.asset.to_string(), fitted(market)))
        .collect();
    let lots = |asset: &String| {
        let lots = balance(
            &Unit::from(asset.as_str()),
            Account::House(HousePurse::Holdings),
        );
        (asset.clone(), lots.to_quantity().unwrap())
    };
    let problem = Problem {
        slippage: settings.slippage,
        fee_rate: Rate::ZERO,
        order_cap: settings.order_cap,
        batch_cap: settings.batch_cap,
        in_flight_left: settings
            .in_flight_cap
            .min(venue)
            .over_one_plus(highest.unwrap_or(Rate::ZERO), scale, Rounding::Down)
            .unwrap(),
        max_asset_orders: settings.asset_orders_max,
        units_scale: Scale::UNITS,
        house: House {
            limit: settings
                .house_limit
                .excess_over(committed.unwrap())
                .unwrap(),
            lots: markets
                .keys()
                .map(lots)
                .filter(|(_, lots)| !lots.is_zero())
                .collect(),
        },
        markets,
        indexes,
        orders,
    };
    let fit = fitting::fit(&problem).unwrap();
    Some((problem, fit))
}
