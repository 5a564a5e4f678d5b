//! The state of the machine, and `apply`: the only place that changes it.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use money::Quantity;
use serde::{Deserialize, Serialize};

use super::{AssetOrder, AssetOrderId, Event, ORDERS_ENDED_KEPT, Status, Terms};
use crate::filters::notional;

/// Every order that is open, and the latest that ended.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssetOrders {
    orders: HashMap<AssetOrderId, Tracked>,
    // By acceptance number: the order in which they are sent.
    open: BTreeMap<u64, AssetOrderId>,
    ended: VecDeque<AssetOrderId>,
    // Open and kept orders of each command.
    commands: HashMap<String, usize>,
    accepted_count: u64,
}

/// An order with what is needed to follow it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tracked {
    /// As it stands.
    pub order: AssetOrder,
    /// Traceparents of the index orders that contribute.
    pub contributors: Vec<String>,
    /// The command that asked for it.
    pub command_id: String,
    /// Of the span that asked for it.
    pub traceparent: String,
    /// How many orders were accepted before it.
    pub number: u64,
    /// Venue's time from which on its request can certainly not place it any more, while it is `Sent`.
    pub gone_after_ms: i64,
    /// How often it was deferred.
    pub deferrals: u32,
    /// How it will end and with how much executed, while it is `Closed`.
    pub closing: Option<(Status, Quantity)>,
    pub(super) trades: BTreeSet<u64>,
}

impl AssetOrders {
    /// No orders.
    pub fn new() -> Self {
        Self::default()
    }

    /// An order that is open or kept.
    pub fn order(&self, id: &AssetOrderId) -> Option<&Tracked> {
        self.orders.get(id)
    }

    /// Open orders, the first accepted first.
    pub fn open(&self) -> impl Iterator<Item = &Tracked> {
        self.open.values().filter_map(|id| self.orders.get(id))
    }

    /// How many orders are open.
    pub fn open_count(&self) -> usize {
        self.open.len()
    }

    /// How many orders are accepted and not sent.
    pub fn unsent_count(&self) -> usize {
        self.open()
            .filter(|tracked| tracked.order.status == Status::Accepted)
            .count()
    }

    /// Orders that are open or kept, in the order they were accepted; of one batch, or all.
    pub fn list(&self, batch_id: Option<&str>) -> Vec<&Tracked> {
        let of_batch = |tracked: &&Tracked| {
            batch_id.is_none_or(|batch_id| tracked.order.terms.batch_id == batch_id)
        };
        let mut listed: Vec<&Tracked> = self.orders.values().filter(of_batch).collect();
        listed.sort_by_key(|tracked| tracked.number);
        listed
    }

    /// Whether the command was taken.
    pub fn knows_command(&self, command_id: &str) -> bool {
        self.commands.contains_key(command_id)
    }

    /// It happened. Panics if it cannot have: the journal is not one of this machine.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Accepted {
                command_id,
                traceparent,
                terms,
                contributors,
            } => {
                self.accept(command_id, traceparent, terms, contributors);
            }
            Event::Sent {
                id, gone_after_ms, ..
            } => {
                let tracked = self.expect(id);
                tracked.order.status = Status::Sent;
                tracked.gone_after_ms = *gone_after_ms;
            }
            Event::Deferred { id, text } => {
                let tracked = self.expect(id);
                tracked.order.status = Status::Accepted;
                tracked.order.text.clone_from(text);
                tracked.deferrals += 1;
            }
            Event::Placed { order } => self.expect(&order.terms.id).order = order.clone(),
            Event::Traded { terms, trade } => {
                let tracked = self.expect(&terms.id);
                let fresh = tracked.trades.insert(trade.id);
                assert!(
                    fresh,
                    "trade {} of {} is recorded twice",
                    trade.id, terms.id
                );
                let order = &mut tracked.order;
                order.executed = order
                    .executed
                    .checked_add(trade.quantity)
                    .expect("decided with the same sum");
                order.executed_cash = notional(trade.price, trade.quantity)
                    .and_then(|cash| order.executed_cash.checked_add(cash))
                    .expect("decided with the same sum");
            }
            Event::Closed {
                id,
                status,
                executed,
            } => {
                let tracked = self.expect(id);
                tracked.order.status = Status::Closed;
                tracked.closing = Some((*status, *executed));
            }
            Event::Ended { order } => self.end(order),
        }
    }

    fn accept(
        &mut self,
        command_id: &str,
        traceparent: &str,
        terms: &Terms,
        contributors: &[String],
    ) {
        let number = self.accepted_count;
        self.accepted_count += 1;
        let tracked = Tracked {
            order: AssetOrder::accepted(terms.clone()),
            contributors: contributors.to_vec(),
            command_id: command_id.to_owned(),
            traceparent: traceparent.to_owned(),
            number,
            gone_after_ms: 0,
            deferrals: 0,
            closing: None,
            trades: BTreeSet::new(),
        };
        let before = self.orders.insert(terms.id.clone(), tracked);
        assert!(before.is_none(), "{} is accepted twice", terms.id);
        self.open.insert(number, terms.id.clone());
        *self.commands.entry(command_id.to_owned()).or_default() += 1;
    }

    fn end(&mut self, order: &AssetOrder) {
        let tracked = self.expect(&order.terms.id);
        assert!(
            order.status.is_ended(),
            "{} ends as {:?}",
            order.terms.id,
            order.status
        );
        assert_eq!(
            tracked.order.executed, order.executed,
            "{} ends",
            order.terms.id
        );
        tracked.order = order.clone();
        tracked.closing = None;
        let number = tracked.number;
        self.open.remove(&number);
        self.ended.push_back(order.terms.id.clone());
        if self.ended.len() > ORDERS_ENDED_KEPT {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        let forgotten = self
            .ended
            .pop_front()
            .and_then(|id| self.orders.remove(&id));
        let Some(forgotten) = forgotten else { return };
        if let Some(left) = self.commands.get_mut(&forgotten.command_id) {
            *left -= 1;
            if *left == 0 {
                self.commands.remove(&forgotten.command_id);
            }
        }
    }

    fn expect(&mut self, id: &AssetOrderId) -> &mut Tracked {
        match self.orders.get_mut(id) {
            Some(tracked) if !tracked.order.status.is_ended() => tracked,
            Some(_) => panic!("something happens to asset order {id} after its end"),
            None => panic!("something happens to asset order {id}, which was never accepted"),
        }
    }
}
