//! What the minter was asked for, beside the orders and the payouts of the solver's that it is of, and the other way round.

use crate::Rule;
use crate::breach::{Breaches, Source};
use crate::minter::{Asked, Minter};
use crate::solver::Solver;

/// Each mint that the minter was asked for is of an order whose units they are, to its account's address.
pub(crate) fn mints(solver: &Solver, minter: &Minter, breaches: &mut Breaches) {
    for (id, mint) in &minter.mints {
        if mint.at.sequence > minter.replay.cut {
            continue;
        }
        let text = match solver.mintable.get(id) {
            None if solver.replay.stopped => continue,
            None => format!("mint {id} is of no order that was to be minted"),
            Some(order) => {
                let addresses = solver.addresses.get(&order.account);
                let to_owner = addresses.is_some_and(|known| known.contains(&mint.to));
                if !to_owner {
                    format!("mint {id} goes to {}, not to {}", mint.to, order.account)
                } else if mint.units != order.units || *order.index != *mint.index {
                    format!(
                        "mint {id} is of {} {}, its order of {} {}",
                        mint.units, mint.index, order.units, order.index
                    )
                } else {
                    continue;
                }
            }
        };
        breaches.add(Rule::Mints, Some(Source::ChainMinter.at(mint.at)), text);
    }
}

/// Each payout that the minter was asked for is one of the solver's: so much, to that address.
pub(crate) fn payouts(solver: &Solver, minter: &Minter, breaches: &mut Breaches) {
    for (id, payout) in &minter.payouts {
        if payout.at.sequence > minter.replay.cut {
            continue;
        }
        let text = match solver.payable.get(id) {
            None if solver.replay.stopped => continue,
            None => format!("payout {id} was never asked for by a client"),
            Some(asked) if payout.to != asked.to => {
                format!("payout {id} goes to {}, not to {}", payout.to, asked.to)
            }
            Some(asked) if payout.amount != asked.amount => format!(
                "payout {id} is of {}, {} was asked for",
                payout.amount, asked.amount
            ),
            Some(_) => continue,
        };
        let place = Some(Source::ChainMinter.at(payout.at));
        breaches.add(Rule::Payouts, place, text);
    }
}

/// Each mint and payout that the minter has answered for is in its journal.
pub(crate) fn taken(solver: &Solver, minter: &Minter, breaches: &mut Breaches) {
    if minter.replay.stopped {
        return;
    }
    for (at, what, id) in &solver.taken {
        let (rule, known) = match what {
            Asked::Mint => (Rule::Mints, minter.mints.contains_key(id)),
            Asked::Payout => (Rule::Payouts, minter.payouts.contains_key(id)),
        };
        if at.sequence <= solver.replay.cut && !known {
            let text = format!("the minter has taken {id}, as it says, and has no record of it");
            breaches.add(rule, Some(Source::Solver.at(*at)), text);
        }
    }
}
