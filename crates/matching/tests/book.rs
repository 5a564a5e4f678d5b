//! The book's rules, one clause a test. Prices in ticks, quantities in steps.

use matching::{
    Book, Diff, LevelTotal, NewOrder, OrderId, Outcome, Party, Placed, Refused, Side, Steps, Terms,
    Ticks, Trade,
};

const LIQUIDITY: Party = Party::Liquidity;

fn order(id: u64, side: Side, quantity: u64, terms: Terms) -> NewOrder {
    NewOrder {
        id: OrderId(id),
        side,
        quantity: Steps(quantity),
        terms,
    }
}

fn level(price: u64, quantity: u64) -> LevelTotal {
    LevelTotal {
        price: Ticks(price),
        quantity: Steps(quantity),
    }
}

fn buys(price: u64, quantity: u64, maker: Party, taker: u64, maker_left: u64) -> Trade {
    Trade {
        price: Ticks(price),
        quantity: Steps(quantity),
        taker_side: Side::Buy,
        maker,
        taker: Party::Order(OrderId(taker)),
        maker_left: Steps(maker_left),
    }
}

fn asks(levels: &[(u64, u64)]) -> Book {
    let mut book = Book::new(0);
    for (price, quantity) in levels {
        book.set_liquidity(Side::Sell, Ticks(*price), Steps(*quantity));
    }
    book
}

#[test]
fn an_ioc_order_takes_the_best_prices_up_to_its_limit_and_the_rest_expires() {
    let mut book = asks(&[(100, 5), (101, 5), (102, 5)]);
    let placed = book
        .place(order(
            1,
            Side::Buy,
            20,
            Terms::ImmediateOrCancel(Ticks(101)),
        ))
        .unwrap();
    let trades = vec![buys(100, 5, LIQUIDITY, 1, 0), buys(101, 5, LIQUIDITY, 1, 0)];
    assert_eq!(
        placed,
        Placed {
            trades,
            left: Steps(10),
            outcome: Outcome::Expired
        }
    );
    assert_eq!(book.best(Side::Sell), Some(level(102, 5)));
    assert_eq!(book.best(Side::Buy), None);
}

#[test]
fn at_one_price_the_earlier_maker_trades_first() {
    let mut book = asks(&[(100, 3)]);
    book.place(order(1, Side::Sell, 4, Terms::GoodTillCancel(Ticks(100))))
        .unwrap();
    book.place(order(2, Side::Sell, 4, Terms::GoodTillCancel(Ticks(100))))
        .unwrap();
    let placed = book.place(order(3, Side::Buy, 8, Terms::Market)).unwrap();
    let trades = vec![
        buys(100, 3, LIQUIDITY, 3, 0),
        buys(100, 4, Party::Order(OrderId(1)), 3, 0),
        buys(100, 1, Party::Order(OrderId(2)), 3, 3),
    ];
    assert_eq!(
        placed,
        Placed {
            trades,
            left: Steps(0),
            outcome: Outcome::Filled
        }
    );
    assert!(!book.contains(OrderId(1)));
    assert!(book.contains(OrderId(2)));
}

#[test]
fn a_gtc_order_rests_with_what_it_could_not_take() {
    let mut book = asks(&[(100, 5)]);
    let placed = book
        .place(order(1, Side::Buy, 8, Terms::GoodTillCancel(Ticks(100))))
        .unwrap();
    assert_eq!(placed.outcome, Outcome::Rests);
    assert_eq!(book.best(Side::Buy), Some(level(100, 3)));
    assert_eq!(book.cancel(OrderId(1)), Some(Steps(3)));
    assert_eq!(book.best(Side::Buy), None);
    assert_eq!(book.cancel(OrderId(1)), None);
}

#[test]
fn a_fok_order_trades_whole_or_not_at_all() {
    let mut book = asks(&[(100, 5), (101, 5)]);
    let refused = book
        .place(order(1, Side::Buy, 11, Terms::FillOrKill(Ticks(101))))
        .unwrap();
    assert_eq!(
        refused,
        Placed {
            trades: vec![],
            left: Steps(11),
            outcome: Outcome::Expired
        }
    );
    let filled = book
        .place(order(2, Side::Buy, 10, Terms::FillOrKill(Ticks(101))))
        .unwrap();
    assert_eq!((filled.trades.len(), filled.outcome), (2, Outcome::Filled));
}

#[test]
fn a_market_order_in_an_empty_book_expires() {
    let placed = Book::new(0)
        .place(order(1, Side::Sell, 1, Terms::Market))
        .unwrap();
    assert_eq!(
        placed,
        Placed {
            trades: vec![],
            left: Steps(1),
            outcome: Outcome::Expired
        }
    );
}

