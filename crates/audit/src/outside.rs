//! What the venue and the chain say of themselves, beside the adapter's and the minter's journals.

use std::collections::{BTreeMap, BTreeSet};

use issuance::{CashPlace, VenueTrade};
use ledger::{Name, Unit};
use money::{Cash, MoneyError, Signed, Units};

use crate::Rule;
use crate::adapter::{Adapter, facts, left};
use crate::breach::{At, Breaches, Source};
use crate::cash_moves::CashMoves;
use crate::minter::Minter;
use crate::rule::Row;
use crate::solver::Solver;
use crate::tally::plus;

/// What the venue says.
#[derive(Debug, Clone, Default)]
pub struct VenueStatement {
    /// What was there before the first trade; a unit that is not named had nothing.
    pub opening: BTreeMap<Unit, Signed>,
    /// What is there now, free and locked.
    pub now: BTreeMap<Unit, Signed>,
    /// Every trade of the account in the venue's own journal, by lot; none: only balances are known.
    pub trades: Option<BTreeMap<String, (At, VenueTrade)>>,
}

/// What the chain says, as of one block.
#[derive(Debug, Clone, Default)]
pub struct ChainStatement {
    /// The vault's cash.
    pub vault: Cash,
    /// Every deposit, by its id.
    pub deposits: BTreeMap<String, Cash>,
    /// Every payout, by its id; what is none of the minter's has the chain's own id.
    pub payouts: BTreeMap<String, Cash>,
    /// The tokens, by index.
    pub tokens: BTreeMap<String, TokenStatement>,
}

/// What a token says.
#[derive(Debug, Clone, Default)]
pub struct TokenStatement {
    /// Units in existence.
    pub supply: Units,
    /// Every mint, by its id; one that is none of the minter's has the chain's own id.
    pub mints: BTreeMap<String, Units>,
    /// Σ redeemed.
    pub redeemed: Units,
}

/// The venue's balances against the trades and the cash moves.
pub(crate) fn venue(
    statement: &VenueStatement,
    (adapter, moves): (&Adapter, &CashMoves),
    cash: &Unit,
    breaches: &mut Breaches,
) -> Result<(Vec<Row>, Vec<String>), MoneyError> {
    let mut coming = BTreeMap::new();
    let mut notes = Vec::new();
    if let Some(trades) = &statement.trades {
        compare_trades(trades, adapter, breaches);
        let unknown = trades
            .iter()
            .filter(|(lot, _)| !adapter.trades.contains_key(&Name::from(lot.as_str())));
        coming = left(unknown.map(|(_, (_, trade))| trade), cash)?;
        notes.push(format!(
            "{} trades in the venue's own journal",
            trades.len()
        ));
    } else if adapter.open_count() > 0 {
        notes.push(format!(
            "{} asset orders are open: what they trade meanwhile shows as a difference",
            adapter.open_count()
        ));
    }
    let ours = adapter.left();
    let mut units: Vec<&Unit> = ours.keys().chain(statement.opening.keys()).collect();
    units.push(cash);
    units.sort_unstable();
    units.dedup();
    let of =
        |amounts: &BTreeMap<Unit, Signed>, unit| amounts.get(unit).copied().unwrap_or_default();
    let rows = units.into_iter().map(|unit| {
        let now = of(&statement.now, unit);
        let mut parts = vec![
            ("before the first trade", of(&statement.opening, unit)),
            ("trades", of(ours, unit)),
            ("trades on their way", of(&coming, unit)),
        ];
        if unit == cash {
            parts.push(("cash moves", moves.brought_to(CashPlace::Venue)?));
            let known = Signed::sum(parts.iter().map(|(_, amount)| *amount))?;
            let in_transit = moves.explain(now.checked_sub(known)?)?;
            parts.push(("cash in transit", in_transit));
        }
        Row::new(unit, &[("venue", now)], &parts)
    });
    Ok((rows.collect::<Result<_, _>>()?, notes))
}

fn compare_trades(
    trades: &BTreeMap<String, (At, VenueTrade)>,
    adapter: &Adapter,
    breaches: &mut Breaches,
) {
    for (lot, (at, known)) in &adapter.trades {
        if at.sequence > adapter.replay.cut {
            continue;
        }
        let text = match trades.get(&**lot) {
            None => format!("the venue has no trade {lot}"),
            Some((_, told)) if facts(told) == *known => continue,
            Some(_) => format!("the venue's trade {lot} is another one"),
        };
        breaches.add(Rule::Venue, Some(Source::ExchangeAdapter.at(*at)), text);
    }
    for (lot, (at, trade)) in trades {
        let id = &trade.asset_order_id;
        if !adapter.trades.contains_key(&Name::from(lot.as_str()))
            && !adapter.replay.stopped
            && !adapter.is_open(id)
        {
            let text =
                format!("the adapter has no trade {lot} of asset order {id}, which is not open");
            breaches.add(Rule::Venue, Some(Source::SimExchange.at(*at)), text);
        }
    }
}

