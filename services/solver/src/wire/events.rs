//! Journalled events as the solver's stream shows them. Each is one message or none: its sequence number is the resume point.

use issuance::{
    AssetLots, Batch, BatchOrder, CancelResponse, Collateral, Crossing, Event, OrderChange,
    OrderEvent, Outcome,
};
use ledger::Name;
use money::Cash;
use proto::v1;
use proto::v1::solver_event::Event as Message;
use service::machine::Committed;

use super::{control, orders, payouts, rebalances};

/// The message of an event; none for what is no follower's business.
#[allow(clippy::too_many_lines, reason = "one arm an event, and nothing else")]
pub(crate) fn event(committed: Committed<Event>, currency: &str) -> Option<v1::SolverEvent> {
    let Committed {
        sequence,
        time_unix_ns,
        trace,
        event,
    } = committed;
    let collateral = collateral_after(&event, currency);
    let (traceparent, message) = match &event {
        Event::Order(event) => (
            event.order.request.traceparent.clone(),
            order_message(event, collateral.as_ref())?,
        ),
        Event::AccountDefined { account, .. } => {
            let account = Some(orders::account_message(account));
            (
                trace,
                Message::AccountDefined(v1::AccountDefined { account }),
            )
        }
        Event::IndexDefined { index, .. } => {
            let index = Some(orders::index_message(index));
            (trace, Message::IndexDefined(v1::IndexDefined { index }))
        }
        Event::Deposited {
            deposit,
            collateral: Some(collateral),
            ..
        } => {
            let from = (deposit.amount, deposit.transaction_hash.as_str());
            (trace, credited(collateral, from, currency))
        }
        Event::UnclaimedCredited {
            amount, collateral, ..
        } => (trace, credited(collateral, (*amount, ""), currency)),
        Event::PayoutAsked { payout, .. }
        | Event::PaidOut { payout, .. }
        | Event::PayoutFailed { payout, .. } => (
            payout.request.traceparent.clone(),
            Message::CollateralChanged(payouts::changed(&event, payout, currency)?),
        ),
        Event::Burned {
            account: Some(_), ..
        }
        | Event::UnclaimedUnitsCredited { .. } => (trace, units_burned(&event)?),
        Event::CancelRejected { order, .. } => {
            let traceparent = order
                .as_ref()
                .map(|order| order.request.traceparent.clone())
                .unwrap_or(trace);
            (traceparent, cancel_rejected(&event)?)
        }
        Event::TradingSet { index, trading, .. } => {
            let changed = v1::TradingChanged {
                index: index.as_deref().unwrap_or_default().to_owned(),
                state: control::trading_state(trading.state).into(),
                text: trading.text.clone(),
            };
            (trace, Message::TradingChanged(changed))
        }
        Event::LimitsSet {
            account, limits, ..
        } => {
            let set = v1::AccountLimitsSet {
                account: account.to_string(),
                limits: Some(control::limits_message(limits)),
            };
            (trace, Message::AccountLimitsSet(set))
        }
        Event::RebalanceChanged {
            index,
            state,
            short,
            ..
        } => {
            let changed = v1::RebalanceChanged {
                index: index.to_string(),
                state: rebalances::rebalance_state(*state).into(),
                short: rebalances::short_assets(short),
            };
            (trace, Message::RebalanceChanged(changed))
        }
        Event::OrdersCancelled { .. } => (trace, orders_cancelled(&event)?),
        Event::BatchMade { batch } => (trace, Message::BatchSent(batch_message(batch))),
        Event::BatchJoined { part } => {
            let sent = v1::BatchSent {
                batch_id: part.batch.to_string(),
                orders: part.orders.iter().map(batch_order).collect(),
                assets: Vec::new(),
                crossings: part.crossings.iter().map(batch_crossing).collect(),
                continued: true,
            };
            (trace, Message::BatchSent(sent))
        }
        Event::BatchSettled { batch } => (
            trace,
            Message::BatchSettled(v1::BatchSettled {
                batch_id: batch.to_string(),
            }),
        ),
        Event::Configured { .. }
        | Event::Deposited {
            collateral: None, ..
        }
        | Event::Burned { account: None, .. }
        | Event::BatchPlaced { .. }
        | Event::BatchFilled { .. }
        | Event::BatchSettling { .. }
        | Event::Bought(_)
        | Event::Sold(_)
        | Event::AssetOrderEnded { .. }
        | Event::Skipped { .. }
        | Event::TradeParked { .. }
        | Event::Quoted { .. }
        | Event::RebalanceFunded { .. }
        | Event::CashLeft { .. }
        | Event::CashArrived { .. }
        | Event::PayoutAccepted { .. }
        | Event::MintAccepted { .. }
        | Event::InventoryConfirmed { .. } => return None,
    };
    Some(v1::SolverEvent {
        sequence,
        time_unix_ns,
        traceparent,
        collateral,
        event: Some(message),
    })
}

