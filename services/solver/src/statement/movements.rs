//! What the journal's events say of an account's cash, each movement checked against the balances that its event states.

use issuance::{Collateral, Event, OrderChange, OrderEvent, Payout, SaleShare, Side};
use ledger::Name;
use money::{Cash, MoneyError};
use proto::v1::MovementKind;
use service::machine::Committed;

use super::{Movement, Reference};

/// An event's movements of an account, each checked against the balances before and after it.
pub(super) fn of_event(
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
        | Event::CashLeft { .. }
        | Event::CashArrived { .. }
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
        | Event::BatchFilled { .. }
        | Event::BatchSettling { .. }
        | Event::BatchSettled { .. }
        | Event::Skipped { .. }
        | Event::TradeParked { .. }
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
