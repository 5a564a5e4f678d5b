//! The cash of indexes' holders after a change of the basket: what the solver's events say of it, beside its books.

use std::collections::BTreeMap;

use issuance::{Event, VenueSide};
use ledger::{Account, Books, Name, Unit};
use money::{MoneyError, Rounding, Scale, Signed};

use crate::rule::Row;
use crate::tally::plus;

/// An index's.
#[derive(Debug, Default, Clone, Copy)]
struct Holders {
    /// What sales of backing brought, before fees.
    proceeds: Signed,
    /// House cash that an operator gave.
    funded: Signed,
    /// What purchases cost, without fees.
    cost: Signed,
    fees: Signed,
}

/// By index.
#[derive(Debug, Default)]
pub(crate) struct AllHolders {
    cash_scale: Option<Scale>,
    by_index: BTreeMap<Name, Holders>,
}

impl AllHolders {
    pub(crate) fn take(&mut self, event: &Event) -> Result<(), MoneyError> {
        match event {
            Event::Configured { settings } => {
                self.cash_scale = Some(settings.cash_scale);
                Ok(())
            }
            Event::Bought(bought) => bought.backing.iter().try_for_each(|share| {
                let own = self.of(&share.index);
                plus(&mut own.cost, share.lot.cost)?;
                plus(&mut own.fees, share.lot.fee)
            }),
            Event::Sold(sold) => sold.rebalanced.iter().try_for_each(|share| {
                // By the trade, whatever the share says.
                let scale = self.cash_scale.unwrap_or(Scale::USDC);
                let price = sold.trade.price;
                let proceeds = price.times(share.traded, scale, Rounding::Down)?;
                let own = self.of(&share.index);
                plus(&mut own.proceeds, proceeds)?;
                plus(&mut own.fees, share.lot.fee)
            }),
            Event::BatchMade { .. } | Event::BatchJoined { .. } => {
                let joining = event.joining();
                let crossings = joining.iter().flat_map(|joining| joining.crossings);
                for part in crossings.flat_map(|crossing| &crossing.parts) {
                    if let Some(index) = part.from.holders() {
                        plus(&mut self.of(index).proceeds, part.cost)?;
                    }
                    if let Some(index) = part.to.holders() {
                        plus(&mut self.of(index).cost, part.cost)?;
                    }
                }
                let mut exchanges = joining.iter().flat_map(|joining| joining.exchanges);
                exchanges.try_for_each(|exchange| {
                    let own = self.of(&exchange.index);
                    let sum = match exchange.side {
                        VenueSide::Buy => &mut own.cost,
                        VenueSide::Sell => &mut own.proceeds,
                    };
                    plus(sum, exchange.cash()?)
                })
            }
            Event::RebalanceFunded { index, amount, .. } => {
                plus(&mut self.of(index).funded, *amount)
            }
            _ => Ok(()),
        }
    }

    fn of(&mut self, index: &Name) -> &mut Holders {
        self.by_index.entry(index.clone()).or_default()
    }

    /// Both sides, by index: what came and was spent, and the purse in the books.
    pub(crate) fn rows(&self, books: &Books, cash: &Unit) -> Result<Vec<Row>, MoneyError> {
        let row = |(index, own): (&Name, &Holders)| {
            let purse = books.balance(cash, &Account::rebalance(index));
            let in_flight = books.balance(cash, &Account::rebalance_in_flight(index));
            Row::new(
                &Unit::from(index),
                &[("sold", own.proceeds), ("given by the house", own.funded)],
                &[
                    ("bought", own.cost),
                    ("fees", own.fees),
                    ("left", purse),
                    ("in batches", in_flight),
                ],
            )
        };
        self.by_index.iter().map(row).collect()
    }
}
