//! How far orders rise: caps, scarce assets, house lots, and what is held already.

use serde_json::json;

use crate::{bought, fitted, order, problem_with, units};

#[test]
fn the_fee_is_kept_back_from_the_cash() {
    let mut problem = problem_with(&[order("x", "A", "1001")]);
    problem["fee_rate"] = json!("0.001");
    assert_eq!(units(&fitted(&problem)), ["x: 10, -"]);
}

#[test]
fn at_a_scarce_asset_everyone_gets_the_same_fraction() {
    let mut problem = problem_with(&[
        order("small", "A", "100"),
        order("large", "A", "1000"),
        order("other", "B", "50"),
    ]);
    problem["markets"]["A"]["asks"] = json!([["100", "5.5"]]);
    let fit = fitted(&problem);
    assert_eq!(units(&fit), ["small: 0.5, A", "large: 5, A", "other: 5, -"]);
}

#[test]
fn what_an_exhausted_asset_stops_is_left_to_the_others() {
    // AB stops when A runs out; B alone goes on with what is left of it.
    let mut problem = problem_with(&[order("both", "AB", "1100"), order("b", "B", "100")]);
    problem["markets"]["A"]["asks"] = json!([["100", "4"]]);
    problem["markets"]["B"]["asks"] = json!([["10", "12"]]);
    assert_eq!(units(&fitted(&problem)), ["both: 4, A", "b: 8, B"]);
}

#[test]
fn the_batch_cap_counts_house_lots_and_the_cash_in_flight_does_not() {
    let mut problem = problem_with(&[order("x", "A", "1000")]);
    problem["house"]["lots"] = json!({"A": "3"});
    problem["in_flight_left"] = json!("200");
    let fit = fitted(&problem);
    assert_eq!(
        (units(&fit), bought(&fit)),
        (
            vec!["x: 5, in_flight".into()],
            vec!["A: 2 @ 100 + 3".into()]
        )
    );
    problem["batch_cap"] = json!("400");
    let fit = fitted(&problem);
    assert_eq!(
        (units(&fit), bought(&fit)),
        (
            vec!["x: 4, batch_cap".into()],
            vec!["A: 1 @ 100 + 3".into()]
        )
    );
}

#[test]
fn orders_that_house_lots_can_fill_go_on_when_the_cash_in_flight_is_used_up() {
    let mut problem = problem_with(&[order("a", "A", "1000"), order("b", "B", "100")]);
    problem["house"]["lots"] = json!({"B": "7"});
    problem["in_flight_left"] = json!("200");
    let fit = fitted(&problem);
    assert_eq!(units(&fit), ["a: 2, in_flight", "b: 7, in_flight"]);
    assert_eq!(bought(&fit), ["A: 2 @ 100 + 0", "B: 0 @ 10 + 7"]);
}

#[test]
fn when_the_cash_in_flight_is_used_up_a_scarce_asset_has_the_house_lots_only() {
    let mut problem = problem_with(&[order("a", "A", "5000"), order("b", "B", "150")]);
    problem["markets"]["B"]["asks"] = json!([["10", "10"]]);
    problem["house"]["lots"] = json!({"B": "4"});
    problem["in_flight_left"] = json!("200");
    let fit = fitted(&problem);
    assert_eq!(units(&fit), ["a: 2, in_flight", "b: 4, in_flight"]);
    assert_eq!(bought(&fit), ["A: 2 @ 100 + 0", "B: 0 @ 10 + 4"]);
}

#[test]
fn holdings_are_used_before_anything_is_bought() {
    let mut problem = problem_with(&[order("x", "AB", "100")]);
    problem["orders"][0]["holdings"] = json!({"A": "0.5", "Z": "1"});
    // 0.5 units cost 5 for B alone, the rest 110 a unit: (100 - 5) / 110 + 0.5, down.
    let fit = fitted(&problem);
    assert_eq!(units(&fit), ["x: 1.36363636, -"]);
    assert_eq!(
        fit.asset_orders[0].contributions["x"].to_string(),
        "0.86363636"
    );
}

#[test]
fn an_order_that_holds_some_of_an_exhausted_asset_rises_until_it_is_used_up() {
    let mut problem = problem_with(&[order("holder", "AB", "1000"), order("other", "A", "1000")]);
    problem["orders"][0]["holdings"] = json!({"A": "5"});
    problem["markets"]["A"]["asks"] = json!([["100", "3"]]);
    // Of A the other has 3 at 0.3 of its target; the holder goes on with B to 5 units of its 13.63.
    assert_eq!(units(&fitted(&problem)), ["holder: 5, A", "other: 3, A"]);
}

#[test]
fn without_offers_nothing_is_bought_but_what_is_held_counts() {
    let mut problem = problem_with(&[order("x", "AB", "1000"), order("y", "AB", "1000")]);
    problem["markets"]["A"]["asks"] = json!([]);
    problem["house"]["lots"] = json!({"A": "100"});
    problem["orders"][1]["holdings"] = json!({"A": "2"});
    let fit = fitted(&problem);
    assert_eq!(units(&fit), ["x: 0, A", "y: 2, A"]);
    assert_eq!(bought(&fit), ["B: 2 @ 10 + 0"]);
    assert_eq!(fit.waiting, ["x"]);
}

#[test]
fn a_holding_finer_than_units_and_basket_is_counted_to_its_last_digit() {
    // Units of two decimals and a whole basket: three decimals of a holding are still its own.
    let mut holder = order("x", "A", "300");
    holder["holdings"] = json!({"A": "0.027"});
    let mut problem = problem_with(&[holder]);
    problem["units_scale"] = json!(2);
    let fit = fitted(&problem);
    assert_eq!(units(&fit), ["x: 3.02, -"]);
    assert_eq!(fit.asset_orders[0].contributions["x"].to_string(), "2.993");
    assert_eq!(bought(&fit), ["A: 2.993 @ 100 + 0"]);
}

#[test]
fn a_house_lot_finer_than_units_and_basket_is_used_to_its_last_digit() {
    let mut problem = problem_with(&[order("x", "A", "300")]);
    problem["units_scale"] = json!(2);
    problem["house"]["lots"] = json!({"A": "0.027"});
    assert_eq!(bought(&fitted(&problem)), ["A: 2.973 @ 100 + 0.027"]);
}
