//! TWO is 1 A and 2 B; ACC-1 and ACC-2 have units of it on chain, 10 each.

use issuance::{Settings, Snapshot};
use ledger::Account;
use money::Rate;

use super::{Scenario, index, market, request, settings, snapshot};

/// Settings as usual, no fee.
pub fn two() -> Scenario {
    with(settings(), "0")
}

/// With these settings and an issuer's fee.
pub fn with(settings: Settings, fee_basis_points: &str) -> Scenario {
    with_others(settings, fee_basis_points, Vec::new())
}

/// With further indexes, of which nobody has units.
pub fn with_others(
    settings: Settings,
    fee_basis_points: &str,
    others: Vec<issuance::Index>,
) -> Scenario {
    let mut two = index("TWO", &[("A", "1"), ("B", "2")]);
    two.fee = Rate::from_basis_points(fee_basis_points.parse().unwrap());
    let mut run = Scenario::new(settings, [vec![two], others].concat());
    for account in 1..=2 {
        run.deposit(account, "5000");
        let name = format!("buy-{account}");
        let order = run.submit(request(&name, &format!("ACC-{account}"), "TWO", "2100"));
        let asks = vec![
            market("A", &[("100", "1000")], &[]),
            market("B", &[("50", "1000")], &[]),
        ];
        let batch = run.batch(&snapshot(asks)).unwrap();
        // The limits are 101 and 50.5: 202 a unit.
        for (asset, amount) in [("A", "10"), ("B", "20")] {
            run.trade(asset, amount, "100", "0");
        }
        for part in &batch.asset_orders {
            run.end(&part.asset);
        }
        run.cancel(&format!("{name}-c"), &name);
        run.confirm_mint(order);
    }
    assert_eq!(run.balance("TWO", &Account::OnChain), "20");
    run
}

/// Bids of so much of both assets, at 100 and 50.
pub fn bids(of_a: &str, of_b: &str) -> Snapshot {
    snapshot(vec![
        market("A", &[], &[("100", of_a)]),
        market("B", &[], &[("50", of_b)]),
    ])
}

/// Bids of more than there is.
pub fn plenty() -> Snapshot {
    bids("1000", "1000")
}
