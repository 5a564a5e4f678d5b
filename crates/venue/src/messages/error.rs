//! The venue's error body, `{"code", "msg"}`, and the codes that decide something.

use serde::{Deserialize, Serialize};

/// An error as the venue words it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("the venue answered {code}: {msg}")]
pub struct ApiError {
    /// One of [`code`].
    pub code: i32,
    /// Free text.
    pub msg: String,
}

/// Error codes, with the names of the venue's documentation.
pub mod code {
    /// An unknown error: the request may have been executed.
    pub const UNKNOWN: i32 = -1000;
    /// Internal error: the request may have been executed.
    pub const DISCONNECTED: i32 = -1001;
    /// The key may not do this.
    pub const UNAUTHORIZED: i32 = -1002;
    /// Too much request weight; the request was not looked at.
    pub const TOO_MANY_REQUESTS: i32 = -1003;
    /// Execution status unknown.
    pub const UNEXPECTED_RESP: i32 = -1006;
    /// Execution status unknown.
    pub const TIMEOUT: i32 = -1007;
    /// The venue is overloaded.
    pub const SERVER_BUSY: i32 = -1008;
    /// Refused before the matching engine; filter failures are here.
    pub const INVALID_MESSAGE: i32 = -1013;
    /// Too many new orders; the order was not looked at.
    pub const TOO_MANY_ORDERS: i32 = -1015;
    /// The timestamp is outside of recvWindow or more than a second ahead.
    pub const INVALID_TIMESTAMP: i32 = -1021;
    /// The signature is wrong.
    pub const INVALID_SIGNATURE: i32 = -1022;
    /// A parameter has illegal characters.
    pub const ILLEGAL_CHARS: i32 = -1100;
    /// A mandatory parameter is missing or malformed.
    pub const MANDATORY_PARAM: i32 = -1102;
    /// A parameter has too much precision.
    pub const BAD_PRECISION: i32 = -1111;
    /// There is no such symbol.
    pub const BAD_SYMBOL: i32 = -1121;
    /// The matching engine refused the order: no balance, duplicate id.
    pub const NEW_ORDER_REJECTED: i32 = -2010;
    /// The matching engine refused the cancel: no such order.
    pub const CANCEL_REJECTED: i32 = -2011;
    /// A query found no such order.
    pub const NO_SUCH_ORDER: i32 = -2013;
    /// The API key's format is wrong.
    pub const BAD_API_KEY_FMT: i32 = -2014;
    /// The API key, address or permission is wrong.
    pub const REJECTED_MBX_KEY: i32 = -2015;
}
