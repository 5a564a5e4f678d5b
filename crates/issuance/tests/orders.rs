//! The life of orders, clause by clause.

mod scenario;

use issuance::{
    ClientAccount, Command, Event, OrderChange, OrderEvent, Outcome, RejectReason, Rejection, Side,
    Snapshot, Status, Stream, TimeInForce,
};
use ledger::Account;
use money::{Cash, Rate};
use scenario::{
    Scenario, address, cash, fills, index, market, names, quantity, request, settings, snapshot,
    units,
};

/// One index of one asset: one unit is one A.
fn one() -> Scenario {
    Scenario::new(settings(), vec![index("IDX", &[("A", "1")])])
}

/// Plenty of A at 100, limits at 101, nobody to sell to.
fn plenty() -> Snapshot {
    snapshot(vec![market("A", &[("100", "100000")], &[])])
}

fn rejection(events: &[Event]) -> (RejectReason, String) {
    let Event::Order(event) = &events[0] else {
        panic!("{events:?}")
    };
    assert_eq!(event.change, OrderChange::Rejected);
    (event.order.reject_reason.unwrap(), event.order.text.clone())
}

fn submit(run: &mut Scenario, request: issuance::OrderRequest) -> Vec<Event> {
    let command_id = format!("own-{}", run.events.len());
    run.run(Command::SubmitOrder {
        command_id,
        request,
        mark: None,
    })
    .unwrap()
}

fn outcome(events: &[Event]) -> Option<&Outcome> {
    events.iter().find_map(|event| match event {
        Event::Order(event) => match &event.change {
            OrderChange::Ended { outcome, .. } => Some(outcome),
            _ => None,
        },
        _ => None,
    })
}

#[test]
fn an_order_with_its_collateral_is_accepted_and_reserved_in_one_event() {
    let mut run = one();
    run.deposit(1, "500");
    let events = submit(&mut run, request("1", "ACC-1", "IDX", "300"));
    let [Event::Order(event)] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(event.change, OrderChange::Accepted { reserved: true });
    assert_eq!(
        (event.order.status, event.order.remaining),
        (Status::Working, cash("300"))
    );
    let collateral = run.collateral("ACC-1");
    assert_eq!(
        (collateral.free, collateral.reserved),
        (cash("200"), cash("300"))
    );
}

#[test]
fn orders_wait_for_their_collateral_and_get_it_oldest_first() {
    let mut run = one();
    let large = run.submit(request("1", "ACC-1", "IDX", "300"));
    let small = run.submit(request("2", "ACC-1", "IDX", "100"));
    let later = run.submit(request("3", "ACC-1", "IDX", "100"));
    // Enough for the second, not for the first; the third comes too late.
    let events = run.deposit(1, "150");
    assert_eq!(names(&events), ["deposited", "2 reserved"]);
    let events = run.deposit(1, "300");
    assert_eq!(names(&events), ["deposited", "1 reserved"]);
    assert_eq!(
        [large, small, later].map(|id| run.status(id)),
        [Status::Working, Status::Working, Status::Waiting]
    );
}

#[test]
fn a_deposit_is_credited_once() {
    let mut run = one();
    run.deposit(1, "100");
    let Some(Event::Deposited { deposit, .. }) = run.events.last().cloned() else {
        unreachable!()
    };
    let again = run
        .run(Command::RecordDeposit {
            position: run.minter,
            deposit: deposit.clone(),
        })
        .unwrap();
    assert_eq!(again, [], "the same place in the stream");
    let elsewhere = run
        .run(Command::RecordDeposit {
            position: run.minter + 1,
            deposit,
        })
        .unwrap();
    assert_eq!(
        names(&elsewhere),
        ["skipped"],
        "the same deposit in another place"
    );
    assert_eq!(run.collateral("ACC-1").deposited, cash("100"));
    assert_eq!(run.state.position(Stream::Minter), run.minter + 1);
}

#[test]
fn an_unknown_depositors_cash_is_kept_apart_until_the_address_is_an_accounts() {
    let mut run = one();
    run.deposit(9, "70");
    assert_eq!(run.balance("USDC", &Account::Unclaimed), "70");
    assert_eq!(run.state.unclaimed()[&address(9)], cash("70"));
    let account = ClientAccount {
        name: "ACC-9".into(),
        address: address(9),
    };
    let events = run
        .run(Command::DefineAccount {
            command_id: "d".into(),
            account,
        })
        .unwrap();
    assert_eq!(names(&events), ["account_defined", "unclaimed_credited"]);
    assert_eq!(run.collateral("ACC-9").free, cash("70"));
    assert_eq!(run.balance("USDC", &Account::Unclaimed), "0");
}

