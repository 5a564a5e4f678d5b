//! What happens to the backing and the cash of indexes' holders when a basket has changed.

use std::sync::Arc;

use money::{Cash, MoneyError};

use super::{Applied, split};
use crate::batch::VenueSide;
use crate::books::{self, Purses};
use crate::desk::Desk;
use crate::event::{Bought, Sold};
use crate::rebalance::{BackingShare, BatchRebalance, HouseExchange};

impl Desk<'_> {
    /// A batch takes its part of the holders' cash.
    pub(super) fn send_holders(&mut self, rebalances: &[BatchRebalance]) -> Applied {
        let cash = self.cash.clone();
        for part in rebalances {
            let posting = books::send_holders(&cash, &part.index, part.in_flight)?;
            self.post(&posting)?;
        }
        Ok(())
    }

    /// The house takes or gives at once.
    pub(super) fn exchange(&mut self, exchange: &HouseExchange) -> Applied {
        match exchange.side {
            VenueSide::Sell => self.house_takes(exchange),
            VenueSide::Buy => self.house_gives(exchange),
        }
    }

    fn house_takes(&mut self, exchange: &HouseExchange) -> Applied {
        for lot in &exchange.given {
            self.house_mut(&exchange.asset).add(lot.clone())?;
        }
        let posting = books::take_of_holders(&self.cash, exchange)?;
        self.post(&posting)
    }

    fn house_gives(&mut self, exchange: &HouseExchange) -> Applied {
        self.house_mut(&exchange.asset).take(&exchange.taken)?;
        let posting = books::give_to_holders(&self.cash, exchange)?;
        self.post(&posting)
    }

    /// What is bought stands behind the units at once.
    pub(super) fn buy_backing(&mut self, bought: &Bought) -> Applied {
        let cash = self.cash.clone();
        for share in &bought.backing {
            let BackingShare { index, lot, .. } = share;
            let live = self.batch_mut(bought.batch)?;
            let left = live.rebalance_in_flight.get_mut(index);
            let left = left.ok_or(MoneyError::Negative)?;
            let (in_flight, purse) = split(lot.paid()?, *left)?;
            *left = left.checked_sub(in_flight)?;
            let from = Purses { in_flight, purse };
            let posting = books::buy_backing(&cash, &bought.trade.asset, share, from)?;
            self.post(&posting)?;
        }
        let live = self.batch_mut(bought.batch)?;
        let place = super::place_of(live, &bought.trade.asset_order_id)?;
        let batch = Arc::clone(&live.batch);
        let shares = bought.backing.iter();
        let traded = shares.map(|share| (&share.index, share.traded));
        Arc::make_mut(&mut live.progress[place])
            .trade_backing(&batch.asset_orders[place], traded)?;
        Ok(())
    }

    /// What comes in for what is sold is the holders' at once.
    pub(super) fn rebalance_sold(&mut self, sold: &Sold) -> Applied {
        let cash = self.cash.clone();
        for share in &sold.rebalanced {
            let proceeds: Cash = share.lot.cost.checked_sub(share.lot.fee)?;
            let posting = books::sell_for_holders(&cash, &sold.trade.asset, share, proceeds)?;
            self.post(&posting)?;
        }
        let live = self.batch_mut(sold.batch)?;
        let place = super::place_of(live, &sold.trade.asset_order_id)?;
        let batch = Arc::clone(&live.batch);
        let shares = sold.rebalanced.iter();
        let traded = shares.map(|share| (&share.index, share.traded));
        Arc::make_mut(&mut live.progress[place])
            .trade_backing(&batch.asset_orders[place], traded)?;
        Ok(())
    }
}
