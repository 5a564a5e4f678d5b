//! What operators set: switches and limits, clause by clause.

use issuance::{Command, Event, Limits, RejectReason, Rejection, Snapshot, Status, TradingState};
use scenario::{Scenario, cash, index, market, names, request, settings, snapshot};

fn one() -> Scenario {
    let mut run = Scenario::new(
        settings(),
        vec![index("IDX", &[("A", "1")]), index("TWO", &[("A", "2")])],
    );
    run.deposit(1, "10000");
    run.deposit(2, "10000");
    run
}

fn plenty() -> Snapshot {
    snapshot(vec![market("A", &[("100", "100000")], &[])])
}

/// Why a new order of 300 is refused; none: it is taken.
fn refused(run: &mut Scenario, name: &str, account: &str, index: &str) -> Option<RejectReason> {
    let id = run.submit(request(name, account, index, "300"));
    run.view(id).reject_reason
}

fn replace_refused(run: &mut Scenario, name: &str, orig: &str, amount: &str) -> RejectReason {
    match run.replace(name, orig, amount, None).pop() {
        Some(Event::CancelRejected { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_halt_stops_new_orders_and_batches_while_what_is_in_flight_settles() {
    let mut run = one();
    let flying = run.submit(request("1", "ACC-1", "IDX", "303"));
    run.batch(&plenty()).unwrap();
    let ready = run.submit(request("2", "ACC-1", "IDX", "303"));
    assert_eq!(
        names(&run.set_trading(None, TradingState::Halted)),
        ["trading_set"]
    );
    assert_eq!(
        refused(&mut run, "3", "ACC-1", "IDX"),
        Some(RejectReason::Halted)
    );
    assert!(!run.state.wants_batch());
    assert_eq!(run.batch(&plenty()), None);
    // What is on its way goes on to its mint.
    run.trade("A", "3", "101", "0");
    run.end("A");
    assert_eq!(run.status(flying), Status::Minting);
    run.confirm_mint(flying);
    assert_eq!(run.status(flying), Status::Minted);
    assert_eq!(
        replace_refused(&mut run, "4", "2", "500"),
        RejectReason::Halted
    );
    run.set_trading(None, TradingState::Open);
    assert!(run.state.wants_batch());
    assert!(run.batch(&plenty()).is_some());
    assert!(matches!(run.status(ready), Status::InBatch(_)));
}

#[test]
fn orders_can_be_cancelled_while_everything_is_halted() {
    let mut run = one();
    run.submit(request("1", "ACC-1", "IDX", "303"));
    run.set_trading(None, TradingState::Halted);
    assert_eq!(names(&run.cancel("2", "1")), ["1 ended"]);
    assert_eq!(run.collateral("ACC-1").free, cash("10000"));
}

#[test]
fn a_halted_index_is_not_bought_and_the_others_are() {
    let mut run = one();
    let halted = run.submit(request("1", "ACC-1", "IDX", "303"));
    let other = run.submit(request("2", "ACC-1", "TWO", "303"));
    run.set_trading(Some("IDX"), TradingState::Halted);
    assert_eq!(
        (
            refused(&mut run, "3", "ACC-1", "IDX"),
            refused(&mut run, "4", "ACC-1", "TWO")
        ),
        (Some(RejectReason::Halted), None)
    );
    run.batch(&plenty()).unwrap();
    assert_eq!(run.status(halted), Status::Working);
    assert!(matches!(run.status(other), Status::InBatch(_)));
}

#[test]
fn a_closed_index_takes_no_new_orders_and_those_it_has_work_on() {
    let mut run = one();
    let before = run.submit(request("1", "ACC-1", "IDX", "303"));
    run.set_trading(Some("IDX"), TradingState::Closed);
    assert_eq!(
        refused(&mut run, "2", "ACC-1", "IDX"),
        Some(RejectReason::Closed)
    );
    run.batch(&plenty()).unwrap();
    assert!(matches!(run.status(before), Status::InBatch(_)));
}

#[test]
fn the_stricter_of_two_switches_counts_and_the_same_again_does_nothing() {
    let mut run = one();
    run.set_trading(Some("IDX"), TradingState::Closed);
    run.set_trading(None, TradingState::Halted);
    let state = |run: &Scenario, index: &str| run.state.trading(&index.into()).state;
    assert_eq!(
        (state(&run, "IDX"), state(&run, "TWO")),
        (TradingState::Halted, TradingState::Halted)
    );
    assert_eq!(run.set_trading(None, TradingState::Halted), []);
    run.set_trading(None, TradingState::Open);
    assert_eq!(
        (state(&run, "IDX"), state(&run, "TWO")),
        (TradingState::Closed, TradingState::Open)
    );
    let unknown = run.run(Command::SetTrading {
        command_id: "x".into(),
        index: Some("XXX".into()),
        trading: issuance::Trading::default(),
    });
    assert_eq!(unknown, Err(Rejection::UnknownIndex("XXX".into())));
}

#[test]
fn an_accounts_own_largest_order_is_its_own() {
    let mut run = one();
    let limits = Limits {
        order_max: Some(cash("299")),
        ..Limits::default()
    };
    run.set_limits("ACC-1", limits.clone());
    assert_eq!(
        refused(&mut run, "1", "ACC-1", "IDX"),
        Some(RejectReason::LimitExceeded)
    );
    assert_eq!(refused(&mut run, "2", "ACC-2", "IDX"), None);
    assert_eq!(run.set_limits("ACC-1", limits), []);
}

#[test]
fn open_orders_may_spend_no_more_than_their_account_and_all_may() {
    let mut limits = settings();
    limits.open_cash_max = Some(cash("1000"));
    let mut run = Scenario::new(limits, vec![index("IDX", &[("A", "1")])]);
    run.deposit(1, "10000");
    run.set_limits(
        "ACC-1",
        Limits {
            open_cash_max: Some(cash("650")),
            ..Limits::default()
        },
    );
    assert_eq!(refused(&mut run, "1", "ACC-1", "IDX"), None);
    assert_eq!(refused(&mut run, "2", "ACC-1", "IDX"), None);
    assert_eq!(
        refused(&mut run, "3", "ACC-1", "IDX"),
        Some(RejectReason::OpenCash)
    );
    // A waiting order counts as well: it may spend that.
    assert_eq!(refused(&mut run, "4", "ACC-2", "IDX"), None);
    assert_eq!(
        refused(&mut run, "5", "ACC-2", "IDX"),
        Some(RejectReason::OpenCash)
    );
    // An increase counts, and what is spent or ended counts no more.
    assert_eq!(
        replace_refused(&mut run, "6", "1", "351"),
        RejectReason::OpenCash
    );
    run.cancel("7", "1");
    assert_eq!(refused(&mut run, "8", "ACC-1", "IDX"), None);
    run.batch(&plenty()).unwrap();
    run.trade("A", "2", "100", "0");
    run.state = run.replayed();
    assert_eq!(refused(&mut run, "9", "ACC-2", "IDX"), None);
}

#[test]
fn open_orders_that_can_not_be_counted_are_refused_with_collateral_or_without() {
    let mut limits = settings();
    // Beside this, one more of the smallest amount is 28 digits.
    let most = "79228162514264337593543.950334";
    limits.order_max = cash("100000000000000000000000");
    let mut run = Scenario::new(limits, vec![index("IDX", &[("A", "1")])]);
    run.deposit(1, "10000");
    let of = |run: &mut Scenario, name: &str, amount: &str| {
        let id = run.submit(request(name, "ACC-1", "IDX", amount));
        (run.view(id).reject_reason, run.status(id))
    };
    let refused = (Some(RejectReason::OpenCash), Status::Rejected);
    assert_eq!(of(&mut run, "0", "79228162514264337593543.950335"), refused);
    // A round amount of fewer digits, of which no part could be spent.
    assert_eq!(of(&mut run, "1", "100000000000000000000000"), refused);
    assert_eq!(of(&mut run, "2", most), (None, Status::Waiting));
    assert_eq!(of(&mut run, "3", "303"), refused);
    assert_eq!(
        replace_refused(&mut run, "4", "2", "79228162514264337593543.950335"),
        RejectReason::OpenCash
    );
    run.cancel("5", "2");
    assert_eq!(of(&mut run, "6", "303"), (None, Status::Working));
    run.batch(&plenty()).unwrap();
    run.trade("A", "3", "101", "0");
    run.end("A");
    assert_eq!(of(&mut run, "7", "303"), (None, Status::Working));
}

#[test]
fn no_more_orders_come_within_a_second_than_may() {
    let mut run = one();
    run.set_limits(
        "ACC-1",
        Limits {
            orders_per_second_max: Some(2),
            ..Limits::default()
        },
    );
    let first = run.now + 1_000_000;
    assert_eq!(refused(&mut run, "1", "ACC-1", "IDX"), None);
    assert_eq!(refused(&mut run, "2", "ACC-1", "IDX"), None);
    assert_eq!(
        refused(&mut run, "3", "ACC-1", "IDX"),
        Some(RejectReason::Rate)
    );
    assert_eq!(refused(&mut run, "4", "ACC-2", "IDX"), None);
    // A second after the first there is room for one more, also after a restart.
    run.state = run.replayed();
    run.now = first + 1_000_000_000 - 1_000_000;
    assert_eq!(refused(&mut run, "5", "ACC-1", "IDX"), None);
    run.now -= 500_000;
    assert_eq!(
        refused(&mut run, "6", "ACC-1", "IDX"),
        Some(RejectReason::Rate)
    );
}

#[test]
fn no_more_orders_are_open_than_may_be() {
    let mut limits = settings();
    limits.open_orders_max = 2;
    let mut run = Scenario::new(limits, vec![index("IDX", &[("A", "1")])]);
    assert_eq!(refused(&mut run, "1", "ACC-1", "IDX"), None);
    assert_eq!(refused(&mut run, "2", "ACC-1", "IDX"), None);
    assert_eq!(
        refused(&mut run, "3", "ACC-1", "IDX"),
        Some(RejectReason::LimitExceeded)
    );
    run.cancel("4", "1");
    assert_eq!(refused(&mut run, "5", "ACC-1", "IDX"), None);
}

#[test]
fn a_limit_price_is_held_to_the_narrower_band_of_the_account_and_all() {
    let mut run = one();
    let submit = |run: &mut Scenario, name: &str, account: &str, at: &str| {
        let mut order = request(name, account, "IDX", "300");
        order.limit_price = Some(scenario::price(at));
        let command = Command::SubmitOrder {
            command_id: format!("s{name}"),
            request: order,
            mark: Some(scenario::price("100")),
        };
        run.run(command).unwrap();
        let order = run.state.order_of("FIX.4.4:A->S", name).unwrap();
        run.state.view(order).reject_reason
    };
    let band = |text: &str| Limits {
        price_band: Some(scenario::rate(text)),
        ..Limits::default()
    };
    run.set_limits("ACC-1", band("0.1"));
    assert_eq!(submit(&mut run, "1", "ACC-1", "110"), None);
    assert_eq!(
        submit(&mut run, "2", "ACC-1", "110.1"),
        Some(RejectReason::PriceBand)
    );
    assert_eq!(
        submit(&mut run, "3", "ACC-1", "89.9"),
        Some(RejectReason::PriceBand)
    );
    assert_eq!(submit(&mut run, "4", "ACC-2", "500"), None);
    let mut all = settings();
    all.price_band = Some(scenario::rate("0.05"));
    run.run(Command::Configure(all)).unwrap();
    assert_eq!(
        submit(&mut run, "5", "ACC-1", "106"),
        Some(RejectReason::PriceBand)
    );
    run.set_limits("ACC-1", band("0.01"));
    assert_eq!(
        submit(&mut run, "6", "ACC-1", "102"),
        Some(RejectReason::PriceBand)
    );
    assert_eq!(submit(&mut run, "7", "ACC-2", "104"), None);
}

#[test]
fn limits_that_make_no_sense_are_refused() {
    let mut run = one();
    let mut set = |account: &str, limits| {
        run.run(Command::SetLimits {
            command_id: "l".into(),
            account: account.into(),
            limits,
        })
        .unwrap_err()
    };
    assert_eq!(
        set("ACC-8", Limits::default()),
        Rejection::UnknownAccount("ACC-8".into())
    );
    let negative = Limits {
        order_max: Some(cash("-1")),
        ..Limits::default()
    };
    assert!(matches!(
        set("ACC-1", negative),
        Rejection::BadLimits { .. }
    ));
    let many = Limits {
        orders_per_second_max: Some(10_001),
        ..Limits::default()
    };
    assert!(matches!(set("ACC-1", many), Rejection::BadLimits { .. }));
}