#[test]
fn bad_orders_get_a_reason_and_a_text_that_helps() {
    let mut run = one();
    run.deposit(1, "5000000");
    let mut ask = |change: fn(&mut issuance::OrderRequest)| {
        let name = format!("n{}", run.events.len());
        let mut request = request(&name, "ACC-1", "IDX", "300");
        change(&mut request);
        rejection(&submit(&mut run, request))
    };
    let reason = |(reason, text): (RejectReason, String), part: &str| {
        assert!(text.contains(part), "{text}");
        reason
    };
    assert_eq!(
        reason(ask(|order| order.index = "XXX".into()), "there are: IDX"),
        RejectReason::UnknownIndex
    );
    assert_eq!(
        reason(ask(|order| order.account = "ACC-8".into()), "ACC-8"),
        RejectReason::UnknownAccount
    );
    assert_eq!(
        reason(ask(|order| order.side = Side::Redeem), "OrderQty(38)"),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(ask(|order| order.cash = Cash::ZERO), "CashOrderQty(152)"),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(ask(|order| order.cash = cash("-5")), "above zero"),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(ask(|order| order.cash = cash("20.1234567")), "6 decimals"),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(ask(|order| order.cash = cash("9.99")), "smallest"),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(ask(|order| order.cash = cash("1000001")), "largest"),
        RejectReason::LimitExceeded
    );
    assert_eq!(
        reason(
            ask(|order| order.limit_price = Some(money::Price::ZERO)),
            "Price(44)"
        ),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(
            ask(|order| order.time_in_force = TimeInForce::GoodTill(5)),
            "past"
        ),
        RejectReason::TooLate
    );
    assert_eq!(run.collateral("ACC-1").free, cash("5000000"));
}

#[test]
fn one_name_is_one_order_and_one_command_is_one_order() {
    let mut run = one();
    run.deposit(1, "1000");
    let command = Command::SubmitOrder {
        command_id: "a".into(),
        request: request("1", "ACC-1", "IDX", "300"),
        mark: None,
    };
    assert_eq!(names(&run.run(command.clone()).unwrap()), ["1 accepted"]);
    assert_eq!(run.run(command).unwrap(), [], "the command again");
    let (reason, _) = rejection(&submit(&mut run, request("1", "ACC-1", "IDX", "100")));
    assert_eq!(reason, RejectReason::DuplicateOrder);
    let first = run.state.order_of("FIX.4.4:A->S", "1").unwrap();
    assert_eq!(
        first.request().cash,
        cash("300"),
        "the name stays the first one's"
    );
    let mut other_session = request("1", "ACC-1", "IDX", "100");
    other_session.session = "FIX.4.4:B->S".into();
    assert_eq!(names(&submit(&mut run, other_session)), ["3 accepted"]);
}

#[test]
fn two_orders_share_a_lot_in_proportion_to_their_contributions_to_the_last_digit() {
    let mut run = one();
    run.deposit(1, "303");
    run.deposit(2, "606");
    let first = run.submit(request("1", "ACC-1", "IDX", "303"));
    let second = run.submit(request("2", "ACC-2", "IDX", "606"));
    let batch = run.batch(&plenty()).unwrap();
    assert_eq!(batch.asset_orders[0].quantity, quantity("9"));
    let events = run.trade("A", "1", "100", "0.1");
    let Event::Bought(bought) = &events[0] else {
        panic!("{events:?}")
    };
    let shares: Vec<_> = bought
        .shares
        .iter()
        .map(|share| (share.order, share.lot.quantity, share.lot.fee))
        .collect();
    assert_eq!(
        shares,
        [
            (first, quantity("0.33333333"), cash("0.033333")),
            (second, quantity("0.66666667"), cash("0.066666"))
        ]
    );
    assert_eq!(
        bought.remainder,
        cash("0.000001"),
        "fractions are the house's"
    );
    let filled: Vec<_> = fills(&events)
        .into_iter()
        .map(|(order, fill)| (order, fill.units))
        .collect();
    assert_eq!(
        filled,
        [(first, units("0.33333333")), (second, units("0.66666667"))]
    );
}

