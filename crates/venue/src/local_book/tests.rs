//! The local book, event by event: what joins on, what hides it, and what the tickers check.

use super::*;

fn levels(pairs: &[(&str, &str)]) -> Vec<PriceLevel> {
    let level = |(price, quantity): &(&str, &str)| {
        PriceLevel(
            price.parse().expect("a price"),
            quantity.parse().expect("a quantity"),
        )
    };
    pairs.iter().map(level).collect()
}

fn event(first: u64, last: u64, bids: &[(&str, &str)], asks: &[(&str, &str)]) -> DepthUpdate {
    DepthUpdate {
        event: "depthUpdate".into(),
        event_time: i64::try_from(last).expect("small") * 10,
        symbol: "BTCUSDC".into(),
        first_update_id: first,
        final_update_id: last,
        bids: levels(bids),
        asks: levels(asks),
    }
}

fn snapshot(last_update_id: u64) -> DepthSnapshot {
    DepthSnapshot {
        last_update_id,
        bids: levels(&[("99", "1"), ("98", "2")]),
        asks: levels(&[("101", "1"), ("102", "2")]),
    }
}

fn synchronised_at(last_update_id: u64) -> LocalBook {
    let mut book = LocalBook::new();
    let outcome = book.snapshot(&snapshot(last_update_id));
    assert_eq!(outcome, Ok(SnapshotOutcome::Synchronised { applied: 0 }));
    book
}

#[test]
fn events_that_are_in_the_snapshot_are_dropped_and_the_one_across_its_id_is_applied() {
    let mut book = LocalBook::new();
    for update in [
        event(1, 4, &[("99", "7")], &[]),
        event(5, 10, &[("99", "8")], &[]),
        event(11, 12, &[], &[("101", "0")]),
    ] {
        assert_eq!(book.event(update), Ok(EventOutcome::Buffered));
    }
    assert_eq!(book.book(), None);
    let outcome = book.snapshot(&snapshot(7));
    assert_eq!(outcome, Ok(SnapshotOutcome::Synchronised { applied: 2 }));
    let expected = Book::new(
        &levels(&[("99", "8"), ("98", "2")]),
        &levels(&[("102", "2")]),
    );
    assert_eq!(book.book(), Some(&expected));
    assert_eq!(
        (book.last_update_id(), book.event_time_ms()),
        (Some(12), 120)
    );
}

#[test]
fn a_snapshot_older_than_the_first_event_is_not_used() {
    let mut book = LocalBook::new();
    let _ = book.event(event(9, 10, &[], &[]));
    assert_eq!(book.snapshot(&snapshot(7)), Ok(SnapshotOutcome::TooOld));
    assert!(book.needs_snapshot());
    let outcome = book.snapshot(&snapshot(8));
    assert_eq!(outcome, Ok(SnapshotOutcome::Synchronised { applied: 1 }));
    assert_eq!(book.snapshot(&snapshot(9)), Ok(SnapshotOutcome::NotNeeded));
}

#[test]
fn a_gap_hides_the_book_until_a_new_snapshot_and_keeps_the_event() {
    let mut book = synchronised_at(10);
    assert_eq!(
        book.event(event(11, 12, &[], &[])),
        Ok(EventOutcome::Applied)
    );
    assert_eq!(book.event(event(12, 12, &[], &[])), Ok(EventOutcome::Stale));
    let gap = Desynchronised::Gap {
        last_update_id: 12,
        first_update_id: 14,
    };
    assert_eq!(book.event(event(14, 15, &[("99", "5")], &[])), Err(gap));
    assert_eq!(book.book(), None);
    let outcome = book.snapshot(&snapshot(13));
    assert_eq!(outcome, Ok(SnapshotOutcome::Synchronised { applied: 1 }));
    assert_eq!(book.last_update_id(), Some(15));
}

#[test]
fn a_gap_among_the_buffered_events_needs_another_snapshot() {
    let mut book = LocalBook::new();
    let _ = book.event(event(1, 5, &[], &[]));
    let _ = book.event(event(8, 9, &[], &[]));
    let gap = Desynchronised::Gap {
        last_update_id: 5,
        first_update_id: 8,
    };
    assert_eq!(book.snapshot(&snapshot(3)), Err(gap));
    assert!(book.needs_snapshot());
    let outcome = book.snapshot(&snapshot(9));
    assert_eq!(outcome, Ok(SnapshotOutcome::Synchronised { applied: 0 }));
}

#[test]
fn crossed_sides_hide_the_book() {
    let mut book = synchronised_at(10);
    let crossed = Desynchronised::Crossed { update_id: 11 };
    assert_eq!(
        book.event(event(11, 11, &[("101", "1")], &[])),
        Err(crossed)
    );
    assert!(book.needs_snapshot());
}

#[test]
fn an_event_that_ends_before_it_begins_hides_the_book() {
    let mut book = synchronised_at(10);
    let malformed = Desynchronised::Malformed {
        first_update_id: 12,
        final_update_id: 11,
    };
    assert_eq!(book.event(event(12, 11, &[], &[])), Err(malformed));
}

#[test]
fn the_buffer_has_a_limit_and_drops_the_oldest() {
    let mut book = LocalBook::new();
    let count = u64::try_from(BUFFERED_EVENTS_MAX).expect("small") + 1;
    for id in 1..=count {
        let _ = book.event(event(id, id, &[], &[]));
    }
    assert_eq!(book.snapshot(&snapshot(0)), Ok(SnapshotOutcome::TooOld));
    let outcome = book.snapshot(&snapshot(1));
    let applied = BUFFERED_EVENTS_MAX;
    assert_eq!(outcome, Ok(SnapshotOutcome::Synchronised { applied }));
}

fn ticker(update_id: u64, ask: (&str, &str)) -> BookTicker {
    BookTicker {
        update_id,
        symbol: "BTCUSDC".into(),
        bid_price: "99".parse().expect("a price"),
        bid_quantity: "1".parse().expect("a quantity"),
        ask_price: ask.0.parse().expect("a price"),
        ask_quantity: ask.1.parse().expect("a quantity"),
    }
}

#[test]
fn tickers_that_tell_the_books_top_change_nothing() {
    let mut book = synchronised_at(10);
    for (id, ask) in [(9, ("101", "1")), (12, ("101", "3")), (13, ("101", "4"))] {
        assert_eq!(book.ticker(ticker(id, ask)), Ok(()));
    }
    let applied = Ok(EventOutcome::Applied);
    assert_eq!(book.event(event(11, 12, &[], &[("101", "3")])), applied);
    assert_eq!(book.event(event(13, 14, &[], &[("101", "4")])), applied);
}

#[test]
fn a_ticker_is_not_compared_while_another_may_come_between() {
    let mut book = synchronised_at(10);
    assert_eq!(book.ticker(ticker(8, ("101", "7"))), Ok(()));
    assert_eq!(book.ticker(ticker(10, ("101", "1"))), Ok(()));
    assert_eq!(book.ticker(ticker(11, ("101", "9"))), Ok(()));
}

#[test]
fn a_ticker_that_tells_another_top_hides_the_book() {
    let mut book = synchronised_at(10);
    assert_eq!(book.ticker(ticker(10, ("101", "2"))), Ok(()));
    let wrong = Desynchronised::WrongTop {
        update_id: 10,
        ticker_id: 10,
    };
    assert_eq!(book.ticker(ticker(12, ("101", "3"))), Err(wrong));
    assert!(book.needs_snapshot());
}
