//! What clients and operators ask for.

use issuance::{
    Command, Event, Limits, OrderId, OrderRequest, PayoutRequest, Rejection, Replacement, Scope,
    Trading, TradingState,
};
use ledger::Name;
use money::{Cash, Units};

use crate::{Scenario, cash, price, units};

impl Scenario {
    /// Asks for another number of units to redeem.
    pub fn replace_units(
        &mut self,
        cl_ord_id: &str,
        orig_cl_ord_id: &str,
        amount: &str,
    ) -> Vec<Event> {
        let command_id = self.command_id();
        self.run(Command::ReplaceOrder {
            command_id,
            session: "FIX.4.4:A->S".into(),
            orig_cl_ord_id: orig_cl_ord_id.into(),
            replacement: Replacement {
                cl_ord_id: cl_ord_id.into(),
                cash: Cash::ZERO,
                units: units(amount),
                limit_price: None,
            },
            mark: None,
        })
        .unwrap()
    }

    /// A new order, whether it is accepted or not.
    pub fn submit(&mut self, request: OrderRequest) -> OrderId {
        let command_id = self.command_id();
        let events = self
            .run(Command::SubmitOrder {
                command_id,
                request,
                mark: None,
            })
            .unwrap();
        let Event::Order(event) = &events[0] else {
            panic!("{events:?}")
        };
        event.order.id
    }

    /// Asks to cancel an order.
    pub fn cancel(&mut self, cl_ord_id: &str, orig_cl_ord_id: &str) -> Vec<Event> {
        let command_id = self.command_id();
        self.run(Command::CancelOrder {
            command_id,
            session: "FIX.4.4:A->S".into(),
            cl_ord_id: cl_ord_id.into(),
            orig_cl_ord_id: orig_cl_ord_id.into(),
        })
        .unwrap()
    }

    /// Asks for another amount and, perhaps, a limit price.
    pub fn replace(
        &mut self,
        cl_ord_id: &str,
        orig_cl_ord_id: &str,
        amount: &str,
        limit_price: Option<&str>,
    ) -> Vec<Event> {
        let command_id = self.command_id();
        self.run(Command::ReplaceOrder {
            command_id,
            session: "FIX.4.4:A->S".into(),
            orig_cl_ord_id: orig_cl_ord_id.into(),
            replacement: Replacement {
                cl_ord_id: cl_ord_id.into(),
                cash: cash(amount),
                units: Units::ZERO,
                limit_price: limit_price.map(price),
            },
            mark: None,
        })
        .unwrap()
    }

    /// Asks to cancel all orders of a scope.
    pub fn cancel_all(&mut self, cl_ord_id: &str, scope: Scope) -> Vec<Event> {
        let command_id = self.command_id();
        self.run(Command::CancelOrders {
            command_id,
            scope,
            cl_ord_id: cl_ord_id.into(),
            text: "as asked".into(),
        })
        .unwrap()
    }

    /// Opens, closes or halts an index, or everything.
    pub fn set_trading(&mut self, index: Option<&str>, state: TradingState) -> Vec<Event> {
        let command_id = self.command_id();
        self.run(Command::SetTrading {
            command_id,
            index: index.map(Name::from),
            trading: Trading {
                state,
                text: "by hand".into(),
            },
        })
        .unwrap()
    }

    /// Bounds an account.
    pub fn set_limits(&mut self, account: &str, limits: Limits) -> Vec<Event> {
        let command_id = self.command_id();
        self.run(Command::SetLimits {
            command_id,
            account: account.into(),
            limits,
        })
        .unwrap()
    }

    /// Asks for an amount, or for all that is free.
    pub fn ask_payout(
        &mut self,
        account: &str,
        amount: Option<&str>,
    ) -> Result<Vec<Event>, Rejection> {
        let command_id = self.command_id();
        self.run(Command::RequestPayout {
            command_id,
            request: PayoutRequest {
                session: String::new(),
                request_id: String::new(),
                account: account.into(),
                amount: amount.map(cash),
                traceparent: String::new(),
            },
        })
    }
}
