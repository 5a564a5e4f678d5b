//! What holders sell and buy meets the orders that want the other side, and other holders, in the middle, before the venue is asked.

use issuance::{Batch, Command, OrderId, Party, Status, TradingState};
use ledger::Account;

use crate::holders::{
    IDX, all, behind, books, bought, changed, define, holders, holders_cash, parts, sold,
};
use scenario::{
    Scenario, cash, index, price, quantity, redemption, request, settings, snapshot, units,
};

/// A basket of one asset.
const ONE: &str = "ONE";

fn with_one(run: &mut Scenario, asset: &str) {
    define(run, "one", index(ONE, &[(asset, "1")]));
}

fn fund(run: &mut Scenario, index: &str, amount: &str) {
    let command = Command::FundRebalance {
        command_id: format!("fund-{index}"),
        index: index.into(),
        amount: cash(amount),
    };
    run.run(command).unwrap();
}

/// ACC-2 buys units of ONE and redeems so many of them.
fn redeem_one(run: &mut Scenario, amount: &str) -> OrderId {
    run.deposit(2, "2020");
    let order = run.submit(request("stock", "ACC-2", ONE, "2020"));
    let batch = run.batch(&snapshot(books())).unwrap();
    run.execute(&batch);
    run.confirm_mint(order);
    run.burn(2, ONE, amount);
    run.submit(redemption("r", "ACC-2", ONE, amount))
}

/// From whom to whom, how much, for how much.
fn crossed(batch: &Batch, asset: &str) -> Vec<(Party, Party, String, String)> {
    let crossings = batch.crossings.iter();
    let of_asset = crossings.filter(|crossing| *crossing.asset == *asset);
    of_asset
        .flat_map(|crossing| &crossing.parts)
        .map(|part| {
            let amounts = (part.quantity.to_string(), part.cost.to_string());
            (part.from.clone(), part.to.clone(), amounts.0, amounts.1)
        })
        .collect()
}

fn part(from: Party, to: Party, amount: &str, cost: &str) -> (Party, Party, String, String) {
    (from, to, amount.into(), cost.into())
}

fn of(index: &str) -> Party {
    Party::Holders(index.into())
}

/// What the house sends to the venue or rounds is none of these tests: bids of 99, asks of 100, so a middle of 99.5, and a buying limit of
/// 101.
#[test]
fn what_holders_sell_and_a_purchase_buys_crosses_in_the_middle() {
    let mut run = changed();
    with_one(&mut run, "A");
    run.deposit(2, "303");
    let purchase = run.submit(request("2", "ACC-2", ONE, "303"));
    let batch = run.batch(&snapshot(books())).unwrap();
    let three = part(of(IDX), Party::Order(purchase), "3", "298.5");
    assert_eq!(crossed(&batch, "A"), [three]);
    assert_eq!(batch.crossings[0].price, price("99.5"));
    assert_eq!(parts(&batch), [sold("A", "7"), sold("B", "20")]);
    assert_eq!(batch.asset_orders.len(), 2, "nothing is bought");
    assert_eq!(holders_cash(&run), ["298.5", "0"], "at once");
    let view = run.view(purchase);
    assert_eq!((view.units, view.gross), (units("3"), cash("298.5")));
    assert_eq!(view.venue_fees, cash("0"));
    assert_eq!(run.balance("A", &Account::backing(ONE)), "3");
    assert_eq!(run.balance("A", &Account::backing(IDX)), "7");
    let report = run.state.rebalances(&IDX.into()).last().unwrap();
    let traded = &report.traded[&"A".into()];
    assert_eq!(
        (traded.sold, traded.proceeds, traded.fees),
        (Some(quantity("3")), Some(cash("298.5")), Some(cash("0")))
    );
}

#[test]
fn what_holders_buy_and_a_redemption_sells_crosses_in_the_middle() {
    let mut run = holders(settings());
    with_one(&mut run, "C");
    let sale = redeem_one(&mut run, "5");
    define(&mut run, "v2", index(IDX, &[("C", "2")]));
    fund(&mut run, IDX, "1990");
    let batch = run.batch(&snapshot(books())).unwrap();
    let five = part(Party::Order(sale), of(IDX), "5", "497.5");
    assert_eq!(crossed(&batch, "C"), [five]);
    // Of the 20 that are missing; 1492.5 is left for the rest, at 101.
    assert_eq!(
        parts(&batch),
        [sold("A", "10"), sold("B", "20"), bought("C", "14.77722772")]
    );
    assert_eq!(behind(&run)[2], ("C".to_owned(), "5".to_owned()));
    run.execute(&batch);
    let view = run.view(sale);
    assert_eq!((view.status, view.gross), (Status::Redeemed, cash("497.5")));
}

