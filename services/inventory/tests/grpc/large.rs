//! The largest record that the solver may send.

use proto::v1::inventory_event::Event;
use proto::v1::*;

use crate::running::{config, purchase, start};

/// Shares of one trade, as many as there may be.
const SHARES: usize = 20_000;

/// The longest that an owner, a quantity and a traceparent of the solver's are.
fn share(number: usize) -> Share {
    Share {
        owner: format!("order/1{number:0>19}"),
        quantity: "1.000000000000000000".into(),
        traceparent: format!("00-{0:0>32}-{0:0>16}-01", number + 1),
    }
}

#[tokio::test]
async fn a_trade_of_twenty_thousand_shares_is_recorded_told_and_replayed() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = config(Some(&folder.path().join("inventory.sqlite")));
    let mut running = start(config.clone()).await;
    let trade = RecordTrade {
        command_id: "c-1".into(),
        trade: Some(purchase("t-1", &SHARES.to_string(), "100", "0.2")),
        shares: (0..SHARES).map(share).collect(),
    };
    let sequence = running.record(vec![record::Record::Trade(trade)]).await;
    let sequence = sequence.expect("recorded");
    running.stop().await;

    let mut running = start(config).await;
    let events = running.events(sequence - 1, 1).await;
    let Some(Event::LotOpened(opened)) = &events[0].event else {
        panic!("a purchase: {events:?}")
    };
    let shares = opened.shares.iter().enumerate();
    for (number, found) in shares {
        let expected = Share {
            quantity: "1".into(),
            ..share(number)
        };
        assert_eq!(*found, expected);
    }
    assert_eq!(opened.shares.len(), SHARES);
    let last = share(SHARES - 1).owner;
    assert_eq!(
        running.lots(&last).await,
        [format!("{last} t-1: 1 of 1 @ 100 fee 0.00001")]
    );
    running.stop().await;
}
