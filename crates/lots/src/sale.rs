//! Sales: lots closed first in, first out, the profit realised; and fees in a third asset, which are the house's sales of it.

use ledger::Name;
use money::{Cash, MoneyError, Price, Quantity, Rounding};
use serde::{Deserialize, Serialize};

use crate::change::{Change, Pick, picks_total, taken};
use crate::lots::check_shares;
use crate::piece::Piece;
use crate::position::Totals;
use crate::trade::exact_value;
use crate::{Fee, HouseFee, Lots, LotsError, Owner, Share, Trade};

/// What a sale has closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sold {
    /// The parts of lots it closed: by share, then oldest first.
    pub closed: Vec<Closed>,
    /// What was sold without a lot to close: the house owes it.
    pub refused: Vec<Share>,
    /// The proceeds of `refused`, less their fee.
    pub unowned: Cash,
    /// What the venue paid beyond the proceeds less the fees: between minus one and one of the cash scale's smallest amount.
    /// The house's to keep, or to pay.
    pub remainder: Cash,
    /// Σ profit of `closed`.
    pub realised_profit: Cash,
    /// What the house paid of a third asset.
    pub house_fee: Option<HouseFee>,
}

/// A part of a lot that a sale closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// Whose it was.
    pub owner: Owner,
    /// The lot.
    pub lot: Name,
    /// Cash per unit of the asset, as its owner carried it.
    pub price: Price,
    /// How much of it.
    pub quantity: Quantity,
    /// Its share of the lot's cost.
    pub cost: Cash,
    /// Its share of the lot's fee.
    pub fee: Cash,
    /// Its share of the sale's proceeds.
    pub proceeds: Cash,
    /// Its share of the sale's fee.
    pub sale_fee: Cash,
}

impl Closed {
    /// Proceeds less cost, before fees.
    pub fn profit(&self) -> Result<Cash, MoneyError> {
        self.proceeds.checked_sub(self.cost)
    }
}

impl Lots {
    /// Closes the sellers' lots, oldest first: Σ shares = what was sold. The venue has sold it already, so what a seller does not have is
    /// not a reason to refuse the trade: it is named in the answer.
    pub fn sell(&mut self, trade: &Trade, shares: &[Share]) -> Result<Sold, LotsError> {
        let (change, sold) = self.selling(trade, shares)?;
        self.commit(change);
        Ok(sold)
    }

    /// What [`Lots::sell`] would close.
    pub fn would_sell(&self, trade: &Trade, shares: &[Share]) -> Result<Sold, LotsError> {
        self.selling(trade, shares).map(|(_, sold)| sold)
    }

    fn selling(&self, trade: &Trade, shares: &[Share]) -> Result<(Change, Sold), LotsError> {
        self.check_new(trade)?;
        if trade.quantity.is_zero() {
            return Err(LotsError::Nothing {
                id: trade.id.clone(),
            });
        }
        check_shares(trade, trade.quantity, shares)?;
        let out_of_range = LotsError::out_of_range(&trade.asset);
        let (mut sale, remainder) = self.proceeds(trade)?;
        let mut sold = Sold {
            closed: Vec::new(),
            refused: Vec::new(),
            unowned: Cash::ZERO,
            remainder,
            realised_profit: Cash::ZERO,
            house_fee: None,
        };
        let mut change = Change::of(&trade.asset, self.totals(&trade.asset));
        for share in shares.iter().filter(|share| !share.quantity.is_zero()) {
            let has = self.held(&share.owner, &trade.asset).min(share.quantity);
            let picks = self.picks(&share.owner, &trade.asset, has)?;
            self.close(&share.owner, &picks, &mut sale, &mut sold)
                .map_err(&out_of_range)?;
            self.refuse(share, has, &mut sale, &mut sold)
                .map_err(&out_of_range)?;
            change.leaving.push((share.owner.clone(), picks));
        }
        for closed in &sold.closed {
            change
                .totals
                .close(closed.quantity, closed.cost, closed.fee, closed.proceeds)
                .map_err(&out_of_range)?;
        }
        for refused in &sold.refused {
            change
                .totals
                .overdraw(refused.quantity)
                .map_err(&out_of_range)?;
        }
        change.recorded = Some(trade.id.clone());
        sold.house_fee = self.third_fee(&trade.fee, &mut change)?;
        Ok((change, sold))
    }

