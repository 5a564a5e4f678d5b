//! What a batch trades for the holders of indexes whose baskets have changed, beside what it trades for index orders.
//!
//! What is behind the units beyond need is sold, what is needed and not there is bought from what the sales have brought (`sale`,
//! `purchase`): first with whoever wants the other side (`wants`, and `crossing` beside this), then in the same asset orders as the clients',
//! after them (`room`). Of one asset an index sells or buys, never both, and never
//! more than the difference.

mod purchase;
mod room;
mod sale;
mod wants;

use ledger::{Account, HousePurse, Name};
use money::Cash;

use self::purchase::Purchase;
use self::room::{Crossed, Room};
pub(super) use self::wants::Wants;
use crate::Rejection;
use crate::batch::Batch;
use crate::draft::Draft;
use crate::event::Event;
use crate::market::Snapshot;
use crate::rebalance::{RebalanceState, ShortAsset};

/// While clients use all asset orders of every batch, one of so many is kept for rebalances.
const SLOTS_SHARE: usize = 4;
/// Indexes that one batch trades for; more wait for their turn.
const INDEXES_MAX: usize = 100;

/// An operator puts house cash to that of an index's holders.
pub(super) fn fund(
    draft: &mut Draft<'_>,
    command_id: String,
    index: Name,
    amount: Cash,
) -> Result<(), Rejection> {
    if draft.desk.indexes.get(&index).is_none() {
        return Err(Rejection::UnknownIndex(index));
    }
    let problem = if amount <= Cash::ZERO {
        Some("an amount above zero is needed")
    } else if amount.decimals() > draft.settings.cash_scale.decimals() {
        Some("more decimals than the cash has")
    } else if draft.state.rebalances.newest(&index).is_none() {
        Some("its basket has never changed")
    } else {
        None
    };
    if let Some(problem) = problem {
        return Err(Rejection::BadFunding { index, problem });
    }
    let has = draft.desk.cash_of(&Account::House(HousePurse::Cash));
    if amount > has {
        return Err(Rejection::HouseShort {
            index,
            has,
            asked: amount,
        });
    }
    // The report has the sum of all that was given.
    draft.state.rebalances.funded(&index, amount)?;
    draft.record(Event::RebalanceFunded {
        command_id,
        index,
        amount,
    })
}

/// Of so many asset orders, those that clients leave to rebalances: a share, or all of them in some of the batches.
pub(super) fn slots_kept(draft: &Draft<'_>, slots: usize) -> usize {
    let trades = draft.state.to_rebalance().any(|index| {
        let report = draft.state.rebalances.newest(index);
        report.is_some_and(|report| match report.state {
            RebalanceState::Trading | RebalanceState::Waiting => true,
            RebalanceState::Short | RebalanceState::Done => false,
        })
    });
    let turn = usize::try_from(draft.state.batches_made).unwrap_or(0) % SLOTS_SHARE;
    match (trades, slots / SLOTS_SHARE) {
        (false, _) => 0,
        (true, 0) if turn == SLOTS_SHARE - 1 => slots.min(1),
        (true, kept) => kept,
    }
}

/// What is there for rebalances: what the clients have left.
#[derive(Clone, Copy)]
pub(super) struct Left {
    /// Asset orders.
    pub(super) slots: usize,
    /// What the house may still spend.
    pub(super) house: Cash,
}

/// Adds to a batch what it trades for holders. A rebalance that stands otherwise by that is told.
pub(super) fn join(
    draft: &mut Draft<'_>,
    snapshot: &Snapshot,
    batch: &mut Batch,
    left: Left,
) -> Result<(), Rejection> {
    let indexes = in_turn(draft);
    let mut outlooks = Vec::with_capacity(indexes.len());
    {
        let mut room = Room::new(draft, snapshot, batch, left)?;
        for index in indexes {
            let outlook = trade(&mut room, batch, &index)?;
            outlooks.push((index, outlook));
        }
    }
    for (index, outlook) in outlooks {
        tell(draft, index, outlook)?;
    }
    Ok(())
}

/// The indexes that a batch trades for; each is the first in its turn.
fn in_turn(draft: &Draft<'_>) -> Vec<Name> {
    let mut indexes: Vec<Name> = draft.state.to_rebalance().cloned().collect();
    if !indexes.is_empty() {
        let turn = usize::try_from(draft.state.batches_made).unwrap_or(0) % indexes.len();
        indexes.rotate_left(turn);
        indexes.truncate(INDEXES_MAX);
    }
    indexes
}

/// What becomes of an index's rebalance in this batch.
#[derive(Default)]
struct Outlook {
    /// Something is on its way, or will be.
    trades: bool,
    /// Something can't be traded now, and can at another time.
    waits: bool,
    /// What the holders' cash is too little for.
    short: Vec<ShortAsset>,
}

fn trade(room: &mut Room<'_>, batch: &mut Batch, index: &Name) -> Result<Outlook, Rejection> {
    let draft = room.draft;
    let mut outlook = Outlook::default();
    // An index whose amounts are beyond a decimal holds nobody else up.
    let Ok(Some(mut needs)) = draft.state.needs_at(&draft.desk, index) else {
        outlook.waits = true;
        return Ok(outlook);
    };
    let crossed = Crossed::of(batch, index)?;
    for need in &mut needs {
        crossed.take(need)?;
        outlook.trades |= !(need.selling.is_zero() && need.buying.is_zero());
    }
    let mut cap = draft.settings.order_cap.excess_over(crossed.brought)?;
    for need in &needs {
        sale::sell(room, batch, (index, need), &mut cap, &mut outlook)?;
    }
    Purchase::new(room, index, crossed.paid)?.buy(batch, &needs, &mut outlook)?;
    Ok(outlook)
}

fn tell(draft: &mut Draft<'_>, index: Name, outlook: Outlook) -> Result<(), Rejection> {
    let Outlook {
        trades,
        waits,
        mut short,
    } = outlook;
    let state = if trades {
        RebalanceState::Trading
    } else if waits {
        RebalanceState::Waiting
    } else if !short.is_empty() {
        RebalanceState::Short
    } else {
        RebalanceState::Done
    };
    if state != RebalanceState::Short {
        short.clear();
    }
    let missing = |short: &[ShortAsset]| -> Vec<_> {
        let missing = |short: &ShortAsset| (short.asset.clone(), short.quantity);
        short.iter().map(missing).collect()
    };
    let known = draft.state.rebalances.newest(&index);
    // Prices alone are no news.
    if known.is_some_and(|known| known.state == state && missing(&known.short) == missing(&short)) {
        return Ok(());
    }
    let at_unix_ns = draft.now_unix_ns;
    draft.record(Event::RebalanceChanged {
        index,
        state,
        short,
        at_unix_ns,
    })
}
