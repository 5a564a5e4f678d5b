//! `decide`: what a command would make happen. It changes nothing.

use std::collections::BTreeSet;

use money::{MoneyError, Quantity};

use super::{
    AssetOrder, AssetOrderId, AssetOrders, CONTRIBUTORS_MAX, Command, Event, NewOrder,
    ORDERS_IN_COMMAND_MAX, ORDERS_OPEN_MAX, Rejection, Report, Status, Tracked,
};
use crate::filters::notional;
use crate::messages::OrderStatus;

impl AssetOrders {
    /// What would happen. No events: nothing new.
    pub fn decide(&self, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Place {
                command_id,
                traceparent,
                orders,
            } => self.place(&command_id, &traceparent, orders),
            Command::Send {
                id,
                timestamp_ms,
                gone_after_ms,
            } => match self.find(&id)?.order.status {
                Status::Accepted => Ok(vec![Event::Sent {
                    id,
                    timestamp_ms,
                    gone_after_ms,
                }]),
                status => Err(Rejection::Illegal {
                    id,
                    status,
                    input: "sent",
                }),
            },
            Command::Defer { id, text } => match self.find(&id)?.order.status {
                Status::Sent => Ok(vec![Event::Deferred { id, text }]),
                status => Err(Rejection::Illegal {
                    id,
                    status,
                    input: "deferred",
                }),
            },
            Command::Reject { id, text } => {
                let tracked = self.find(&id)?;
                match tracked.order.status {
                    Status::Sent => Ok(vec![end(&tracked.order, Status::Rejected, text)]),
                    status if status.is_ended() => Ok(Vec::new()),
                    status => Err(Rejection::Illegal {
                        id,
                        status,
                        input: "rejected",
                    }),
                }
            }
            Command::Report { id, report } => {
                let tracked = self.find(&id)?;
                match tracked.order.status {
                    Status::Accepted => Err(Rejection::Illegal {
                        id,
                        status: Status::Accepted,
                        input: "at the venue",
                    }),
                    Status::Sent | Status::Placed | Status::Closed => report_open(tracked, &report),
                    Status::Filled | Status::Expired | Status::Rejected => {
                        report_ended(tracked, &report)
                    }
                }
            }
            Command::NotFound { id, asked_at_ms } => {
                let tracked = self.find(&id)?;
                match tracked.order.status {
                    Status::Sent if asked_at_ms > tracked.gone_after_ms => {
                        let text =
                            "never placed: its answer was lost, and the venue does not know it";
                        Ok(vec![end(&tracked.order, Status::Rejected, text.to_owned())])
                    }
                    Status::Sent => Err(Rejection::TooEarly {
                        id,
                        gone_after_ms: tracked.gone_after_ms,
                    }),
                    status if status.is_ended() => Ok(Vec::new()),
                    status => Err(Rejection::Illegal {
                        id,
                        status,
                        input: "unknown to the venue",
                    }),
                }
            }
        }
    }

    fn place(
        &self,
        command_id: &str,
        traceparent: &str,
        orders: Vec<NewOrder>,
    ) -> Result<Vec<Event>, Rejection> {
        if self.knows_command(command_id) {
            return Ok(Vec::new());
        }
        if orders.is_empty() || orders.len() > ORDERS_IN_COMMAND_MAX {
            return Err(Rejection::OrderCount(orders.len()));
        }
        if self.open_count() + orders.len() > ORDERS_OPEN_MAX {
            return Err(Rejection::TooManyOpen);
        }
        let mut ids = BTreeSet::new();
        for NewOrder {
            terms,
            contributors,
            ..
        } in &orders
        {
            if self.order(&terms.id).is_some() || !ids.insert(&terms.id) {
                return Err(Rejection::DuplicateId(terms.id.clone()));
            }
            if contributors.len() > CONTRIBUTORS_MAX {
                return Err(Rejection::TooManyContributors(terms.id.clone()));
            }
        }
        let mut events = Vec::with_capacity(orders.len());
        for NewOrder {
            terms,
            contributors,
            filter_failure,
        } in orders
        {
            let unsent = filter_failure.map(|text| {
                let order = AssetOrder::accepted(terms.clone());
                end(&order, Status::Rejected, format!("not sent: {text}"))
            });
            events.push(Event::Accepted {
                command_id: command_id.to_owned(),
                traceparent: traceparent.to_owned(),
                terms,
                contributors,
            });
            events.extend(unsent);
        }
        Ok(events)
    }

    fn find(&self, id: &AssetOrderId) -> Result<&Tracked, Rejection> {
        self.order(id)
            .ok_or_else(|| Rejection::NoSuchOrder(id.clone()))
    }
}

