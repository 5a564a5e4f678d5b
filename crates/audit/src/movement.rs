//! What an event moves of the assets: by asset and owner, from the solver's events and from the inventory's.

use std::collections::BTreeMap;

use issuance::{AssetLots, OrderChange, Party, VenueTrade};
use ledger::Unit;
use lots::inventory::{Action, AssetQuantity, Side, TradeRecord};
use lots::{Fee, Owner};
use money::{MoneyError, Quantity, Signed};

/// By asset and owner, what is there more after it; nothing is left out. What comes from or goes to the venue has no other side here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Movements(pub(crate) BTreeMap<(Unit, Owner), Signed>);

impl Movements {
    pub(crate) fn add(
        &mut self,
        asset: &Unit,
        owner: Owner,
        amount: impl Into<Signed>,
    ) -> Result<(), MoneyError> {
        let key = (asset.clone(), owner);
        let sum = self.0.entry(key.clone()).or_default();
        *sum = sum.checked_add(amount.into())?;
        if sum.is_zero() {
            self.0.remove(&key);
        }
        Ok(())
    }

    fn take(&mut self, asset: &Unit, owner: Owner, amount: Quantity) -> Result<(), MoneyError> {
        self.add(asset, owner, -Signed::from(amount))
    }

    fn hand_over(&mut self, from: &Owner, to: &Owner, lots: &AssetLots) -> Result<(), MoneyError> {
        let quantity = lots.quantity()?;
        self.take(&lots.asset, from.clone(), quantity)?;
        self.add(&lots.asset, to.clone(), quantity)
    }

    /// What the house gives and takes in a batch, and what crosses: a record each.
    fn of_batch(&mut self, joining: issuance::Joining<'_>) -> Result<usize, MoneyError> {
        for part in joining.house_use {
            self.hand_over(&Owner::House, &order(part.order), &part.given)?;
        }
        for take in joining.house_take {
            self.take(&take.asset, Owner::backing(&take.index), take.lot.quantity)?;
            self.add(&take.asset, Owner::House, take.lot.quantity)?;
        }
        let mut crossed = 0;
        for crossing in joining.crossings {
            for part in crossing.parts.iter().filter(|part| !part.stays()) {
                crossed += 1;
                let lots = crossing.lots(joining.batch, part);
                let to = match &part.to {
                    Party::Order(id) => order(*id),
                    Party::Holders(index) => Owner::backing(index),
                };
                self.hand_over(&Owner::backing(&part.index), &to, &lots)?;
            }
        }
        for exchange in joining.exchanges {
            let backing = Owner::backing(&exchange.index);
            let (from, to) = match exchange.side {
                issuance::VenueSide::Buy => (Owner::House, backing),
                issuance::VenueSide::Sell => (backing, Owner::House),
            };
            let quantity = exchange.quantity()?;
            self.take(&exchange.asset, from, quantity)?;
            self.add(&exchange.asset, to, quantity)?;
        }
        let with_house = joining.house_use.len() + joining.house_take.len();
        Ok(with_house + crossed + joining.exchanges.len())
    }

    /// A fee in neither the cash nor the asset: the house's stock of it paid.
    fn third_fee(&mut self, fee: &Fee) -> Result<(), MoneyError> {
        match fee {
            Fee::Third {
                asset, quantity, ..
            } => self.take(asset, Owner::House, *quantity),
            Fee::Cash(_) | Fee::Asset(_) => Ok(()),
        }
    }

    pub(crate) fn join(&mut self, other: &Self) -> Result<(), MoneyError> {
        for ((asset, owner), amount) in &other.0 {
            self.add(asset, owner.clone(), *amount)?;
        }
        Ok(())
    }
}

impl std::fmt::Display for Movements {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() {
            return formatter.write_str("nothing");
        }
        for (place, ((asset, owner), amount)) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            write!(formatter, "{comma}{owner} {amount} {asset}")?;
        }
        Ok(())
    }
}

