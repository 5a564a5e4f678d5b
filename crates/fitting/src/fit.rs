//! The steps of the fitting in their order, and the answer.

use money::{Rate, Scale, Units};

use crate::asset_orders::{asset_orders, purchases};
use crate::dense::{DenseFit, DenseProblem, Frozen, Outcome};
use crate::filling::fill;
use crate::groups::{Prepared, Standing};
use crate::selection::{Selected, select};
use crate::supplies::Supplies;
use crate::top_up::{Filled, top_up};

/// The decimals of fractions.
const FRACTION_SCALE: u8 = 18;
const FRACTION_ONE: u128 = 10_u128.pow(FRACTION_SCALE as u32);

/// Fits a problem given by position. See the crate's head.
pub fn fit_dense(problem: &DenseProblem) -> DenseFit {
    let prepared = Prepared::new(problem);
    let mut supplies = Supplies::new(problem, &prepared);
    // Each round takes an asset off the venue, so there are at most as many as assets.
    loop {
        let mut selected = supplies.clone();
        let Selected {
            prepared: chosen,
            split,
        } = select(&prepared, &mut selected, problem.max_asset_orders);
        let stops = fill(&chosen, &selected);
        let mut filled = top_up(&chosen, &selected, &stops);
        if let Some(order) = split {
            filled.frozen_by[order] = Some(Frozen::AssetOrders);
        }
        match purchases(problem, &chosen, &filled) {
            Ok(purchases) => {
                let asset_orders = asset_orders(&chosen, &filled, &purchases);
                return DenseFit {
                    orders: outcomes(problem, &prepared, &filled),
                    asset_orders,
                };
            }
            Err(unavailable) => {
                let asset = unavailable.asset;
                let house = prepared.assets[asset].house;
                supplies.restrict(asset, house, supplies.causes[asset]);
            }
        }
    }
}

fn outcomes(problem: &DenseProblem, prepared: &Prepared, filled: &Filled) -> Vec<Outcome> {
    let fitted = |units: u64, target: u64, frozen_by: Option<Frozen>| {
        let fraction = (u128::from(units) * FRACTION_ONE)
            .checked_div(u128::from(target))
            .unwrap_or(0);
        Outcome::Fitted {
            units: Units::from_atoms(u128::from(units), problem.units_scale).unwrap_or_default(),
            fraction: Scale::new(FRACTION_SCALE)
                .and_then(|scale| Rate::from_atoms(fraction, scale))
                .unwrap_or_default(),
            frozen_by,
        }
    };
    let outcome = |(order, standing): (usize, &Standing)| match standing {
        Standing::Excluded(reason) => Outcome::Excluded(*reason),
        Standing::Idle(cause) => fitted(0, 0, *cause),
        Standing::Ready(bounded_by) => fitted(
            filled.units[order],
            filled.targets[order],
            filled.frozen_by[order].or(*bounded_by),
        ),
    };
    prepared.standings.iter().enumerate().map(outcome).collect()
}
