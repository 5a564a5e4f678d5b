//! Numbers worked out elsewhere (`vectors.md` of the shared folder, sections 1, 5 and 6; the head of `issuance`'s `vectors` has all of
//! them): the first batch of one order, books, baskets. Tolerance 0.00001 where theirs are rounded.

use fitting::{Asks, Fit, Problem, basket, buying_limit, fit, index_price};
use money::{Cash, Price, Quantity, Rate, Rounding, Scale};

fn price(text: &str) -> Price {
    Price::parse(text).unwrap()
}

fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

fn rate(text: &str) -> Rate {
    Rate::parse(text).unwrap()
}

/// Whether a printed amount is within 0.00001 of the expected one.
fn is_close(actual: impl std::fmt::Display, expected: &str) -> bool {
    let actual = quantity(&actual.to_string());
    let expected = quantity(expected);
    let difference = actual
        .excess_over(expected)
        .unwrap()
        .max(expected.excess_over(actual).unwrap());
    difference <= quantity("0.00001")
}

fn first_batch() -> Problem {
    serde_json::from_str(include_str!("first_batch.json")).unwrap()
}

fn fitted(problem: &Problem) -> Fit {
    fit(problem).unwrap()
}

#[test]
fn first_batch_of_one_order_is_cut_by_the_batch_cap() {
    let fit = fitted(&first_batch());
    assert!(is_close(fit.orders[0].units, "1.92316"), "{fit:?}");
    assert!(is_close(fit.orders[0].fraction, "0.66667"), "{fit:?}");
    assert_eq!(fit.orders[0].frozen_by.as_deref(), Some("batch_cap"));
    let [ax, az] = &fit.asset_orders[..] else {
        panic!("two asset orders: {fit:?}")
    };
    assert_eq!((ax.asset.as_str(), ax.limit_price), ("AX", price("101")));
    assert!(is_close(ax.quantity, "15.91580"), "{fit:?}");
    assert_eq!((az.asset.as_str(), az.limit_price), ("AZ", price("303")));
    assert!(is_close(az.quantity, "1.29539"), "{fit:?}");
    assert_eq!(fit.waiting, Vec::<String>::new());
}

#[test]
fn first_batch_without_the_batch_cap_is_cut_by_liquidity() {
    let mut problem = first_batch();
    problem.batch_cap = "1000000".parse().unwrap();
    let fit = fitted(&problem);
    assert!(is_close(fit.orders[0].units, "2.41667"), "{fit:?}");
    assert_eq!(fit.orders[0].frozen_by.as_deref(), Some("AX"));
    assert!(
        is_close(fit.asset_orders[0].quantity, "20"),
        "all that is offered"
    );
    let worth = fit.asset_orders.iter().map(|order| {
        let contributed = order.contributions["first"];
        let scale = Scale::new(10).unwrap();
        let worth = order.limit_price.times(contributed, scale, Rounding::Down);
        worth.unwrap()
    });
    let worth = Cash::sum(worth).unwrap();
    assert!(is_close(worth, "2513.22539"), "{worth}");
}

#[test]
fn first_batch_with_liquidity_too_is_cut_by_the_order_cap() {
    let mut problem = first_batch();
    problem.batch_cap = "1000000".parse().unwrap();
    let market = problem.markets.get_mut("AX").unwrap();
    market.asks.set(price("100"), quantity("2000"));
    let fit = fitted(&problem);
    assert!(is_close(fit.orders[0].units, "2.88474"), "{fit:?}");
    assert_eq!(fit.orders[0].fraction, Rate::ONE);
    assert_eq!(fit.orders[0].frozen_by, None);
}

#[test]
fn limit_prices_and_index_price_of_the_first_batch() {
    let limit = |best: &str| buying_limit(price(best), rate("0.01"), price("0.01")).unwrap();
    assert_eq!((limit("100"), limit("300")), (price("101"), price("303")));
    let legs = [
        (quantity("8.2758620690"), limit("100")),
        (quantity("0.6735751295"), limit("300")),
    ];
    let at_limits = index_price(legs, Scale::PRICE, Rounding::HalfEven).unwrap();
    assert!(is_close(at_limits, "1039.95533"));
}

#[test]
fn books() {
    let mut asks = Asks::new([
        (price("100"), quantity("10")),
        (price("110"), quantity("20")),
        (price("120"), quantity("30")),
    ]);
    assert_eq!(asks.offered_up_to(price("110")), Ok(quantity("30")));
    asks.set(price("100"), Quantity::ZERO);
    asks.set(price("110"), quantity("25"));
    assert_eq!(asks.offered_up_to(price("110")), Ok(quantity("25")));
    assert_eq!(asks.best(), Some(price("110")));
    assert_eq!(
        Asks::default().offered_up_to(price("110")),
        Ok(Quantity::ZERO)
    );
    assert_eq!(Asks::default().best(), None);
    let left = asks.without(quantity("30")).unwrap();
    assert_eq!(
        left.levels().collect::<Vec<_>>(),
        vec![(price("120"), quantity("25"))]
    );
}

#[test]
fn baskets_from_weights() {
    let scale = Scale::new(12).unwrap();
    let weights = [
        (rate("0.25"), price("50000")),
        (rate("0.75"), price("6000")),
    ];
    let two = basket(&weights, price("10000"), scale).unwrap();
    assert_eq!(two, vec![quantity("0.05"), quantity("1.25")]);
    let legs = two.into_iter().zip([price("55000"), price("6250")]);
    assert_eq!(
        index_price(legs, Scale::PRICE, Rounding::HalfEven),
        Ok(price("10562.5"))
    );

    let weights = [
        (rate("0.25"), price("55000")),
        (rate("0.75"), price("6250")),
        (rate("0.15"), price("250")),
    ];
    let total = Rate::sum(weights.map(|(weight, _)| weight)).unwrap();
    let shares = weights.map(|(weight, _)| {
        weight
            .over(total, Scale::new(7).unwrap(), Rounding::HalfEven)
            .unwrap()
    });
    assert_eq!(
        shares,
        [rate("0.2173913"), rate("0.6521739"), rate("0.1304348")]
    );
    let three = basket(&weights, price("10562.5"), scale).unwrap();
    let legs = three.into_iter().zip(weights.map(|(_, price)| price));
    assert!(is_close(
        index_price(legs, Scale::PRICE, Rounding::HalfEven).unwrap(),
        "10562.5"
    ));
}

#[test]
fn a_weight_without_a_price_is_an_error() {
    let weights = [(rate("1"), Price::ZERO)];
    assert!(basket(&weights, price("100"), Scale::QUANTITY).is_err());
    assert!(basket(&[(Rate::ZERO, price("1"))], price("100"), Scale::QUANTITY).is_err());
}
