//! Asset orders: how they are placed, every transition of their lives, and laws over any order of the venue's messages.
//! Here is what the modules share: an order `a`, what is done and told about it, and events in short.

mod laws;
mod life;
mod placing;

use venue::asset_orders::{
    AssetOrder, AssetOrderId, AssetOrders, Command, Event, NewOrder, Rejection, Report, Status,
    Terms, Trade,
};
use venue::messages::{OrderStatus, Side};

const GONE_AFTER_MS: i64 = 16_000;

fn id(text: &str) -> AssetOrderId {
    AssetOrderId::try_from(text.to_owned()).expect("an id")
}

fn new_order(text: &str) -> NewOrder {
    NewOrder {
        terms: Terms {
            id: id(text),
            batch_id: "batch-1".into(),
            market: "BTCUSDC".into(),
            asset: "BTC".into(),
            cash: "USDC".into(),
            side: Side::Buy,
            quantity: "10".parse().expect("a quantity"),
            limit_price: "120".parse().expect("a price"),
        },
        contributors: vec!["00-trace-span-01".into()],
        filter_failure: None,
    }
}

fn place(command_id: &str, orders: &[&str]) -> Command {
    Command::Place {
        command_id: command_id.into(),
        traceparent: String::new(),
        orders: orders.iter().map(|id| new_order(id)).collect(),
    }
}

fn send(text: &str) -> Command {
    Command::Send {
        id: id(text),
        timestamp_ms: 1_000,
        gone_after_ms: GONE_AFTER_MS,
    }
}

fn trade(trade_id: u64, quantity: &str) -> Trade {
    Trade {
        id: trade_id,
        price: "100".parse().expect("a price"),
        quantity: quantity.parse().expect("a quantity"),
        fee: "0.001".parse().expect("a quantity"),
        fee_asset: "BTC".into(),
        fee_cash: "0.1".parse().expect("cash"),
        time_ms: 1_005,
    }
}

fn report(status: OrderStatus, executed: &str, trades: Vec<Trade>) -> Command {
    Command::Report {
        id: id("a"),
        report: Report {
            venue_order_id: 7,
            status,
            executed: executed.parse().expect("a quantity"),
            trades,
            text: String::new(),
        },
    }
}

fn not_found(asked_at_ms: i64) -> Command {
    Command::NotFound {
        id: id("a"),
        asked_at_ms,
    }
}

fn run(machine: &mut AssetOrders, command: Command) -> Result<Vec<Event>, Rejection> {
    let events = machine.decide(command)?;
    for event in &events {
        machine.apply(event);
    }
    Ok(events)
}

/// A machine with order `a`, after these commands.
fn after(commands: Vec<Command>) -> AssetOrders {
    let mut machine = AssetOrders::new();
    run(&mut machine, place("c1", &["a"])).expect("accepted");
    for command in commands {
        run(&mut machine, command).expect("accepted");
    }
    machine
}

fn status(machine: &AssetOrders) -> Status {
    order(machine).status
}

fn order(machine: &AssetOrders) -> AssetOrder {
    machine.order(&id("a")).expect("order a").order.clone()
}

fn names(events: &[Event]) -> Vec<String> {
    let name = |event: &Event| match event {
        Event::Accepted { terms, .. } => format!("accepted {}", terms.id),
        Event::Sent { id, .. } => format!("sent {id}"),
        Event::Deferred { id, .. } => format!("deferred {id}"),
        Event::Placed { order } => format!("placed {}", order.terms.id),
        Event::Traded { trade, .. } => format!("traded {} x {}", trade.id, trade.quantity),
        Event::Closed {
            status, executed, ..
        } => format!("closed {status:?} {executed}"),
        Event::Ended { order } => format!("ended {:?} {}", order.status, order.executed),
    };
    events.iter().map(name).collect()
}
