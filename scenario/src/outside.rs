//! What the venue and the chain do: as they are told.

use issuance::{
    AssetOrder, Batch, BatchId, Burn, Command, Deposit, Event, OrderId, Snapshot, VenueTrade,
};

use crate::{Scenario, address, cash, price, quantity, units};

impl Scenario {
    /// Makes a batch of this market and has the adapter take it.
    pub fn batch(&mut self, snapshot: &Snapshot) -> Option<Batch> {
        let batch = self.make_batch(snapshot);
        if let Some(batch) = &batch {
            self.confirm_placed(batch.id);
        }
        batch
    }

    /// Makes a batch of this market, of which the adapter has not heard yet.
    pub fn make_batch(&mut self, snapshot: &Snapshot) -> Option<Batch> {
        let events = self.make_batch_events(snapshot);
        events.into_iter().find_map(|event| match event {
            Event::BatchMade { batch } => Some(*batch),
            _ => None,
        })
    }

    /// All that is decided when a batch is to be made.
    pub fn make_batch_events(&mut self, snapshot: &Snapshot) -> Vec<Event> {
        self.run(Command::MakeBatch(snapshot.clone())).unwrap()
    }

    /// The adapter has taken a batch.
    pub fn confirm_placed(&mut self, batch: BatchId) {
        self.run(Command::ConfirmPlaced(batch)).unwrap();
    }

    /// The adapter has nothing of it, and will not have it.
    pub fn refuse(&mut self, batch: BatchId) {
        let text = "an asset order is bad".to_owned();
        self.run(Command::RefuseBatch { batch, text }).unwrap();
    }

    fn asset_order(&self, asset: &str) -> AssetOrder {
        let batches: Vec<_> = self.state.live_batches().collect();
        let orders = batches
            .iter()
            .flat_map(|id| self.state.batch(*id).unwrap().asset_orders.clone());
        orders
            .filter(|order| *order.asset == *asset)
            .last()
            .unwrap()
    }

    /// A trade of the newest live asset order in this asset, with a fee in cash.
    pub fn trade(&mut self, asset: &str, amount: &str, at: &str, fee: &str) -> Vec<Event> {
        self.trade_with_fee(asset, amount, at, (fee, "USDC", fee))
    }

    /// The same, with a fee of so much of an asset, worth so much cash.
    pub fn trade_with_fee(
        &mut self,
        asset: &str,
        amount: &str,
        at: &str,
        fee: (&str, &str, &str),
    ) -> Vec<Event> {
        let order = self.asset_order(asset);
        self.trades += 1;
        self.adapter += 1;
        let trade = VenueTrade {
            lot_id: format!("{asset}USDC-{}", self.trades).into(),
            asset_order_id: order.id,
            asset: asset.into(),
            side: order.side,
            quantity: quantity(amount),
            price: price(at),
            fee: quantity(fee.0),
            fee_asset: fee.1.into(),
            fee_cash: cash(fee.2),
            time_unix_ns: self.now,
        };
        self.run(Command::RecordTrade {
            position: self.adapter,
            trade,
        })
        .unwrap()
    }

    /// The newest live asset order in this asset has come to its end.
    pub fn end(&mut self, asset: &str) -> Vec<Event> {
        let asset_order_id = self.asset_order(asset).id;
        self.adapter += 1;
        self.run(Command::EndAssetOrder {
            position: self.adapter,
            asset_order_id,
            text: String::new(),
        })
        .unwrap()
    }

    /// The venue executes every asset order of a batch wholly, at its limit price, without a fee.
    pub fn execute(&mut self, batch: &Batch) -> Vec<Event> {
        let mut events = Vec::new();
        for order in &batch.asset_orders {
            let at = order.limit_price.to_string();
            events.extend(self.trade(&order.asset, &order.quantity.to_string(), &at, "0"));
        }
        for order in &batch.asset_orders {
            events.extend(self.end(&order.asset));
        }
        events
    }

    /// An account's address pays into the vault.
    pub fn deposit(&mut self, account: u32, amount: &str) -> Vec<Event> {
        self.minter += 1;
        let deposit = Deposit {
            deposit_id: format!("0xd{}-0", self.minter),
            from: address(account),
            amount: cash(amount),
            transaction_hash: format!("0xd{}", self.minter),
            block_number: self.minter,
        };
        self.run(Command::RecordDeposit {
            position: self.minter,
            deposit,
        })
        .unwrap()
    }

    /// An account's address burns units.
    pub fn burn(&mut self, account: u32, index: &str, amount: &str) -> Vec<Event> {
        self.minter += 1;
        let burn = Burn {
            burn_id: format!("{index}-0xb{}-0", self.minter),
            index: index.into(),
            from: address(account),
            units: units(amount),
            transaction_hash: format!("0xb{}", self.minter),
            block_number: self.minter,
        };
        self.run(Command::RecordBurn {
            position: self.minter,
            burn,
        })
        .unwrap()
    }

    /// The chain has a mint.
    pub fn confirm_mint(&mut self, order: OrderId) -> Vec<Event> {
        self.minter += 1;
        self.run(Command::ConfirmMint {
            position: self.minter,
            mint_id: self.state.mint_id(order),
            transaction_hash: "0xm".into(),
            block_number: 7,
        })
        .unwrap()
    }

    /// The chain has a payout.
    pub fn confirm_payout(&mut self, payout_id: &str) -> Vec<Event> {
        self.minter += 1;
        self.run(Command::ConfirmPayout {
            position: self.minter,
            payout_id: payout_id.into(),
            transaction_hash: "0xp".into(),
            block_number: 8,
        })
        .unwrap()
    }

    /// The chain refuses a mint or a payout for good.
    pub fn fail_transaction(&mut self, id: &str) -> Vec<Event> {
        self.minter += 1;
        self.run(Command::FailTransaction {
            position: self.minter,
            id: id.into(),
            text: "reverted".into(),
        })
        .unwrap()
    }
}
