//! Quotes, orders that are held to them, and what a price limit means for a batch, clause by clause.

use issuance::{
    Command, Event, Quote, QuoteAnswer, QuoteId, QuoteRequest, QuoteTerms, RejectReason, Settings,
    Side, Snapshot, Status, TimeInForce, TradingState,
};
use money::{Cash, Units};
use scenario::{
    Scenario, cash, index, market, price, quantity, rate, request, settings, snapshot, units,
};

/// A slippage of five per cent, so that there is room below it.
fn wide() -> Settings {
    let mut settings = settings();
    settings.slippage = rate("0.05");
    settings
}

fn one() -> Scenario {
    let mut run = Scenario::new(wide(), vec![index("IDX", &[("A", "1")])]);
    run.deposit(1, "100000");
    run
}

/// 2 at 100, 10 at 101, 10 at 104, 100 at 120.
fn stairs() -> Snapshot {
    let asks = [("100", "2"), ("101", "10"), ("104", "10"), ("120", "100")];
    snapshot(vec![market("A", &asks, &[])])
}

fn ask(amount: &str, number: &str) -> QuoteRequest {
    QuoteRequest {
        session: "FIX.4.4:A->S".into(),
        quote_req_id: "r".into(),
        account: "ACC-1".into(),
        index: "IDX".into(),
        side: Side::Buy,
        cash: cash(amount),
        units: units(number),
    }
}