/// The vault's cash against deposits, payouts and cash moves.
pub(crate) fn vault(
    statement: &ChainStatement,
    minter: &Minter,
    solver: &Solver,
    cash: &Unit,
    breaches: &mut Breaches,
) -> Result<Row, MoneyError> {
    let own = compare_moves(statement, solver, breaches);
    for (id, (at, amount)) in &minter.deposits {
        if at.sequence > minter.replay.cut {
            continue;
        }
        let text = match statement.deposits.get(id) {
            Some(told) if told == amount => continue,
            Some(told) => format!("the chain's deposit {id} is of {told}, not of {amount}"),
            None => format!("the chain has no deposit {id}"),
        };
        breaches.add(Rule::Vault, Some(Source::ChainMinter.at(*at)), text);
    }
    let (mut confirmed, mut waiting) = (Signed::ZERO, Signed::ZERO);
    for (id, amount) in &statement.deposits {
        let known = minter.deposits.contains_key(id);
        plus(if known { &mut confirmed } else { &mut waiting }, *amount)?;
    }
    let (mut paid, mut paying) = (Signed::ZERO, Signed::ZERO);
    let others = statement
        .payouts
        .iter()
        .filter(|(id, _)| !own.contains(*id));
    for (id, amount) in others {
        let sum = match minter.payouts.get(id) {
            Some(payout) if payout.confirmed.is_some() => &mut paid,
            Some(_) => &mut paying,
            None => {
                let text = format!("payout {id} of {amount} is none of the minter's");
                breaches.add(Rule::Vault, None, text);
                &mut paying
            }
        };
        plus(sum, -*amount)?;
    }
    for (id, payout) in &minter.payouts {
        if let Some(at) = payout.confirmed
            && at.sequence <= minter.replay.cut
            && statement.payouts.get(id) != Some(&payout.amount)
        {
            let text = format!("the chain has no payout {id} of {}", payout.amount);
            breaches.add(Rule::Vault, Some(Source::ChainMinter.at(at)), text);
        }
    }
    let moves = &solver.cash_moves;
    let brought = moves.brought_to(CashPlace::Vault)?;
    let events = Signed::sum([confirmed, waiting, paid, paying, brought])?;
    let vault = Signed::from(statement.vault);
    let in_transit = moves.explain(vault.checked_sub(events)?)?;
    let events = events.checked_add(in_transit)?;
    // Anyone can send tokens to an address; that breaks nothing, while missing ones do.
    let gifts = if vault > events {
        vault.checked_sub(events)?
    } else {
        Signed::ZERO
    };
    Row::new(
        cash,
        &[("vault", vault)],
        &[
            ("came without a deposit", gifts),
            ("deposits", confirmed),
            ("deposits without their confirmations", waiting),
            ("payouts", paid),
            ("payouts without their confirmations", paying),
            ("cash moves", brought),
            ("cash in transit", in_transit),
        ],
    )
}

/// A move from the vault is a payout of its own id: the chain has it with its amount, where it has arrived at the venue. Answers with the
/// ids of all.
fn compare_moves(
    statement: &ChainStatement,
    solver: &Solver,
    breaches: &mut Breaches,
) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for (id, known) in solver.cash_moves.payouts() {
        let amount = known.told.amount;
        let arrived = known.arrival.as_ref();
        let arrived = arrived.filter(|(at, arrival)| {
            arrival.at == CashPlace::Venue && at.sequence <= solver.replay.cut
        });
        let wrong = match (statement.payouts.get(&id), arrived) {
            (Some(told), _) if *told != amount => {
                let text = format!("the chain's payout {id} is of {told}, not of {amount}");
                Some((known.at, text))
            }
            (None, Some((at, _))) => {
                Some((*at, format!("the chain has no payout {id} of {amount}")))
            }
            (Some(_), _) | (None, None) => None,
        };
        if let Some((at, text)) = wrong {
            breaches.add(Rule::Vault, Some(Source::Solver.at(at)), text);
        }
        ids.insert(id);
    }
    ids
}

/// Each token's supply against mints and redemptions.
pub(crate) fn supply(
    statement: &ChainStatement,
    minter: &Minter,
    breaches: &mut Breaches,
) -> Result<Vec<Row>, MoneyError> {
    for (id, mint) in &minter.mints {
        let token = statement.tokens.get(&mint.index);
        if let Some(at) = mint.confirmed
            && at.sequence <= minter.replay.cut
            && token.and_then(|token| token.mints.get(id)) != Some(&mint.units)
        {
            let text = format!(
                "the chain has no mint {id} of {} {}",
                mint.units, mint.index
            );
            breaches.add(Rule::Supply, Some(Source::ChainMinter.at(at)), text);
        }
    }
    let rows = statement.tokens.iter().map(|(index, token)| {
        let (mut confirmed, mut waiting) = (Signed::ZERO, Signed::ZERO);
        for (id, units) in &token.mints {
            let sum = match minter.mints.get(id) {
                Some(mint) if mint.confirmed.is_some() => &mut confirmed,
                Some(_) => &mut waiting,
                None => {
                    let text = format!("mint {id} of {units} {index} is none of the minter's");
                    breaches.add(Rule::Supply, None, text);
                    &mut waiting
                }
            };
            plus(sum, *units)?;
        }
        Row::new(
            &Unit::from(index.as_str()),
            &[("supply", token.supply.into())],
            &[
                ("minted", confirmed),
                ("mints without their confirmations", waiting),
                ("redeemed", -Signed::from(token.redeemed)),
            ],
        )
    });
    rows.collect()
}
