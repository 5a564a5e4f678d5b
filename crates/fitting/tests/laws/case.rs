//! A problem and its fit, with the figures that the laws speak of, in exact rationals.

use std::collections::BTreeMap;

use fitting::{Fit, Market, Order, Problem, fit};
use num_bigint::BigInt;
use num_rational::BigRational;
use rust_decimal::Decimal;

pub(crate) type Exact = BigRational;

pub(crate) fn exact(value: impl Into<Decimal>) -> Exact {
    let value = value.into();
    Exact::new(
        BigInt::from(value.mantissa()),
        BigInt::from(10).pow(value.scale()),
    )
}

pub(crate) fn zero() -> Exact {
    Exact::from(BigInt::ZERO)
}

pub(crate) fn positive(value: Exact) -> Exact {
    value.max(zero())
}

/// The problem and its fit, with the figures that the laws speak of.
pub(crate) struct Case {
    pub(crate) problem: Problem,
    pub(crate) fit: Fit,
}

impl Case {
    pub(crate) fn new(problem: Problem) -> Self {
        let fit = fit(&problem).expect("order names are unique");
        Self { problem, fit }
    }

    pub(crate) fn order(&self, id: &str) -> &Order {
        self.problem
            .orders
            .iter()
            .find(|order| order.id == id)
            .expect("of the problem")
    }

    pub(crate) fn basket(&self, order: &Order) -> BTreeMap<&str, Exact> {
        let basket = &self.problem.indexes[&order.index];
        basket
            .iter()
            .filter(|(_, quantity)| !quantity.is_zero())
            .map(|(asset, quantity)| (asset.as_str(), exact(*quantity)))
            .collect()
    }

    /// The limit price, where anything is offered.
    pub(crate) fn limit(&self, asset: &str) -> Option<Exact> {
        let market = &self.problem.markets[asset];
        let best = exact(market.asks.best()?);
        let tick = exact(market.tick);
        let limit = best * (exact(Decimal::ONE) + exact(self.problem.slippage));
        Some((limit / &tick).floor() * tick)
    }

    pub(crate) fn offered(&self, asset: &str) -> Exact {
        let (market, Some(limit)) = (&self.problem.markets[asset], self.limit(asset)) else {
            return zero();
        };
        let levels = market
            .asks
            .levels()
            .filter(|(price, _)| exact(*price) <= limit);
        let offered: Exact = levels.map(|(_, quantity)| exact(quantity)).sum();
        let step = exact(market.step);
        (offered / &step).floor() * step
    }

    pub(crate) fn house(&self, asset: &str) -> Exact {
        if self.limit(asset).is_none() {
            return zero();
        }
        self.problem
            .house
            .lots
            .get(asset)
            .map_or_else(zero, |lots| exact(*lots))
    }

    pub(crate) fn budget(&self, order: &Order) -> Exact {
        let one_plus_fee = exact(Decimal::ONE) + exact(self.problem.fee_rate);
        (exact(order.cash) / one_plus_fee).min(exact(self.problem.order_cap))
    }

    /// What some units need of each asset beyond the holding.
    pub(crate) fn needs(&self, order: &Order, units: &Exact) -> BTreeMap<String, Exact> {
        let held = |asset: &str| {
            order
                .holdings
                .get(asset)
                .map_or_else(zero, |held| exact(*held))
        };
        let needs = self
            .basket(order)
            .into_iter()
            .map(|(asset, basket)| (asset.to_owned(), positive(units * basket - held(asset))));
        needs.filter(|(_, need)| *need > zero()).collect()
    }

    /// Cash for quantities at limit prices; `None` if one of them has none.
    pub(crate) fn cost(&self, quantities: &BTreeMap<String, Exact>) -> Option<Exact> {
        quantities
            .iter()
            .map(|(asset, quantity)| Some(self.limit(asset)? * quantity))
            .sum()
    }

    /// What all orders need of each asset.
    pub(crate) fn demands(&self) -> BTreeMap<String, Exact> {
        let mut demands = BTreeMap::new();
        for order in &self.fit.orders {
            for (asset, need) in self.needs(self.order(&order.id), &exact(order.units)) {
                *demands.entry(asset).or_insert_with(zero) += need;
            }
        }
        demands
    }

    /// Why demands are impossible, if they are.
    pub(crate) fn exceeded(&self, demands: &BTreeMap<String, Exact>) -> Option<String> {
        let asset = demands
            .iter()
            .find(|(asset, demand)| **demand > self.offered(asset) + self.house(asset));
        if let Some((asset, _)) = asset {
            return Some(asset.clone());
        }
        let beyond = demands
            .iter()
            .map(|(asset, demand)| (asset.clone(), positive(demand - self.house(asset))));
        match (self.cost(demands), self.cost(&beyond.collect())) {
            (Some(batch), _) if batch > exact(self.problem.batch_cap) => Some("batch_cap".into()),
            (_, Some(in_flight)) if in_flight > exact(self.problem.in_flight_left) => {
                Some("in_flight".into())
            }
            (Some(_), Some(_)) => None,
            _ => Some("no price".into()),
        }
    }

    pub(crate) fn market(&self, asset: &str) -> &Market {
        &self.problem.markets[asset]
    }
}

/// One step of units.
pub(crate) fn step() -> Exact {
    exact(Decimal::new(1, 8))
}

pub(crate) fn one() -> Exact {
    exact(Decimal::ONE)
}
