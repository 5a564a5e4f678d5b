//! An order with more lots than one event names: its fills, its mint, and what is left of it are told in several events or in part, each of
//! them a record of the journal, and a machine that reads them knows all of it.

use issuance::{
    AssetOrder, BatchId, Command, Event, LOTS_AT_ONCE_MAX, OrderChange, OrderId, Settings, Status,
    VenueTrade,
};
use money::{Cash, Quantity};
use scenario::large::{Large, without_caps};
use scenario::{cash, index, market, price, quantity, request, snapshot};

/// Trades of one asset order.
const LOTS: usize = 6_000;
const ORDER: OrderId = OrderId(1);

/// A machine with an order.
struct Run(Large);

impl Run {
    /// An account with its cash, an index of two assets, an order, and the batch for it.
    fn begun(house_limit: &str) -> (Self, BatchId, Vec<AssetOrder>) {
        let settings = Settings {
            house_limit: cash(house_limit),
            ..without_caps()
        };
        let index = index("IDX", &[("AX", "1"), ("BX", "1")]);
        let mut run = Large::begun(settings, index);
        run.submit(issuance::OrderRequest {
            // What is left of its cash buys nothing more.
            time_in_force: issuance::TimeInForce::ImmediateOrCancel,
            ..request("C-1", "ACC-1", "IDX", "121200")
        });
        let levels = [("10", "1000000000")];
        let markets = ["AX", "BX"].map(|asset| market(asset, &levels, &[("9.99", "1000000000")]));
        let events = run.run(Command::MakeBatch(snapshot(markets.into())));
        let Event::BatchMade { batch } = &events[0] else {
            panic!("{events:?}")
        };
        run.run(Command::ConfirmPlaced(batch.id));
        (Self(run), batch.id, batch.asset_orders.clone())
    }

    fn trade(&mut self, asset_order: &AssetOrder, lot: usize, quantity: Quantity) -> Vec<Event> {
        let position = self.0.position();
        self.0.run(Command::RecordTrade {
            position,
            trade: VenueTrade {
                lot_id: format!("{}USDC-{lot:0>20}", asset_order.asset)
                    .as_str()
                    .into(),
                asset_order_id: asset_order.id.clone(),
                asset: asset_order.asset.clone(),
                side: asset_order.side,
                quantity,
                price: price("9.12345678"),
                fee: self::quantity("0.001234"),
                fee_asset: "USDC".into(),
                fee_cash: cash("0.001234"),
                time_unix_ns: 1,
            },
        })
    }

    /// An asset order executed in so many trades.
    fn trades(&mut self, asset_order: &AssetOrder, count: usize) -> Vec<Event> {
        let part = quantity("1.00000001");
        let mut left = asset_order.quantity;
        for lot in 1..count {
            let events = self.trade(asset_order, lot, part);
            assert!(matches!(events[..], [Event::Bought(_)]), "{events:?}");
            left = left.checked_sub(part).unwrap();
        }
        self.trade(asset_order, count, left)
    }

    fn end(&mut self, asset_order: &AssetOrder) -> Vec<Event> {
        let position = self.0.position();
        self.0.run(Command::EndAssetOrder {
            position,
            asset_order_id: asset_order.id.clone(),
            text: String::new(),
        })
    }

    /// The client asks for the end.
    fn cancel(&mut self) {
        let command_id = self.0.command_id();
        self.0.run(Command::CancelOrder {
            command_id,
            session: request("C-1", "ACC-1", "IDX", "1").session,
            cl_ord_id: "C-2".into(),
            orig_cl_ord_id: "C-1".into(),
        });
    }

    fn replays(&self) {
        let state = self.0.replayed();
        assert_eq!(state.books(), self.0.state.books());
        assert_eq!(state.order(ORDER), self.0.state.order(ORDER));
    }
}