fn quote(run: &mut Scenario, request: QuoteRequest, market: &Snapshot) -> Quote {
    let command_id = format!("quote-{}", run.events.len());
    let command = Command::RequestQuote {
        command_id: command_id.clone(),
        request,
        snapshot: market.clone(),
    };
    let events = run.run(command.clone()).unwrap();
    let [Event::Quoted { quote, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(run.run(command).unwrap(), [], "a repeat");
    assert_eq!(run.state.quote_of(&command_id), Some(&**quote));
    (**quote).clone()
}

fn terms(quote: &Quote) -> QuoteTerms {
    match &quote.answer {
        QuoteAnswer::Terms(terms) => terms.clone(),
        QuoteAnswer::Refused { .. } => panic!("{quote:?}"),
    }
}

fn refused(quote: &Quote) -> RejectReason {
    match &quote.answer {
        QuoteAnswer::Refused { reason, .. } => *reason,
        QuoteAnswer::Terms(_) => panic!("{quote:?}"),
    }
}

fn name_quote(run: &mut Scenario, name: &str, amount: &str, quote: QuoteId) -> issuance::OrderView {
    let mut order = request(name, "ACC-1", "IDX", amount);
    order.quote = Some(quote);
    let id = run.submit(order);
    run.view(id)
}

#[test]
fn a_quote_by_cash_walks_the_books_as_far_as_the_cash_goes() {
    let mut run = one();
    let found = terms(&quote(&mut run, ask("505", "0"), &stairs()));
    // 2 at 100 and 3.01980198 at 101; the price is what reaches the last of it.
    assert_eq!(
        (found.cash, found.units, found.price),
        (cash("505"), units("5.01980198"), price("101"))
    );
    assert_eq!(found.average_price, price("100.60157791"));
}

#[test]
fn a_quote_by_units_says_what_they_cost_at_its_price_with_both_fees() {
    let mut both = index("IDX", &[("A", "1")]);
    both.fee = rate("0.002");
    let mut run = Scenario::new(wide(), vec![both]);
    let mut market = stairs();
    market.markets[0].fee_rate = rate("0.001");
    let found = terms(&quote(&mut run, ask("0", "5"), &market));
    assert_eq!((found.units, found.price), (units("5"), price("101")));
    assert_eq!(found.cash, cash("506.515"));
    assert_eq!(
        (found.venue_fees, found.issuer_fee),
        (cash("0.503"), cash("1.006"))
    );
}

#[test]
fn the_price_of_a_basket_is_what_one_slippage_for_all_its_assets_reaches() {
    let mut run = Scenario::new(wide(), vec![index("IDX", &[("A", "1"), ("B", "2")])]);
    let asks = [("10", "1000")];
    let mut markets = stairs();
    markets.markets.push(market("B", &asks, &[]));
    let found = terms(&quote(&mut run, ask("0", "3"), &markets));
    // 120 at the best asks, and the last of A is one per cent above its.
    assert_eq!(found.price, price("121.2"));
    assert_eq!(found.average_price, price("120.33333333"));
}

#[test]
fn an_order_that_names_a_live_quote_is_held_to_its_price_and_gets_it_in_one_batch() {
    let mut run = one();
    let offer = quote(&mut run, ask("0", "5"), &stairs());
    let mut order = request("1", "ACC-1", "IDX", "505");
    order.quote = Some(offer.id);
    order.time_in_force = TimeInForce::FillOrKill;
    let id = run.submit(order);
    assert_eq!(run.view(id).request.limit_price, Some(price("101")));
    let batch = run.batch(&stairs()).unwrap();
    assert_eq!(batch.asset_orders[0].limit_price, price("101"));
    assert_eq!(batch.asset_orders[0].quantity, quantity("5"));
    run.execute(&batch);
    let view = run.view(id);
    assert_eq!((view.units, view.gross), (units("5"), cash("505")));
}

#[test]
fn an_order_held_to_a_quote_is_not_filled_above_it_when_the_market_has_moved() {
    let mut run = one();
    let offer = quote(&mut run, ask("0", "5"), &stairs());
    let view = name_quote(&mut run, "1", "505", offer.id);
    let moved = snapshot(vec![market("A", &[("101.001", "1000")], &[])]);
    assert_eq!(run.batch(&moved), None);
    assert_eq!(run.status(view.id), Status::Working);
    // Its own limit counts where that is lower.
    let offer = quote(&mut run, ask("0", "5"), &stairs());
    let mut order = request("2", "ACC-1", "IDX", "505");
    order.quote = Some(offer.id);
    order.limit_price = Some(price("100.5"));
    let id = run.submit(order);
    assert_eq!(run.view(id).request.limit_price, Some(price("100.5")));
}

#[test]
fn a_quote_is_for_one_order_of_its_own_while_it_is_valid() {
    let mut run = one();
    let stale = Some(RejectReason::StaleQuote);
    let offer = quote(&mut run, ask("300", "0"), &stairs());
    assert_eq!(
        offer.valid_until,
        offer.made_at + 5_000_000_000,
        "the settings'"
    );
    assert_eq!(
        name_quote(&mut run, "1", "301", offer.id).reject_reason,
        stale
    );
    assert_eq!(
        name_quote(&mut run, "2", "300", QuoteId(77)).reject_reason,
        stale
    );
    let mut other = request("3", "ACC-2", "IDX", "300");
    other.quote = Some(offer.id);
    let other = run.submit(other);
    assert_eq!(run.view(other).reject_reason, stale);
    // None of these has used it; the first that is taken does, also after a restart.
    assert_eq!(
        name_quote(&mut run, "4", "299", offer.id).reject_reason,
        None
    );
    run.state = run.replayed();
    assert_eq!(
        name_quote(&mut run, "5", "200", offer.id).reject_reason,
        stale
    );
    let offer = quote(&mut run, ask("300", "0"), &stairs());
    run.now += 5_000_000_000;
    assert_eq!(
        name_quote(&mut run, "6", "300", offer.id).reject_reason,
        stale
    );
}

#[test]
fn what_cannot_be_quoted_is_answered_with_a_reason() {
    let mut run = one();
    let mut reason = |change: fn(&mut QuoteRequest), market: &Snapshot| {
        let mut request = ask("300", "0");
        change(&mut request);
        refused(&quote(&mut run, request, market))
    };
    let books = stairs();
    assert_eq!(
        reason(|ask| ask.index = "XXX".into(), &books),
        RejectReason::UnknownIndex
    );
    assert_eq!(
        reason(|ask| ask.account = "ACC-8".into(), &books),
        RejectReason::UnknownAccount
    );
    assert_eq!(
        reason(|ask| ask.side = Side::Redeem, &books),
        RejectReason::BadAmount,
        "a redemption is asked for by units"
    );
    assert_eq!(
        reason(|ask| ask.units = units("1"), &books),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(|ask| ask.cash = Cash::ZERO, &books),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(|ask| ask.cash = cash("5"), &books),
        RejectReason::BadAmount
    );
    // 22 are within five per cent.
    assert_eq!(
        reason(
            |ask| (ask.cash, ask.units) = (Cash::ZERO, units("22.5")),
            &books
        ),
        RejectReason::NoLiquidity
    );
    assert_eq!(
        reason(|ask| ask.cash = cash("3000"), &books),
        RejectReason::NoLiquidity
    );
    assert_eq!(
        reason(
            |ask| (ask.cash, ask.units) = (Cash::ZERO, Units::ZERO),
            &books
        ),
        RejectReason::BadAmount
    );
    assert_eq!(
        reason(|_| {}, &snapshot(vec![market("A", &[], &[])])),
        RejectReason::NoLiquidity
    );
    assert_eq!(reason(|_| {}, &snapshot(vec![])), RejectReason::NoLiquidity);
    run.set_trading(None, TradingState::Halted);
    assert_eq!(
        refused(&quote(&mut run, ask("300", "0"), &books)),
        RejectReason::Halted
    );
}

#[test]
fn what_our_own_orders_on_their_way_will_take_is_not_quoted_again() {
    let mut limits = wide();
    limits.batches_in_flight_max = 2;
    let mut run = Scenario::new(limits, vec![index("IDX", &[("A", "1")])]);
    run.deposit(1, "100000");
    run.submit(request("1", "ACC-1", "IDX", "210"));
    run.batch(&stairs()).unwrap();
    let found = terms(&quote(&mut run, ask("0", "5"), &stairs()));
    assert_eq!(found.average_price, price("101"));
}

#[test]
fn orders_with_a_limit_within_the_slippage_have_batches_of_their_own_in_turn() {
    let mut run = one();
    let without = run.submit(request("1", "ACC-1", "IDX", "500"));
    let mut close = request("2", "ACC-1", "IDX", "500");
    close.limit_price = Some(price("101"));
    let close = run.submit(close);
    let mut below = request("3", "ACC-1", "IDX", "500");
    below.limit_price = Some(price("99"));
    let below = run.submit(below);
    let orders = |batch: &issuance::Batch| {
        let orders = batch.orders.iter().map(|part| part.order);
        (
            orders.collect::<Vec<_>>(),
            batch.asset_orders[0].limit_price,
        )
    };
    let first = run.batch(&stairs()).unwrap();
    assert_eq!(orders(&first), (vec![without], price("105")));
    run.end("A");
    let second = run.batch(&stairs()).unwrap();
    assert_eq!(orders(&second), (vec![close], price("101")));
    run.end("A");
    let third = run.batch(&stairs()).unwrap();
    assert_eq!(orders(&third).0, [without]);
    run.end("A");
    assert_eq!(run.status(below), Status::Working);
    // Where its turn comes to nothing, the others go on.
    let mut dear = stairs();
    dear.markets[0].asks.truncate(1);
    dear.markets[0].min_notional = cash("300");
    let mut limits = wide();
    limits.house_limit = Cash::ZERO;
    run.run(Command::Configure(limits)).unwrap();
    assert_eq!(run.batch(&dear), None);
    let fourth = run.batch(&stairs()).unwrap();
    assert_eq!(orders(&fourth).0, [close]);
}

#[test]
fn a_limit_price_too_far_from_the_mark_is_refused() {
    let mut limits = settings();
    limits.price_band = Some(rate("0.1"));
    let mut run = Scenario::new(limits, vec![index("IDX", &[("A", "1")])]);
    run.deposit(1, "100000");
    let mut ask = |limit: Option<&str>, mark: Option<&str>| {
        let name = format!("n{}", run.events.len());
        let mut order = request(&name, "ACC-1", "IDX", "300");
        order.limit_price = limit.map(price);
        let events = run.run(Command::SubmitOrder {
            command_id: name,
            request: order,
            mark: mark.map(price),
        });
        match &events.unwrap()[..] {
            [Event::Order(event)] => event.order.reject_reason,
            other => panic!("{other:?}"),
        }
    };
    let band = Some(RejectReason::PriceBand);
    assert_eq!(ask(None, None), None, "no limit is in every band");
    assert_eq!(ask(Some("110"), Some("100")), None);
    assert_eq!(ask(Some("90"), Some("100")), None);
    assert_eq!(ask(Some("110.00000001"), Some("100")), band);
    assert_eq!(ask(Some("89.99999999"), Some("100")), band);
    assert_eq!(ask(Some("100"), None), band, "the mark is not known");
}

#[test]
fn a_replacement_of_an_order_that_is_held_to_a_quote_keeps_its_price() {
    let mut run = one();
    let offer = quote(&mut run, ask("505", "0"), &stairs());
    let view = name_quote(&mut run, "1", "300", offer.id);
    for (name, before, limit, held) in [
        // A market order, and a limit above the quote's: the quote's.
        ("2", "1", None, "101"),
        ("3", "2", Some("200"), "101"),
        // Its own, where that is lower; and the quote's again when it is raised.
        ("4", "3", Some("100.5"), "100.5"),
        ("5", "4", Some("101.5"), "101"),
    ] {
        run.replace(name, before, "505", limit);
        let replaced = run.view(view.id).request;
        assert_eq!(
            (&*replaced.cl_ord_id, replaced.limit_price),
            (name, Some(price(held)))
        );
        run.state = run.replayed();
    }
    let moved = snapshot(vec![market("A", &[("101.001", "1000")], &[])]);
    assert_eq!(run.batch(&moved), None, "not above it");
}

#[test]
fn a_replacement_in_a_batch_keeps_the_price_of_the_quote_when_that_has_settled() {
    let mut run = one();
    let offer = quote(&mut run, ask("505", "0"), &stairs());
    let view = name_quote(&mut run, "1", "300", offer.id);
    run.batch(&stairs()).unwrap();
    run.replace("2", "1", "400", None);
    run.trade("A", "1", "100", "0");
    run.end("A");
    let replaced = run.view(view.id).request;
    assert_eq!(
        (&*replaced.cl_ord_id, replaced.cash, replaced.limit_price),
        ("2", cash("400"), Some(price("101")))
    );
}

#[test]
fn a_replacement_for_more_than_was_quoted_is_refused_and_says_so() {
    let mut run = one();
    let offer = quote(&mut run, ask("505", "0"), &stairs());
    let view = name_quote(&mut run, "1", "300", offer.id);
    let events = run.replace("2", "1", "505.01", Some("100"));
    let [Event::CancelRejected { reason, text, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(
        (*reason, &**text),
        (
            RejectReason::StaleQuote,
            "the order is held to quote q1, which is for 505 at most"
        )
    );
    assert_eq!(run.view(view.id).request.limit_price, Some(price("101")));
}