#[test]
fn two_indexes_share_one_asset_order() {
    let indexes = vec![
        index("ONE", &[("A", "1")]),
        index("TWO", &[("A", "1"), ("B", "2")]),
    ];
    let mut run = Scenario::new(settings(), indexes);
    run.deposit(1, "1000");
    run.submit(request("1", "ACC-1", "ONE", "500"));
    run.submit(request("2", "ACC-1", "TWO", "500"));
    let markets = vec![
        market("A", &[("100", "1000")], &[]),
        market("B", &[("50", "1000")], &[]),
    ];
    let batch = run.batch(&snapshot(markets)).unwrap();
    let contributors: Vec<_> = batch
        .asset_orders
        .iter()
        .map(|order| (order.asset.to_string(), order.contributions.len()))
        .collect();
    assert_eq!(contributors, [("A".to_owned(), 2), ("B".to_owned(), 1)]);
    run.execute(&batch);
    assert_eq!(run.status(issuance::OrderId(1)), Status::Minting);
    assert_eq!(run.status(issuance::OrderId(2)), Status::Minting);
}

#[test]
fn the_issuers_fee_and_the_venues_are_in_what_left_the_collateral() {
    let mut with_fee = index("IDX", &[("A", "1")]);
    with_fee.fee = Rate::from_basis_points(50);
    let mut run = Scenario::new(settings(), vec![with_fee]);
    run.deposit(1, "1000");
    let order = run.submit(request("1", "ACC-1", "IDX", "1000"));
    let batch = run.batch(&plenty()).unwrap();
    let part = &batch.asset_orders[0];
    assert!(
        part.quantity <= quantity("9.852"),
        "both fees are in the budget: {}",
        part.quantity
    );
    let events = run.trade("A", "2", "100", "0.3");
    let (_, fill) = fills(&events).remove(0);
    assert_eq!(
        (fill.gross, fill.venue_fees, fill.issuer_fee),
        (cash("200"), cash("0.3"), cash("1"))
    );
    assert_eq!(
        (fill.price.to_string(), fill.net(Side::Buy).unwrap()),
        ("100".into(), cash("201.3"))
    );
    assert_eq!(run.view(order).spent, cash("201.3"));
    assert_eq!(run.balance("USDC", &"fees/issuer".parse().unwrap()), "1");
    assert_eq!(run.balance("USDC", &"fees/venue".parse().unwrap()), "0.3");
    assert_eq!(run.balance("A", &Account::backing("IDX")), "2");
}

#[test]
fn a_fee_in_the_asset_lessens_the_lot_and_one_in_a_third_is_the_houses_to_pay() {
    let mut run = one();
    run.deposit(1, "1000");
    run.submit(request("1", "ACC-1", "IDX", "1000"));
    run.batch(&plenty()).unwrap();
    let events = run.trade_with_fee("A", "2", "100", ("0.002", "A", "0.2"));
    let (_, fill) = fills(&events).remove(0);
    assert_eq!(
        (fill.units, fill.gross, fill.venue_fees),
        (units("1.998"), cash("199.8"), cash("0.2"))
    );
    let before = run.balance("USDC", &"house/cash".parse().unwrap());
    let events = run.trade_with_fee("A", "2", "100", ("0.001", "BNB", "0.5"));
    let (_, fill) = fills(&events).remove(0);
    assert_eq!(
        (fill.units, fill.gross, fill.venue_fees),
        (units("2"), cash("200"), cash("0.5"))
    );
    assert_eq!(run.balance("BNB", &"house/cash".parse().unwrap()), "-0.001");
    let after = run.balance("USDC", &"house/cash".parse().unwrap());
    assert_eq!(
        cash(&after).checked_sub(cash(&before)).unwrap(),
        cash("0.5"),
        "what the client paid for it"
    );
}