#[test]
fn orders_cross_with_each_other_before_holders_do() {
    let mut run = changed();
    with_one(&mut run, "A");
    run.set_trading(Some(IDX), TradingState::Halted);
    let sale = redeem_one(&mut run, "2");
    run.set_trading(Some(IDX), TradingState::Open);
    run.deposit(3, "303");
    let purchase = run.submit(request("3", "ACC-3", ONE, "303"));
    let batch = run.batch(&snapshot(books())).unwrap();
    let to = || Party::Order(purchase);
    assert_eq!(
        crossed(&batch, "A"),
        [
            part(Party::Order(sale), to(), "2", "199"),
            part(of(IDX), to(), "1", "99.5")
        ]
    );
    run.execute(&batch);
    assert_eq!(run.status(sale), Status::Redeemed);
}

/// IDX has 10 A too many, and ONE lacks 10 A, with so much cash for them.
fn two_changed(cash_of_one: &str) -> Scenario {
    let mut run = holders(settings());
    with_one(&mut run, "C");
    run.deposit(2, "1010");
    run.submit(request("2", "ACC-2", ONE, "1010"));
    let batch = run.batch(&snapshot(books())).unwrap();
    run.execute(&batch);
    define(&mut run, "v2", index(IDX, &[("B", "2")]));
    define(&mut run, "one-2", index(ONE, &[("A", "1")]));
    fund(&mut run, ONE, cash_of_one);
    run
}

#[test]
fn holders_of_two_indexes_cross_with_each_other() {
    let mut run = two_changed("398");
    let batch = run.batch(&snapshot(books())).unwrap();
    // All the cash that the holders of ONE have, and neither pays the venue for it.
    assert_eq!(crossed(&batch, "A"), [part(of(IDX), of(ONE), "4", "398")]);
    assert_eq!(parts(&batch), [sold("A", "6"), sold("C", "10")]);
    assert_eq!(holders_cash(&run), ["398", "0"]);
    assert_eq!(run.balance("A", &Account::backing(ONE)), "4");
}

#[test]
fn holders_buy_of_each_other_no_part_that_the_venue_would_not_take() {
    for (cash_of_one, of_a) in [("4.9", None), ("6", Some("0.0603015"))] {
        let mut run = two_changed(cash_of_one);
        let mut books = books();
        for market in &mut books {
            market.min_notional = cash("5");
        }
        let batch = run.batch(&snapshot(books)).unwrap();
        let crossed = crossed(&batch, "A").into_iter();
        let crossed: Vec<_> = crossed.map(|(.., amount, _)| amount).collect();
        assert_eq!(crossed, Vec::from_iter(of_a), "with {cash_of_one}");
    }
}

#[test]
fn what_an_indexs_own_redemption_sells_to_its_holders_stays_where_it_is() {
    let mut run = holders(settings());
    let order = run.state.orders().next().unwrap().id();
    run.confirm_mint(order);
    run.burn(1, IDX, "4");
    let sale = run.submit(redemption("2", "ACC-1", IDX, "4"));
    // The 6 units that are left need 12 A, and 10 less the redemption's 4 are there.
    define(&mut run, "v2", index(IDX, &[("A", "2"), ("B", "2")]));
    fund(&mut run, IDX, "1000");
    let batch = run.batch(&snapshot(books())).unwrap();
    let four = part(Party::Order(sale), of(IDX), "4", "398");
    assert_eq!(crossed(&batch, "A"), [four]);
    assert_eq!(batch.asset_orders.len(), 2, "8 B of the redemption, 2 A");
    assert_eq!(parts(&batch), [bought("A", "2")]);
    assert_eq!(behind(&run), all(&[("A", "10"), ("B", "20")]));
    run.execute(&batch);
    assert_eq!(run.status(sale), Status::Redeemed);
    assert_eq!(behind(&run), all(&[("A", "12"), ("B", "12")]));
}

#[test]
fn the_cap_of_one_order_holds_for_what_crosses_and_what_goes_to_the_venue() {
    let mut limits = settings();
    limits.order_cap = cash("199");
    let mut run = holders(settings());
    run.run(Command::Configure(limits)).unwrap();
    define(&mut run, "v2", index(IDX, &[("C", "2")]));
    with_one(&mut run, "A");
    run.deposit(2, "1010");
    let purchase = run.submit(request("2", "ACC-2", ONE, "1010"));
    let batch = run.batch(&snapshot(books())).unwrap();
    // The purchase may spend 199 at its limit of 101.
    let to = Party::Order(purchase);
    let [(from, buyer, amount, cost)] = &crossed(&batch, "A")[..] else {
        panic!("{batch:?}")
    };
    assert_eq!((from, buyer), (&of(IDX), &to));
    assert_eq!(amount, "1.97029702");
    // Of the 199 that the holders may sell for, 2.955447 is left, at 98.01.
    assert_eq!(parts(&batch), [sold("A", "0.03015454")]);
    assert_eq!(run.state.holders_cash(&IDX.into())[0], cash(cost));
}

#[test]
fn holders_of_a_halted_index_cross_nothing() {
    let mut run = changed();
    with_one(&mut run, "A");
    run.set_trading(Some(IDX), TradingState::Halted);
    run.deposit(2, "303");
    run.submit(request("2", "ACC-2", ONE, "303"));
    let batch = run.batch(&snapshot(books())).unwrap();
    assert_eq!(batch.crossings, vec![]);
    assert_eq!(parts(&batch), []);
}
