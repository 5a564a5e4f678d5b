//! An account's statement: what the journal's events say of its cash, from one time to another, with the balances before and after. Every
//! movement is checked against the balances that its event states, so a statement that is answered adds up.

use issuance::{Collateral, Event, OrderChange, OrderEvent, Payout, SaleShare, Side};
use ledger::Name;
use money::{Cash, MoneyError};
use proto::v1::MovementKind;
use service::machine::{Committed, StartError, Stopped};
use tokio_stream::{Stream, StreamExt as _};
use tonic::Status;

use crate::machine::Handle;
use crate::status;

/// Movements of one answer. The movements of one event are never parted.
pub(crate) const MOVEMENTS_LISTED_MAX: usize = 5_000;
/// Bytes of the movements of one answer, by which a page of long names is shorter: what a message may have, less room for one event's.
const PAGE_BYTES_MAX: usize = 3 << 20;
/// Bytes of a movement in an answer, without the texts of its reference: 12 amounts of up to 32 characters, an account's name, times.
const MOVEMENT_BYTES_MAX: usize = 600;
/// Statements that are made at once: the first page of each reads the journal from its beginning.
pub(crate) const STATEMENTS_AT_ONCE_MAX: usize = 2;

/// What of whom.
pub(crate) struct Asked {
    pub(crate) account: Name,
    /// From this time on, Unix nanoseconds.
    pub(crate) from: i64,
    /// Before this time.
    pub(crate) to: i64,
    /// Only what comes after this event.
    pub(crate) after_sequence: u64,
}

/// Something that changed an account's collateral.
pub(crate) struct Movement {
    pub(crate) sequence: u64,
    pub(crate) time_unix_ns: i64,
    pub(crate) kind: MovementKind,
    /// What moved.
    pub(crate) amount: Cash,
    /// By how much free, reserved and paying out together have changed.
    pub(crate) net: Cash,
    pub(crate) reference: Reference,
    /// The collateral after it.
    pub(crate) after: Collateral,
}

/// What a movement belongs to; what does not apply is empty.
#[derive(Default)]
pub(crate) struct Reference {
    pub(crate) order_id: String,
    pub(crate) cl_ord_id: String,
    pub(crate) index: String,
    pub(crate) payout_id: String,
    pub(crate) transaction_hash: String,
    pub(crate) venue_fees: Cash,
    pub(crate) issuer_fee: Cash,
    pub(crate) text: String,
}

impl Movement {
    /// Bytes of it in an answer, at most.
    fn bytes_max(&self) -> usize {
        let reference = &self.reference;
        let texts = [
            &reference.order_id,
            &reference.cl_ord_id,
            &reference.index,
            &reference.payout_id,
            &reference.transaction_hash,
            &reference.text,
        ];
        MOVEMENT_BYTES_MAX + texts.iter().map(|text| text.len()).sum::<usize>()
    }
}

/// The movements of one answer, and the balances at both ends of it.
pub(crate) struct Statement {
    pub(crate) opening: Collateral,
    pub(crate) movements: Vec<Movement>,
    pub(crate) closing: Collateral,
    /// Whether more follow.
    pub(crate) more: bool,
}

/// Reads the journal as it is by now: from the movement that the caller has, as that states the balances after it, or from
/// the beginning.
pub(crate) async fn read(handle: &Handle, asked: Asked) -> Result<Statement, Status> {
    let last = handle.last_sequence();
    let known = known_at(handle, &asked, last).await?;
    let mut read = known.as_ref().map_or(0, |_| asked.after_sequence);
    let mut opening = known.unwrap_or_else(|| nothing(&asked.account));
    let mut current = opening.clone();
    let (mut movements, mut bytes) = (Vec::new(), 0);
    let mut events = handle.subscribe(read);
    while read < last {
        let committed = next(&mut events).await?;
        read = committed.sequence;
        if committed.time_unix_ns >= asked.to {
            break;
        }
        let found = of_event(&committed, &asked.account, &current).map_err(|problem| {
            Status::internal(format!("event {read} can't be added up: {problem}"))
        })?;
        let Some(newest) = found.last() else {
            continue;
        };
        let full = movements.len() >= MOVEMENTS_LISTED_MAX || bytes >= PAGE_BYTES_MAX;
        if read > asked.after_sequence && full {
            let closing = current;
            return Ok(Statement {
                opening,
                movements,
                closing,
                more: true,
            });
        }
        current = newest.after.clone();
        let begins = committed.time_unix_ns >= asked.from && read > asked.after_sequence;
        if begins || !movements.is_empty() {
            bytes += found.iter().map(Movement::bytes_max).sum::<usize>();
            movements.extend(found);
        } else {
            opening = current.clone();
        }
    }
    Ok(Statement {
        opening,
        movements,
        closing: current,
        more: false,
    })
}

