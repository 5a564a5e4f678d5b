//! The seeded market: a function of (seed, tick), never crossed, consumed by trades and replenished.

use matching::{Book, NewOrder, OrderId, Side, Steps, Terms};
use sim_exchange::market::seeded::{Profile, Seeded};

fn profile() -> Profile {
    Profile {
        price: 6_000_000,
        half_spread: 600,
        spacing: 1_200,
        levels: 30,
        notional: 100_000_000_000,
        growth_bps: 500,
        volatility_bps: 10,
        ticks_per_minute: 600,
        replenish_ticks: 50,
        trade_ticks: 10,
    }
}

fn market(seed: u64) -> (Seeded, Book) {
    (Seeded::new(seed, "BTCUSDC", profile()), Book::default())
}

fn depth(book: &Book) -> Vec<(u64, u64)> {
    let levels = [Side::Buy, Side::Sell]
        .into_iter()
        .flat_map(|side| book.levels(side));
    levels
        .map(|level| (level.price.0, level.quantity.0))
        .collect()
}

#[test]
fn one_seed_and_one_tick_are_one_book_and_another_seed_is_another() {
    let quiet = Profile {
        trade_ticks: 0,
        ..profile()
    };
    let (mut stepped, mut jumped) = (
        Seeded::new(1, "A", quiet.clone()),
        Seeded::new(1, "A", quiet.clone()),
    );
    let (mut book, mut other) = (Book::default(), Book::default());
    for tick in 0..=5_000 {
        stepped.advance(&mut book, tick);
    }
    jumped.advance(&mut other, 5_000);
    assert_eq!(depth(&book), depth(&other));
    let mut different = Book::default();
    Seeded::new(2, "A", quiet).advance(&mut different, 5_000);
    assert_ne!(depth(&book), depth(&different));
}

#[test]
fn the_book_is_never_crossed_has_both_sides_and_its_update_ids_grow() {
    let (mut seeded, mut book) = market(3);
    let mut last = 0;
    for tick in 0..20_000 {
        seeded.advance(&mut book, tick);
        let (bid, ask) = (
            book.best(Side::Buy).unwrap(),
            book.best(Side::Sell).unwrap(),
        );
        assert!(bid.price < ask.price, "tick {tick}");
        assert!(book.update_id() >= last);
        last = book.update_id();
    }
}

#[test]
fn the_price_wanders_by_about_its_volatility() {
    let (seeded, _) = market(4);
    // Ten hours, minute by minute.
    let moves: Vec<u64> = (0..600)
        .map(|minute| {
            seeded
                .middle(minute * 600)
                .abs_diff(seeded.middle((minute + 1) * 600))
        })
        .collect();
    let mean = moves.iter().sum::<u64>() / 600;
    // 10 basis points of 6,000,000 are 6,000.
    assert!((2_000..18_000).contains(&mean), "{mean}");
    assert_eq!(seeded.middle(0), 6_000_000);
}

#[test]
fn what_an_order_takes_is_missing_and_comes_back_in_time() {
    let quiet = Profile {
        trade_ticks: 0,
        volatility_bps: 0,
        ..profile()
    };
    let (mut seeded, mut book) = (Seeded::new(5, "A", quiet), Book::default());
    seeded.advance(&mut book, 0);
    let before = depth(&book);
    let order = NewOrder {
        id: OrderId(1),
        side: Side::Buy,
        quantity: Steps(100_000),
        terms: Terms::Market,
    };
    let placed = book.place(order).unwrap();
    for trade in &placed.trades {
        seeded.taken(Side::Sell, trade.price, trade.quantity);
    }
    seeded.advance(&mut book, 1);
    let offered = |levels: &[(u64, u64)]| levels.iter().map(|(_, quantity)| quantity).sum::<u64>();
    let soon = offered(&before) - offered(&depth(&book));
    assert!(
        (90_000..100_000).contains(&soon),
        "{soon} are missing after one tick"
    );
    for tick in 2..=50 {
        seeded.advance(&mut book, tick);
    }
    let later = offered(&before) - offered(&depth(&book));
    assert!(
        (20_000..50_000).contains(&later),
        "{later} are missing after the replenish time"
    );
    for tick in 51..=1_000 {
        seeded.advance(&mut book, tick);
    }
    assert_eq!(depth(&book), before);
}
