//! What is bought at the venue: few orders, whole steps, a least amount, and no more than a limit price allows.

use serde_json::json;

use crate::{bought, fitted, order, problem_with, units};

#[test]
fn an_order_waits_while_its_index_costs_more_than_its_limit_price() {
    let mut problem = problem_with(&[order("below", "AB", "220"), order("at", "AB", "220")]);
    problem["orders"][0]["limit_price"] = json!("109.99");
    problem["orders"][1]["limit_price"] = json!("110");
    let fit = fitted(&problem);
    assert_eq!(units(&fit), ["below: 0, -", "at: 2, -"]);
    assert_eq!(fit.waiting, ["below"]);
}

#[test]
fn the_oldest_orders_choose_the_assets_when_the_venue_takes_few_orders() {
    let mut problem = problem_with(&[
        order("first", "A", "100"),
        order("second", "AB", "110"),
        order("third", "B", "10"),
        order("fourth", "A", "300"),
    ]);
    problem["max_asset_orders"] = json!(1);
    let fit = fitted(&problem);
    assert_eq!(
        units(&fit),
        [
            "first: 1, -",
            "second: 0, asset_orders",
            "third: 0, asset_orders",
            "fourth: 3, -"
        ]
    );
    assert_eq!(
        (bought(&fit), fit.waiting),
        (
            vec!["A: 4 @ 100 + 0".into()],
            vec!["second".into(), "third".into()]
        )
    );
    problem["max_asset_orders"] = json!(0);
    assert_eq!(bought(&fitted(&problem)), Vec::<String>::new());
}

#[test]
fn an_order_of_more_assets_than_the_venue_takes_is_bought_in_two_batches() {
    let mut problem = problem_with(&[order("wide", "AB", "110"), order("narrow", "B", "10")]);
    problem["max_asset_orders"] = json!(1);
    let fit = fitted(&problem);
    assert_eq!(
        (units(&fit), bought(&fit)),
        (
            vec![
                "wide: 1, asset_orders".into(),
                "narrow: 0, asset_orders".into()
            ],
            vec!["A: 1 @ 100 + 0".into()],
        )
    );
    // The next batch, with what the first one brought: the order has paid 100 for it.
    problem["orders"][0]["holdings"] = json!({"A": "1"});
    problem["orders"][0]["cash"] = json!("10");
    let fit = fitted(&problem);
    assert_eq!(
        (units(&fit), bought(&fit)),
        (
            vec!["wide: 1, -".into(), "narrow: 1, -".into()],
            vec!["B: 2 @ 10 + 0".into()],
        )
    );
}

#[test]
fn an_order_that_cannot_get_its_first_step_chooses_no_assets() {
    let mut problem = problem_with(&[order("dry", "A", "100"), order("b", "B", "10")]);
    problem["markets"]["A"]["asks"] = json!([["100", "0.0001"]]);
    problem["max_asset_orders"] = json!(1);
    // 0.0001 is no whole step of the venue's.
    assert_eq!(units(&fitted(&problem)), ["dry: 0, A", "b: 1, -"]);
}

#[test]
fn asset_orders_are_rounded_up_while_the_house_limit_allows_else_down() {
    let mut problem = problem_with(&[order("x", "A", "100.05")]);
    // 1.0005: up to 1.001 for 0.05, or down to 1.
    problem["house"]["limit"] = json!("0.05");
    assert_eq!(bought(&fitted(&problem)), ["A: 1.001 @ 100 + 0"]);
    problem["house"]["limit"] = json!("0.049");
    let fit = fitted(&problem);
    assert_eq!(bought(&fit), ["A: 1 @ 100 + 0"]);
    assert_eq!(fit.asset_orders[0].contributions["x"].to_string(), "1.0005");
}

#[test]
fn the_house_rounds_up_to_the_minimum_notional_or_those_who_need_the_asset_wait() {
    let mut problem = problem_with(&[order("x", "AB", "22"), order("a", "A", "100")]);
    for asset in ["A", "B"] {
        problem["markets"][asset]["min_notional"] = json!("5");
    }
    problem["house"]["limit"] = json!("3");
    // B is worth 2: 3 more are needed.
    let fit = fitted(&problem);
    assert_eq!(
        (units(&fit), bought(&fit)),
        (
            vec!["x: 0.2, -".into(), "a: 1, -".into()],
            vec!["A: 1.2 @ 100 + 0".into(), "B: 0.5 @ 10 + 0".into()],
        )
    );
    problem["house"]["limit"] = json!("2.99");
    let fit = fitted(&problem);
    assert_eq!(
        (units(&fit), bought(&fit)),
        (
            vec!["x: 0, B".into(), "a: 1, -".into()],
            vec!["A: 1 @ 100 + 0".into()],
        )
    );
}
