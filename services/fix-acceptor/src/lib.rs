//! The FIX acceptor: sessions in front, the solver behind.
//!
//! It owns the FIX sessions (sequence numbers, sent messages) and who may trade which account; the orders are the
//! solver's. A NewOrderSingle(D) is stored together with its sequence number, then handed to the solver under an id that
//! comes from this journal, again and again until the solver has it. Everything that happens to an order comes back in the
//! solver's stream; each event, the message it becomes and the position in the stream are stored together before the
//! message goes out. So a kill at any instruction loses nothing and doubles nothing.

mod admin;
mod application;
mod config;
pub mod custom;
mod dialect;
#[cfg(test)]
mod docs;
mod event;
mod follow;
mod index;
mod message;
mod metrics;
mod order;
mod outcome;
mod price;
mod reject;
mod request;
mod run;
mod settings;
mod state;
mod submit;
mod template;
mod terms;
mod watch;

pub use application::{Input, OrderEntry};
pub use config::{
    Config, Day, ExcessPolicy, Fix, Hours, Limits, LogonRefusal, MessageLog, Passwords, Precision,
    Session, Store, Template, Throttle, Tls,
};
pub use dialect::Dialect;
pub use event::{CancelOnDisconnect, Copies, DefinedSession, Event, Fact, OrdersCancel, Source};
pub use index::{IndexFacts, Trading};
pub use message::OrdStatus;
pub use order::{CollateralFacts, OrderFacts};
pub use price::{IndexPrice, PriceKind, Subscription, Update};
pub use request::{
    Amount, CashUnit, NewOrder, PayoutAsked, QuoteAsked, Replacement, Side, TimeInForce,
};
pub use run::{Listening, RunError, run};
pub use settings::SessionSettings;
pub use state::{Call, Pending, State};
pub use template::SessionTemplate;
