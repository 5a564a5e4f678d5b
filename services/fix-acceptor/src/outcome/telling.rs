//! What each kind of event is told as, and to whom. Collateral is told in [`collateral`].

mod collateral;

use fix_codec::Draft;
use fix_messages::codes::{CxlRejResponseTo, ExecType};
use proto::v1::{IndexOrder, RejectReason, SolverEvent};

use super::{Outcome, OutcomeError};
use crate::event::Fact;
use crate::index::Trading;
use crate::message::{
    Confirmation, ExecutionReport, Fill, MassCancelReport, MassCancelType, Mint, MintLot,
    OrdStatus, OrderCancelReject, QuoteCancel, Reader, Request,
};
use crate::order::OrderFacts;
use crate::reject::{cxl_rej_reason_of, ord_rej_reason_of};
use crate::state::State;

/// An event, and what is known besides.
pub(super) struct Telling<'a> {
    pub(super) state: &'a State,
    pub(super) currency: &'a str,
    pub(super) event: &'a SolverEvent,
}

impl Telling<'_> {
    pub(super) fn order<'a>(
        &self,
        order: Option<&'a IndexOrder>,
    ) -> Result<&'a IndexOrder, OutcomeError> {
        order.ok_or(OutcomeError::NoOrder(self.event.sequence))
    }

    /// ExecID(17), unless the event has an id of its own.
    fn exec_id(&self) -> String {
        format!("E-{}", self.event.sequence)
    }

    /// A message to the order's session, and the order remembered. An order of a session that is no more is remembered,
    /// and told to those that get copies.
    fn about(
        &self,
        order: &IndexOrder,
        facts: OrderFacts,
        write: impl Fn(&OrderFacts, Reader<'_>) -> Option<Draft>,
    ) -> Outcome {
        let messages = self.told(order, |reader| write(&facts, reader));
        Outcome {
            fact: Fact::Order {
                session: order.session.clone(),
                order: Box::new(facts),
                collateral: self.collateral(),
            },
            messages,
        }
    }

    /// A message to all whom it concerns.
    fn told(
        &self,
        order: &IndexOrder,
        write: impl Fn(Reader<'_>) -> Option<Draft>,
    ) -> Vec<(String, Draft)> {
        let readers = self.state.readers(&order.session, &order.account);
        readers
            .filter_map(|(name, reader)| Some((name.to_owned(), write(reader)?)))
            .collect()
    }

    fn plain<'a>(&'a self, facts: &'a OrderFacts, exec_type: ExecType) -> ExecutionReport<'a> {
        ExecutionReport {
            exec_id: self.exec_id(),
            exec_type,
            ord_status: facts.ord_status,
            order: facts,
            currency: self.currency,
            request: None,
            mass_status: None,
            ord_status_req_id: None,
            fill: None,
            mint: None,
            ord_rej_reason: None,
            text: "",
            time_unix_ns: self.event.time_unix_ns,
        }
    }

    pub(super) fn report(
        &self,
        order: &IndexOrder,
        exec_type: ExecType,
        ord_status: OrdStatus,
        text: &str,
    ) -> Outcome {
        let facts = OrderFacts::of(order, ord_status);
        self.about(order, facts, |facts, reader| {
            let report = ExecutionReport {
                text,
                ..self.plain(facts, exec_type)
            };
            report.draft(reader)
        })
    }

    pub(super) fn cancel_report(
        &self,
        order: &IndexOrder,
        exec_type: ExecType,
        ord_status: OrdStatus,
        cancel: &str,
    ) -> Outcome {
        let facts = OrderFacts::of(order, ord_status);
        let request = (!cancel.is_empty()).then_some(Request {
            cl_ord_id: cancel,
            orig_cl_ord_id: &order.cl_ord_id,
        });
        self.about(order, facts, |facts, reader| {
            let report = ExecutionReport {
                request,
                text: &order.text,
                ..self.plain(facts, exec_type)
            };
            report.draft(reader)
        })
    }

    /// An order has another name, amount and price.
    pub(super) fn replaced(&self, order: &IndexOrder, orig_cl_ord_id: &str) -> Outcome {
        let facts = OrderFacts::of(order, standing(order));
        let messages = self.told(order, |reader| {
            let report = ExecutionReport {
                request: Some(Request {
                    cl_ord_id: &order.cl_ord_id,
                    orig_cl_ord_id,
                }),
                ..self.plain(&facts, ExecType::Replaced)
            };
            report.draft(reader)
        });
        Outcome {
            fact: Fact::Replaced {
                session: order.session.clone(),
                order: Box::new(facts),
                orig_cl_ord_id: orig_cl_ord_id.to_owned(),
                collateral: self.collateral(),
            },
            messages,
        }
    }

    pub(super) fn orders_cancelled(&self, cancelled: &proto::v1::OrdersCancelled) -> Outcome {
        let done = if cancelled.index.is_empty() {
            MassCancelType::All
        } else {
            MassCancelType::Index
        };
        let report = MassCancelReport {
            report_id: self.exec_id(),
            cl_ord_id: &cancelled.cl_ord_id,
            request_type: done.request_type(),
            outcome: Ok((done, cancelled.cancelled.saturating_add(cancelled.pending))),
            index: &cancelled.index,
            text: "",
            time_unix_ns: self.event.time_unix_ns,
        };
        let asked = !cancelled.cl_ord_id.is_empty();
        let reader = self.state.reader(&cancelled.session).filter(|_| asked);
        Outcome {
            fact: Fact::Nothing,
            messages: reader
                .and_then(|reader| Some((cancelled.session.clone(), report.draft(reader)?)))
                .into_iter()
                .collect(),
        }
    }

    pub(super) fn rejected(&self, order: &IndexOrder) -> Outcome {
        let facts = OrderFacts::of(order, OrdStatus::Rejected);
        let ord_rej_reason = Some(ord_rej_reason_of(order.reject_reason()));
        self.about(order, facts, |facts, reader| {
            let report = ExecutionReport {
                ord_rej_reason,
                text: &order.text,
                ..self.plain(facts, ExecType::Rejected)
            };
            report.draft(reader)
        })
    }

    pub(super) fn filled(&self, order: &IndexOrder, fill: &proto::v1::IndexFill) -> Outcome {
        // A fill while a request is pending does not end its pending (FIX 4.4 volume 4, order state changes).
        let before = self
            .state
            .order(&order.session, &order.cl_ord_id)
            .map(|facts| facts.ord_status);
        let ord_status = match before {
            Some(pending @ (OrdStatus::PendingCancel | OrdStatus::PendingReplace)) => pending,
            _ => OrdStatus::PartiallyFilled,
        };
        let facts = OrderFacts::of(order, ord_status);
        let fill_fields = Fill {
            units: &fill.units,
            price: &fill.price,
            gross: &fill.gross,
            venue_fees: &fill.venue_fees,
            issuer_fee: &fill.issuer_fee,
            net: &fill.net,
        };
        self.about(order, facts, |facts, reader| {
            let mut report = ExecutionReport {
                fill: Some(fill_fields.clone()),
                ..self.plain(facts, ExecType::Trade)
            };
            if !fill.fill_id.is_empty() {
                report.exec_id = format!("F-{}", fill.fill_id);
            }
            report.draft(reader)
        })
    }

    pub(super) fn minted(&self, order: &IndexOrder, minted: &proto::v1::OrderMinted) -> Outcome {
        let before = self
            .state
            .order(&order.session, &order.cl_ord_id)
            .map(|facts| facts.ord_status);
        let facts = OrderFacts::of(order, before.unwrap_or(OrdStatus::Filled));
        let lots = minted.lots.iter().map(|lot| MintLot {
            id: &lot.lot_id,
            asset: &lot.asset,
            quantity: &lot.quantity,
            price: &lot.price,
            fee: &lot.fee,
        });
        let mint = Mint {
            id: &minted.mint_id,
            transaction_hash: &minted.transaction_hash,
            block: minted.block_number,
            lots: Mint::told(lots),
            lots_in_all: minted.lots.len()
                + usize::try_from(minted.further_lots).unwrap_or(usize::MAX),
        };
        self.about(order, facts, |facts, reader| {
            let confirmation = Confirmation {
                order: facts,
                currency: self.currency,
                mint: mint.clone(),
                time_unix_ns: self.event.time_unix_ns,
            };
            confirmation.draft(reader)
        })
    }

    pub(super) fn cancel_rejected(&self, rejected: &proto::v1::CancelRejected) -> Outcome {
        use proto::v1::CancelResponseTo;
        let known = self
            .state
            .order(&rejected.session, &rejected.orig_cl_ord_id);
        // A replace request that was pending is so no more.
        let released = rejected
            .order
            .as_ref()
            .filter(|_| known.is_some_and(|facts| facts.ord_status == OrdStatus::PendingReplace))
            .map(|order| OrderFacts::of(order, standing(order)));
        let facts = released.as_ref().or(known);
        let reason = RejectReason::try_from(rejected.reason).unwrap_or_default();
        let reject = OrderCancelReject {
            order_id: rejected.order.as_ref().map_or("", |order| &order.order_id),
            cl_ord_id: &rejected.cl_ord_id,
            orig_cl_ord_id: &rejected.orig_cl_ord_id,
            ord_status: facts.map_or(OrdStatus::Rejected, |facts| facts.ord_status),
            account: facts.map_or("", |facts| &facts.account),
            response_to: match rejected.response_to() {
                CancelResponseTo::Cancel => CxlRejResponseTo::OrderCancelRequest,
                CancelResponseTo::Replace => CxlRejResponseTo::OrderCancelReplaceRequest,
            },
            cxl_rej_reason: cxl_rej_reason_of(reason),
            text: &rejected.text,
            time_unix_ns: self.event.time_unix_ns,
        };
        let reader = self.state.reader(&rejected.session);
        let messages = reader
            .and_then(|reader| Some((rejected.session.clone(), reject.draft(reader)?)))
            .into_iter()
            .collect();
        let fact = released.map_or(Fact::Nothing, |order| Fact::Order {
            session: rejected.session.clone(),
            order: Box::new(order),
            collateral: self.collateral(),
        });
        Outcome { fact, messages }
    }

    /// An index takes orders, or does not: then what was quoted of it is withdrawn.
    pub(super) fn trading_changed(&self, changed: &proto::v1::TradingChanged) -> Outcome {
        let trading = Trading::of(changed.state());
        let quotes = self.state.quotes(&changed.index);
        let withdrawn = quotes.filter(|(_, _, quote)| {
            trading != Trading::Open && quote.valid_until_unix_ns > self.event.time_unix_ns
        });
        let messages = withdrawn
            .filter_map(|(index, quote_id, quote)| {
                let cancel = QuoteCancel { quote_id, index };
                let draft = cancel.draft(self.state.reader(&quote.session)?)?;
                Some((quote.session.clone(), draft))
            })
            .collect();
        Outcome {
            fact: Fact::Trading {
                index: changed.index.clone(),
                trading,
                text: changed.text.clone(),
            },
            messages,
        }
    }
}

/// OrdStatus(39) of an order by what the solver says of it.
fn standing(order: &IndexOrder) -> OrdStatus {
    use proto::v1::OrderStatus as S;
    match order.status() {
        S::Waiting => OrdStatus::PendingNew,
        S::Unspecified | S::Working | S::InBatch => {
            if OrderFacts::of(order, OrdStatus::New).has_fills() {
                OrdStatus::PartiallyFilled
            } else {
                OrdStatus::New
            }
        }
        S::Cancelling => OrdStatus::PendingCancel,
        S::Minting | S::Minted | S::Redeemed => OrdStatus::Filled,
        S::Cancelled => OrdStatus::Canceled,
        S::Expired => OrdStatus::Expired,
        S::Rejected => OrdStatus::Rejected,
        S::Suspended => OrdStatus::Suspended,
    }
}
