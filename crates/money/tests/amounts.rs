//! The amount types as their users meet them: what a text may be, what a step does, who gets the remainder.

use money::{Cash, MoneyError, ParseError, Price, Quantity, Rate, Rounding, Scale, Signed, Units};

fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

fn price(text: &str) -> Price {
    Price::parse(text).unwrap()
}

fn cash(text: &str) -> Cash {
    Cash::parse_signed(text).unwrap()
}

#[test]
fn a_text_is_digits_with_at_most_one_point() {
    for (text, value) in [
        ("12.50", "12.5"),
        ("0", "0"),
        ("007", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-0", "0"),
        ("-0.0", "0"),
    ] {
        assert_eq!(quantity(text).to_string(), value, "{text}");
    }
    let long_zero = format!("1.{}", "0".repeat(40));
    assert_eq!(quantity(&long_zero).to_string(), "1");
    assert_eq!(
        quantity("0.0000000000000000000000000001").to_string(),
        "0.0000000000000000000000000001"
    );
    assert_eq!(
        quantity("79228162514264337593543950335").to_string(),
        "79228162514264337593543950335"
    );
}

#[test]
fn a_text_that_is_no_amount_is_refused_with_the_reason() {
    let long = "1".repeat(65);
    for (text, error) in [
        ("", ParseError::Empty),
        ("-", ParseError::Empty),
        (".", ParseError::NotADecimal),
        ("1e6", ParseError::Exponent),
        ("1E-6", ParseError::Exponent),
        ("1.5e+3", ParseError::Exponent),
        ("ten", ParseError::NotADecimal),
        ("1,5", ParseError::NotADecimal),
        ("1.2.3", ParseError::NotADecimal),
        (" 1", ParseError::NotADecimal),
        ("+1", ParseError::NotADecimal),
        ("1_000", ParseError::NotADecimal),
        ("--1", ParseError::NotADecimal),
        ("NaN", ParseError::NotADecimal),
        ("١", ParseError::NotADecimal),
        ("-1", ParseError::Negative),
        ("-0.000001", ParseError::Negative),
        ("0.00000000000000000000000000001", ParseError::TooPrecise),
        ("79228162514264337593543950336", ParseError::TooLarge),
        (
            "1234567890123456789012345678901234567890123456789",
            ParseError::TooLarge,
        ),
        (long.as_str(), ParseError::TooLong),
    ] {
        assert_eq!(Quantity::parse(text), Err(error), "{text:?}");
        assert_eq!(Cash::parse(text), Err(error), "{text:?}");
    }
}

#[test]
fn only_cash_and_signed_amounts_are_ever_negative() {
    assert_eq!(Cash::parse("-1.5"), Err(ParseError::Negative));
    assert_eq!(Cash::parse_signed("-1.5").unwrap().to_string(), "-1.5");
    assert_eq!("-1.5".parse::<Cash>().unwrap(), cash("-1.5"));
    assert_eq!(
        quantity("1").checked_sub(quantity("1.5")),
        Err(MoneyError::Negative)
    );
    assert_eq!(
        quantity("1").excess_over(quantity("1.5")),
        Ok(Quantity::ZERO)
    );
    assert_eq!(cash("1").checked_sub(cash("1.5")), Ok(cash("-0.5")));
    assert_eq!(
        Quantity::from_decimal(cash("-1").as_decimal()),
        Err(MoneyError::Negative)
    );
    assert_eq!(
        cash("-1").over(price("2"), Scale::QUANTITY, Rounding::Down),
        Err(MoneyError::Negative)
    );
    assert_eq!(
        cash("1").share_of(cash("1"), cash("-1"), Scale::USDC, Rounding::Down),
        Ok(cash("-1"))
    );
    assert_eq!(
        Signed::from(cash("-1")).to_quantity(),
        Err(MoneyError::Negative)
    );
    assert!(
        serde_json::from_str::<Quantity>("\"-1\"")
            .unwrap_err()
            .to_string()
            .contains("negative")
    );
    assert!(
        serde_json::from_str::<Quantity>("1").is_err(),
        "a number in JSON may have been a float"
    );
}

#[test]
fn equal_values_have_one_text() {
    assert_eq!(
        serde_json::to_string(&quantity("1.500")).unwrap(),
        "\"1.5\""
    );
    assert_eq!(format!("{:.6}", cash("-1.5")), "-1.500000");
    assert_eq!(
        format!("{:.2}", cash("0.123")),
        "0.123",
        "never rounded by printing"
    );
    assert_eq!(format!("{:>8.2}|", cash("1.5")), "    1.50|");
    assert_eq!(format!("{:?}", price("1.50")), "Price(1.5)");
    assert_eq!((-Cash::ZERO).to_string(), "0");
}

#[test]
fn rounding_is_down_up_or_half_even_for_either_sign() {
    let rounded = |text: &str, rounding| {
        cash(text)
            .round_to(Scale::WHOLE, rounding)
            .unwrap()
            .to_string()
    };
    for (text, down, up, half_even) in [
        ("2.5", "2", "3", "2"),
        ("3.5", "3", "4", "4"),
        ("2.51", "2", "3", "3"),
        ("-2.5", "-3", "-2", "-2"),
        ("-3.5", "-4", "-3", "-4"),
        ("-0.4", "-1", "0", "0"),
        ("2", "2", "2", "2"),
    ] {
        assert_eq!(rounded(text, Rounding::Down), down, "{text} down");
        assert_eq!(rounded(text, Rounding::Up), up, "{text} up");
        assert_eq!(
            rounded(text, Rounding::HalfEven),
            half_even,
            "{text} half even"
        );
    }
}

#[test]
fn steps_and_ticks() {
    assert_eq!(
        quantity("1.23456").floor_to_step(quantity("0.001")),
        Ok(quantity("1.234"))
    );
    assert_eq!(
        quantity("1.23456").ceil_to_step(quantity("0.001")),
        Ok(quantity("1.235"))
    );
    assert_eq!(
        quantity("7").floor_to_step(quantity("2.5")),
        Ok(quantity("5"))
    );
    assert_eq!(
        quantity("7").ceil_to_step(quantity("2.5")),
        Ok(quantity("7.5"))
    );
    assert_eq!(
        quantity("7").ceil_to_step(Quantity::ZERO),
        Err(MoneyError::DivisionByZero)
    );
    // Best ask 100, slippage limit 1.005 %, tick 0.01.
    let limit = price("100")
        .plus_rate(Rate::parse("0.01005").unwrap(), Scale::MAX, Rounding::Down)
        .unwrap();
    assert_eq!(limit.floor_to_tick(price("0.01")), Ok(price("101")));
    assert_eq!(limit.ceil_to_tick(price("0.01")), Ok(price("101.01")));
}

#[test]
fn money_flows_between_the_types() {
    let usdc = |result: Result<Cash, MoneyError>| result.unwrap().to_string();
    assert_eq!(
        usdc(price("100.495").times(quantity("9.54948"), Scale::USDC, Rounding::Up)),
        "959.674993"
    );
    assert_eq!(
        usdc(price("1039.95533").times_units("2".parse().unwrap(), Scale::USDC, Rounding::Down)),
        "2079.91066"
    );
    assert_eq!(
        usdc(cash("3450.94925175").over_one_plus(
            Rate::from_basis_points(10),
            Scale::USDC,
            Rounding::Down
        )),
        "3447.50175"
    );
    assert_eq!(
        usdc(cash("1000").plus_rate(Rate::from_basis_points(10), Scale::USDC, Rounding::Up)),
        "1001"
    );
    assert_eq!(
        usdc(cash("0.8").share_of(quantity("5"), quantity("8"), Scale::USDC, Rounding::Down)),
        "0.5"
    );
    let units = cash("3000")
        .over_index_price(price("1039.95533"), Scale::UNITS, Rounding::Down)
        .unwrap();
    assert_eq!(units.to_string(), "2.88473928");
    assert_eq!(
        units.times_basket(quantity("8.275862069"), Scale::QUANTITY, Rounding::Down),
        Ok(quantity("23.87370438"))
    );
    assert_eq!(
        quantity("20")
            .over_basket(quantity("8.275862069"), Scale::UNITS, Rounding::Down)
            .unwrap()
            .to_string(),
        "2.41666666"
    );
    assert_eq!(
        cash("500.5").per_units("0.5".parse().unwrap(), Scale::PRICE, Rounding::HalfEven),
        Ok(price("1001"))
    );
    assert_eq!(
        price("100").less_rate(Rate::parse("1.5").unwrap(), Scale::PRICE, Rounding::Up),
        Err(MoneyError::Negative)
    );
}

#[test]
fn token_amounts_are_integers() {
    assert_eq!(cash("12.5").to_atoms(Scale::USDC), Ok(12_500_000));
    assert_eq!(
        cash("12.5000001").to_atoms(Scale::USDC),
        Err(MoneyError::Inexact)
    );
    assert_eq!(cash("-1").to_atoms(Scale::USDC), Err(MoneyError::Negative));
    assert_eq!(
        Units::from_atoms(1, Scale::new(18).unwrap())
            .unwrap()
            .to_string(),
        "0.000000000000000001"
    );
    assert_eq!(
        Cash::from_atoms(u128::MAX, Scale::USDC),
        Err(MoneyError::Overflow)
    );
    assert_eq!(Scale::new(29), Err(MoneyError::Scale));
}

#[test]
fn what_does_not_fit_is_an_overflow() {
    let huge = quantity("79228162514264337593543950335");
    assert_eq!(huge.checked_add(quantity("1")), Err(MoneyError::Overflow));
    assert_eq!(
        huge.checked_add(quantity("0.1")),
        Err(MoneyError::Overflow),
        "and not silently the same again"
    );
    assert_eq!(
        price("1000000000000000").times(huge, Scale::WHOLE, Rounding::Down),
        Err(MoneyError::Overflow)
    );
    assert_eq!(Quantity::sum([huge, huge]), Err(MoneyError::Overflow));
}

#[test]
fn the_largest_remainder_gets_the_odd_step() {
    let weights = [quantity("1"), quantity("1"), quantity("1")];
    let shares =
        |whole: &str, scale: u8| quantity(whole).apportion(&weights, Scale::new(scale).unwrap());
    assert_eq!(
        shares("10", 2),
        Ok(vec![quantity("3.34"), quantity("3.33"), quantity("3.33")])
    );
    assert_eq!(
        shares("0.02", 2),
        Ok(vec![quantity("0.01"), quantity("0.01"), quantity("0")])
    );
    assert_eq!(shares("0.001", 2), Err(MoneyError::Inexact));
    let uneven = [quantity("0.1"), quantity("0.7"), quantity("0.2")];
    assert_eq!(
        cash("-0.11").apportion(&uneven, Scale::new(2).unwrap()),
        Ok(vec![cash("-0.01"), cash("-0.08"), cash("-0.02")])
    );
    assert_eq!(
        quantity("12.5").apportion_steps(&uneven, quantity("2.5")),
        Ok(vec![quantity("2.5"), quantity("7.5"), quantity("2.5")]),
    );
    assert_eq!(
        quantity("12").apportion_steps(&uneven, quantity("2.5")),
        Err(MoneyError::Inexact)
    );
    assert_eq!(
        quantity("1").apportion(&[Quantity::ZERO], Scale::WHOLE),
        Err(MoneyError::NoWeight)
    );
    assert_eq!(
        quantity("0").apportion::<Quantity>(&[], Scale::WHOLE),
        Ok(vec![])
    );
}
