//! A decision in the making: the events so far, and the state as it will be after them.

use std::collections::BTreeMap;

use ledger::Name;

use crate::desk::Desk;
use crate::event::{Event, OrderChange, OrderEvent};
use crate::order::{Order, OrderView, Status};
use crate::waiting::Waiting;
use crate::{Issuance, OrderId, Rejection, Settings};

pub(crate) struct Draft<'a> {
    pub(crate) state: &'a Issuance,
    pub(crate) settings: &'a Settings,
    pub(crate) desk: Desk<'a>,
    pub(crate) now_unix_ns: i64,
    events: Vec<Event>,
    /// Who waits, of the accounts where this decision has changed that.
    waiting: BTreeMap<Name, Waiting>,
}

impl<'a> Draft<'a> {
    /// Nothing decided yet.
    pub(crate) fn new(state: &'a Issuance, now_unix_ns: i64) -> Result<Self, Rejection> {
        let settings = state.settings().ok_or(Rejection::NotConfigured)?;
        Ok(Self {
            state,
            settings,
            desk: state.desk.over(),
            now_unix_ns,
            events: Vec::new(),
            waiting: BTreeMap::new(),
        })
    }

    /// One more event.
    pub(crate) fn record(&mut self, event: Event) -> Result<(), Rejection> {
        self.desk.apply(&event)?;
        self.events.push(event);
        Ok(())
    }

    /// One more change of an order that there is.
    pub(crate) fn change(&mut self, order: OrderId, change: OrderChange) -> Result<(), Rejection> {
        self.change_for(order, change, None)
    }

    /// The same, caused directly by a command with an id.
    pub(crate) fn change_for(
        &mut self,
        order: OrderId,
        change: OrderChange,
        command_id: Option<String>,
    ) -> Result<(), Rejection> {
        let waited = self.desk.order(order)?.status == Status::Waiting;
        self.desk.change_order(order, &change)?;
        if waited {
            self.note_waiting(order)?;
        }
        let order = self.desk.order(order)?.view()?;
        let collateral = self.desk.collateral(&order.request.account).ok();
        self.events.push(Event::Order(Box::new(OrderEvent {
            order,
            change,
            collateral,
            command_id,
        })));
        Ok(())
    }

    /// A new order and its first change.
    pub(crate) fn admit(
        &mut self,
        order: &OrderView,
        change: OrderChange,
        command_id: String,
    ) -> Result<(), Rejection> {
        self.desk.admit(order);
        self.change_for(order.id, change, Some(command_id))
    }

    /// The oldest waiting order of an account that there is enough for: free cash, or burned units.
    pub(crate) fn oldest_covered(&self, account: &Name) -> Option<OrderId> {
        let known = || self.state.waiting.get(account);
        let waiting = self.waiting.get(account).or_else(known)?;
        waiting.oldest_covered(self.desk.free(account), |index| {
            self.desk.redeemable(account, index)
        })
    }

    /// Something has happened to an order that waited.
    fn note_waiting(&mut self, id: OrderId) -> Result<(), Rejection> {
        let order = self.desk.order(id)?;
        let account = &order.request.account;
        if let Some(waiting) = self.waiting.get_mut(account) {
            waiting.place(order);
        } else if let Some(known) = self.state.waiting.get(account) {
            let mut waiting = known.clone();
            waiting.place(order);
            self.waiting.insert(account.clone(), waiting);
        }
        Ok(())
    }

    pub(crate) fn order(&self, id: OrderId) -> Result<&Order, Rejection> {
        self.desk.order(id)
    }

    /// What was decided.
    pub(crate) fn into_events(self) -> Vec<Event> {
        self.events
    }
}
