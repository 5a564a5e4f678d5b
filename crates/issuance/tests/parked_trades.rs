//! A trade that can't be shared out is parked, and nothing else waits for it.

use issuance::{Event, Status};
use scenario::{Scenario, cash, index, market, quantity, request, settings, snapshot};

/// Price times quantity has more digits than a decimal.
const QUANTITY: &str = "1.000000000000000001";
const PRICE: &str = "10.000000000000000001";

fn begun() -> (Scenario, issuance::OrderId) {
    let mut run = Scenario::new(settings(), vec![index("IDX", &[("A", "1"), ("B", "1")])]);
    run.deposit(1, "1000");
    let id = run.submit(request("1", "ACC-1", "IDX", "200"));
    let asks = [("10", "1000")];
    let markets = vec![market("A", &asks, &[]), market("B", &asks, &[])];
    run.batch(&snapshot(markets)).unwrap();
    (run, id)
}

#[test]
fn a_trade_that_can_not_be_reckoned_with_is_parked_and_the_others_are_shared() {
    let (mut run, id) = begun();
    let before = run.state.books().clone();
    let events = run.trade("A", QUANTITY, PRICE, "0");
    let [
        Event::TradeParked {
            position,
            trade,
            text,
        },
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((*position, trade.quantity), (1, quantity(QUANTITY)));
    assert!(
        text.starts_with("the shares of trade AUSDC-1 can't be calculated: "),
        "{text}"
    );
    assert_eq!(*run.state.books(), before, "it moves nothing");
    assert_eq!(run.state.parked_trades().len(), 1);

    run.trade("A", "2", "10", "0");
    run.trade("B", "2", "10", "0");
    assert_eq!(run.view(id).units.to_string(), "2", "the others are shared");
    run.end("A");
    run.end("B");
    assert_eq!(run.status(id), Status::Working, "the batch has settled");
    assert_eq!(run.view(id).remaining, cash("160"));
    let replayed = run.replayed();
    assert_eq!(replayed.parked_trades(), run.state.parked_trades());
    assert_eq!(replayed.books(), run.state.books());
}

#[test]
fn a_parked_trade_that_comes_again_changes_nothing() {
    let (mut run, _) = begun();
    let events = run.trade("A", QUANTITY, PRICE, "0");
    let Event::TradeParked {
        position, trade, ..
    } = &events[0]
    else {
        panic!("{events:?}")
    };
    let again = issuance::Command::RecordTrade {
        position: *position,
        trade: (**trade).clone(),
    };
    assert_eq!(run.run(again), Ok(vec![]));
}