#[test]
fn a_working_order_is_cancelled_at_once_and_one_in_a_batch_when_that_has_settled() {
    let mut run = one();
    run.deposit(1, "2000");
    let first = run.submit(request("1", "ACC-1", "IDX", "1000"));
    let events = run.cancel("c1", "1");
    assert_eq!(
        outcome(&events),
        Some(&Outcome::Cancelled {
            cancel_cl_ord_id: Some("c1".into()),
            text: String::new(),
        })
    );
    assert_eq!(run.status(first), Status::Cancelled);
    assert_eq!(run.collateral("ACC-1").free, cash("2000"));

    let second = run.submit(request("2", "ACC-1", "IDX", "1000"));
    run.batch(&plenty()).unwrap();
    assert_eq!(names(&run.cancel("c2", "2")), ["2 cancel_asked"]);
    assert!(matches!(run.status(second), Status::Cancelling(_)));
    assert_eq!(names(&run.cancel("c3", "2")), ["cancel_rejected"]);
    run.trade("A", "4", "100", "0");
    let events = run.end("A");
    assert_eq!(
        outcome(&events),
        Some(&Outcome::Cancelled {
            cancel_cl_ord_id: Some("c2".into()),
            text: String::new(),
        })
    );
    let view = run.view(second);
    assert_eq!(
        (view.status, view.units, view.returned),
        (Status::Minting, units("4"), cash("600"))
    );
    run.confirm_mint(second);
    assert_eq!(run.status(second), Status::Minted);
    assert_eq!(names(&run.cancel("c4", "2")), ["cancel_rejected"]);
}

#[test]
fn immediate_or_cancel_has_one_batch() {
    let mut run = one();
    run.deposit(1, "2000");
    let mut order = request("1", "ACC-1", "IDX", "1000");
    order.time_in_force = TimeInForce::ImmediateOrCancel;
    let id = run.submit(order.clone());
    run.batch(&plenty()).unwrap();
    run.trade("A", "4", "100", "0");
    let events = run.end("A");
    assert_eq!(
        outcome(&events),
        Some(&Outcome::Cancelled {
            cancel_cl_ord_id: None,
            text: String::new(),
        })
    );
    assert_eq!(
        (run.status(id), run.view(id).returned),
        (Status::Minting, cash("600"))
    );

    order.cl_ord_id = "2".into();
    let id = run.submit(order);
    let none = snapshot(vec![market("A", &[], &[])]);
    assert_eq!(run.batch(&none), None);
    assert_eq!(
        run.status(id),
        Status::Cancelled,
        "no liquidity in its one batch"
    );
}

#[test]
fn fill_or_kill_gets_all_in_one_batch_or_nothing() {
    let mut run = one();
    run.deposit(1, "5000");
    let mut order = request("1", "ACC-1", "IDX", "1000");
    order.time_in_force = TimeInForce::FillOrKill;
    let all = run.submit(order.clone());
    let batch = run.batch(&plenty()).unwrap();
    let amount = batch.asset_orders[0].quantity.to_string();
    assert_eq!(
        fills(&run.trade("A", &amount, "101", "0")),
        [],
        "not before its batch settles"
    );
    assert_eq!(fills(&run.end("A")).len(), 1);
    assert_eq!(run.status(all), Status::Minting);

    order.cl_ord_id = "2".into();
    let part = run.submit(order.clone());
    run.batch(&plenty()).unwrap();
    run.trade("A", "4", "100", "0");
    run.end("A");
    let view = run.view(part);
    assert_eq!(
        (view.status, view.returned),
        (Status::Cancelled, cash("1000")),
        "the house took what was bought"
    );
    assert_eq!(run.balance("A", &"house/holdings".parse().unwrap()), "4");

    order.cl_ord_id = "3".into();
    let short = run.submit(order);
    let thin = snapshot(vec![market("A", &[("100", "2")], &[])]);
    assert_eq!(run.batch(&thin), None);
    assert_eq!(
        run.status(short),
        Status::Cancelled,
        "the book had not enough"
    );
}

#[test]
fn orders_expire_when_their_time_has_ended_and_in_flight_settles_first() {
    let mut run = one();
    run.deposit(1, "3000");
    let mut order = request("1", "ACC-1", "IDX", "1000");
    let day = run.submit(order.clone());
    order.cl_ord_id = "2".into();
    order.time_in_force = TimeInForce::GoodTillCancel;
    let good = run.submit(order);
    run.batch(&plenty()).unwrap();
    run.now += 86_400_000_000_000;
    assert_eq!(run.run(Command::Expire).unwrap(), [], "both are in a batch");
    let events = run.end("A");
    assert_eq!(outcome(&events), Some(&Outcome::Expired));
    assert_eq!(
        (run.status(day), run.status(good)),
        (Status::Expired, Status::Working)
    );
    let waits = run.submit(request("3", "ACC-2", "IDX", "1000"));
    run.now += 86_400_000_000_000;
    assert!(run.state.wants_expiry(run.now));
    assert_eq!(names(&run.run(Command::Expire).unwrap()), ["3 ended"]);
    assert_eq!(
        run.status(waits),
        Status::Expired,
        "it waited for its collateral"
    );
}