/// A deposit: how much, and its transaction where that is known.
fn credited(collateral: &Collateral, (amount, hash): (Cash, &str), currency: &str) -> Message {
    Message::CollateralChanged(v1::CollateralChanged {
        collateral: Some(orders::collateral(collateral, currency)),
        cause: "deposit".into(),
        transaction_hash: hash.to_owned(),
        amount: amount.to_string(),
        ..v1::CollateralChanged::default()
    })
}

fn units_burned(event: &Event) -> Option<Message> {
    let (account, index, units, transaction_hash) = match event {
        Event::Burned { burn, account, .. } => (
            account.as_ref()?,
            &burn.index,
            burn.units,
            burn.transaction_hash.clone(),
        ),
        Event::UnclaimedUnitsCredited {
            index,
            units,
            account,
            ..
        } => (account, index, *units, String::new()),
        _ => return None,
    };
    Some(Message::UnitsBurned(v1::UnitsBurned {
        account: account.to_string(),
        index: index.to_string(),
        units: units.to_string(),
        transaction_hash,
    }))
}

fn cancel_rejected(event: &Event) -> Option<Message> {
    let Event::CancelRejected {
        response_to,
        session,
        cl_ord_id,
        orig_cl_ord_id,
        reason,
        text,
        order,
        ..
    } = event
    else {
        return None;
    };
    let response_to = match response_to {
        CancelResponse::Cancel => v1::CancelResponseTo::Cancel,
        CancelResponse::Replace => v1::CancelResponseTo::Replace,
    };
    Some(Message::CancelRejected(v1::CancelRejected {
        session: session.clone(),
        cl_ord_id: cl_ord_id.clone(),
        orig_cl_ord_id: orig_cl_ord_id.clone(),
        reason: orders::reject_reason(*reason).into(),
        text: text.clone(),
        order: order.as_ref().map(|order| orders::order(order)),
        response_to: response_to.into(),
    }))
}

/// The account's collateral after an event of an order.
fn collateral_after(event: &Event, currency: &str) -> Option<v1::Collateral> {
    match event {
        Event::Order(event) => {
            let after = event.collateral.as_ref()?;
            Some(orders::collateral(after, currency))
        }
        _ => None,
    }
}

fn orders_cancelled(event: &Event) -> Option<Message> {
    let Event::OrdersCancelled {
        command_id,
        scope,
        cl_ord_id,
        cancelled,
        pending,
    } = event
    else {
        return None;
    };
    let text = |name: &Option<Name>| name.as_deref().unwrap_or_default().to_owned();
    Some(Message::OrdersCancelled(v1::OrdersCancelled {
        session: scope.session.clone().unwrap_or_default(),
        cl_ord_id: cl_ord_id.clone(),
        account: text(&scope.account),
        index: text(&scope.index),
        cancelled: *cancelled,
        pending: *pending,
        command_id: command_id.clone(),
    }))
}

