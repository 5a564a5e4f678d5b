//! The inventory's machine: repeats, refusals, what each action leaves, what explains a difference, and the laws over random actions.

mod actions;
mod random;
mod reconcile;

use lots::inventory::{Action, AssetQuantity, Command, Inventory, Settings, Side, TradeRecord};
use lots::{Fee, Owner, Share, Trade};
use money::{Cash, Price, Quantity, Scale};

fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).expect("a decimal")
}

fn settings() -> Settings {
    Settings {
        cash: "USDC".into(),
        cash_scale: Scale::USDC,
    }
}

fn record(id: &str, action: Action) -> Command {
    Command::Record {
        id: id.into(),
        action,
        traces: vec![],
    }
}

fn trade(
    side: Side,
    id: &str,
    amount: &str,
    price: &str,
    fee: Fee,
    shares: &[(Owner, &str)],
) -> Action {
    Action::Trade(Box::new(TradeRecord {
        trade: Trade {
            id: id.into(),
            asset: "BTC".into(),
            quantity: quantity(amount),
            price: Price::parse(price).expect("a decimal"),
            fee,
            time_unix_ns: 1,
        },
        side,
        shares: shares
            .iter()
            .map(|(owner, part)| Share {
                owner: owner.clone(),
                quantity: quantity(part),
            })
            .collect(),
        batch_id: "b-1".into(),
        asset_order_id: "a-1".into(),
    }))
}

fn usdc(text: &str) -> Fee {
    Fee::Cash(Cash::parse(text).expect("a decimal"))
}

fn btc(amount: &str, price: Option<&str>) -> Vec<AssetQuantity> {
    let price = price.map(|price| Price::parse(price).expect("a decimal"));
    vec![AssetQuantity {
        asset: "BTC".into(),
        quantity: quantity(amount),
        price,
    }]
}

fn order() -> Owner {
    Owner::order("o-1")
}

/// Does commands, each of them accepted.
fn run(commands: Vec<Command>) -> Inventory {
    let mut inventory = Inventory::default();
    for command in [Command::Configure(settings())].into_iter().chain(commands) {
        let events = inventory.decide(command).expect("accepted");
        for event in events {
            inventory.apply(&event);
        }
    }
    inventory.check().expect("it adds up");
    inventory
}

fn bought() -> Command {
    record(
        "c-1",
        trade(
            Side::Purchase,
            "t-1",
            "2",
            "100",
            usdc("0.2"),
            &[(order(), "1.5"), (Owner::House, "0.5")],
        ),
    )
}

fn statement(inventory: &Inventory) -> String {
    serde_json::to_string(inventory.books()).expect("a text")
}
