//! Beside orders in progress: asset orders that serve both, and orders that keep an earlier basket.

use issuance::{Command, Event, RebalanceState, Side, TimeInForce};

use crate::holders::{
    IDX, all, behind, books, bought, changed, define, holders, parts, play, sold, state,
};
use scenario::{cash, index, quantity, redemption, request, settings, snapshot};

#[test]
fn one_asset_order_serves_clients_and_holders_in_proportion() {
    let mut run = changed();
    run.deposit(2, "2020");
    let market = snapshot(books());
    let batch = run.batch(&market).unwrap();
    run.execute(&batch);
    let order = run.submit(request("2", "ACC-2", IDX, "606"));
    let batch = run.batch(&market).unwrap();
    let [asset_order] = &batch.asset_orders[..] else {
        panic!("{batch:?}")
    };
    // 3 units of 2 C for the client, 20 C for the holders.
    assert_eq!(asset_order.contributions[0].quantity, quantity("6"));
    assert_eq!(parts(&batch), [bought("C", "20")]);
    assert_eq!(asset_order.quantity, quantity("26"));
    let events = run.trade("C", "13", "100", "1.3");
    let Event::Bought(trade) = &events[0] else {
        panic!("{events:?}")
    };
    assert_eq!(trade.shares[0].lot.quantity, quantity("3"));
    assert_eq!(trade.shares[0].lot.fee, cash("0.3"));
    assert_eq!(trade.backing[0].lot.quantity, quantity("10"));
    assert_eq!(trade.backing[0].lot.fee, cash("1"));
    run.trade("C", "13", "101", "0");
    run.end("C");
    assert_eq!(run.view(order).units, scenario::units("3"));
    // The holders' 20, and what the fills have put behind the new units.
    assert_eq!(behind(&run), all(&[("C", "26")]));
}

#[test]
fn a_redemption_with_the_old_basket_has_the_first_right_to_it() {
    let mut run = holders(settings());
    let order = run.state.orders().next().unwrap().id();
    run.run(Command::ConfirmMintAccepted(order)).unwrap();
    run.confirm_mint(order);
    run.burn(1, IDX, "4");
    let mut request = redemption("2", "ACC-1", IDX, "4");
    // Above the bids: it waits.
    request.limit_price = Some(scenario::price("310"));
    let redeems = run.submit(request);
    define(&mut run, "v2", index(IDX, &[("C", "2")]));
    let market = snapshot(books());
    let batch = run.batch(&market).unwrap();
    assert_eq!(parts(&batch), [sold("A", "6"), sold("B", "12")]);
    run.execute(&batch);
    let batch = run.batch(&market).unwrap();
    // For the 6 units that are left.
    assert_eq!(parts(&batch), [bought("C", "12")]);
    run.execute(&batch);
    assert_eq!(behind(&run), all(&[("A", "4"), ("B", "8"), ("C", "12")]));
    assert_eq!(run.batch(&market), None);
    assert_eq!(state(&run), RebalanceState::Done);

    // Its holder keeps the units after all: now they are to be rebalanced as well.
    run.cancel("3", "2");
    assert_eq!(run.view(redeems).status, issuance::Status::Cancelled);
    assert_eq!(state(&run), RebalanceState::Trading);
    play(&mut run, &market);
    assert_eq!(behind(&run), all(&[("C", "20")]));
}

#[test]
fn so_has_one_that_gets_its_units_in_the_batch_itself() {
    let mut run = holders(settings());
    let order = run.state.orders().next().unwrap().id();
    run.run(Command::ConfirmMintAccepted(order)).unwrap();
    run.confirm_mint(order);
    run.burn(1, IDX, "4");
    // Both above the bids: the one can't be filled and is killed, the other waits for its units, and then for its price.
    let mut killed = redemption("2", "ACC-1", IDX, "4");
    killed.limit_price = Some(scenario::price("310"));
    killed.time_in_force = TimeInForce::FillOrKill;
    run.submit(killed);
    let mut waits = redemption("3", "ACC-1", IDX, "4");
    waits.limit_price = Some(scenario::price("310"));
    let waits = run.submit(waits);
    define(&mut run, "v2", index(IDX, &[("C", "2")]));
    let batch = run.batch(&snapshot(books())).unwrap();
    assert_eq!(run.view(waits).status, issuance::Status::Working);
    assert_eq!(parts(&batch), [sold("A", "6"), sold("B", "12")]);
}

#[test]
fn a_redemption_with_the_new_basket_waits_until_it_is_there() {
    let mut run = changed();
    let order = run.state.orders().next().unwrap().id();
    run.run(Command::ConfirmMintAccepted(order)).unwrap();
    run.confirm_mint(order);
    run.burn(1, IDX, "4");
    let redeems = run.submit(redemption("2", "ACC-1", IDX, "4"));
    let market = snapshot(books());
    play(&mut run, &market);
    assert_eq!(run.view(redeems).units, scenario::units("4"));
    assert_eq!(run.view(redeems).request.side, Side::Redeem);
    assert_eq!(behind(&run), all(&[("C", "12")]));
    assert_eq!(state(&run), RebalanceState::Done);
}

#[test]
fn a_purchase_with_the_old_basket_leaves_what_is_sold_later() {
    let mut run = holders(settings());
    run.deposit(2, "606");
    run.submit(request("2", "ACC-2", IDX, "606"));
    let market = snapshot(books());
    let batch = run.batch(&market).unwrap();
    define(&mut run, "v2", index(IDX, &[("C", "2")]));
    assert!(run.state.rebalances(&IDX.into()).len() == 1);
    run.execute(&batch);
    assert_eq!(behind(&run)[..2], all(&[("A", "12"), ("B", "24")])[..]);
    play(&mut run, &market);
    assert_eq!(behind(&run), all(&[("C", "24")]));
}

#[test]
fn a_purchase_with_the_old_basket_begins_again_what_was_done() {
    let mut run = holders(settings());
    run.deposit(2, "606");
    let mut request = request("2", "ACC-2", IDX, "606");
    request.limit_price = Some(scenario::price("250"));
    let order = run.submit(request);
    define(&mut run, "v2", index(IDX, &[("C", "2")]));
    let market = snapshot(books());
    play(&mut run, &market);
    assert_eq!(state(&run), RebalanceState::Done);
    run.replace("3", "2", "606", None);
    let batch = run.batch(&market).unwrap();
    run.execute(&batch);
    assert_eq!(run.view(order).units, scenario::units("2"));
    assert_eq!(state(&run), RebalanceState::Trading);
    play(&mut run, &market);
    assert_eq!(behind(&run), all(&[("C", "24")]));
    assert_eq!(state(&run), RebalanceState::Done);
}
