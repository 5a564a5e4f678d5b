//! Quotes for redemptions, and orders that are held to them: the mirror of `quotes`, clause by clause.

use issuance::{
    Command, Event, OrderView, Quote, QuoteAnswer, QuoteId, QuoteRequest, QuoteTerms, RejectReason,
    Settings, Side, Snapshot, Status, TimeInForce,
};
use money::{Cash, Rate, Rounding, Scale};
use proptest::prelude::*;
use scenario::two::with;
use scenario::{
    SELL, Scenario, cash, market, price, quantity, rate, redemption, settings, snapshot, units,
};

/// A slippage of five per cent, so that there is room below the best bids.
fn wide() -> Settings {
    Settings {
        slippage: rate("0.05"),
        ..settings()
    }
}

/// TWO is 1 A and 2 B, and ACC-1 has burned ten of it.
fn burned() -> Scenario {
    let mut run = with(settings(), "20");
    run.run(Command::Configure(wide())).unwrap();
    run.burn(1, "TWO", "10");
    run
}

/// 2 A are bid for at 100, 10 at 99, 10 at 96, 100 at 80; B at 50.
fn stairs() -> Snapshot {
    let bids = [("100", "2"), ("99", "10"), ("96", "10"), ("80", "100")];
    snapshot(vec![
        market("A", &[], &bids),
        market("B", &[], &[("50", "1000")]),
    ])
}

fn ask(number: &str) -> QuoteRequest {
    QuoteRequest {
        session: "FIX.4.4:A->S".into(),
        quote_req_id: "r".into(),
        account: "ACC-1".into(),
        index: "TWO".into(),
        side: Side::Redeem,
        cash: Cash::ZERO,
        units: units(number),
    }
}

fn quote(run: &mut Scenario, request: QuoteRequest, market: &Snapshot) -> Quote {
    let command = Command::RequestQuote {
        command_id: format!("quote-{}", run.events.len()),
        request,
        snapshot: market.clone(),
    };
    match &run.run(command).unwrap()[..] {
        [Event::Quoted { quote, .. }] => (**quote).clone(),
        events => panic!("{events:?}"),
    }
}

fn terms(run: &mut Scenario, number: &str, market: &Snapshot) -> QuoteTerms {
    match quote(run, ask(number), market).answer {
        QuoteAnswer::Terms(terms) => terms,
        refused @ QuoteAnswer::Refused { .. } => panic!("{refused:?}"),
    }
}

fn held(run: &mut Scenario, name: &str, number: &str, quote: QuoteId) -> OrderView {
    let mut order = redemption(name, "ACC-1", "TWO", number);
    order.quote = Some(quote);
    let id = run.submit(order);
    run.view(id)
}

#[test]
fn a_quote_walks_the_bids_and_both_fees_come_out_of_the_proceeds() {
    let mut run = burned();
    let mut market = stairs();
    for market in &mut market.markets {
        market.fee_rate = Rate::from_basis_points(10);
    }
    let found = terms(&mut run, "5", &market);
    // 2 A at 100, 3 at 99 and 10 B at 50; the price is what reaches the last of it: a per cent below 200.
    assert_eq!(
        (found.units, found.price, found.average_price),
        (units("5"), price("198"), price("199.4"))
    );
    assert_eq!(
        (found.venue_fees, found.issuer_fee),
        (cash("0.997"), cash("1.994"))
    );
    assert_eq!(found.cash, cash("987.03"), "990 less three thousandths");
}

#[test]
fn an_order_that_names_a_quote_brings_its_price_in_one_batch() {
    let mut run = burned();
    let offer = quote(&mut run, ask("5"), &stairs());
    let mut order = redemption("1", "ACC-1", "TWO", "5");
    order.quote = Some(offer.id);
    order.time_in_force = TimeInForce::FillOrKill;
    let id = run.submit(order);
    assert_eq!(run.view(id).request.limit_price, Some(price("198")));
    let batch = run.batch(&stairs()).unwrap();
    let sold: Vec<_> = batch
        .asset_orders
        .iter()
        .map(|order| (order.side, order.quantity, order.limit_price))
        .collect();
    assert_eq!(
        sold,
        [
            (SELL, quantity("5"), price("99")),
            (SELL, quantity("10"), price("49.5"))
        ]
    );
    run.execute(&batch);
    let view = run.view(id);
    assert_eq!((view.status, view.gross), (Status::Redeemed, cash("990")));
}

#[test]
fn an_order_held_to_a_quote_does_not_sell_below_it_when_the_market_has_moved() {
    let mut run = burned();
    let offer = quote(&mut run, ask("5"), &stairs());
    let view = held(&mut run, "1", "5", offer.id);
    let moved = snapshot(vec![
        market("A", &[], &[("97.999", "1000")]),
        market("B", &[], &[("50", "1000")]),
    ]);
    assert_eq!(run.batch(&moved), None);
    assert_eq!(run.status(view.id), Status::Working);
    // Its own limit counts where that is higher.
    for (name, own, limit) in [("2", "199", "199"), ("3", "150", "198")] {
        let offer = quote(&mut run, ask("2.5"), &stairs());
        let mut order = redemption(name, "ACC-1", "TWO", "2.5");
        order.quote = Some(offer.id);
        order.limit_price = Some(price(own));
        let id = run.submit(order);
        assert_eq!(run.view(id).request.limit_price, Some(price(limit)));
    }
}

