//! Both sides of every rule, added up when every journal was read.

use ledger::Unit;
use money::MoneyError;

use crate::replay::Replay;
use crate::rule::{Row, Rule};
use crate::{Audit, ChainStatement, VenueStatement, compare, outside};

impl Audit {
    /// Both sides of every rule. After an event that can't be, the sums that it would have been part of are unknown.
    pub(super) fn add_up(
        &mut self,
        venue: Option<&VenueStatement>,
        chain: Option<&ChainStatement>,
        sides: &mut Sides,
    ) -> Result<(), MoneyError> {
        let Self {
            solver,
            inventory,
            adapter,
            minter,
            acceptor,
            breaches,
        } = self;
        for replay in [
            &solver.replay,
            &inventory.replay,
            &adapter.replay,
            &minter.replay,
            &acceptor.replay,
        ] {
            let until = if replay.stopped {
                "up to record"
            } else {
                "records:"
            };
            sides.note(
                Rule::Replay,
                format!("{} {until} {}", replay.source, replay.last),
            );
        }
        let position = acceptor.position;
        sides.note(
            Rule::Reports,
            format!(
                "up to event {position} of the solver's {}",
                solver.replay.last
            ),
        );
        for (rule, row) in solver.rows()? {
            sides.rows(rule, [row]);
        }
        for unit in solver.books().units() {
            sides.rows(Rule::Books, [book_row(solver.books(), unit)?]);
        }
        let Some(cash) = solver.tally.cash.clone() else {
            return Ok(());
        };
        let whole = |replays: &[&Replay]| replays.iter().all(|replay| !replay.stopped);
        if whole(&[&solver.replay, &adapter.replay]) {
            sides.rows(Rule::Trades, compare::trade_rows(solver, adapter, &cash)?);
        }
        if whole(&[&solver.replay, &inventory.replay]) {
            sides.rows(Rule::Records, compare::record_rows(solver, inventory)?);
        }
        if whole(&[&solver.replay, &minter.replay]) {
            sides.rows(
                Rule::Deposits,
                [compare::deposit_row(solver, minter, &cash)?],
            );
            sides.rows(Rule::Mints, compare::mint_rows(solver, minter)?);
            sides.rows(Rule::Payouts, [compare::payout_row(solver, minter, &cash)?]);
        }
        match venue {
            Some(statement) if whole(&[&adapter.replay, &solver.replay]) => {
                let ours = (&*adapter, &solver.cash_moves);
                let (rows, notes) = outside::venue(statement, ours, &cash, breaches)?;
                sides.rows(Rule::Venue, rows);
                for note in notes {
                    sides.note(Rule::Venue, note);
                }
            }
            Some(_) | None => sides.note(Rule::Venue, NOT_ASKED),
        }
        match chain {
            Some(statement) if whole(&[&minter.replay, &solver.replay]) => {
                let row = outside::vault(statement, minter, solver, &cash, breaches)?;
                sides.rows(Rule::Vault, [row]);
                sides.rows(Rule::Supply, outside::supply(statement, minter, breaches)?);
            }
            Some(_) | None => {
                sides.note(Rule::Vault, NOT_ASKED);
                sides.note(Rule::Supply, NOT_ASKED);
            }
        }
        Ok(())
    }
}

/// Of a rule on what nobody asked.
const NOT_ASKED: &str = "not looked at";

/// Both sides of a book: what is above zero and what is below.
fn book_row(books: &ledger::Books, unit: &Unit) -> Result<Row, MoneyError> {
    let above = books.each(unit).map(|(_, amount)| amount);
    let below = above.filter(|amount| amount.is_negative());
    let below = money::Signed::sum(below)?;
    let above = books.sum(unit)?.checked_sub(below)?;
    Row::new(unit, &[("owned", above)], &[("came from", -below)])
}

/// Rows and notes by rule.
#[derive(Default)]
pub(crate) struct Sides(std::collections::BTreeMap<Rule, (Vec<Row>, Vec<String>)>);

impl Sides {
    pub(crate) fn rows(&mut self, rule: Rule, rows: impl IntoIterator<Item = Row>) {
        self.0.entry(rule).or_default().0.extend(rows);
    }

    pub(crate) fn note(&mut self, rule: Rule, note: impl Into<String>) {
        self.0.entry(rule).or_default().1.push(note.into());
    }

    pub(crate) fn take(&mut self, rule: Rule) -> (Vec<Row>, Vec<String>) {
        self.0.remove(&rule).unwrap_or_default()
    }
}
