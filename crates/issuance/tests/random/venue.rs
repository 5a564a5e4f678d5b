//! A venue that keeps what it has executed.

use issuance::{Batch, Command};
use money::{Price, Quantity, Rate, Rounding, Scale};

use crate::world::World;
use scenario::cash;

/// A venue that keeps what it has executed.
#[derive(Default)]
pub(crate) struct Venue {
    pub(crate) open: Vec<(issuance::AssetOrder, Quantity)>,
    pub(crate) trades: u64,
}

impl Venue {
    pub(crate) fn take(&mut self, batch: &Batch) {
        self.open.extend(
            batch
                .asset_orders
                .iter()
                .map(|order| (order.clone(), order.quantity)),
        );
    }
}

impl World {
    pub(crate) fn trade(&mut self, place: usize, part: u32, better: u32, fee: usize) {
        if self.venue.open.is_empty() {
            return;
        }
        let place = place % self.venue.open.len();
        let (order, left) = &mut self.venue.open[place];
        let part = left
            .share_of(
                Rate::from_basis_points(part * 10),
                Rate::ONE,
                Scale::QUANTITY,
                Rounding::Down,
            )
            .unwrap();
        let amount = part.floor_to_step(self.step).unwrap();
        if amount.is_zero() {
            return;
        }
        *left = left.checked_sub(amount).unwrap();
        let selling = order.side == scenario::SELL;
        // Between the limit and five per cent better.
        let change = Rate::from_basis_points(better * 10);
        let at = if selling {
            order
                .limit_price
                .plus_rate(change, Scale::UNITS, Rounding::Down)
        } else {
            order
                .limit_price
                .less_rate(change, Scale::UNITS, Rounding::Up)
        };
        let at: Price = at.unwrap().max(scenario::price("0.001"));
        let thousandth = Rate::from_basis_points(10);
        let fee_cash = at
            .times(amount, Scale::UNITS, Rounding::Up)
            .unwrap()
            .times_rate(thousandth, Scale::UNITS, Rounding::Up)
            .unwrap();
        let asset = order.asset.to_string();
        let base_fee = amount
            .times_rate(thousandth, Scale::UNITS, Rounding::Down)
            .unwrap();
        // In cash, in the asset (which no sale has), in a third asset, and more than the venue had stated.
        let (fee, fee_asset, fee_cash) = match fee {
            1 if !selling => (base_fee.to_string(), asset.clone(), fee_cash.to_string()),
            2 => ("0.0001".to_owned(), "VNT".to_owned(), fee_cash.to_string()),
            3 => {
                let more = fee_cash.checked_add(fee_cash).unwrap();
                (more.to_string(), "USDC".to_owned(), more.to_string())
            }
            _ => (
                fee_cash.to_string(),
                "USDC".to_owned(),
                fee_cash.to_string(),
            ),
        };
        self.venue.trades += 1;
        self.run.adapter += 1;
        let trade = issuance::VenueTrade {
            lot_id: format!("{asset}USDC-{}", self.venue.trades).into(),
            asset_order_id: order.id.clone(),
            asset: order.asset.clone(),
            side: order.side,
            quantity: amount,
            price: at,
            fee: scenario::quantity(&fee),
            fee_asset: fee_asset.into(),
            fee_cash: cash(&fee_cash),
            time_unix_ns: self.run.now,
        };
        let command = Command::RecordTrade {
            position: self.run.adapter,
            trade,
        };
        self.run.run(command.clone()).unwrap();
        assert_eq!(
            self.run.run(command).unwrap(),
            [],
            "a repeat changes nothing"
        );
    }

    pub(crate) fn end(&mut self, place: usize) {
        if self.venue.open.is_empty() {
            return;
        }
        let place = place % self.venue.open.len();
        let (order, _) = self.venue.open.remove(place);
        self.run.adapter += 1;
        let command = Command::EndAssetOrder {
            position: self.run.adapter,
            asset_order_id: order.id,
            text: String::new(),
        };
        self.run.run(command).unwrap();
    }
}