#[test]
fn a_quote_is_for_one_redemption_of_no_more_units_while_it_is_valid() {
    let mut run = burned();
    let stale = Some(RejectReason::StaleQuote);
    let offer = quote(&mut run, ask("3"), &stairs());
    let more = held(&mut run, "1", "3.00000001", offer.id);
    assert_eq!(more.reject_reason, stale);
    assert_eq!(more.text, "quote q1 is for 3 units at most");
    let mut purchase = scenario::request("2", "ACC-1", "TWO", "300");
    purchase.quote = Some(offer.id);
    let purchase = run.submit(purchase);
    assert_eq!(run.view(purchase).reject_reason, stale, "it is a bid");
    assert_eq!(held(&mut run, "3", "2.5", offer.id).reject_reason, None);
    run.state = run.replayed();
    assert_eq!(held(&mut run, "4", "2", offer.id).reject_reason, stale);
    let offer = quote(&mut run, ask("3"), &stairs());
    run.now += 5_000_000_000;
    assert_eq!(held(&mut run, "5", "2", offer.id).reject_reason, stale);
}

#[test]
fn what_can_t_be_quoted_is_answered_with_a_reason() {
    let mut run = burned();
    let mut reason =
        |request: QuoteRequest, market: &Snapshot| match quote(&mut run, request, market).answer {
            QuoteAnswer::Refused { reason, .. } => reason,
            terms @ QuoteAnswer::Terms(_) => panic!("{terms:?}"),
        };
    let by_cash = QuoteRequest {
        cash: cash("5"),
        ..ask("1")
    };
    assert_eq!(reason(by_cash, &stairs()), RejectReason::BadAmount);
    assert_eq!(reason(ask("0"), &stairs()), RejectReason::BadAmount);
    // 22 are within five per cent.
    assert_eq!(reason(ask("22.1"), &stairs()), RejectReason::NoLiquidity);
    let mut without = stairs();
    without.markets[1].bids.clear();
    assert_eq!(reason(ask("1"), &without), RejectReason::NoLiquidity);
    let mut closed = stairs();
    closed.markets[0].tradable = false;
    assert_eq!(reason(ask("1"), &closed), RejectReason::NoLiquidity);
    let mut deep = stairs();
    for market in &mut deep.markets {
        market.bids[0].quantity = quantity("1000000");
    }
    assert_eq!(
        reason(ask("5001"), &deep),
        RejectReason::LimitExceeded,
        "1,000,000 is the largest"
    );
}

#[test]
fn what_our_own_orders_on_their_way_will_sell_is_not_quoted_again() {
    let mut run = burned();
    run.submit(redemption("1", "ACC-1", "TWO", "2"));
    run.batch(&stairs()).unwrap();
    let found = terms(&mut run, "5", &stairs());
    assert_eq!(found.average_price, price("199"), "99 for each A");
}

/// Bids of two assets: the best in thousandths and how much is bid for at it, in thousandths; then how much further down the next one is, and
/// how much is bid for at that.
type Ladder = Vec<(u32, u32)>;

fn ladder() -> impl Strategy<Value = Ladder> {
    let best = (20_000..200_000_u32, 1..4_000_u32);
    let further = prop::collection::vec((1..2_000_u32, 1..4_000_u32), 0..4);
    (best, further).prop_map(|(best, further)| {
        let mut levels = vec![best];
        for (down, quantity) in further {
            let (above, _) = levels[levels.len() - 1];
            levels.push((above - down, quantity));
        }
        levels
    })
}

fn bids_of(ladders: &[Ladder; 2]) -> Snapshot {
    let thousandths = |number: u32| format!("{}.{:03}", number / 1_000, number % 1_000);
    let markets = ["A", "B"].iter().zip(ladders).map(|(asset, ladder)| {
        let levels: Vec<_> = ladder
            .iter()
            .map(|(at, quantity)| (thousandths(*at), thousandths(*quantity)))
            .collect();
        let levels: Vec<(&str, &str)> = levels
            .iter()
            .map(|(at, quantity)| (at.as_str(), quantity.as_str()))
            .collect();
        market(asset, &[], &levels)
    });
    snapshot(markets.collect())
}

#[test]
fn on_the_books_it_was_made_from_a_quote_is_kept_in_one_batch() {
    let strategy = || ([ladder(), ladder()], 1..2_500_u32);
    cases::check(300, strategy, |(ladders, thousandths)| {
        let mut run = burned();
        let books = bids_of(&ladders);
        let number = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
        let offer = quote(&mut run, ask(&number), &books);
        let QuoteAnswer::Terms(terms) = offer.answer else {
            return Ok(());
        };
        let mut order = redemption("1", "ACC-1", "TWO", &number);
        order.quote = Some(offer.id);
        order.time_in_force = TimeInForce::FillOrKill;
        let id = run.submit(order);
        let batch = run.batch(&books);
        prop_assert!(batch.is_some(), "{terms:?}");
        // At its limit prices, the worst that can be.
        run.execute(&batch.unwrap());
        let view = run.view(id);
        prop_assert_eq!((view.status, view.units), (Status::Redeemed, terms.units));
        let promised = terms
            .price
            .times_units(terms.units, Scale::USDC, Rounding::Down);
        let digits = view.gross.checked_add(cash("0.000002")).unwrap();
        prop_assert!(digits >= promised.unwrap(), "{} of {terms:?}", view.gross);
        prop_assert!(terms.average_price >= terms.price);
        Ok(())
    });
}
