//! Laws over any order of the venue's messages: each trade once, the end last, and a replay is the live state.

use proptest::prelude::*;
use venue::asset_orders::{AssetOrders, Command, Event};
use venue::messages::OrderStatus;

use crate::{after, order, place, report, run, send, trade};

/// Everything the venue can tell of one order with these trades, from all of its channels.
fn tellings(quantities: &[u32]) -> Vec<Command> {
    let mut trades = Vec::new();
    let mut total = 0;
    let mut told = vec![report(OrderStatus::New, "0", vec![])];
    for (number, quantity) in quantities.iter().enumerate() {
        total += quantity;
        let one = trade(number as u64 + 1, &quantity.to_string());
        trades.push(one.clone());
        let partly = OrderStatus::PartiallyFilled;
        told.push(report(partly, &total.to_string(), vec![one]));
        told.push(report(partly, &total.to_string(), vec![]));
    }
    let end = if total == 10 {
        OrderStatus::Filled
    } else {
        OrderStatus::Expired
    };
    told.push(report(end, &total.to_string(), vec![]));
    told.push(report(end, &total.to_string(), trades));
    told
}

proptest! {
    #[test]
    fn whatever_order_the_messages_come_in_each_trade_is_recorded_once_and_the_end_is_last(
        quantities in prop::collection::vec(1_u32..=2, 0..=5),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..=20),
    ) {
        let told = tellings(&quantities);
        let mut machine = after(vec![send("a")]);
        let mut history = Vec::new();
        let complete = told[told.len() - 1].clone();
        for command in picks.iter().map(|pick| pick.get(&told).clone()).chain([complete]) {
            let events = run(&mut machine, command);
            history.extend(events.expect("the venue's messages agree"));
        }
        let mut traded: Vec<u64> = Vec::new();
        for event in &history {
            if let Event::Traded { trade, .. } = event {
                traded.push(trade.id);
            }
        }
        traded.sort_unstable();
        let expected: Vec<u64> = (1..=quantities.len() as u64).collect();
        prop_assert_eq!(traded, expected);
        let ends = history.iter().filter(|event| matches!(event, Event::Ended { .. })).count();
        prop_assert_eq!(ends, 1);
        let ended_last = matches!(history.last(), Some(Event::Ended { .. }));
        prop_assert!(ended_last);
        let total: u32 = quantities.iter().sum();
        prop_assert_eq!(order(&machine).executed, total.to_string().parse().expect("a quantity"));
    }

    #[test]
    fn replaying_the_stored_events_gives_the_live_state(
        quantities in prop::collection::vec(1_u32..=2, 0..=5),
        picks in prop::collection::vec(any::<prop::sample::Index>(), 0..=20),
        snapshot_at in any::<prop::sample::Index>(),
    ) {
        let told = tellings(&quantities);
        let mut live = AssetOrders::new();
        let mut stored = Vec::new();
        let commands = [place("c1", &["a", "b"]), send("a")];
        let picked = picks.iter().map(|pick| pick.get(&told).clone());
        for command in commands.into_iter().chain(picked) {
            for event in run(&mut live, command).expect("accepted") {
                stored.push(serde_json::to_string(&event).expect("JSON"));
            }
        }
        let mut replayed = AssetOrders::new();
        for (number, text) in stored.iter().enumerate() {
            // As after a start from a snapshot.
            if number == snapshot_at.index(stored.len()) {
                let state = serde_json::to_string(&replayed).expect("JSON");
                replayed = serde_json::from_str(&state).expect("asset orders");
            }
            replayed.apply(&serde_json::from_str(text).expect("an event"));
        }
        prop_assert_eq!(&replayed, &live);
        prop_assert!(replayed.knows_command("c1"));
    }
}