/// The balances after the event that the caller names; none where it is no movement of the account.
async fn known_at(handle: &Handle, asked: &Asked, last: u64) -> Result<Option<Collateral>, Status> {
    if !(1..=last).contains(&asked.after_sequence) {
        return Ok(None);
    }
    let committed = next(&mut handle.subscribe(asked.after_sequence - 1)).await?;
    let found = found_in(&committed.event, &nothing(&asked.account)).map_err(|problem| {
        let sequence = committed.sequence;
        Status::internal(format!("event {sequence} can't be added up: {problem}"))
    })?;
    let own = found.into_iter().map(|found| found.after);
    Ok(own.filter(|after| after.account == asked.account).last())
}

async fn next(
    events: &mut (impl Stream<Item = Result<Committed<Event>, StartError>> + Unpin),
) -> Result<Committed<Event>, Status> {
    match events.next().await {
        Some(Ok(committed)) => Ok(committed),
        Some(Err(problem)) => Err(Status::internal(problem.to_string())),
        None => Err(status::of_stopped(Stopped)),
    }
}

/// The collateral of an account that nothing has happened to.
fn nothing(account: &Name) -> Collateral {
    Collateral {
        account: account.clone(),
        free: Cash::ZERO,
        reserved: Cash::ZERO,
        spent: Cash::ZERO,
        deposited: Cash::ZERO,
        paying_out: Cash::ZERO,
        paid_out: Cash::ZERO,
        redeemed: Cash::ZERO,
    }
}

/// An event's movements of an account, each checked against the balances before and after it.
fn of_event(
    committed: &Committed<Event>,
    account: &Name,
    before: &Collateral,
) -> Result<Vec<Movement>, MoneyError> {
    let mut held = held(before)?;
    let mut movements = Vec::new();
    for Found {
        kind,
        amount,
        net,
        reference,
        after,
    } in found_in(&committed.event, before)?
    {
        if after.account != *account {
            continue;
        }
        held = held.checked_add(net)?;
        if held != self::held(&after)? {
            return Err(MoneyError::Inexact);
        }
        movements.push(Movement {
            sequence: committed.sequence,
            time_unix_ns: committed.time_unix_ns,
            kind,
            amount,
            net,
            reference,
            after,
        });
    }
    Ok(movements)
}

/// What an event says of the movements of an account, whose balances before it these are, and perhaps of others'.
fn found_in(event: &Event, before: &Collateral) -> Result<Vec<Found>, MoneyError> {
    let mut found: Vec<Found> = Vec::new();
    match event {
        Event::Deposited {
            deposit,
            collateral: Some(after),
            ..
        } => found.push(Found {
            reference: Reference {
                transaction_hash: deposit.transaction_hash.clone(),
                ..Reference::default()
            },
            ..Found::new(MovementKind::Deposit, deposit.amount, deposit.amount, after)
        }),
        Event::UnclaimedCredited {
            amount, collateral, ..
        } => found.push(Found::new(
            MovementKind::Deposit,
            *amount,
            *amount,
            collateral,
        )),
        Event::Order(event) if event.order.request.account == before.account => {
            found.extend(of_order(event, before)?);
        }
        Event::Sold(sold) => {
            for share in &sold.shares {
                found.push(of_sale(share)?);
            }
        }
        Event::PayoutAsked {
            payout, collateral, ..
        } => found.push(of_payout(
            MovementKind::PayoutAsked,
            payout,
            Cash::ZERO,
            collateral,
        )),
        Event::PaidOut {
            payout,
            transaction_hash,
            collateral,
            ..
        } => {
            let mut paid = of_payout(MovementKind::Payout, payout, -payout.amount, collateral);
            paid.reference.transaction_hash.clone_from(transaction_hash);
            found.push(paid);
        }
        Event::PayoutFailed {
            payout,
            text,
            collateral,
            ..
        } => {
            let mut failed = of_payout(MovementKind::PayoutFailed, payout, Cash::ZERO, collateral);
            failed.reference.text.clone_from(text);
            found.push(failed);
        }
        // Nothing here moves this account's cash between its purses, in or out.
        Event::Order(_)
        | Event::Deposited {
            collateral: None, ..
        }
        | Event::Configured { .. }
        | Event::AccountDefined { .. }
        | Event::IndexDefined { .. }
        | Event::RebalanceChanged { .. }
        | Event::RebalanceFunded { .. }
        | Event::TradingSet { .. }
        | Event::LimitsSet { .. }
        | Event::Quoted { .. }
        | Event::Burned { .. }
        | Event::UnclaimedUnitsCredited { .. }
        | Event::PayoutAccepted { .. }
        | Event::CancelRejected { .. }
        | Event::OrdersCancelled { .. }
        | Event::BatchMade { .. }
        | Event::BatchJoined { .. }
        | Event::BatchPlaced { .. }
        | Event::Bought(_)
        | Event::AssetOrderEnded { .. }
        | Event::BatchSettled { .. }
        | Event::Skipped { .. }
        | Event::MintAccepted { .. }
        | Event::InventoryConfirmed { .. } => {}
    }
    Ok(found)
}