fn order_message(event: &OrderEvent, collateral: Option<&v1::Collateral>) -> Option<Message> {
    let order = Some(orders::order(&event.order));
    Some(match &event.change {
        OrderChange::Accepted { .. } => Message::OrderAccepted(v1::OrderAccepted { order }),
        OrderChange::Rejected => Message::OrderRejected(v1::OrderRejected { order }),
        OrderChange::Reserved => Message::OrderReserved(v1::OrderReserved { order }),
        OrderChange::Filled(fill) => Message::IndexFill(v1::IndexFill {
            order,
            fill_id: fill.id.clone(),
            units: fill.units.to_string(),
            price: fill.price.to_string(),
            gross: fill.gross.to_string(),
            venue_fees: fill.venue_fees.to_string(),
            issuer_fee: fill.issuer_fee.to_string(),
            net: fill
                .net(event.order.request.side)
                .unwrap_or_default()
                .to_string(),
            batch_id: fill.batch.to_string(),
        }),
        OrderChange::ReplaceAsked { replacement } => Message::ReplacePending(v1::ReplacePending {
            order,
            replace_cl_ord_id: replacement.cl_ord_id.clone(),
        }),
        OrderChange::Replaced { orig_cl_ord_id, .. } => Message::OrderReplaced(v1::OrderReplaced {
            order,
            orig_cl_ord_id: orig_cl_ord_id.clone(),
        }),
        OrderChange::CancelAsked {
            cancel_cl_ord_id, ..
        } => Message::CancelPending(v1::CancelPending {
            order,
            cancel_cl_ord_id: cancel_cl_ord_id.clone(),
        }),
        OrderChange::Ended {
            outcome: Outcome::Complete,
            ..
        } => Message::OrderComplete(v1::OrderComplete { order }),
        OrderChange::Ended {
            outcome: Outcome::Cancelled {
                cancel_cl_ord_id, ..
            },
            ..
        } => {
            let cancel_cl_ord_id = cancel_cl_ord_id.clone().unwrap_or_default();
            Message::OrderCancelled(v1::OrderCancelled {
                order,
                cancel_cl_ord_id,
            })
        }
        OrderChange::Ended {
            outcome: Outcome::Expired,
            ..
        } => Message::OrderExpired(v1::OrderExpired { order }),
        OrderChange::Suspended { .. } | OrderChange::MintFailed { .. } => {
            Message::OrderSuspended(v1::OrderSuspended { order })
        }
        OrderChange::Minted {
            mint_id,
            transaction_hash,
            block_number,
            lots,
            further_lots,
            ..
        } => Message::OrderMinted(v1::OrderMinted {
            order,
            mint_id: mint_id.clone(),
            transaction_hash: transaction_hash.clone(),
            block_number: *block_number,
            lots: lots.iter().flat_map(lot_shares).collect(),
            further_lots: *further_lots as u64,
        }),
        // Its cash comes back; the order itself has ended before.
        OrderChange::TakenOver { released, .. } => {
            Message::CollateralChanged(v1::CollateralChanged {
                collateral: Some(collateral?.clone()),
                cause: "release".into(),
                amount: released.to_string(),
                ..v1::CollateralChanged::default()
            })
        }
        // A redemption that closes tells of its end when that comes.
        OrderChange::Resumed | OrderChange::Closing { .. } => return None,
    })
}

fn lot_shares(lots: &AssetLots) -> impl Iterator<Item = v1::LotShare> {
    lots.lots.iter().map(|lot| v1::LotShare {
        lot_id: lot.lot.to_string(),
        asset: lots.asset.to_string(),
        quantity: lot.quantity.to_string(),
        price: lot.price.to_string(),
        fee: lot.fee.to_string(),
    })
}

fn batch_message(batch: &Batch) -> v1::BatchSent {
    let assets = batch.asset_orders.iter().map(|asset_order| v1::BatchAsset {
        asset: asset_order.asset.to_string(),
        market: asset_order.market.clone(),
        quantity: asset_order.quantity.to_string(),
        limit_price: asset_order.limit_price.to_string(),
        from_house: asset_order.from_house.to_string(),
    });
    v1::BatchSent {
        batch_id: batch.id.to_string(),
        orders: batch.orders.iter().map(batch_order).collect(),
        assets: assets.collect(),
        crossings: batch.crossings.iter().map(batch_crossing).collect(),
        continued: false,
    }
}

fn batch_crossing(crossing: &Crossing) -> v1::BatchCrossing {
    v1::BatchCrossing {
        asset: crossing.asset.to_string(),
        price: crossing.price.to_string(),
        quantity: crossing.quantity().unwrap_or_default().to_string(),
    }
}

fn batch_order(order: &BatchOrder) -> v1::BatchOrder {
    v1::BatchOrder {
        order_id: order.order.to_string(),
        cl_ord_id: order.cl_ord_id.clone(),
        session: order.session.clone(),
        units: order.units.to_string(),
        frozen_by: order.frozen_by.clone().unwrap_or_default(),
    }
}
