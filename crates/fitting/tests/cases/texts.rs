//! Problems and fits as text, and what is excluded or refused, with its reason.

use fitting::{Fit, FitError, Problem, fit};
use serde_json::{Value, json};

use crate::{fitted, order, problem, problem_with, units};

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
    let answer = fitting::fit_json(include_str!("../first_batch.json")).unwrap();
    let answer: Fit = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer.orders[0].frozen_by.as_deref(), Some("batch_cap"));
    let error = fitting::fit_json("{\n  \"speed\": 1}").unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        source.contains("unknown field `speed`") && source.contains("line 2"),
        "{source}"
    );
}
