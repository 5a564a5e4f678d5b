//! Asset orders against a venue that follows a script: each trade once, nothing sent twice, nothing dropped, whatever is lost
//! and wherever the process is killed.

mod answers;
mod fees;
mod kills;
mod refusals;
#[path = "../support/mod.rs"]
mod support;

use support::scripted_venue::Trade;

const FIRST: Trade = ("100.00", "1.00000", "0.00100000", "BTC");
const SECOND: Trade = ("101.00", "0.50000", "0.00050000", "BTC");

/// What is told of order `a` when both trades are known.
fn filled_in_two() -> Vec<String> {
    [
        "accepted a",
        "placed a",
        "traded a 1 @ 100 fee 0.001 BTC = 0.1",
        "traded a 0.5 @ 101 fee 0.0005 BTC = 0.0505",
        "ended a FILLED 1.5",
    ]
    .map(str::to_owned)
    .into()
}
