//! Prices of indexes, and who wants them: a subscription lasts until it is ended, or its session is.

use fix_messages::MarketDataRequest;
use fix_messages::codes::{MDEntryType, MDReqRejReason, MDUpdateType, SubscriptionRequestType};
use serde::{Deserialize, Serialize};

/// Subscriptions of one session.
pub(crate) const SUBSCRIPTIONS_MAX: usize = 100;
/// Indexes of one request.
pub(crate) const SYMBOLS_MAX: usize = 500;
/// The longest MDReqID(262) that is taken.
pub(crate) const MD_REQ_ID_BYTES_MAX: usize = 64;

/// What an index costs now, as the solver says. Empty texts: not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexPrice {
    /// Symbol(55)
    pub index: String,
    /// What its units could be sold for.
    pub bid: String,
    /// What they could be bought for.
    pub offer: String,
    /// Its value.
    pub value: String,
    /// When, Unix nanoseconds.
    pub time_unix_ns: i64,
}

/// MDEntryType(269).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceKind {
    /// 0
    Bid,
    /// 1
    Offer,
    /// 3
    Value,
}

impl IndexPrice {
    /// That price, where it is known.
    pub fn value(&self, kind: PriceKind) -> Option<&str> {
        let text = match kind {
            PriceKind::Bid => &self.bid,
            PriceKind::Offer => &self.offer,
            PriceKind::Value => &self.value,
        };
        (!text.is_empty()).then_some(text.as_str())
    }
}

/// What is sent at a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Update {
    /// Everything: W.
    Full,
    /// What is new: X.
    Increment,
}

/// A subscription, or a request for one snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Symbol(55) of each.
    pub indexes: Vec<String>,
    /// MDEntryType(269) of each.
    pub kinds: Vec<PriceKind>,
    /// MDUpdateType(265)
    pub update: Update,
}

/// What a MarketDataRequest(V) asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The prices now.
    Snapshot(Subscription),
    /// The prices now and from now on.
    Subscribe(Subscription),
    /// No more of them.
    Unsubscribe,
}

/// What is wrong with a MarketDataRequest(V). `Display` is Text(58).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PriceFault {
    /// An index that is not there.
    #[error("Symbol(55): there is no index {0}")]
    UnknownSymbol(String),
    /// The MDReqID(262) is one of a subscription.
    #[error("MDReqID(262) is that of another subscription")]
    DuplicateRequest,
    /// Empty or too long.
    #[error("MDReqID(262) must have 1 to {MD_REQ_ID_BYTES_MAX} characters")]
    BadRequestId,
    /// There is no subscription to end.
    #[error("MDReqID(262): there is no such subscription")]
    NoSubscription,
    /// Too many.
    #[error(
        "a session has at most {SUBSCRIPTIONS_MAX} subscriptions of at most {SYMBOLS_MAX} indexes"
    )]
    TooMany,
    /// Neither 0, 1 nor 2.
    #[error("SubscriptionRequestType(263): 0, 1 and 2 are supported")]
    UnsupportedType,
    /// More than the top.
    #[error("MarketDepth(264): an index has one price, 0 and 1 are supported")]
    UnsupportedDepth,
    /// Neither 0 nor 1.
    #[error("MDUpdateType(265): 0 is all of it, 1 what is new")]
    UnsupportedUpdate,
    /// None of 0, 1, 3.
    #[error("MDEntryType(269): 0 bid, 1 offer and 3 index value are supported")]
    UnsupportedEntry,
    /// Nothing is known yet.
    #[error("no price is known yet")]
    NotKnown,
}

impl PriceFault {
    /// MDReqRejReason(281), where one fits.
    pub(crate) fn md_req_rej_reason(&self) -> Option<MDReqRejReason> {
        match self {
            PriceFault::UnknownSymbol(_) => Some(MDReqRejReason::UnknownSymbol),
            PriceFault::DuplicateRequest => Some(MDReqRejReason::DuplicateMdreqid),
            PriceFault::TooMany => Some(MDReqRejReason::InsufficientBandwidth),
            PriceFault::UnsupportedType => Some(MDReqRejReason::UnsupportedSubscriptionrequesttype),
            PriceFault::UnsupportedDepth => Some(MDReqRejReason::UnsupportedMarketdepth),
            PriceFault::UnsupportedUpdate => Some(MDReqRejReason::UnsupportedMdupdatetype),
            PriceFault::UnsupportedEntry => Some(MDReqRejReason::UnsupportedMdentrytype),
            PriceFault::BadRequestId | PriceFault::NoSubscription | PriceFault::NotKnown => None,
        }
    }
}

impl Asked {
    /// Reads a MarketDataRequest(V); that its indexes are there is for the caller to see.
    pub(crate) fn read(request: MarketDataRequest<'_>) -> Result<Asked, PriceFault> {
        let kind = request.subscription_request_type().required();
        let is_subscription = match kind.map_err(|_| PriceFault::UnsupportedType)? {
            SubscriptionRequestType::DisablePreviousSnapshotPlusUpdateRequest => {
                return Ok(Asked::Unsubscribe);
            }
            SubscriptionRequestType::Snapshot => false,
            SubscriptionRequestType::SnapshotPlusUpdates => true,
        };
        if !matches!(request.market_depth().optional(), Ok(Some(0 | 1))) {
            return Err(PriceFault::UnsupportedDepth);
        }
        let update = match request.md_update_type().optional() {
            Ok(None | Some(MDUpdateType::FullRefresh)) => Update::Full,
            Ok(Some(MDUpdateType::IncrementalRefresh)) => Update::Increment,
            Err(_) => return Err(PriceFault::UnsupportedUpdate),
        };
        let types = request.no_md_entry_types();
        let kinds = types
            .map_err(|_| PriceFault::UnsupportedEntry)?
            .map(|entry| match entry.md_entry_type().required() {
                Ok(MDEntryType::Bid) => Ok(PriceKind::Bid),
                Ok(MDEntryType::Offer) => Ok(PriceKind::Offer),
                Ok(MDEntryType::IndexValue) => Ok(PriceKind::Value),
                Ok(_) | Err(_) => Err(PriceFault::UnsupportedEntry),
            })
            .collect::<Result<Vec<_>, _>>()?;
        let symbols = request.no_related_sym();
        let indexes = symbols
            .map_err(|_| PriceFault::UnknownSymbol(String::new()))?
            .take(SYMBOLS_MAX + 1)
            .map(|entry| {
                let symbol = entry.symbol().required();
                symbol
                    .map(str::to_owned)
                    .map_err(|_| PriceFault::UnknownSymbol(String::new()))
            })
            .collect::<Result<Vec<_>, _>>()?;
        if indexes.len() > SYMBOLS_MAX {
            return Err(PriceFault::TooMany);
        }
        let subscription = Subscription {
            indexes,
            kinds,
            update,
        };
        Ok(if is_subscription {
            Asked::Subscribe(subscription)
        } else {
            Asked::Snapshot(subscription)
        })
    }
}