#[test]
fn left_over_holdings_go_to_the_house_at_cost_and_to_the_next_order_at_the_best_ask() {
    let indexes = vec![
        index("AB", &[("A", "1"), ("B", "1")]),
        index("JUSTA", &[("A", "1")]),
    ];
    let mut run = Scenario::new(settings(), indexes);
    run.deposit(1, "1000");
    let order = run.submit(request("1", "ACC-1", "AB", "1000"));
    let both = |a: &str| {
        snapshot(vec![
            market("A", &[(a, "1000")], &[]),
            market("B", &[("100", "1000")], &[]),
        ])
    };
    run.batch(&both("100")).unwrap();
    run.trade("A", "3", "100", "0.3");
    run.end("A");
    run.end("B");
    run.cancel("c", "1");
    let view = run.view(order);
    assert_eq!(
        (view.status, view.returned),
        (Status::Cancelled, cash("1000"))
    );
    assert_eq!(
        run.balance("USDC", &"house/holdings".parse().unwrap()),
        "300.3"
    );

    let next = run.submit(request("2", "ACC-1", "JUSTA", "800"));
    let batch = run.batch(&both("200")).unwrap();
    assert_eq!(batch.asset_orders[0].from_house, quantity("3"));
    let view = run.view(next);
    assert_eq!(
        (view.units, view.gross, view.venue_fees),
        (units("3"), cash("600"), Cash::ZERO)
    );
    assert_eq!(run.balance("USDC", &"house/holdings".parse().unwrap()), "0");
}

#[test]
fn what_is_beyond_the_house_limit_is_sold_for_the_clients_account() {
    let mut limits = settings();
    limits.house_limit = cash("100");
    let mut run = Scenario::new(limits, vec![index("AB", &[("A", "1"), ("B", "1")])]);
    run.deposit(1, "1000");
    let order = run.submit(request("1", "ACC-1", "AB", "1000"));
    let a = market("A", &[("100", "1000")], &[("99", "1000")]);
    let book = snapshot(vec![a, market("B", &[("100", "1000")], &[])]);
    run.batch(&book).unwrap();
    run.trade("A", "3", "100", "0");
    run.end("A");
    run.end("B");
    run.cancel("c", "1");
    let view = run.view(order);
    assert_eq!(
        (view.status, view.returned),
        (Status::Cancelled, cash("800"))
    );
    assert!(run.state.wants_batch());

    let batch = run.batch(&book).unwrap();
    let sale = &batch.asset_orders[0];
    assert_eq!(
        (sale.side, sale.quantity, sale.limit_price),
        (scenario::SELL, quantity("2"), scenario::price("98.01"))
    );
    let events = run.trade("A", "2", "99", "0.2");
    assert_eq!(names(&events), ["sold"]);
    run.end("A");
    let view = run.view(order);
    assert_eq!(
        (view.spent, view.returned),
        (cash("2.2"), cash("997.8")),
        "200 bought, 198 less 0.2 came in"
    );
    let collateral = run.collateral("ACC-1");
    assert_eq!(
        (collateral.free, collateral.reserved, collateral.spent),
        (cash("997.8"), Cash::ZERO, cash("2.2"))
    );
    assert!(!run.state.wants_batch());
}

#[test]
fn an_order_that_cannot_be_reckoned_with_is_suspended_and_touches_no_other() {
    let indexes = vec![index("GONE", &[("Z", "1")]), index("IDX", &[("A", "1")])];
    let mut run = Scenario::new(settings(), indexes);
    run.deposit(1, "2000");
    let gone = run.submit(request("1", "ACC-1", "GONE", "1000"));
    let good = run.submit(request("2", "ACC-1", "IDX", "1000"));
    let batch = run.batch(&plenty()).unwrap();
    assert_eq!(run.status(gone), Status::Suspended);
    assert!(
        run.view(gone).text.contains("no market"),
        "{}",
        run.view(gone).text
    );
    run.execute(&batch);
    assert_eq!(run.status(good), Status::Minting);
    run.run(Command::ResumeOrder { order: gone }).unwrap();
    assert_eq!(run.status(gone), Status::Working);
    run.cancel("c", "1");
    assert_eq!(
        (run.status(gone), run.view(gone).returned),
        (Status::Cancelled, cash("1000"))
    );
}

