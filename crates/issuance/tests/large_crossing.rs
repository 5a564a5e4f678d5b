//! The largest crossing: as many purchases and as many redemptions as one batch has room for meet whole, though not one order of theirs is
//! another's size. Every event of it is a record of the journal, and a machine that reads them knows all of it.

use std::collections::BTreeMap;

use issuance::{Command, Crossed, Event, OrderId};
use money::{Cash, Quantity, Rounding, Scale, Units};
use scenario::large::{Large, without_caps};
use scenario::two::with;
use scenario::{market, price, redemption, request, snapshot};

/// Orders of each side.
const ORDERS: usize = 10_000;
/// What they are for together, in tenths of a unit.
const TENTHS: usize = 4 * ORDERS;

/// A machine with 4,000 units that ACC-1 has burned, and cash of ACC-2.
fn begun() -> Large {
    let mut run = with(without_caps(), "0");
    run.deposit(1, "50000000");
    run.deposit(2, "50000000");
    run.submit(request("large", "ACC-1", "TWO", "2000000"));
    let batch = run.batch(&book()).unwrap();
    run.execute(&batch);
    run.cancel("large-c", "large");
    run.confirm_mint(batch.orders[0].order);
    run.burn(1, "TWO", "4000");
    Large::after(&run)
}

/// The middle is 100 and 50, 200 a unit; the buying limits are 102.01 and 51.51, 205.03 a unit.
fn book() -> issuance::Snapshot {
    snapshot(vec![
        market("A", &[("101", "1000000")], &[("99", "1000000")]),
        market("B", &[("51", "1000000")], &[("49", "1000000")]),
    ])
}

/// Some tenths of a unit for each order of one side: every one of them something, each third another number, and always the same sum.
fn shared_out(sizes: [usize; 3]) -> Vec<Units> {
    let mut left = TENTHS;
    let mut all = Vec::with_capacity(ORDERS);
    for number in 0..ORDERS {
        let others = ORDERS - number - 1;
        let size = if others == 0 {
            left
        } else {
            sizes[number % 3].min(left - others)
        };
        left -= size;
        all.push(Units::from_atoms(size as u128, Scale::new(1).unwrap()).unwrap());
    }
    all
}

#[test]
fn ten_thousand_redemptions_and_as_many_purchases_meet_whole_in_records_of_the_journal() {
    let mut run = begun();
    let mut sold = BTreeMap::new();
    for (number, amount) in shared_out([2, 3, 7]).into_iter().enumerate() {
        let order = redemption(&format!("r{number}"), "ACC-1", "TWO", &amount.to_string());
        sold.insert(run.submit(order), amount);
    }
    let mut bought = BTreeMap::new();
    for (number, amount) in shared_out([6, 1, 5]).into_iter().enumerate() {
        let enough = price("205.03").times_units(amount, Scale::USDC, Rounding::Up);
        let enough = enough.unwrap().to_string();
        let order = request(&format!("b{number}"), "ACC-2", "TWO", &enough);
        bought.insert(run.submit(order), amount);
    }
    let events = run.run(Command::MakeBatch(book()));

    let Event::BatchMade { batch } = &events[0] else {
        panic!("{}", events.len())
    };
    assert!(
        batch.asset_orders.is_empty(),
        "something is left for the venue"
    );
    let joining = events.iter().filter_map(Event::joining);
    let crossings = joining.clone().flat_map(|joining| joining.crossings);
    let mut crossed: BTreeMap<(OrderId, String), (Quantity, Cash)> = BTreeMap::new();
    for crossing in crossings {
        for Crossed {
            from,
            to,
            quantity,
            cost,
            ..
        } in &crossing.parts
        {
            for party in [from, to] {
                let order = party.order().expect("there are no holders");
                let key = (order, crossing.asset.to_string());
                let sums = crossed.entry(key).or_default();
                sums.0 = sums.0.checked_add(*quantity).unwrap();
                sums.1 = sums.1.checked_add(*cost).unwrap();
            }
        }
    }
    assert_eq!(crossed.len(), 4 * ORDERS, "every order crosses both assets");
    for (order, amount) in sold.iter().chain(&bought) {
        for (asset, per_unit, at) in [("A", "1", "100"), ("B", "2", "50")] {
            let per_unit = Quantity::parse(per_unit).unwrap();
            let whole = amount.times_basket(per_unit, Scale::QUANTITY, Rounding::Up);
            let whole = whole.unwrap();
            let cost = price(at).times(whole, Scale::USDC, Rounding::HalfEven);
            let expected = (whole, cost.unwrap());
            assert_eq!(crossed[&(*order, asset.to_owned())], expected, "{order}");
        }
    }

    // What each can be filled with by that follows in steps.
    let mut steps = 0;
    while run.state.goes_on() {
        run.run(Command::GoOn);
        steps += 1;
    }
    assert!(steps >= 2 * ORDERS / 250, "{steps} steps");
    for (order, amount) in sold.iter().chain(&bought) {
        let view = run.state.view(run.state.order(*order).unwrap());
        assert_eq!(view.units, *amount, "{order}");
        let gross = price("200").times_units(*amount, Scale::USDC, Rounding::HalfEven);
        assert_eq!(view.gross, gross.unwrap(), "{order}");
        assert_eq!(view.venue_fees, Cash::ZERO, "{order}");
    }
    assert_eq!(run.replayed().books(), run.state.books());
}