/// A report of an order that has not ended: its placing, the trades that are new, and its end if all are known.
fn report_open(tracked: &Tracked, report: &Report) -> Result<Vec<Event>, Rejection> {
    let id = &tracked.order.terms.id;
    let mut order = tracked.order.clone();
    let mut events = Vec::new();
    match order.venue_order_id {
        Some(known) if known != report.venue_order_id => {
            let reported = report.venue_order_id;
            return Err(Rejection::OtherOrder {
                id: id.clone(),
                known,
                reported,
            });
        }
        Some(_) => {}
        None => {
            order.venue_order_id = Some(report.venue_order_id);
            order.text = String::new();
            // An order that the matching engine refused has an id, but was never placed.
            if report.status != OrderStatus::Rejected {
                order.status = Status::Placed;
                events.push(Event::Placed {
                    order: order.clone(),
                });
            }
        }
    }
    let mut fresh: BTreeSet<u64> = BTreeSet::new();
    for trade in &report.trades {
        let known = tracked.trades.contains(&trade.id) || !fresh.insert(trade.id);
        if known || trade.quantity.is_zero() {
            continue;
        }
        let sums = add_trade(&order, trade.price, trade.quantity);
        (order.executed, order.executed_cash) = sums.map_err(|error| Rejection::OutOfRange {
            id: id.clone(),
            error,
        })?;
        events.push(Event::Traded {
            terms: order.terms.clone(),
            trade: trade.clone(),
        });
    }
    let ending = tracked
        .closing
        .or_else(|| Some((ended_as(report.status)?, report.executed)));
    let most = ending.map_or(order.terms.quantity, |(_, executed)| executed);
    if order.executed > most || most > order.terms.quantity {
        let executed = order.executed.max(most);
        let most = most.min(order.terms.quantity);
        return Err(Rejection::Overfilled {
            id: id.clone(),
            executed,
            most,
        });
    }
    match ending {
        Some((status, executed)) if order.executed == executed => {
            let text = end_text(report);
            events.push(end(&order, status, text));
        }
        Some((status, executed)) if tracked.closing.is_none() => {
            events.push(Event::Closed {
                id: id.clone(),
                status,
                executed,
            });
        }
        Some(_) | None => {}
    }
    Ok(events)
}

/// A report of an order that has ended must tell nothing new.
fn report_ended(tracked: &Tracked, report: &Report) -> Result<Vec<Event>, Rejection> {
    let order = &tracked.order;
    let unknown = |trade: &&super::Trade| !tracked.trades.contains(&trade.id);
    let more = report
        .trades
        .iter()
        .filter(unknown)
        .map(|trade| trade.quantity);
    let executed = Quantity::sum(more.chain([order.executed]))
        .map_err(|error| Rejection::OutOfRange {
            id: order.terms.id.clone(),
            error,
        })?
        .max(report.executed);
    if executed > order.executed {
        let (id, most) = (order.terms.id.clone(), order.executed);
        return Err(Rejection::Overfilled { id, executed, most });
    }
    Ok(Vec::new())
}

fn add_trade(
    order: &AssetOrder,
    price: money::Price,
    quantity: Quantity,
) -> Result<(Quantity, money::Cash), MoneyError> {
    let cash = notional(price, quantity)?;
    Ok((
        order.executed.checked_add(quantity)?,
        order.executed_cash.checked_add(cash)?,
    ))
}

/// How an order ends at the venue; `None` while it has not.
fn ended_as(status: OrderStatus) -> Option<Status> {
    match status {
        OrderStatus::Filled => Some(Status::Filled),
        OrderStatus::Canceled | OrderStatus::Expired | OrderStatus::ExpiredInMatch => {
            Some(Status::Expired)
        }
        OrderStatus::Rejected => Some(Status::Rejected),
        OrderStatus::New
        | OrderStatus::PendingNew
        | OrderStatus::PartiallyFilled
        | OrderStatus::PendingCancel
        | OrderStatus::Other => None,
    }
}

fn end_text(report: &Report) -> String {
    match report.status {
        OrderStatus::Canceled => "cancelled at the venue".to_owned(),
        OrderStatus::ExpiredInMatch => "ended by self-trade prevention".to_owned(),
        _ => report.text.clone(),
    }
}

fn end(order: &AssetOrder, status: Status, text: String) -> Event {
    Event::Ended {
        order: AssetOrder {
            status,
            text,
            ..order.clone()
        },
    }
}
