//! Cash that operators have moved between the vault and the venue: what the solver's events say of it by themselves.

use std::collections::BTreeMap;

use issuance::{CashArrival, CashMove, CashPlace, Event};
use ledger::Unit;
use money::{MoneyError, Signed};

use crate::breach::At;
use crate::rule::Row;
use crate::sums::Sums;
use crate::tally::plus;

/// One.
#[derive(Debug)]
pub(crate) struct Move {
    pub(crate) at: At,
    pub(crate) told: CashMove,
    /// What has become of it; none: it is in transit.
    pub(crate) arrival: Option<(At, CashArrival)>,
}

/// All, by their ids. They are as many as operators have made by hand.
#[derive(Debug, Default)]
pub(crate) struct CashMoves(BTreeMap<String, Move>);

impl CashMoves {
    pub(crate) fn take(&mut self, at: At, event: &Event) {
        match event {
            Event::CashLeft { cash_move, .. } => {
                let told = cash_move.clone();
                let arrival = None;
                self.0.insert(told.id.clone(), Move { at, told, arrival });
            }
            Event::CashArrived { id, arrival, .. } => {
                // Its machine takes no arrival of a move that it does not know.
                if let Some(known) = self.0.get_mut(id) {
                    known.arrival = Some((at, arrival.clone()));
                }
            }
            _ => {}
        }
    }

    /// Those from the vault, each a payout of its contract, by the payout's id.
    pub(crate) fn payouts(&self) -> impl Iterator<Item = (String, &Move)> {
        let own = self
            .0
            .values()
            .filter(|known| known.told.from == CashPlace::Vault);
        own.map(|known| (known.told.payout_id(), known))
    }

    /// What has arrived at a place, less what has left it.
    pub(crate) fn brought_to(&self, place: CashPlace) -> Result<Signed, MoneyError> {
        let mut brought = Signed::ZERO;
        for Move { told, arrival, .. } in self.0.values() {
            if told.from == place {
                plus(&mut brought, -told.amount)?;
            }
            if let Some((_, arrival)) = arrival
                && arrival.at == place
            {
                plus(&mut brought, arrival.amount)?;
            }
        }
        Ok(brought)
    }

    /// What has left a place and is told to have arrived nowhere: it may lie at either.
    pub(crate) fn in_transit(&self) -> Result<Signed, MoneyError> {
        let open = self.0.values().filter(|known| known.arrival.is_none());
        Signed::sum(open.map(|known| known.told.amount.into()))
    }

    /// How much of a difference may be what is in transit.
    pub(crate) fn explain(&self, difference: Signed) -> Result<Signed, MoneyError> {
        Ok(difference.clamp(Signed::ZERO, self.in_transit()?))
    }

    /// What is in transit by the books, beside what the events say.
    pub(crate) fn row(&self, cash: &Unit, sums: &Sums) -> Result<Row, MoneyError> {
        let [mut left, mut arrived, mut cost] = [Signed::ZERO; 3];
        for Move { told, arrival, .. } in self.0.values() {
            plus(&mut left, told.amount)?;
            if let Some((_, arrival)) = arrival {
                plus(&mut arrived, arrival.amount)?;
                plus(&mut cost, arrival.cost)?;
            }
        }
        Row::new(
            cash,
            &[("in transit", -sums.in_transit)],
            &[("left", left), ("arrived", -arrived), ("cost", -cost)],
        )
    }
}