/// The lots that each event of an order's names.
fn lots(events: &[Event]) -> impl Iterator<Item = usize> + use<'_> {
    events.iter().filter_map(|event| {
        let Event::Order(event) = event else {
            return None;
        };
        let parts = match &event.change {
            OrderChange::Filled(fill) => &fill.consumed,
            OrderChange::Ended { to_house, .. } | OrderChange::TakenOver { to_house, .. } => {
                to_house
            }
            OrderChange::Minted { lots, .. } => lots,
            _ => return None,
        };
        Some(parts.iter().map(|part| part.lots.len()).sum())
    })
}

#[test]
fn an_order_of_many_lots_is_filled_in_parts_and_its_mint_names_the_first() {
    let (mut run, _, orders) = Run::begun("1000");
    let [a, b] = &orders[..] else {
        panic!("{orders:?}")
    };
    run.trades(a, LOTS);
    let events = run.trade(b, 1, b.quantity);
    let named: Vec<usize> = lots(&events).collect();
    assert!(
        named.len() > 1 && named.iter().all(|lots| *lots <= LOTS_AT_ONCE_MAX),
        "{named:?}"
    );
    let order = run.0.state.order(ORDER).unwrap();
    let left = order.holding(&"AX".into()).unwrap().quantity();
    assert!(
        left < quantity("0.00000002"),
        "{left} is left, less than a smallest unit has"
    );

    run.end(a);
    let events = run.end(b);
    assert!(lots(&events).all(|lots| lots <= LOTS_AT_ONCE_MAX));
    assert_eq!(run.0.state.order(ORDER).unwrap().status(), Status::Minting);
    run.0.run(Command::ConfirmMintAccepted(ORDER));
    let mint_id = run.0.state.mint_id(ORDER);
    let events = run.0.run(Command::ConfirmMint {
        position: 2,
        mint_id,
        transaction_hash: "0x1".into(),
        block_number: 1,
    });
    let Event::Order(minted) = &events[0] else {
        panic!("{events:?}")
    };
    let OrderChange::Minted { further_lots, .. } = minted.change else {
        panic!("{minted:?}")
    };
    assert_eq!(lots(&events).sum::<usize>(), LOTS_AT_ONCE_MAX);
    assert_eq!(LOTS_AT_ONCE_MAX + further_lots, LOTS + 1, "all are counted");
    run.replays();
}

#[test]
fn the_house_takes_many_left_over_lots_in_parts() {
    let (mut run, _, orders) = Run::begun("1000000000");
    run.trades(&orders[0], LOTS);
    run.end(&orders[0]);
    run.cancel();
    let events = run.end(&orders[1]);
    let named: Vec<usize> = lots(&events).collect();
    assert_eq!(named.iter().sum::<usize>(), LOTS, "{named:?}");
    assert!(
        named.iter().all(|lots| *lots <= LOTS_AT_ONCE_MAX),
        "{named:?}"
    );
    let account = run.0.state.collateral(&"ACC-1".into()).unwrap();
    assert_eq!(account.reserved, Cash::ZERO);
    assert_eq!(account.spent, Cash::ZERO, "at cost");
    run.replays();
}

#[test]
fn a_batch_sells_of_many_left_over_lots_the_oldest() {
    let (mut run, _, orders) = Run::begun("0");
    run.trades(&orders[0], LOTS);
    run.end(&orders[0]);
    run.cancel();
    run.end(&orders[1]);
    let mut sold = 0;
    for _ in 0..=LOTS / LOTS_AT_ONCE_MAX {
        let markets = market("AX", &[("10", "1000000000")], &[("9.99", "1000000000")]);
        let events = run.0.run(Command::MakeBatch(snapshot(vec![markets])));
        let Some(Event::BatchMade { batch }) = events.first() else {
            break;
        };
        let asset_order = &batch.asset_orders[0];
        run.0.run(Command::ConfirmPlaced(batch.id));
        let events = run.trade(asset_order, LOTS + 1 + sold, asset_order.quantity);
        let Event::Sold(trade) = &events[0] else {
            panic!("{events:?}")
        };
        let lots = trade.shares[0].sold.lots.len();
        assert!(lots <= LOTS_AT_ONCE_MAX, "{lots}");
        sold += lots;
        run.end(asset_order);
    }
    assert!(sold >= LOTS, "{sold}");
    run.replays();
}