/// What the inventory must have recorded of one event of the solver's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Expected {
    pub(crate) movements: Movements,
    /// In so many records.
    pub(crate) records: usize,
    pub(crate) trade: Option<lots::Trade>,
}

/// What the inventory must record of a solver's event; no records: nothing.
pub(crate) fn of_solver(event: &issuance::Event, cash: &Unit) -> Result<Expected, MoneyError> {
    let mut movements = Movements::default();
    let (mut records, mut trade) = (1, None);
    match event {
        issuance::Event::Bought(bought) => {
            let asset = &bought.trade.asset;
            for share in &bought.shares {
                movements.add(asset, order(share.order), share.lot.quantity)?;
            }
            for share in &bought.backing {
                movements.add(asset, Owner::backing(&share.index), share.lot.quantity)?;
            }
            if let Some(house) = &bought.house {
                movements.add(asset, Owner::House, house.lot.quantity)?;
            }
            let known = lot_trade(&bought.trade, cash);
            movements.third_fee(&known.fee)?;
            trade = Some(known);
        }
        issuance::Event::Sold(sold) => {
            movements.sold(sold)?;
            let known = lot_trade(&sold.trade, cash);
            movements.third_fee(&known.fee)?;
            trade = Some(known);
        }
        issuance::Event::BatchMade { .. } | issuance::Event::BatchJoined { .. } => {
            records = 0;
            if let Some(joining) = event.joining() {
                records = movements.of_batch(joining)?;
            }
        }
        issuance::Event::Order(event) => {
            let owner = order(event.order.id);
            match &event.change {
                // Its lots were closed as they were sold.
                OrderChange::Filled(_) if event.order.request.side == issuance::Side::Redeem => {
                    records = 0;
                }
                OrderChange::Filled(fill) => {
                    let backing = Owner::backing(&event.order.request.index);
                    for lots in &fill.consumed {
                        movements.hand_over(&owner, &backing, lots)?;
                    }
                }
                OrderChange::Ended { to_house, .. } | OrderChange::TakenOver { to_house, .. } => {
                    records = usize::from(!to_house.is_empty());
                    for lots in to_house {
                        movements.hand_over(&owner, &Owner::House, lots)?;
                    }
                }
                OrderChange::Accepted { .. }
                | OrderChange::Rejected
                | OrderChange::Reserved
                | OrderChange::CancelAsked { .. }
                | OrderChange::ReplaceAsked { .. }
                | OrderChange::Replaced { .. }
                | OrderChange::Closing { .. }
                | OrderChange::Suspended { .. }
                | OrderChange::Resumed
                | OrderChange::Minted { .. }
                | OrderChange::MintFailed { .. } => records = 0,
            }
        }
        issuance::Event::Configured { .. }
        | issuance::Event::AccountDefined { .. }
        | issuance::Event::IndexDefined { .. }
        | issuance::Event::RebalanceChanged { .. }
        | issuance::Event::RebalanceFunded { .. }
        | issuance::Event::CashLeft { .. }
        | issuance::Event::CashArrived { .. }
        | issuance::Event::TradingSet { .. }
        | issuance::Event::LimitsSet { .. }
        | issuance::Event::Quoted { .. }
        | issuance::Event::PayoutAsked { .. }
        | issuance::Event::PayoutAccepted { .. }
        | issuance::Event::PaidOut { .. }
        | issuance::Event::PayoutFailed { .. }
        | issuance::Event::Deposited { .. }
        | issuance::Event::UnclaimedCredited { .. }
        | issuance::Event::Burned { .. }
        | issuance::Event::UnclaimedUnitsCredited { .. }
        | issuance::Event::CancelRejected { .. }
        | issuance::Event::OrdersCancelled { .. }
        | issuance::Event::BatchPlaced { .. }
        | issuance::Event::AssetOrderEnded { .. }
        | issuance::Event::BatchFilled { .. }
        | issuance::Event::BatchSettling { .. }
        | issuance::Event::BatchSettled { .. }
        | issuance::Event::Skipped { .. }
        | issuance::Event::TradeParked { .. }
        | issuance::Event::MintAccepted { .. }
        | issuance::Event::InventoryConfirmed { .. } => records = 0,
    }
    Ok(Expected {
        movements,
        records,
        trade,
    })
}

