//! How errors become FIX rejects: the one place where OrdRejReason(103), CxlRejReason(102) and Text(58) are chosen.
//! docs/fix.md lists them; a test compares.

use fix_messages::codes::{CxlRejReason, OrdRejReason, QuoteRequestRejectReason};
use money::ParseError;
use proto::v1::RejectReason;

use crate::request::{CL_ORD_ID_BYTES_MAX, field_name};

/// What is wrong with a NewOrderSingle(D), as far as the acceptor can tell. `Display` is Text(58).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrderFault {
    /// The session has used the ClOrdID(11) before, in whatever message.
    #[error("ClOrdID(11) was used before in this session")]
    DuplicateClOrdId,
    /// Empty, too long, or with control characters.
    #[error("ClOrdID(11) must have 1 to {CL_ORD_ID_BYTES_MAX} printable characters")]
    BadClOrdId,
    /// A text field that is not UTF-8, too long, or has control characters.
    #[error("{} is not a short printable text", field_name(*tag))]
    NotText {
        /// Which.
        tag: u32,
    },
    /// No Symbol(55).
    #[error("Symbol(55) is missing: it names the index")]
    SymbolMissing,
    /// No Account(1).
    #[error("Account(1) is missing: it names the account to trade for")]
    AccountMissing,
    /// Nobody has such an account.
    #[error("Account(1): there is no account {0}")]
    UnknownAccount(String),
    /// Another session's account.
    #[error(
        "Account(1): account {account} is not one that this session may trade; those are: {own}"
    )]
    NotYourAccount {
        /// As given.
        account: String,
        /// The session's.
        own: String,
    },
    /// Neither buy nor sell.
    #[error("Side(54) {0:?} is not supported: 1 buys, 2 redeems")]
    UnsupportedSide(String),
    /// Neither market nor limit.
    #[error("OrdType(40) {0:?} is not supported: 1 is market, 2 is limit, D is previously quoted")]
    UnsupportedOrdType(String),
    /// A limit order without Price(44).
    #[error("Price(44) is missing: a limit order needs it")]
    PriceMissing,
    /// A market order with Price(44).
    #[error("Price(44) is for limit orders, OrdType(40) 2")]
    PriceOfMarketOrder,
    /// None of 0, 1, 3, 4, 6.
    #[error("TimeInForce(59) {0:?} is not supported: 0 is day, 1 GTC, 3 IOC, 4 FOK, 6 GTD")]
    UnsupportedTimeInForce(String),
    /// Good till date, but no date.
    #[error("ExpireTime(126) is missing: TimeInForce(59) 6 needs it")]
    ExpireTimeMissing,
    /// Good till a time that is over.
    #[error("ExpireTime(126) is in the past")]
    ExpireTimePast,
    /// Not a time.
    #[error("{} is not a time such as 20260131-23:59:59", field_name(*tag))]
    BadTime {
        /// Which.
        tag: u32,
    },
    /// Another currency than the deployment's.
    #[error("Currency(15) {given:?}: only {cash} is traded here")]
    WrongCurrency {
        /// As given.
        given: String,
        /// The deployment's.
        cash: String,
    },
    /// Nothing to spend.
    #[error("CashOrderQty(152) is missing: it says how much cash to spend")]
    CashMissing,
    /// Buying a number of units.
    #[error("OrderQty(38) can't be used to buy: give the cash to spend in CashOrderQty(152)")]
    UnitsToBuy,
    /// Nothing to redeem.
    #[error("OrderQty(38) is missing: it says how many units to redeem")]
    UnitsMissing,
    /// Redeeming an amount of cash.
    #[error("CashOrderQty(152) can't be used to redeem: give the units in OrderQty(38)")]
    CashToRedeem,
    /// Not a decimal number.
    #[error("{} {value:?} is no amount: {problem}", field_name(*tag))]
    BadNumber {
        /// Which.
        tag: u32,
        /// As given.
        value: String,
        /// What is wrong with it.
        problem: ParseError,
    },
    /// Fractions of the smallest unit.
    #[error("{} has more than {scale} decimals", field_name(*tag))]
    TooPrecise {
        /// Which.
        tag: u32,
        /// How many are allowed.
        scale: u32,
    },
    /// A previously quoted order without its quote.
    #[error("QuoteID(117) is missing: OrdType(40) D needs it")]
    QuoteMissing,
    /// A replacement as a previously quoted order.
    #[error(
        "OrdType(40) D is for new orders: the replacement of an order that named a quote keeps its price"
    )]
    QuotedReplacement,
    /// A quote that the session has cancelled.
    #[error("QuoteID(117): this session has cancelled the quote")]
    QuoteCancelled,
    /// A request for quotes of several indexes.
    #[error("NoRelatedSym(146) must be 1: a quote is for one index")]
    ManySymbols,
    /// Both of the amounts.
    #[error("either CashOrderQty(152) or OrderQty(38) says how much")]
    TwoAmounts,
    /// A replace request for something else than amount and price.
    #[error("{} can't be changed: cancel the order and send another", field_name(*tag))]
    Unchangeable {
        /// Which.
        tag: u32,
    },
    /// Zero.
    #[error("{} must be more than zero", field_name(*tag))]
    Zero {
        /// Which.
        tag: u32,
    },
}

