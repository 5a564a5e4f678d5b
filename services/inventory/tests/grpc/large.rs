//! The largest record that the solver may send, and the sale that closes more lots than a record of the journal has room for.

use proto::v1::inventory_event::Event;
use proto::v1::*;
use tonic::Code;

use crate::running::{config, purchase, start, trade_record};

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

/// Lots that one sale closes: in one record they would be above 4 MiB.
const LOTS: usize = 25_000;
/// Records of one call.
const RECORDS: usize = 1_000;

#[tokio::test]
async fn a_sale_that_closes_more_lots_than_a_record_holds_is_told_in_parts_and_replayed() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = config(Some(&folder.path().join("inventory.sqlite")));
    let mut running = start(config.clone()).await;
    let owner = "backing/LONGEST-NAME";
    for call in 0..LOTS / RECORDS {
        let records = (call * RECORDS..(call + 1) * RECORDS).map(|number| {
            let id = format!("BTCUSDC-{number:0>20}");
            let bought = purchase(&id, "1.00000001", "12345.67890123", "1.234567");
            trade_record(&id, bought, &[(owner, "1.00000001")])
        });
        running.record(records.collect()).await.expect("recorded");
    }
    // More than a page has: each once, oldest first.
    let lots = running.lots(owner).await;
    assert_eq!(lots.len(), LOTS);
    assert!(lots.is_sorted(), "by age, as their ids are");
    let request = ListLotsRequest {
        owner: owner.into(),
        ..ListLotsRequest::default()
    };
    let page = running.client.list_lots(request).await.expect("a page");
    let page = page.into_inner();
    assert!(page.lots.len() <= service::page::PAGE_ITEMS_MAX);
    assert!(!page.next_page_token.is_empty(), "more follow");
    let unknown = ListLotsRequest {
        page_token: "x".into(),
        ..ListLotsRequest::default()
    };
    let refused = running.client.list_lots(unknown).await;
    assert_eq!(refused.expect_err("refused").code(), Code::InvalidArgument);

    let sale = InventoryTrade {
        sale: true,
        ..purchase("s-1", "25000.00025", "12345.6789", "30.123456")
    };
    let all = [(owner, "25000.00025")];
    let sold = running.trade("sale", sale.clone(), &all).await;
    let sold = sold.expect("recorded");
    let again = running.trade("sale", sale, &all).await;
    assert_eq!(again.expect("a repeat"), sold);
    let after = purchase("t-1", "1", "100", "0");
    let after = running.trade("after", after, &[("house", "1")]).await;
    let after = after.expect("it goes on");
    running.stop().await;

    let mut running = start(config).await;
    assert_eq!(running.lots(owner).await, [] as [String; 0]);
    let count = usize::try_from(after - sold).expect("a few");
    assert!(count > 1, "it is told in parts");
    let events = running.events(sold - 1, count).await;
    let mut ids = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let Some(Event::LotsClosed(part)) = &event.event else {
            panic!("a sale")
        };
        assert_eq!(part.continued, place > 0);
        assert_eq!(part.trade.as_ref().expect("its trade").lot_id, "s-1");
        ids.extend(part.closed.iter().map(|closed| closed.lot_id.clone()));
    }
    let oldest_first = (0..LOTS).map(|number| format!("BTCUSDC-{number:0>20}"));
    assert_eq!(ids, oldest_first.collect::<Vec<_>>());
    running.stop().await;
}
