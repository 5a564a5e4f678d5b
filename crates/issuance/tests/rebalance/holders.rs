//! An index with units, whose basket changes.

use issuance::{Batch, Command, Index, Market, RebalanceState, Snapshot, VenueSide};

use scenario::{Scenario, index, market, request, settings, snapshot};

pub(crate) const IDX: &str = "IDX";

pub(crate) fn define(run: &mut Scenario, command_id: &str, index: Index) {
    let command_id = command_id.into();
    run.run(Command::DefineIndex { command_id, index }).unwrap();
}

pub(crate) fn books() -> Vec<Market> {
    let book = |asset| market(asset, &[("100", "1000")], &[("99", "1000")]);
    ["A", "B", "C"].map(book).to_vec()
}

/// ACC-1 holds 10 units of 1 A and 2 B, bought at 101.
pub(crate) fn holders(settings: issuance::Settings) -> Scenario {
    let mut run = Scenario::new(settings, vec![index(IDX, &[("A", "1"), ("B", "2")])]);
    run.deposit(1, "3030");
    run.submit(request("1", "ACC-1", IDX, "3030"));
    let batch = run.batch(&snapshot(books())).unwrap();
    run.execute(&batch);
    run
}

/// The same, of an index whose basket is one C from now on.
pub(crate) fn changed() -> Scenario {
    let mut run = holders(settings());
    define(&mut run, "v2", index(IDX, &[("C", "2")]));
    run
}

/// Side, asset, quantity for the holders.
pub(crate) fn parts(batch: &Batch) -> Vec<(VenueSide, String, String)> {
    let orders = batch.asset_orders.iter();
    let parts = orders.flat_map(|order| {
        let own = order.backing.iter();
        own.map(|part| {
            (
                order.side,
                order.asset.to_string(),
                part.quantity.to_string(),
            )
        })
    });
    parts.collect()
}

pub(crate) fn sold(asset: &str, quantity: &str) -> (VenueSide, String, String) {
    (VenueSide::Sell, asset.into(), quantity.into())
}

pub(crate) fn bought(asset: &str, quantity: &str) -> (VenueSide, String, String) {
    (VenueSide::Buy, asset.into(), quantity.into())
}

pub(crate) fn state(run: &Scenario) -> RebalanceState {
    run.state.rebalances(&IDX.into()).last().unwrap().state
}

pub(crate) fn holders_cash(run: &Scenario) -> [String; 2] {
    run.state
        .holders_cash(&IDX.into())
        .map(|cash| cash.to_string())
}

/// Asset and what stands behind the units of it.
pub(crate) fn behind(run: &Scenario) -> Vec<(String, String)> {
    let needs = run.state.needs(&IDX.into()).unwrap().unwrap();
    let row = |need: &issuance::Need| (need.asset.to_string(), need.behind.to_string());
    needs.iter().map(row).collect()
}

pub(crate) fn all(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(one, other): &(&str, &str)| ((*one).to_owned(), (*other).to_owned());
    pairs.iter().map(owned).collect()
}

/// Batches on this market, each executed wholly, until there is nothing to do.
pub(crate) fn play(run: &mut Scenario, market: &Snapshot) -> usize {
    for batches in 0..20 {
        match run.batch(market) {
            Some(batch) => drop(run.execute(&batch)),
            None => return batches,
        }
    }
    panic!("it never ends");
}