impl OrderFault {
    /// OrdRejReason(103).
    pub(crate) fn ord_rej_reason(&self) -> OrdRejReason {
        use OrdRejReason as reason;
        match self {
            OrderFault::DuplicateClOrdId => reason::DuplicateOrder,
            OrderFault::SymbolMissing => reason::UnknownSymbol,
            OrderFault::AccountMissing
            | OrderFault::UnknownAccount(_)
            | OrderFault::NotYourAccount { .. } => reason::UnknownAccount,
            OrderFault::CashMissing
            | OrderFault::UnitsToBuy
            | OrderFault::UnitsMissing
            | OrderFault::CashToRedeem
            | OrderFault::TwoAmounts
            | OrderFault::BadNumber { .. }
            | OrderFault::TooPrecise { .. }
            | OrderFault::Zero { .. } => reason::IncorrectQuantity,
            OrderFault::UnsupportedSide(_)
            | OrderFault::UnsupportedOrdType(_)
            | OrderFault::PriceMissing
            | OrderFault::PriceOfMarketOrder
            | OrderFault::UnsupportedTimeInForce(_)
            | OrderFault::ExpireTimeMissing
            | OrderFault::ExpireTimePast
            | OrderFault::BadTime { .. }
            | OrderFault::Unchangeable { .. }
            | OrderFault::QuoteMissing
            | OrderFault::QuotedReplacement
            | OrderFault::ManySymbols
            | OrderFault::WrongCurrency { .. } => reason::UnsupportedOrderCharacteristic,
            OrderFault::QuoteCancelled => reason::StaleOrder,
            OrderFault::BadClOrdId | OrderFault::NotText { .. } => reason::Other,
        }
    }
}

/// What is wrong with a request about an order, as far as the acceptor can tell. `Display` is Text(58).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CancelFault {
    /// The session has no such order.
    #[error("OrigClOrdID(41): this session has no such order")]
    UnknownOrder,
    /// Something in it is wrong in itself.
    #[error(transparent)]
    Order(#[from] OrderFault),
}

impl CancelFault {
    /// CxlRejReason(102).
    pub(crate) fn cxl_rej_reason(&self) -> CxlRejReason {
        match self {
            CancelFault::UnknownOrder => CxlRejReason::UnknownOrder,
            CancelFault::Order(OrderFault::DuplicateClOrdId) => CxlRejReason::DuplicateClordid,
            CancelFault::Order(_) => CxlRejReason::Other,
        }
    }
}

/// What is wrong with a CollateralRequest(AX), as far as the acceptor can tell. `Display` is Text(58).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PayoutFault {
    /// Something else than free cash is asked for.
    #[error("CollAsgnReason(895) {0:?} is not supported: 4 asks for free cash")]
    UnsupportedReason(String),
    /// The session has used the CollReqID(894) before.
    #[error("CollReqID(894) was used before in this session")]
    DuplicateRequest,
    /// Something in it is wrong in itself.
    #[error(transparent)]
    Order(#[from] OrderFault),
}

impl PayoutFault {
    /// BusinessRejectReason(380).
    pub(crate) fn business_reject_reason(&self) -> u32 {
        match self {
            PayoutFault::Order(OrderFault::AccountMissing) => {
                business_reject_reason::CONDITIONALLY_REQUIRED_FIELD_MISSING
            }
            PayoutFault::Order(
                OrderFault::UnknownAccount(_) | OrderFault::NotYourAccount { .. },
            ) => business_reject_reason::NOT_AUTHORIZED,
            PayoutFault::UnsupportedReason(_)
            | PayoutFault::DuplicateRequest
            | PayoutFault::Order(_) => business_reject_reason::OTHER,
        }
    }
}

