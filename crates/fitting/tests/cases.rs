//! The rules one by one: caps, the venue's order budget, house lots, filters, limit prices, holdings, what is excluded.

use fitting::{Fit, FitError, Problem, fit};
use serde_json::{Value, json};

/// Two assets at 100 and 10, plenty of both, no slippage, no fees, one index with one of each: 110 a unit.
fn problem() -> Value {
    json!({
        "slippage": "0", "fee_rate": "0",
        "order_cap": "1000000", "batch_cap": "1000000", "in_flight_left": "1000000",
        "max_asset_orders": 10, "units_scale": 8,
        "house": {"limit": "0", "lots": {}},
        "markets": {
            "A": {"asks": [["100", "1000"]], "tick": "0.01", "step": "0.001", "min_notional": "0"},
            "B": {"asks": [["10", "1000"]], "tick": "0.01", "step": "0.001", "min_notional": "0"},
        },
        "indexes": {"AB": {"A": "1", "B": "1"}, "A": {"A": "1"}, "B": {"B": "1"}},
        "orders": [],
    })
}

fn order(id: &str, index: &str, cash: &str) -> Value {
    json!({"id": id, "index": index, "cash": cash, "holdings": {}})
}

fn problem_with(orders: &[Value]) -> Value {
    let mut problem = problem();
    problem["orders"] = json!(orders);
    problem
}

fn fitted(problem: &Value) -> Fit {
    fit(&serde_json::from_value::<Problem>(problem.clone()).unwrap()).unwrap()
}

/// `id: units, frozen by` of each order.
fn units(fit: &Fit) -> Vec<String> {
    fit.orders
        .iter()
        .map(|order| {
            format!(
                "{}: {}, {}",
                order.id,
                order.units,
                order.frozen_by.as_deref().unwrap_or("-")
            )
        })
        .collect()
}

/// `asset: quantity @ limit + from house` of each asset order.
fn bought(fit: &Fit) -> Vec<String> {
    fit.asset_orders
        .iter()
        .map(|order| {
            format!(
                "{}: {} @ {} + {}",
                order.asset, order.quantity, order.limit_price, order.from_house
            )
        })
        .collect()
}

#[test]
fn the_answer_is_this_json() {
    let fit = fitted(&problem_with(&[
        order("x", "AB", "220"),
        order("y", "nothing", "1"),
    ]));
    assert_eq!(
        serde_json::to_value(&fit).unwrap(),
        json!({
            "orders": [{"id": "x", "units": "2", "fraction": "1", "frozen_by": null}],
            "asset_orders": [
                {"asset": "A", "quantity": "2", "limit_price": "100", "from_house": "0", "contributions": {"x": "2"}},
                {"asset": "B", "quantity": "2", "limit_price": "10", "from_house": "0", "contributions": {"x": "2"}},
            ],
            "waiting": [],
            "excluded": [{"id": "y", "reason": "there is no such index"}],
        })
    );
}

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

#[test]
fn what_cannot_be_reckoned_with_is_excluded_with_its_reason() {
    let mut problem = problem_with(&[
        order("no index", "Z", "1"),
        order("no market", "AZ", "1"),
        order("empty", "E", "1"),
        order("zero step", "S", "1"),
        order("huge basket", "H", "1"),
        order("huge target", "T", "79228162514264337593543950335"),
        order("fine", "A", "100"),
    ]);
    problem["order_cap"] = json!("79228162514264337593543950335");
    problem["indexes"]["AZ"] = json!({"A": "1", "Z": "1"});
    problem["indexes"]["E"] = json!({"A": "0"});
    problem["indexes"]["S"] = json!({"S": "1"});
    problem["markets"]["S"] =
        json!({"asks": [["1", "1"]], "tick": "0.01", "step": "0", "min_notional": "0"});
    problem["indexes"]["H"] = json!({"A": "79228162514264337593543950335"});
    problem["indexes"]["T"] = json!({"T": "0.0000000001"});
    problem["markets"]["T"] = json!({"asks": [["0.0000000001", "1"]], "tick": "0.0000000001", "step": "1", "min_notional": "0"});
    let fit = fitted(&problem);
    let excluded: Vec<String> = fit
        .excluded
        .iter()
        .map(|order| format!("{}: {}", order.id, order.reason))
        .collect();
    assert_eq!(
        excluded,
        [
            "no index: there is no such index",
            "no market: an asset of the index has no market",
            "empty: the index has an empty basket",
            "zero step: the market of an asset of the index has impossible figures",
            "huge basket: the basket quantities of the index have too many digits",
            "huge target: the amounts of the order or its index are too large",
        ]
    );
    assert_eq!(units(&fit), ["fine: 1, -"]);
}

#[test]
fn baskets_of_28_digits_are_reckoned_with() {
    let mut problem = problem_with(&[order("x", "THIRD", "100")]);
    problem["indexes"]["THIRD"] =
        json!({"A": "0.3333333333333333333333333333", "B": "0.6666666666666666666666666667"});
    // 33.33… + 6.66… = 40 a unit.
    assert_eq!(
        units(&fitted(&problem)),
        ["x: 2.49999999, -"],
        "the last basket digit is rounded up"
    );
}

#[test]
fn a_text_that_is_no_problem_is_refused_with_the_place() {
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut problem = problem_with(&[order("x", "A", "100")]);
        change(&mut problem);
        serde_json::from_value::<Problem>(problem)
            .unwrap_err()
            .to_string()
    };
    assert!(refused(&|problem| problem["speed"] = json!("1")).contains("unknown field `speed`"));
    assert!(
        refused(&|problem| problem["orders"][0]["note"] = json!(""))
            .contains("unknown field `note`")
    );
    assert!(refused(&|problem| problem["batch_cap"] = json!("-1")).contains("negative cash"));
    assert!(refused(&|problem| problem["slippage"] = json!(0.01)).contains("invalid type"));
    assert!(
        refused(&|problem| problem["slippage"] = json!("1e-2"))
            .contains("exponents are not accepted")
    );
    assert!(refused(&|problem| problem["units_scale"] = json!(29)).contains("at most 28 decimals"));
    assert!(
        refused(&|problem| problem["markets"]["A"]["asks"] = json!([["1", "1"], ["1.0", "2"]]))
            .contains("two levels")
    );
    let twice = r#"{"A": {"A": "1"}, "A": {"A": "2"}}"#;
    let text = problem()
        .to_string()
        .replace(&problem()["indexes"].to_string(), twice);
    assert!(
        serde_json::from_str::<Problem>(&text)
            .unwrap_err()
            .to_string()
            .contains("key `A` stands twice")
    );
}

#[test]
fn two_orders_of_one_name_are_an_error() {
    let problem = problem_with(&[order("x", "A", "1"), order("x", "B", "1")]);
    let problem: Problem = serde_json::from_value(problem).unwrap();
    assert_eq!(fit(&problem), Err(FitError::DuplicateOrder("x".into())));
}

#[test]
fn a_problem_in_text_has_its_fit_in_text() {
    let answer = fitting::fit_json(include_str!("first_batch.json")).unwrap();
    let answer: Fit = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer.orders[0].frozen_by.as_deref(), Some("batch_cap"));
    let error = fitting::fit_json("{\n  \"speed\": 1}").unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        source.contains("unknown field `speed`") && source.contains("line 2"),
        "{source}"
    );
}