#[test]
fn a_market_without_a_book_only_makes_its_orders_wait() {
    let mut run = one();
    run.deposit(1, "1000");
    let order = run.submit(request("1", "ACC-1", "IDX", "1000"));
    let mut closed = plenty();
    closed.markets[0].tradable = false;
    assert_eq!(run.batch(&closed), None);
    assert_eq!(run.status(order), Status::Working);
}

#[test]
fn a_batch_that_the_adapter_refuses_settles_and_its_orders_work_on() {
    let mut run = one();
    run.deposit(1, "1000");
    let order = run.submit(request("1", "ACC-1", "IDX", "1000"));
    let events = run.run(Command::MakeBatch(plenty())).unwrap();
    let Some(Event::BatchMade { batch }) = events.first() else {
        panic!("{events:?}")
    };
    let refused = run
        .run(Command::RefuseBatch {
            batch: batch.id,
            text: "no such market".into(),
        })
        .unwrap();
    assert_eq!(names(&refused), ["asset_order_ended", "batch_settled"]);
    assert_eq!(
        (run.status(order), run.view(order).remaining),
        (Status::Working, cash("1000"))
    );
}

#[test]
fn nothing_is_bought_beyond_the_cash_at_the_venue() {
    let mut limits = settings();
    limits.house_cash = cash("250");
    let mut run = Scenario::new(limits, vec![index("IDX", &[("A", "1")])]);
    run.deposit(1, "1000");
    run.submit(request("1", "ACC-1", "IDX", "1000"));
    let batch = run.batch(&plenty()).unwrap();
    assert_eq!(batch.orders[0].frozen_by.as_deref(), Some("in_flight"));
    assert!(
        batch.asset_orders[0].quantity <= quantity("2.47524753"),
        "{:?}",
        batch.asset_orders
    );
}

#[test]
fn a_mint_is_asked_for_once_and_its_failure_suspends_the_order() {
    let mut run = one();
    run.deposit(1, "1010");
    let order = run.submit(request("1", "ACC-1", "IDX", "1010"));
    let batch = run.batch(&plenty()).unwrap();
    run.execute(&batch);
    let waiting: Vec<_> = run
        .state
        .mints_to_ask_for()
        .map(|order| (order.id(), order.units()))
        .collect();
    assert_eq!(waiting, [(order, units("10"))]);
    run.run(Command::ConfirmMintAccepted(order)).unwrap();
    assert_eq!(run.state.mints_to_ask_for().count(), 0);
    assert_eq!(run.run(Command::ConfirmMintAccepted(order)).unwrap(), []);
    run.minter += 1;
    let failed = Command::FailTransaction {
        position: run.minter,
        id: run.state.mint_id(order),
        text: "paused".into(),
    };
    run.run(failed).unwrap();
    let view = run.view(order);
    assert_eq!(
        (view.status, view.text.as_str()),
        (Status::Suspended, "the mint failed: paused")
    );
}

#[test]
fn the_confirmation_names_the_lots_behind_the_units() {
    let mut run = one();
    run.deposit(1, "1010");
    let order = run.submit(request("1", "ACC-1", "IDX", "1010"));
    run.batch(&plenty()).unwrap();
    run.trade("A", "4", "100", "0");
    run.trade("A", "6", "101", "0");
    run.end("A");
    let events = run.confirm_mint(order);
    let Event::Order(event) = &events[0] else {
        panic!("{events:?}")
    };
    let OrderEvent {
        change: OrderChange::Minted { lots, .. },
        ..
    } = &**event
    else {
        panic!("{event:?}")
    };
    let lots: Vec<_> = lots[0]
        .lots
        .iter()
        .map(|lot| (lot.lot.to_string(), lot.quantity))
        .collect();
    assert_eq!(
        lots,
        [
            ("AUSDC-1".to_owned(), quantity("4")),
            ("AUSDC-2".to_owned(), quantity("6"))
        ]
    );
    assert_eq!(run.balance("IDX", &Account::OnChain), "10");
}

#[test]
fn an_order_keeps_the_basket_it_was_accepted_with() {
    let mut run = one();
    run.deposit(1, "2000");
    let old = run.submit(request("1", "ACC-1", "IDX", "1010"));
    let mut changed = index("IDX", &[("A", "2")]);
    changed.name = "changed".into();
    run.run(Command::DefineIndex {
        command_id: "d".into(),
        index: changed,
    })
    .unwrap();
    let new = run.submit(request("2", "ACC-1", "IDX", "505"));
    let batch = run.batch(&plenty()).unwrap();
    run.execute(&batch);
    assert_eq!(
        (run.view(old).units, run.view(new).units),
        (units("10"), units("2.5"))
    );
}

