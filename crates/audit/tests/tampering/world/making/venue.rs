//! The venue's side: batches that are executed, and what they leave there.

use audit::{At, Source};
use issuance::{Command, Event, Snapshot, VenueSide};
use money::{Quantity, Rate, Scale, Signed};
use venue::asset_orders::{AssetOrder, Status, Terms, Trade};
use venue::messages::Side;

use super::{Making, json};
use crate::world::setup::market;

impl Making {
    fn adapter_event(&mut self, event: &venue::asset_orders::Event) -> u64 {
        self.world.adapter.push(json(event));
        self.sequence(Source::ExchangeAdapter)
    }

    /// One batch; each asset order executed in two trades at the limit, with a fee of a thousandth in cash.
    pub fn batch(&mut self) {
        let events = self.run(Command::MakeBatch(Snapshot {
            markets: vec![market("A", "9.5", "10"), market("B", "4.8", "5")],
            orders_left: 100,
        }));
        let batch = events.iter().find_map(|event| match event {
            Event::BatchMade { batch } => Some(batch.clone()),
            _ => None,
        });
        let batch = batch.expect("there is something to trade");
        self.run(Command::ConfirmPlaced(batch.id));
        for order in &batch.asset_orders {
            self.execute(&batch.id.to_string(), order);
        }
    }

    fn execute(&mut self, batch_id: &str, order: &issuance::AssetOrder) {
        use venue::asset_orders::Event;
        let side = match order.side {
            VenueSide::Buy => Side::Buy,
            VenueSide::Sell => Side::Sell,
        };
        let terms = Terms {
            id: order.id.clone().try_into().unwrap(),
            batch_id: batch_id.into(),
            market: order.market.clone(),
            asset: order.asset.to_string(),
            cash: "USDC".into(),
            side,
            quantity: order.quantity,
            limit_price: order.limit_price,
        };
        self.adapter_event(&Event::Accepted {
            command_id: batch_id.into(),
            traceparent: String::new(),
            terms: terms.clone(),
            contributors: Vec::new(),
        });
        self.adapter_event(&Event::Sent {
            id: terms.id.clone(),
            timestamp_ms: 1,
            gone_after_ms: 2,
        });
        let first = Quantity::parse("0.4").unwrap().min(order.quantity);
        let mut whole = AssetOrder::accepted(terms.clone());
        let second = order.quantity.checked_sub(first).unwrap();
        let parts = [first, second].into_iter();
        for part in parts.filter(|part| !part.is_zero()) {
            let trade = self.trade(&terms, part);
            whole.executed = whole.executed.checked_add(part).unwrap();
            let value = venue::filters::notional(trade.price, part).unwrap();
            whole.executed_cash = whole.executed_cash.checked_add(value).unwrap();
            let position = self.adapter_event(&Event::Traded {
                terms: terms.clone(),
                trade: trade.clone(),
            });
            self.book(position, &terms, &trade);
        }
        let position = self.adapter_event(&Event::Ended {
            order: AssetOrder {
                status: Status::Filled,
                ..whole
            },
        });
        self.run(Command::EndAssetOrder {
            position,
            asset_order_id: order.id.clone(),
            text: String::new(),
        });
    }

    fn trade(&mut self, terms: &Terms, quantity: Quantity) -> Trade {
        self.trades += 1;
        let value = venue::filters::notional(terms.limit_price, quantity).unwrap();
        let rate = Rate::parse("0.001").unwrap();
        let fee = value
            .times_rate(rate, Scale::USDC, money::Rounding::Down)
            .unwrap();
        Trade {
            id: self.trades,
            price: terms.limit_price,
            quantity,
            fee: fee.to_string().parse().unwrap(),
            fee_asset: "USDC".into(),
            fee_cash: fee,
            time_ms: 7,
        }
    }

    fn book(&mut self, position: u64, terms: &Terms, trade: &Trade) {
        let side = match terms.side {
            Side::Buy => VenueSide::Buy,
            Side::Sell => VenueSide::Sell,
        };
        let booked = issuance::VenueTrade {
            lot_id: trade.lot_id(&terms.market).into(),
            asset_order_id: terms.id.to_string(),
            asset: terms.asset.as_str().into(),
            side,
            quantity: trade.quantity,
            price: trade.price,
            fee: trade.fee,
            fee_asset: trade.fee_asset.as_str().into(),
            fee_cash: trade.fee_cash,
            time_unix_ns: 7_000_000,
        };
        let value = Signed::from(venue::filters::notional(booked.price, booked.quantity).unwrap());
        let quantity = Signed::from(booked.quantity);
        let (asset, paid) = match side {
            VenueSide::Buy => (quantity, -value),
            VenueSide::Sell => (-quantity, value),
        };
        let fee = Signed::from(booked.fee_cash);
        self.move_at_venue("USDC", paid.checked_sub(fee).unwrap());
        self.move_at_venue(&terms.asset, asset);
        let at = At {
            sequence: trade.id,
            time_unix_ns: 0,
        };
        let trades = self.world.venue.trades.get_or_insert_default();
        trades.insert(booked.lot_id.to_string(), (at, booked.clone()));
        self.run(Command::RecordTrade {
            position,
            trade: booked,
        });
    }

    fn move_at_venue(&mut self, unit: &str, amount: Signed) {
        let now = self.world.venue.now.entry(unit.into()).or_default();
        *now = now.checked_add(amount).unwrap();
    }
}