    /// What a fee in a third asset takes of the house's lots, added to the trade's own change.
    pub(crate) fn third_fee(
        &self,
        fee: &Fee,
        trade: &mut Change,
    ) -> Result<Option<HouseFee>, LotsError> {
        let Fee::Third {
            asset,
            quantity,
            cash,
        } = fee
        else {
            return Ok(None);
        };
        let has = self.held(&Owner::House, asset).min(*quantity);
        let picks = self.picks(&Owner::House, asset, has)?;
        let mut change = Change::of(asset, self.totals(asset));
        let overdrawn = self
            .realise_fee(&picks, has, *quantity, *cash, &mut change.totals)
            .map_err(LotsError::out_of_range(asset))?;
        let lots = taken(&picks);
        change.leaving.push((Owner::House, picks));
        trade.fee = Some(Box::new(change));
        Ok(Some(HouseFee {
            asset: asset.clone(),
            lots,
            overdrawn,
        }))
    }

    fn realise_fee(
        &self,
        picks: &[Pick],
        has: Quantity,
        quantity: Quantity,
        cash: Cash,
        totals: &mut Totals,
    ) -> Result<Quantity, MoneyError> {
        let (cost, fee) = picks_total(picks)?;
        // Only what a lot paid is realised.
        let proceeds = if has == quantity {
            cash.round_to(self.scale, Rounding::Down)?
        } else {
            cash.share_of(has, quantity, self.scale, Rounding::Down)?
        };
        totals.close(has, cost, fee, proceeds)?;
        let overdrawn = quantity.checked_sub(has)?;
        totals.overdraw(overdrawn)?;
        Ok(overdrawn)
    }

    /// A sale's proceeds and fee at the cash scale, to be shared like a lot, and what is left of the venue's payment.
    fn proceeds(&self, trade: &Trade) -> Result<(Piece, Cash), LotsError> {
        let amounts = |fee: Cash, fee_paid: Cash| {
            let exact = exact_value(trade.price, trade.quantity)?;
            let proceeds = exact.round_to(self.scale, Rounding::Down)?;
            let fee_down = fee.round_to(self.scale, Rounding::Down)?;
            let fee_paid_down = fee_paid.round_to(self.scale, Rounding::Down)?;
            let paid = exact.checked_sub(fee_paid)?;
            let remainder = paid.checked_sub(proceeds.checked_sub(fee_paid_down)?)?;
            Ok((Piece::new(trade.quantity, proceeds, fee_down), remainder))
        };
        match &trade.fee {
            Fee::Cash(fee) => amounts(*fee, *fee),
            Fee::Third { cash, .. } => amounts(*cash, Cash::ZERO),
            Fee::Asset(_) => {
                return Err(LotsError::FeeInAsset {
                    id: trade.id.clone(),
                });
            }
        }
        .map_err(LotsError::out_of_range(&trade.asset))
    }

    fn close(
        &self,
        owner: &Owner,
        picks: &[Pick],
        sale: &mut Piece,
        sold: &mut Sold,
    ) -> Result<(), MoneyError> {
        for Pick { taken, .. } in picks {
            let (proceeds, sale_fee) = sale.shares(taken.quantity, self.scale)?;
            sale.taken = sale.taken.checked_add(taken.quantity)?;
            let closed = Closed {
                owner: owner.clone(),
                lot: taken.lot.clone(),
                price: taken.price,
                quantity: taken.quantity,
                cost: taken.cost,
                fee: taken.fee,
                proceeds,
                sale_fee,
            };
            sold.realised_profit = sold.realised_profit.checked_add(closed.profit()?)?;
            sold.closed.push(closed);
        }
        Ok(())
    }

    fn refuse(
        &self,
        share: &Share,
        has: Quantity,
        sale: &mut Piece,
        sold: &mut Sold,
    ) -> Result<(), MoneyError> {
        let short = share.quantity.checked_sub(has)?;
        if short.is_zero() {
            return Ok(());
        }
        let (proceeds, fee) = sale.shares(short, self.scale)?;
        sale.taken = sale.taken.checked_add(short)?;
        sold.unowned = sold.unowned.checked_add(proceeds)?.checked_sub(fee)?;
        sold.refused.push(Share {
            owner: share.owner.clone(),
            quantity: short,
        });
        Ok(())
    }
}
