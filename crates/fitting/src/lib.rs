//! Fitting: what to buy for whom in the next batch, as a pure function: same inputs, same batch.
//!
//! [`fit`] takes a [`Problem`] (limits, house, markets, baskets, orders oldest first, all by name) and answers with a [`Fit`]: how many
//! units each order gets and what stopped it, one asset order per asset with each order's contribution, who waits, who is excluded and why.
//! Both are serde types, and the same as the JSON of `sheaf fit` ([`fit_json`]). [`Asks`] are a market's offers (`without` takes our own live
//! orders off); `buying_limit`, `index_price` and `basket` are the prices of design and report.
//!
//! How it goes, one module each:
//! 1. `prepare`, `groups`: decimals become integers at exact common scales: limit prices, baskets, supplies, holdings.
//! 2. `target`: for each order the most units u with Σ max(0, u × basket − holding) × limit ≤ budget, exactly.
//! 3. `selection`: where the venue takes fewer asset orders than there are assets, the oldest orders choose.
//! 4. `filling`: all orders' fractions rise together; an exhausted resource stops those that need it, the others rise on.
//! 5. `top_up`: whole steps of units that rounding left over.
//! 6. `asset_orders`: contributions, house lots first, rounding to the venue's filters at the house's expense.
//!
//! Invariants: no contributions above supply, caps or an order's budget; no order could be given one more step of units without taking
//! from another; an order that cannot be reckoned with is excluded with a reason and touches no other.
//! Left to others: what our live orders will take, the venue's answers, who is charged what.

mod asks;
mod asset_orders;
mod contributions;
pub mod dense;
mod filling;
mod fit;
mod grid;
mod groups;
mod integers;
mod json;
mod named;
mod prepare;
mod pricing;
pub mod problem;
mod selection;
mod stops;
mod strict;
mod supplies;
mod target;
mod time;
mod top_up;

pub use asks::Asks;
pub use fit::fit_dense;
pub use json::{FitJsonError, fit_json};
pub use named::{FitError, fit};
pub use pricing::{basket, buying_limit, index_price, selling_limit};
pub use problem::{AssetOrder, Excluded, Fit, House, Market, Order, OrderFit, Problem};