/// Values of BusinessRejectReason(380) that are used.
pub(crate) mod business_reject_reason {
    #![allow(missing_docs, reason = "the names are FIX's own")]
    pub(crate) const OTHER: u32 = 0;
    pub(crate) const CONDITIONALLY_REQUIRED_FIELD_MISSING: u32 = 5;
    pub(crate) const NOT_AUTHORIZED: u32 = 6;
}

/// OrdRejReason(103) of an order that the solver rejected.
pub(crate) fn ord_rej_reason_of(reason: RejectReason) -> OrdRejReason {
    use OrdRejReason as fix;
    match reason {
        RejectReason::UnknownIndex => fix::UnknownSymbol,
        RejectReason::UnknownAccount => fix::UnknownAccount,
        RejectReason::DuplicateOrder => fix::DuplicateOrder,
        RejectReason::BadAmount => fix::IncorrectQuantity,
        RejectReason::TooLate => fix::TooLateToEnter,
        RejectReason::UnknownOrder => fix::UnknownOrder,
        RejectReason::Unsupported => fix::UnsupportedOrderCharacteristic,
        RejectReason::LimitExceeded | RejectReason::Collateral | RejectReason::OpenCash => {
            fix::OrderExceedsLimit
        }
        RejectReason::Halted | RejectReason::Closed => fix::ExchangeClosed,
        RejectReason::StaleQuote => fix::StaleOrder,
        RejectReason::PriceBand => fix::PriceExceedsCurrentPriceBand,
        RejectReason::Pending
        | RejectReason::Rate
        | RejectReason::NoLiquidity
        | RejectReason::Unspecified => fix::Other,
    }
}

/// QuoteRequestRejectReason(658) of a request that the acceptor refuses.
pub(crate) fn quote_reject_reason(fault: &OrderFault) -> QuoteRequestRejectReason {
    use QuoteRequestRejectReason as fix;
    match fault {
        OrderFault::SymbolMissing => fix::UnknownSymbol,
        OrderFault::AccountMissing
        | OrderFault::UnknownAccount(_)
        | OrderFault::NotYourAccount { .. } => fix::NotAuthorizedToRequestQuote,
        _ => fix::Other,
    }
}

/// QuoteRequestRejectReason(658) of a request that the solver refuses.
pub(crate) fn quote_reject_reason_of(reason: RejectReason) -> QuoteRequestRejectReason {
    use QuoteRequestRejectReason as fix;
    match reason {
        RejectReason::UnknownIndex => fix::UnknownSymbol,
        RejectReason::Halted | RejectReason::Closed => fix::Exchange,
        RejectReason::LimitExceeded | RejectReason::OpenCash | RejectReason::Rate => {
            fix::QuoteRequestExceedsLimit
        }
        RejectReason::UnknownAccount => fix::NotAuthorizedToRequestQuote,
        RejectReason::NoLiquidity => fix::NoMarketForInstrument,
        RejectReason::DuplicateOrder
        | RejectReason::BadAmount
        | RejectReason::TooLate
        | RejectReason::UnknownOrder
        | RejectReason::Unsupported
        | RejectReason::Pending
        | RejectReason::Collateral
        | RejectReason::PriceBand
        | RejectReason::StaleQuote
        | RejectReason::Unspecified => fix::Other,
    }
}

/// CxlRejReason(102) of a cancel request that the solver refused.
pub(crate) fn cxl_rej_reason_of(reason: RejectReason) -> CxlRejReason {
    use CxlRejReason as fix;
    match reason {
        RejectReason::TooLate => fix::TooLateToCancel,
        RejectReason::UnknownOrder => fix::UnknownOrder,
        RejectReason::DuplicateOrder => fix::DuplicateClordid,
        RejectReason::Pending => fix::OrderAlreadyInPendingCancelOrPendingReplaceStatus,
        RejectReason::UnknownIndex
        | RejectReason::UnknownAccount
        | RejectReason::BadAmount
        | RejectReason::Unsupported
        | RejectReason::LimitExceeded
        | RejectReason::Halted
        | RejectReason::Collateral
        | RejectReason::Closed
        | RejectReason::OpenCash
        | RejectReason::Rate
        | RejectReason::PriceBand
        | RejectReason::NoLiquidity
        | RejectReason::StaleQuote
        | RejectReason::Unspecified => fix::Other,
    }
}
