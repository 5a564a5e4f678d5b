//! Indexes and their prices: lists, snapshots, subscriptions. Prices are not stored; who wants them is.

use std::sync::PoisonError;

use fix_engine::{SessionChange, Step};
use fix_messages::codes::{
    MDUpdateAction, SecurityListRequestType, SecurityRequestResult, SecurityRequestType,
};
use fix_messages::{MarketDataRequest, SecurityDefinitionRequest, SecurityListRequest};

use super::OrderEntry;
use crate::event::Event;
use crate::index::IndexFacts;
use crate::message::{MarketData, MarketDataRequestReject, Reader, SecurityList};
use crate::price::{
    Asked, IndexPrice, MD_REQ_ID_BYTES_MAX, PriceFault, SUBSCRIPTIONS_MAX, Subscription, Update,
};

/// Indexes of one SecurityList(y); more come in further ones.
pub(crate) const LIST_INDEXES_MAX: usize = 100;

/// Bytes of the indexes of one SecurityList(y), unless it is one index alone: the message is below the 64 KiB that most peers take. The
/// largest basket with the longest names and quantities is below that as well.
pub(crate) const LIST_BYTES_MAX: usize = 48 << 10;

/// A request for indexes: SecurityListRequest(x), SecurityDefinitionRequest(c) in FIX 4.2.
pub(super) struct IndexesAsked<'a> {
    /// SecurityReqID(320)
    req_id: &'a str,
    /// `None`: something that is not supported.
    wanted: Option<Wanted<'a>>,
}

enum Wanted<'a> {
    /// The index of that Symbol(55).
    One(&'a str),
    All,
}

impl<'a> IndexesAsked<'a> {
    pub(super) fn of_list(request: SecurityListRequest<'a>) -> Self {
        IndexesAsked {
            req_id: request.security_req_id().readable().unwrap_or_default(),
            wanted: match request.security_list_request_type().readable() {
                Some(SecurityListRequestType::Symbol) => {
                    request.symbol().readable().map(Wanted::One)
                }
                Some(SecurityListRequestType::AllSecurities) => Some(Wanted::All),
                Some(_) | None => None,
            },
        }
    }

    pub(super) fn of_definition(request: SecurityDefinitionRequest<'a>) -> Self {
        IndexesAsked {
            req_id: request.security_req_id().readable().unwrap_or_default(),
            wanted: match request.security_request_type().readable() {
                Some(SecurityRequestType::RequestSecurityIdentityAndSpecifications) => {
                    request.symbol().readable().map(Wanted::One)
                }
                Some(SecurityRequestType::RequestListSecurities) => Some(Wanted::All),
                Some(_) | None => None,
            },
        }
    }
}

/// The indexes of each message: one at least, which is empty where there are none.
fn in_parts<'a, 'b>(found: &'a [&'b IndexFacts]) -> Vec<&'a [&'b IndexFacts]> {
    let (mut parts, mut rest) = (Vec::new(), found);
    loop {
        let mut bytes = 0;
        let fits = |index: &&&IndexFacts| {
            bytes += index.message_bytes();
            bytes <= LIST_BYTES_MAX
        };
        let count = rest.iter().take(LIST_INDEXES_MAX).take_while(fits).count();
        let (part, later) = rest.split_at(count.max(1).min(rest.len()));
        parts.push(part);
        rest = later;
        if rest.is_empty() {
            return parts;
        }
    }
}

impl OrderEntry {
    pub(super) fn list_indexes(
        &self,
        session: &str,
        asked: &IndexesAsked<'_>,
        reader: Reader<'_>,
        step: &mut Step<Event>,
    ) {
        let found: Vec<&IndexFacts> = match asked.wanted {
            Some(Wanted::All) => self.state.indexes().collect(),
            Some(Wanted::One(symbol)) => self.state.index(symbol).into_iter().collect(),
            None => Vec::new(),
        };
        let result = match (asked.wanted.is_some(), found.is_empty()) {
            (false, _) => SecurityRequestResult::InvalidOrUnsupportedRequest,
            (true, true) => SecurityRequestResult::NoInstrumentsFoundThatMatchSelectionCriteria,
            (true, false) => SecurityRequestResult::ValidRequest,
        };
        let parts = in_parts(&found);
        let parts_count = parts.len();
        for (at, indexes) in parts.into_iter().enumerate() {
            let list = SecurityList {
                req_id: asked.req_id,
                response_id: self.state.next_answer_id(),
                result,
                total: found.len(),
                is_last: at + 1 == parts_count,
                indexes,
                currency: &self.cash.label,
            };
            for draft in list.drafts(reader) {
                step.send(session, draft);
            }
        }
        step.store(Event::Answered);
    }

    pub(super) fn market_data(
        &self,
        session: &str,
        request: MarketDataRequest<'_>,
        reader: Reader<'_>,
        step: &mut Step<Event>,
    ) {
        let md_req_id = request.md_req_id().readable().unwrap_or_default();
        if let Err(fault) = self.price_request(session, request, reader, step) {
            let reject = MarketDataRequestReject {
                md_req_id,
                reason: fault.md_req_rej_reason(),
                text: &fault.to_string(),
            };
            if let Some(draft) = reject.draft(reader) {
                step.send(session, draft);
            }
        }
    }