#[test]
fn bad_orders_are_refused_and_change_nothing() {
    let mut book = asks(&[(100, 5)]);
    book.place(order(1, Side::Buy, 1, Terms::GoodTillCancel(Ticks(99))))
        .unwrap();
    book.take_diff();
    let gtc = Terms::GoodTillCancel;
    for (bad, why) in [
        (order(2, Side::Buy, 0, gtc(Ticks(99))), Refused::Quantity),
        (
            order(2, Side::Buy, matching::STEPS_MAX + 1, gtc(Ticks(99))),
            Refused::Quantity,
        ),
        (
            order(2, Side::Buy, matching::STEPS_MAX, gtc(Ticks(99))),
            Refused::LevelFull,
        ),
        (order(2, Side::Buy, 1, gtc(Ticks(0))), Refused::Price),
        (order(1, Side::Buy, 1, gtc(Ticks(98))), Refused::DuplicateId),
        (
            order(2, Side::Buy, 1, Terms::PostOnly(Ticks(100))),
            Refused::WouldTake,
        ),
    ] {
        assert_eq!(book.place(bad), Err(why));
    }
    assert_eq!(book.take_diff(), None);
}

#[test]
fn liquidity_that_reaches_a_resting_order_trades_with_it_at_the_orders_price() {
    let mut book = Book::new(0);
    book.place(order(1, Side::Buy, 4, Terms::GoodTillCancel(Ticks(100))))
        .unwrap();
    let trades = book.set_liquidity(Side::Sell, Ticks(98), Steps(10));
    let trade = Trade {
        price: Ticks(100),
        quantity: Steps(4),
        taker_side: Side::Sell,
        maker: Party::Order(OrderId(1)),
        taker: LIQUIDITY,
        maker_left: Steps(0),
    };
    assert_eq!(trades, vec![trade]);
    assert_eq!(book.best(Side::Sell), Some(level(98, 6)));
}

#[test]
fn lowered_liquidity_leaves_orders_and_keeps_its_place_in_the_queue() {
    let mut book = asks(&[(100, 5)]);
    book.place(order(1, Side::Sell, 4, Terms::GoodTillCancel(Ticks(100))))
        .unwrap();
    book.set_liquidity(Side::Sell, Ticks(100), Steps(9));
    book.set_liquidity(Side::Sell, Ticks(100), Steps(2));
    assert_eq!(book.best(Side::Sell), Some(level(100, 6)));
    let placed = book.place(order(2, Side::Buy, 3, Terms::Market)).unwrap();
    assert_eq!(
        placed.trades,
        vec![
            buys(100, 2, LIQUIDITY, 2, 0),
            buys(100, 1, Party::Order(OrderId(1)), 2, 3)
        ]
    );
}

#[test]
fn a_diff_has_each_changed_level_once_with_its_total_and_follows_the_last_one() {
    let mut book = Book::new(40);
    book.set_liquidity(Side::Sell, Ticks(100), Steps(5));
    book.set_liquidity(Side::Buy, Ticks(98), Steps(5));
    book.set_liquidity(Side::Buy, Ticks(99), Steps(1));
    let diff = Diff {
        first_update_id: 41,
        last_update_id: 43,
        bids: vec![level(99, 1), level(98, 5)],
        asks: vec![level(100, 5)],
    };
    assert_eq!(book.take_diff(), Some(diff));
    assert_eq!(book.take_diff(), None);
    book.place(order(1, Side::Buy, 5, Terms::Market)).unwrap();
    let diff = Diff {
        first_update_id: 44,
        last_update_id: 44,
        bids: vec![],
        asks: vec![level(100, 0)],
    };
    assert_eq!(book.take_diff(), Some(diff));
}

#[test]
fn several_changes_can_be_made_one_update_whose_id_never_goes_back() {
    let mut book = Book::new(40);
    let change = |book: &mut Book, quantity: u64, update_id: u64| {
        let before = book.update_id();
        book.set_liquidity(Side::Sell, Ticks(100), Steps(quantity));
        book.set_liquidity(Side::Sell, Ticks(101), Steps(quantity));
        book.end_update(before, update_id);
        book.update_id()
    };
    assert_eq!(change(&mut book, 1, 41), 41);
    assert_eq!(change(&mut book, 2, 50), 50);
    assert_eq!(change(&mut book, 3, 45), 51);
    let diff = book.take_diff().unwrap();
    assert_eq!((diff.first_update_id, diff.last_update_id), (41, 51));
}
