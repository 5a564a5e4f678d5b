//! What events change in the state.

use proto::v1;

use super::requests::{
    cancel_all_request, command_id, payout_request, quote_request, replace_request, submit_request,
};
use super::{Call, LiveQuote, State};
use crate::event::{Event, Fact};
use crate::index::{IndexFacts, Trading};
use crate::order::{CollateralFacts, OrderFacts};

impl State {
    /// Changes the state.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::SessionDefined { defined, source } => {
                if defined.cancel_on_disconnect.is_none() {
                    self.presence.offline(&defined.session);
                }
                self.sessions.define(defined, *source);
            }
            Event::SessionRemoved { session } => {
                self.presence.offline(session);
                self.subscriptions.end_all(session);
                self.sessions.remove(session);
            }
            Event::PricesWanted {
                session,
                md_req_id,
                subscription,
            } => self.subscriptions.add(session, md_req_id, subscription),
            Event::PricesUnwanted { session, md_req_id } => {
                self.subscriptions.end(session, md_req_id);
            }
            Event::AllPricesUnwanted { session } => self.subscriptions.end_all(session),
            Event::SessionOnline { session } => self.presence.online(session),
            Event::SessionOffline {
                session,
                cancel_at_unix_ns: Some(at),
            } => self.presence.missed(session, *at),
            Event::SessionOffline {
                session,
                cancel_at_unix_ns: None,
            } => self.presence.offline(session),
            Event::OrderTaken { .. }
            | Event::CancelTaken { .. }
            | Event::ReplaceTaken { .. }
            | Event::OrdersCancelTaken { .. }
            | Event::QuoteTaken { .. }
            | Event::PayoutTaken { .. } => self.take(event),
            Event::Refused { session, cl_ord_id } => {
                if let Some(cl_ord_id) = cl_ord_id {
                    self.orders.spend(session, cl_ord_id);
                }
                self.answers += 1;
            }
            Event::Answered => self.answers += 1,
            Event::Quoted {
                command,
                session,
                index,
                quote_id,
                time_unix_ns,
                valid_until_unix_ns,
            } => {
                self.commands.remove(*command);
                let quote = LiveQuote {
                    session: session.clone(),
                    valid_until_unix_ns: *valid_until_unix_ns,
                    is_cancelled: false,
                };
                self.quotes.add(index, quote_id, quote, *time_unix_ns);
            }
            Event::QuotesCancelled { quote_ids } => {
                for quote_id in quote_ids {
                    self.quotes.cancel(quote_id);
                }
            }
            Event::CommandDone { command } => {
                self.commands.remove(*command);
            }
            Event::CommandFailed { command } => {
                self.answers += 1;
                let failed = self.commands.remove(*command).map(|pending| pending.call);
                if let Some(Call::Submit(request)) = failed {
                    self.orders.reject(&request.session, &request.cl_ord_id);
                }
            }
            Event::Followed { sequence, fact } => {
                assert!(
                    *sequence > self.position,
                    "the solver's event {sequence} was taken twice"
                );
                self.position = *sequence;
                self.learn(fact);
            }
        }
    }

    /// Something that the solver has to hear of.
    fn take(&mut self, event: &Event) {
        match event {
            Event::OrderTaken {
                command,
                session,
                order,
                traceparent,
            } => {
                if let Some(quote_id) = &order.quote_id {
                    self.quotes.remove(&order.index, quote_id);
                }
                let facts = OrderFacts::of_request(order);
                self.orders.learn(session, facts, traceparent.clone());
                let call = Call::Submit(submit_request(*command, session, order));
                self.commands.add(*command, call, traceparent);
            }
            Event::CancelTaken {
                command,
                session,
                cl_ord_id,
                orig_cl_ord_id,
                traceparent,
            } => {
                self.orders.spend(session, cl_ord_id);
                let request = v1::CancelOrderRequest {
                    command_id: command_id(*command, session, cl_ord_id),
                    session: session.clone(),
                    cl_ord_id: cl_ord_id.clone(),
                    orig_cl_ord_id: orig_cl_ord_id.clone(),
                };
                self.commands
                    .add(*command, Call::Cancel(request), traceparent);
            }
            Event::ReplaceTaken {
                command,
                session,
                replacement,
                traceparent,
            } => {
                self.orders.spend(session, &replacement.cl_ord_id);
                let call = Call::Replace(replace_request(*command, session, replacement));
                self.commands.add(*command, call, traceparent);
            }
            Event::OrdersCancelTaken {
                command,
                session,
                cancel,
            } => {
                // Whoever was missed is missed no more.
                if cancel.cl_ord_id.is_empty() {
                    self.presence.offline(session);
                } else {
                    self.orders.spend(session, &cancel.cl_ord_id);
                }
                let call = Call::CancelAll(cancel_all_request(*command, session, cancel));
                self.commands.add(*command, call, "");
            }
            Event::QuoteTaken {
                command,
                session,
                quote,
            } => {
                let call = Call::Quote(quote_request(*command, session, quote));
                self.commands.add(*command, call, "");
            }
            Event::PayoutTaken {
                command,
                session,
                payout,
            } => {
                self.coll_req_ids
                    .insert((session.clone(), payout.coll_req_id.clone()));
                let call = Call::Payout(payout_request(*command, session, payout));
                self.commands.add(*command, call, "");
            }
            _ => {}
        }
    }

    fn learn(&mut self, fact: &Fact) {
        match fact {
            Fact::Order {
                session,
                order,
                collateral,
            } => {
                let traceparent = self.traceparent(session, &order.cl_ord_id).to_owned();
                self.orders
                    .learn(session, OrderFacts::clone(order), traceparent);
                self.learn_collateral(collateral.as_ref());
            }
            Fact::Replaced {
                session,
                order,
                orig_cl_ord_id,
                collateral,
            } => {
                let traceparent = self.traceparent(session, orig_cl_ord_id).to_owned();
                self.orders
                    .rename(session, orig_cl_ord_id, &order.cl_ord_id);
                self.orders
                    .learn(session, OrderFacts::clone(order), traceparent);
                self.learn_collateral(collateral.as_ref());
            }
            Fact::Collateral(collateral) => self.learn_collateral(Some(collateral)),
            Fact::Account(account) => {
                self.known_accounts.insert(account.clone());
            }
            Fact::Index(index) => self.indexes.define(IndexFacts::clone(index)),
            Fact::Trading {
                index,
                trading,
                text,
            } => {
                self.indexes.trade(index, *trading, text);
                if *trading != Trading::Open {
                    self.quotes.withdraw(index);
                }
            }
            Fact::Nothing => {}
        }
    }

    fn learn_collateral(&mut self, collateral: Option<&CollateralFacts>) {
        if let Some(collateral) = collateral {
            self.collateral
                .insert(collateral.account.clone(), collateral.clone());
        }
    }
}
