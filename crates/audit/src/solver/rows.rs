//! Both sides of every rule on the solver's own books.

use issuance::CashPlace;
use ledger::Unit;
use money::{MoneyError, Signed};

use super::Solver;
use crate::Rule;
use crate::rule::Row;
use crate::sums::Sums;

impl Solver {
    /// All of them.
    pub(crate) fn rows(&self) -> Result<Vec<(Rule, Row)>, MoneyError> {
        let Some(cash) = &self.tally.cash else {
            return Ok(Vec::new());
        };
        let books = self.state.books();
        let mut rows = self.cash_rows(cash, &Sums::of(books, cash)?)?;
        let holders = self.tally.holders.rows(books, cash)?;
        rows.extend(holders.into_iter().map(|row| (Rule::Holders, row)));
        for (asset, tally) in &self.tally.assets {
            let sums = Sums::of(books, asset)?;
            let row = Row::new(
                asset,
                &[("bought", tally.bought)],
                &[
                    ("held for orders", sums.holdings),
                    ("behind units", sums.backing),
                    ("house", sums.house),
                    ("sold", tally.sold),
                    ("fees", tally.fees),
                ],
            )?;
            rows.push((Rule::Lots, row));
            let row = Row::new(
                asset,
                &[("at the venue", -sums.venue)],
                &[("trades", self.traded(asset)?)],
            )?;
            rows.push((Rule::Mirrors, row));
        }
        for (index, tally) in &self.tally.indexes {
            let sums = Sums::of(books, index)?;
            let row = Row::new(
                index,
                &[("on chain", sums.on_chain)],
                &[
                    ("fills of minted orders", tally.minted),
                    ("burned", -tally.burned),
                ],
            )?;
            rows.push((Rule::Units, row));
            let row = Row::new(
                index,
                &[("all fills", tally.filled)],
                &[
                    ("on chain", sums.on_chain),
                    ("not yet minted", sums.unminted),
                    ("redeemed", tally.redeemed),
                    (
                        "burned, not redeemed",
                        Signed::sum([sums.free, sums.reserved, sums.unclaimed])?,
                    ),
                ],
            )?;
            rows.push((Rule::Units, row));
        }
        Ok(rows)
    }

    fn cash_rows(&self, cash: &Unit, sums: &Sums) -> Result<Vec<(Rule, Row)>, MoneyError> {
        let tally = &self.tally;
        let fees = tally.venue_fees.checked_add(tally.issuer_fees)?;
        let reserved = Signed::sum([sums.reserved, sums.in_flight, sums.holdings])?;
        let cash_in = Row::new(
            cash,
            &[("cash in", tally.deposits), ("redeemed", tally.redeemed)],
            &[
                ("spent", tally.spent),
                ("fees", fees),
                ("lost in sales", tally.sale_losses),
                ("free", sums.free),
                ("reserved", reserved),
                ("to be paid out", sums.payout),
                ("paid out", tally.paid_out),
                ("unclaimed", sums.unclaimed),
            ],
        )?;
        let moved = |place| self.cash_moves.brought_to(place);
        let vault = Row::new(
            cash,
            &[("in the vault", -sums.vault)],
            &[
                ("deposits", tally.deposits),
                ("payouts", -tally.paid_out),
                ("cash moves", moved(CashPlace::Vault)?),
            ],
        )?;
        let venue = Row::new(
            cash,
            &[("at the venue", -sums.venue)],
            &[
                ("house cash and trades", tally.venue_cash),
                ("cash moves", moved(CashPlace::Venue)?),
            ],
        )?;
        Ok(vec![
            (Rule::Cash, cash_in),
            (Rule::Mirrors, vault),
            (Rule::Mirrors, venue),
            (Rule::Mirrors, self.cash_moves.row(cash, sums)?),
        ])
    }

    /// What its trades have left at the venue.
    pub(crate) fn traded(&self, unit: &Unit) -> Result<Signed, MoneyError> {
        if self.tally.cash.as_ref() == Some(unit) {
            return self.tally.venue_cash.checked_sub(self.tally.house_cash);
        }
        let Some(asset) = self.tally.assets.get(unit) else {
            return Ok(Signed::ZERO);
        };
        asset
            .bought
            .checked_sub(asset.sold)?
            .checked_sub(asset.fees)
    }
}