/// What a record of the inventory's moves.
pub(crate) fn of_inventory(
    action: &Action,
    closing: Option<&lots::inventory::Closing>,
) -> Result<Movements, MoneyError> {
    let mut movements = Movements::default();
    match action {
        Action::Trade(record) => {
            let TradeRecord {
                trade,
                side,
                shares,
                ..
            } = record.as_ref();
            match side {
                Side::Purchase => {
                    for share in shares {
                        movements.add(&trade.asset, share.owner.clone(), share.quantity)?;
                    }
                }
                Side::Sale => {
                    let closed = closing.map(|closing| closing.closed.as_slice());
                    movements = of_closed(&trade.asset, closed.unwrap_or_default())?;
                    // Sold, and nobody's: the house owes it.
                    for refused in closing.into_iter().flat_map(|closing| &closing.refused) {
                        movements.take(&trade.asset, Owner::House, refused.quantity)?;
                    }
                }
            }
            movements.third_fee(&trade.fee)?;
        }
        Action::Transfer(transfer) => {
            for part in &transfer.quantities {
                movements.part(&transfer.from, &transfer.to, part)?;
            }
        }
        Action::Consume(consumption) => {
            let index = consumption.index.clone().unwrap_or_else(|| "".into());
            for part in &consumption.quantities {
                movements.part(&consumption.owner, &Owner::Backing(index.clone()), part)?;
            }
        }
    }
    Ok(movements)
}

/// What parts of lots move that a sale has closed.
pub(crate) fn of_closed(asset: &Unit, closed: &[lots::Closed]) -> Result<Movements, MoneyError> {
    let mut movements = Movements::default();
    for closed in closed {
        movements.take(asset, closed.owner.clone(), closed.quantity)?;
    }
    Ok(movements)
}

impl Movements {
    /// What is sold, of whose.
    fn sold(&mut self, sold: &issuance::Sold) -> Result<(), MoneyError> {
        let asset = &sold.trade.asset;
        for share in &sold.shares {
            self.take(asset, order(share.order), share.sold.quantity()?)?;
        }
        for share in &sold.redeemed {
            self.take(asset, Owner::backing(&share.index), share.sold.quantity)?;
        }
        for share in &sold.rebalanced {
            self.take(asset, Owner::backing(&share.index), share.lot.quantity)?;
        }
        Ok(())
    }

    fn part(&mut self, from: &Owner, to: &Owner, part: &AssetQuantity) -> Result<(), MoneyError> {
        self.take(&part.asset, from.clone(), part.quantity)?;
        self.add(&part.asset, to.clone(), part.quantity)
    }
}

fn order(id: issuance::OrderId) -> Owner {
    Owner::order(id.to_string())
}

/// A venue trade as the inventory has it.
fn lot_trade(trade: &VenueTrade, cash: &Unit) -> lots::Trade {
    let fee = if trade.fee.is_zero() {
        Fee::Cash(money::Cash::ZERO)
    } else if trade.fee_asset == *cash {
        Fee::Cash(Signed::from(trade.fee).to_cash())
    } else if trade.fee_asset == trade.asset {
        Fee::Asset(trade.fee)
    } else {
        Fee::Third {
            asset: trade.fee_asset.clone(),
            quantity: trade.fee,
            cash: trade.fee_cash,
        }
    };
    lots::Trade {
        id: trade.lot_id.clone(),
        asset: trade.asset.clone(),
        quantity: trade.quantity,
        price: trade.price,
        fee,
        time_unix_ns: trade.time_unix_ns,
    }
}