#[test]
fn settings_accounts_and_indexes_are_given_again_without_effect_and_refused_when_they_make_no_sense()
 {
    let mut run = one();
    assert_eq!(run.run(Command::Configure(settings())).unwrap(), []);
    let mut other = settings();
    other.cash = "USDT".into();
    assert_eq!(
        run.run(Command::Configure(other)),
        Err(Rejection::FixedSetting("cash"))
    );
    let account = ClientAccount {
        name: "ACC-1".into(),
        address: address(1),
    };
    let define = |account| Command::DefineAccount {
        command_id: "x".into(),
        account,
    };
    assert_eq!(run.run(define(account)).unwrap(), []);
    let taken = ClientAccount {
        name: "ACC-8".into(),
        address: address(1),
    };
    assert!(matches!(
        run.run(define(taken)),
        Err(Rejection::BadAccount { .. })
    ));
    let bad = ClientAccount {
        name: "ACC-8".into(),
        address: "0x12".into(),
    };
    assert!(matches!(
        run.run(define(bad)),
        Err(Rejection::BadAccount { .. })
    ));
    for basket in [
        &[("A", "0")][..],
        &[],
        &[("A", "1"), ("A", "1")],
        &[("USDC", "1")],
        &[("IDX", "1")],
    ] {
        let define = Command::DefineIndex {
            command_id: "y".into(),
            index: index("NEW", basket),
        };
        assert!(
            matches!(run.run(define), Err(Rejection::BadIndex { .. })),
            "{basket:?}"
        );
    }
    let more = settings().house_cash.checked_add(cash("5")).unwrap();
    run.run(Command::Configure(issuance::Settings {
        house_cash: more,
        ..settings()
    }))
    .unwrap();
    assert_eq!(
        run.balance("USDC", &"house/cash".parse().unwrap()),
        "1000005"
    );
}

#[test]
fn an_increment_has_the_index_s_smallest_fill_but_for_an_order_s_last() {
    let mut large = index("IDX", &[("A", "1")]);
    large.smallest_fill = Some(units("2"));
    let mut run = Scenario::new(settings(), vec![large]);
    run.deposit(1, "1010");
    let order = run.submit(request("1", "ACC-1", "IDX", "1010"));
    run.batch(&plenty()).unwrap();
    assert_eq!(fills(&run.trade("A", "1.5", "100", "0")), []);
    let filled = fills(&run.trade("A", "1", "100", "0"));
    assert_eq!(filled.len(), 1);
    assert_eq!(
        (filled[0].1.units, filled[0].1.gross),
        (units("2.5"), cash("250"))
    );
    assert_eq!(fills(&run.trade("A", "0.7", "100", "0")), []);
    // It settles with the rest unfilled, which is enough for less than an increment: it is cancelled, and that is its last.
    run.end("A");
    assert_eq!(run.view(order).units, units("2.5"));
    let ended = run.cancel("2", "1");
    let last = fills(&ended);
    assert_eq!(last.len(), 1);
    assert_eq!(
        (last[0].1.units, last[0].1.gross),
        (units("0.7"), cash("70"))
    );
    assert_eq!(run.view(order).units, units("3.2"));
    assert_eq!(run.view(order).returned, cash("690"));
}

#[test]
fn the_smallest_fill_takes_a_millionth_of_each_asset_unless_the_index_says_more() {
    let mut run = Scenario::new(
        settings(),
        vec![index("IDX", &[("A", "1"), ("B", "0.001")])],
    );
    run.deposit(1, "1010");
    run.submit(request("1", "ACC-1", "IDX", "1010"));
    let snapshot = snapshot(vec![
        market("A", &[("100", "1000")], &[]),
        market("B", &[("100", "1000")], &[]),
    ]);
    run.batch(&snapshot).unwrap();
    run.trade("A", "1", "100", "0");
    assert_eq!(fills(&run.trade("B", "0.00000099", "100", "0")), []);
    let filled = fills(&run.trade("B", "0.00000001", "100", "0"));
    assert_eq!(filled[0].1.units, units("0.001"));
}