/// What an event says of a movement.
struct Found {
    kind: MovementKind,
    amount: Cash,
    net: Cash,
    reference: Reference,
    after: Collateral,
}

impl Found {
    fn new(kind: MovementKind, amount: Cash, net: Cash, after: &Collateral) -> Self {
        Self {
            kind,
            amount,
            net,
            reference: Reference::default(),
            after: after.clone(),
        }
    }
}

/// What an account has here.
fn held(collateral: &Collateral) -> Result<Cash, MoneyError> {
    Cash::sum([collateral.free, collateral.reserved, collateral.paying_out])
}

fn of_order(event: &OrderEvent, before: &Collateral) -> Result<Option<Found>, MoneyError> {
    let Some(after) = &event.collateral else {
        return Ok(None);
    };
    let order = &event.order;
    let mut reference = Reference {
        order_id: order.id.to_string(),
        cl_ord_id: order.request.cl_ord_id.clone(),
        index: order.request.index.to_string(),
        ..Reference::default()
    };
    let (kind, amount, net) = match &event.change {
        OrderChange::Accepted { reserved: true } | OrderChange::Reserved => {
            (MovementKind::Reserve, order.request.cash, Cash::ZERO)
        }
        OrderChange::Replaced { .. } if after.free < before.free => {
            let more = before.free.checked_sub(after.free)?;
            (MovementKind::Reserve, more, Cash::ZERO)
        }
        OrderChange::Replaced { .. } => {
            let less = after.free.checked_sub(before.free)?;
            (MovementKind::Release, less, Cash::ZERO)
        }
        OrderChange::Filled(fill) => {
            reference.venue_fees = fill.venue_fees;
            reference.issuer_fee = fill.issuer_fee;
            let side = order.request.side;
            let amount = fill.net(side)?;
            match side {
                Side::Buy => (MovementKind::Fill, amount, -amount),
                Side::Redeem => (MovementKind::RedemptionFill, amount, amount),
            }
        }
        OrderChange::Ended { released, .. } | OrderChange::TakenOver { released, .. } => {
            (MovementKind::Release, *released, Cash::ZERO)
        }
        OrderChange::Accepted { reserved: false }
        | OrderChange::Rejected
        | OrderChange::CancelAsked { .. }
        | OrderChange::ReplaceAsked { .. }
        | OrderChange::Closing { .. }
        | OrderChange::Suspended { .. }
        | OrderChange::Resumed
        | OrderChange::Minted { .. }
        | OrderChange::MintFailed { .. } => return Ok(None),
    };
    Ok((!amount.is_zero()).then(|| Found {
        reference,
        ..Found::new(kind, amount, net, after)
    }))
}

/// Left-over holdings were sold: what they had cost is no longer reserved, what came in is free.
fn of_sale(share: &SaleShare) -> Result<Found, MoneyError> {
    let net = share.proceeds.checked_sub(share.sold.paid()?)?;
    let mut sale = Found::new(MovementKind::Sale, share.proceeds, net, &share.collateral);
    sale.reference.order_id = share.order.to_string();
    sale.reference.venue_fees = share.fee;
    Ok(sale)
}

fn of_payout(kind: MovementKind, payout: &Payout, net: Cash, after: &Collateral) -> Found {
    let mut found = Found::new(kind, payout.amount, net, after);
    found.reference.payout_id.clone_from(&payout.payout_id);
    found
}
