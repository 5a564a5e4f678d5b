//! What stands behind an index's units, beside what its newest basket says.

use issuance::{Command, Index};
use scenario::{Scenario, index, market, request, settings, snapshot, units};

fn define(run: &mut Scenario, command_id: &str, index: Index) {
    run.run(Command::DefineIndex {
        command_id: command_id.into(),
        index,
    })
    .unwrap();
}

/// Asset, behind, needed, to sell, to buy.
fn rows(run: &Scenario) -> Vec<[String; 5]> {
    let backing = run.state.backing(&"IDX".into()).unwrap().unwrap();
    let row = |backing: &issuance::Backing| {
        [
            backing.asset.to_string(),
            backing.behind.to_string(),
            backing.needed.to_string(),
            backing.to_sell().unwrap().to_string(),
            backing.to_buy().unwrap().to_string(),
        ]
    };
    backing.iter().map(row).collect()
}

fn texts(rows: &[[&str; 5]]) -> Vec<[String; 5]> {
    rows.iter().map(|row| row.map(str::to_owned)).collect()
}

#[test]
fn a_changed_basket_leaves_a_difference_to_be_traded() {
    let mut run = Scenario::new(settings(), vec![index("IDX", &[("A", "1"), ("B", "2")])]);
    assert_eq!(run.state.backing(&"NONE".into()), Ok(None));
    assert_eq!(
        rows(&run),
        texts(&[["A", "0", "0", "0", "0"], ["B", "0", "0", "0", "0"]])
    );
    run.deposit(1, "3030");
    run.submit(request("1", "ACC-1", "IDX", "3030"));
    let books = ["A", "B", "C"].map(|asset| market(asset, &[("100", "1000")], &[]));
    let batch = run.batch(&snapshot(books.to_vec())).unwrap();
    run.execute(&batch);
    assert_eq!(run.state.outstanding(&"IDX".into()), Ok(units("10")));
    assert_eq!(
        rows(&run),
        texts(&[["A", "10", "10", "0", "0"], ["B", "20", "20", "0", "0"]])
    );

    // A leaves, B becomes less, C comes.
    define(
        &mut run,
        "v2",
        index("IDX", &[("B", "1.25"), ("C", "0.333")]),
    );
    let changed = texts(&[
        ["A", "10", "0", "10", "0"],
        ["B", "20", "12.5", "7.5", "0"],
        ["C", "0", "3.33", "0", "3.33"],
    ]);
    assert_eq!(rows(&run), changed);
    run.state = run.replayed();
    assert_eq!(rows(&run), changed);
}

#[test]
fn an_order_in_progress_adds_to_what_its_own_basket_says() {
    let mut run = Scenario::new(settings(), vec![index("IDX", &[("A", "1")])]);
    run.deposit(1, "1010");
    run.submit(request("1", "ACC-1", "IDX", "1010"));
    run.batch(&snapshot(vec![market("A", &[("100", "1000")], &[])]))
        .unwrap();
    run.trade("A", "4", "100", "0");
    define(&mut run, "v2", index("IDX", &[("C", "3")]));
    run.trade("A", "2", "100", "0");
    assert_eq!(
        rows(&run),
        texts(&[["A", "6", "0", "6", "0"], ["C", "0", "18", "0", "18"]])
    );
}
