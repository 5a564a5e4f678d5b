//! Redemption, a clause a test: burns, orders, fair sales, increments, ends.

mod burns;
mod ends;
mod limits;
mod sales;

use issuance::{AssetOrder, OrderRequest, TimeInForce};
use ledger::Account;
use scenario::{SELL, Scenario};

pub(crate) fn redeemable(run: &Scenario, account: &str) -> String {
    run.balance("TWO", &Account::free(account))
}

pub(crate) fn sold(orders: &[AssetOrder]) -> Vec<(String, String, String)> {
    let sold = |order: &AssetOrder| {
        assert_eq!(order.side, SELL);
        (
            order.asset.to_string(),
            order.quantity.to_string(),
            order.limit_price.to_string(),
        )
    };
    orders.iter().map(sold).collect()
}

pub(crate) fn with_time_in_force(
    request: OrderRequest,
    time_in_force: TimeInForce,
) -> OrderRequest {
    OrderRequest {
        time_in_force,
        ..request
    }
}
