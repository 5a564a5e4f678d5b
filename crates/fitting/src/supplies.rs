//! What there is to share: assets up to their limit prices, and cash.

use crate::dense::{DenseProblem, Frozen};
use crate::groups::Prepared;
use crate::integers::{CASH_SCALE, scaled_to_bound};

/// What there is to share.
#[derive(Debug, Clone)]
pub(crate) struct Supplies {
    /// Of each asset: what is offered and the house's lots.
    pub(crate) assets: Vec<u128>,
    /// Why an asset's supply is what it is.
    pub(crate) causes: Vec<Frozen>,
    /// Cash of all demands.
    pub(crate) batch_cash: u128,
    /// Cash of the demands beyond the house's lots.
    pub(crate) in_flight_cash: u128,
}

impl Supplies {
    pub(crate) fn new(problem: &DenseProblem, prepared: &Prepared) -> Self {
        let cash = |cash| scaled_to_bound(cash, CASH_SCALE);
        Self {
            assets: prepared
                .assets
                .iter()
                .map(|asset| asset.offered + asset.house)
                .collect(),
            causes: (0_u32..)
                .take(prepared.assets.len())
                .map(Frozen::Asset)
                .collect(),
            batch_cash: cash(problem.batch_cap),
            in_flight_cash: cash(problem.in_flight_left),
        }
    }

    /// Leaves of an asset no more than `quantity`, because of `cause`.
    pub(crate) fn restrict(&mut self, asset: usize, quantity: u128, cause: Frozen) {
        if quantity < self.assets[asset] {
            self.assets[asset] = quantity;
            self.causes[asset] = cause;
        }
    }
}
