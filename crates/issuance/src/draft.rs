//! A decision in the making: the events so far, and the state as it will be after them.

use crate::desk::Desk;
use crate::event::{Event, OrderChange, OrderEvent};
use crate::order::{Order, OrderView};
use crate::{Issuance, OrderId, Rejection, Settings};

pub(crate) struct Draft<'a> {
    pub(crate) state: &'a Issuance,
    pub(crate) settings: &'a Settings,
    pub(crate) desk: Desk<'a>,
    pub(crate) now_unix_ns: i64,
    events: Vec<Event>,
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
        self.desk.change_order(order, &change)?;
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

    pub(crate) fn order(&self, id: OrderId) -> Result<&Order, Rejection> {
        self.desk.order(id)
    }

    /// What was decided.
    pub(crate) fn into_events(self) -> Vec<Event> {
        self.events
    }
}
