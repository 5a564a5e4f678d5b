//! An order with more lots than one event names: its fills, its mint, and what is left of it are told in several events or in part, each of
//! them a record of the journal, and a machine that reads them knows all of it.

use issuance::{
    AssetOrder, BatchId, ClientAccount, Command, Deposit, Event, Issuance, LOTS_AT_ONCE_MAX,
    OrderChange, OrderId, Settings, Status, VenueTrade,
};
use money::{Cash, Quantity};
use scenario::{address, cash, index, market, price, quantity, request, settings, snapshot};

/// What one record of the journal takes, and one message to a follower.
const RECORD_BYTES_MAX: usize = 4 << 20;
/// Trades of one asset order.
const LOTS: usize = 6_000;
const ORDER: OrderId = OrderId(1);

/// A machine and its journal.
#[derive(Default)]
struct Run {
    state: Issuance,
    journal: Vec<Vec<u8>>,
    commands: usize,
    position: u64,
}

impl Run {
    fn run(&mut self, command: Command) -> Vec<Event> {
        let events = self.state.decide(command, 1_000_000_000).unwrap();
        for event in &events {
            let record = serde_json::to_vec(event).unwrap();
            assert!(record.len() <= RECORD_BYTES_MAX, "{} bytes", record.len());
            self.journal.push(record);
            self.state.apply(event);
        }
        self.state.books().assert_balanced();
        events
    }

    fn command_id(&mut self) -> String {
        self.commands += 1;
        self.commands.to_string()
    }

    fn position(&mut self) -> u64 {
        self.position += 1;
        self.position
    }

    /// An account with its cash, an index of two assets, an order, and the batch for it.
    fn begun(house_limit: &str) -> (Self, BatchId, Vec<AssetOrder>) {
        let mut run = Self::default();
        let much = cash("1000000000");
        run.run(Command::Configure(Settings {
            order_cap: much,
            batch_cap: much,
            in_flight_cap: much,
            open_cash_max: None,
            house_cash: much,
            house_limit: cash(house_limit),
            ..settings()
        }));
        let account = ClientAccount {
            name: "ACC-1".into(),
            address: address(1),
        };
        let command_id = run.command_id();
        run.run(Command::DefineAccount {
            command_id,
            account,
        });
        let index = index("IDX", &[("AX", "1"), ("BX", "1")]);
        let command_id = run.command_id();
        run.run(Command::DefineIndex { command_id, index });
        run.run(Command::RecordDeposit {
            position: 1,
            deposit: Deposit {
                deposit_id: "0xd1-0".into(),
                from: address(1),
                amount: much,
                transaction_hash: "0xd1".into(),
                block_number: 1,
            },
        });
        let command_id = run.command_id();
        run.run(Command::SubmitOrder {
            command_id,
            request: issuance::OrderRequest {
                // What is left of its cash buys nothing more.
                time_in_force: issuance::TimeInForce::ImmediateOrCancel,
                ..request("C-1", "ACC-1", "IDX", "121200")
            },
            mark: None,
        });
        let levels = [("10", "1000000000")];
        let markets = ["AX", "BX"].map(|asset| market(asset, &levels, &[("9.99", "1000000000")]));
        let events = run.run(Command::MakeBatch(snapshot(markets.into())));
        let Event::BatchMade { batch } = &events[0] else {
            panic!("{events:?}")
        };
        run.run(Command::ConfirmPlaced(batch.id));
        (run, batch.id, batch.asset_orders.clone())
    }

    fn trade(&mut self, asset_order: &AssetOrder, lot: usize, quantity: Quantity) -> Vec<Event> {
        let position = self.position();
        self.run(Command::RecordTrade {
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
        let position = self.position();
        self.run(Command::EndAssetOrder {
            position,
            asset_order_id: asset_order.id.clone(),
            text: String::new(),
        })
    }

    fn replays(&self) {
        let mut state = Issuance::default();
        for record in &self.journal {
            state.apply(&serde_json::from_slice::<Event>(record).unwrap());
        }
        assert_eq!(state.books(), self.state.books());
        assert_eq!(state.order(ORDER), self.state.order(ORDER));
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
    let order = run.state.order(ORDER).unwrap();
    let left = order.holding(&"AX".into()).unwrap().quantity();
    assert!(
        left < quantity("0.00000002"),
        "{left} is left, less than a smallest unit has"
    );

    run.end(a);
    let events = run.end(b);
    assert!(lots(&events).all(|lots| lots <= LOTS_AT_ONCE_MAX));
    assert_eq!(run.state.order(ORDER).unwrap().status(), Status::Minting);
    run.run(Command::ConfirmMintAccepted(ORDER));
    let mint_id = run.state.mint_id(ORDER);
    let events = run.run(Command::ConfirmMint {
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
    let cancel = run.command_id();
    run.run(Command::CancelOrder {
        command_id: cancel,
        session: request("C-1", "ACC-1", "IDX", "1").session,
        cl_ord_id: "C-2".into(),
        orig_cl_ord_id: "C-1".into(),
    });
    let events = run.end(&orders[1]);
    let named: Vec<usize> = lots(&events).collect();
    assert_eq!(named.iter().sum::<usize>(), LOTS, "{named:?}");
    assert!(
        named.iter().all(|lots| *lots <= LOTS_AT_ONCE_MAX),
        "{named:?}"
    );
    let account = run.state.collateral(&"ACC-1".into()).unwrap();
    assert_eq!(account.reserved, Cash::ZERO);
    assert_eq!(account.spent, Cash::ZERO, "at cost");
    run.replays();
}

#[test]
fn a_batch_sells_of_many_left_over_lots_the_oldest() {
    let (mut run, _, orders) = Run::begun("0");
    run.trades(&orders[0], LOTS);
    run.end(&orders[0]);
    let cancel = run.command_id();
    run.run(Command::CancelOrder {
        command_id: cancel,
        session: request("C-1", "ACC-1", "IDX", "1").session,
        cl_ord_id: "C-2".into(),
        orig_cl_ord_id: "C-1".into(),
    });
    run.end(&orders[1]);
    let mut sold = 0;
    for _ in 0..=LOTS / LOTS_AT_ONCE_MAX {
        let markets = market("AX", &[("10", "1000000000")], &[("9.99", "1000000000")]);
        let events = run.run(Command::MakeBatch(snapshot(vec![markets])));
        let Some(Event::BatchMade { batch }) = events.first() else {
            break;
        };
        let asset_order = &batch.asset_orders[0];
        run.run(Command::ConfirmPlaced(batch.id));
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