    fn price_request(
        &self,
        session: &str,
        request: MarketDataRequest<'_>,
        reader: Reader<'_>,
        step: &mut Step<Event>,
    ) -> Result<(), PriceFault> {
        let md_req_id = request.md_req_id().readable().unwrap_or_default();
        if md_req_id.is_empty() || md_req_id.len() > MD_REQ_ID_BYTES_MAX {
            return Err(PriceFault::BadRequestId);
        }
        let own = self.state.subscriptions(session);
        let is_known = own.is_some_and(|own| own.contains_key(md_req_id));
        match Asked::read(request)? {
            Asked::Unsubscribe if is_known => {
                step.store(Event::PricesUnwanted {
                    session: session.to_owned(),
                    md_req_id: md_req_id.to_owned(),
                });
                Ok(())
            }
            Asked::Unsubscribe => Err(PriceFault::NoSubscription),
            Asked::Snapshot(asked) => {
                self.check_indexes(&asked)?;
                if self.snapshots(session, reader, md_req_id, &asked, step) == 0 {
                    return Err(PriceFault::NotKnown);
                }
                Ok(())
            }
            Asked::Subscribe(_) if is_known => Err(PriceFault::DuplicateRequest),
            Asked::Subscribe(_) if own.is_some_and(|own| own.len() >= SUBSCRIPTIONS_MAX) => {
                Err(PriceFault::TooMany)
            }
            Asked::Subscribe(asked) => {
                self.check_indexes(&asked)?;
                self.snapshots(session, reader, md_req_id, &asked, step);
                step.store(Event::PricesWanted {
                    session: session.to_owned(),
                    md_req_id: md_req_id.to_owned(),
                    subscription: asked,
                });
                Ok(())
            }
        }
    }

    fn check_indexes(&self, asked: &Subscription) -> Result<(), PriceFault> {
        let is_unknown = |index: &&String| self.state.index(index).is_none();
        match asked.indexes.iter().find(is_unknown) {
            Some(unknown) => Err(PriceFault::UnknownSymbol(unknown.clone())),
            None => Ok(()),
        }
    }

    /// The prices that are known now; how many.
    fn snapshots(
        &self,
        session: &str,
        reader: Reader<'_>,
        md_req_id: &str,
        asked: &Subscription,
        step: &mut Step<Event>,
    ) -> usize {
        let prices = self.prices.lock().unwrap_or_else(PoisonError::into_inner);
        let drafts = asked.indexes.iter().filter_map(|index| {
            let data = MarketData {
                md_req_id,
                price: prices.get(index)?,
                kinds: &asked.kinds,
                currency: &self.cash.label,
            };
            data.snapshot(reader)
        });
        let mut count = 0;
        for draft in drafts {
            step.send(session, draft);
            count += 1;
        }
        count
    }

    /// A price that is new: told to all who want it.
    pub(super) fn priced(&self, price: IndexPrice, step: &mut Step<Event>) {
        let mut prices = self.prices.lock().unwrap_or_else(PoisonError::into_inner);
        let action = if prices.contains_key(&price.index) {
            MDUpdateAction::Change
        } else {
            MDUpdateAction::New
        };
        for (session, md_req_id, subscription) in self.state.wanted_prices(&price.index) {
            let data = MarketData {
                md_req_id,
                price: &price,
                kinds: &subscription.kinds,
                currency: &self.cash.label,
            };
            let draft = self
                .state
                .reader(session)
                .and_then(|reader| match subscription.update {
                    Update::Full => data.snapshot(reader),
                    Update::Increment => data.increment(reader, action),
                });
            if let Some(draft) = draft {
                step.send(session, draft);
            }
        }
        prices.insert(price.index.clone(), price);
    }

    /// A session's subscriptions end with it.
    pub(super) fn end_subscriptions(
        &self,
        session: &str,
        change: SessionChange,
        step: &mut Step<Event>,
    ) {
        let has_ended = matches!(change, SessionChange::LoggedOut(_));
        if has_ended && self.state.subscriptions(session).is_some() {
            step.store(Event::AllPricesUnwanted {
                session: session.to_owned(),
            });
        }
    }

    /// Those of sessions that were logged on when the process ended.
    pub(super) fn end_all_subscriptions(&self, step: &mut Step<Event>) {
        for session in self.state.subscribers() {
            step.store(Event::AllPricesUnwanted {
                session: session.to_owned(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Trading;

    /// With the longest names and quantities.
    fn index(number: usize, assets: usize) -> IndexFacts {
        let asset = |asset| {
            let quantity = "7922816251426.4337593543950335";
            (format!("ASSET{asset:0>7}"), quantity.to_owned())
        };
        IndexFacts {
            symbol: format!("INDEX{number:0>7}"),
            name: "n".repeat(200),
            basket: (0..assets).map(asset).collect(),
            units_scale: 8,
            trading: Trading::Open,
            trading_text: String::new(),
        }
    }

    #[test]
    fn a_list_is_whole_in_messages_that_most_peers_take() {
        let dialect = crate::dialect::Dialect::Fix44;
        for (count, assets, messages) in [
            (0, 0, 1),
            (1, 1_000, 1),
            (3, 1_000, 3),
            (250, 5, 4),
            (101, 0, 2),
        ] {
            let indexes: Vec<IndexFacts> = (0..count).map(|n| index(n, assets)).collect();
            let found: Vec<&IndexFacts> = indexes.iter().collect();
            let parts = in_parts(&found);
            assert_eq!(parts.concat(), found, "each once, in order");
            assert_eq!(parts.len(), messages, "{count} of {assets}");
            for indexes in parts {
                let list = SecurityList {
                    req_id: "r",
                    response_id: "A-1".to_owned(),
                    result: SecurityRequestResult::ValidRequest,
                    total: count,
                    is_last: false,
                    indexes,
                    currency: "USDC",
                };
                for draft in list.drafts(Reader {
                    dialect,
                    copy_of: None,
                }) {
                    let bytes = draft.body().len();
                    assert!(bytes < (64 << 10) - 500, "{bytes}");
                }
            }
        }
    }
}
