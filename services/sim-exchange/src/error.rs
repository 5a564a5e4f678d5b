//! The venue's errors: code, text and HTTP status, in one place.

use crate::{accounts::Rejection, limits::Exceeded, spec::Filter};

/// What a client is told when it gets no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {msg}")]
pub struct ApiError {
    /// HTTP status, and `status` in the WebSocket API.
    pub status: u16,
    /// The venue's code.
    pub code: i32,
    /// The venue's text.
    pub msg: String,
    /// Milliseconds to wait, for the header Retry-After.
    pub retry_ms: Option<i64>,
}

impl ApiError {
    fn new(status: u16, code: i32, msg: impl Into<String>) -> Self {
        Self {
            status,
            code,
            msg: msg.into(),
            retry_ms: None,
        }
    }

    fn bad(code: i32, msg: impl Into<String>) -> Self {
        Self::new(400, code, msg)
    }

    /// The service is about to end.
    pub fn stopping() -> Self {
        Self::new(
            503,
            -1008,
            "Server is currently overloaded with other requests. Please try again in a few minutes.",
        )
    }

    /// The execution status is unknown.
    pub fn timed_out() -> Self {
        Self::new(
            408,
            -1007,
            "Timeout waiting for response from backend server. Send status unknown; execution status unknown.",
        )
    }

    /// There is no such path.
    pub fn not_found() -> Self {
        Self::new(404, -1000, "There is no such path.")
    }

    /// A limit is used up.
    pub fn exceeded(exceeded: Exceeded, weight_limit: u64) -> Self {
        let (status, code, msg, retry_ms) = match exceeded {
            Exceeded::Weight { retry_ms } => {
                let msg = format!(
                    "Too much request weight used; current limit is {weight_limit} request weight per 1 MINUTE. \
                     Please use WebSocket Streams for live updates to avoid polling the API."
                );
                (429, -1003, msg, retry_ms)
            }
            Exceeded::Banned { until_ms, retry_ms } => {
                let msg = format!(
                    "Way too much request weight used; IP banned until {until_ms}. \
                     Please use WebSocket Streams for live updates to avoid bans."
                );
                (418, -1003, msg, retry_ms)
            }
            Exceeded::Orders {
                limit,
                window,
                retry_ms,
            } => (
                429,
                -1015,
                format!("Too many new orders; current limit is {limit} orders per {window}."),
                retry_ms,
            ),
        };
        Self {
            retry_ms: Some(retry_ms),
            ..Self::new(status, code, msg)
        }
    }

    /// A parameter has characters that it may not have.
    pub fn illegal(parameter: &str, legal: &str) -> Self {
        Self::bad(
            -1100,
            format!(
                "Illegal characters found in parameter '{parameter}'; legal range is '{legal}'."
            ),
        )
    }

    /// A parameter was sent twice.
    pub fn duplicate_parameter() -> Self {
        Self::bad(-1101, "Duplicate values for a parameter detected.")
    }

    /// A parameter is needed.
    pub fn missing(parameter: &str) -> Self {
        Self::bad(
            -1102,
            format!(
                "Mandatory parameter '{parameter}' was not sent, was empty/null, or malformed."
            ),
        )
    }

    /// A parameter is there and empty.
    pub fn empty(parameter: &str) -> Self {
        Self::bad(-1105, format!("Parameter '{parameter}' was empty."))
    }

    /// A price or a quantity of zero.
    pub fn invalid(parameter: &str) -> Self {
        Self::bad(-1013, format!("Invalid {parameter}."))
    }

    /// Either of two parameters is needed.
    pub fn missing_either(first: &str, second: &str) -> Self {
        Self::bad(
            -1102,
            format!("Param '{first}' or '{second}' must be sent, but both were empty/null!"),
        )
    }

    /// More parameters than the request has.
    pub fn unread(read: usize, sent: usize) -> Self {
        Self::bad(
            -1104,
            format!(
                "Not all sent parameters were read; read '{read}' parameter(s) but was sent '{sent}'."
            ),
        )
    }

    /// A parameter that this request must not have.
    pub fn not_required(parameter: &str) -> Self {
        Self::bad(
            -1106,
            format!("Parameter '{parameter}' sent when not required."),
        )
    }

    /// Too many decimals.
    pub fn precision(parameter: &str) -> Self {
        Self::bad(
            -1111,
            format!("Parameter '{parameter}' has too much precision."),
        )
    }

    /// An unknown word for a parameter that has its own code.
    pub fn invalid_time_in_force() -> Self {
        Self::bad(-1115, "Invalid timeInForce.")
    }

    /// An unknown order type.
    pub fn invalid_type() -> Self {
        Self::bad(-1116, "Invalid orderType.")
    }

    /// An unknown side.
    pub fn invalid_side() -> Self {
        Self::bad(-1117, "Invalid side.")
    }

    /// There is no such market.
    pub fn invalid_symbol() -> Self {
        Self::bad(-1121, "Invalid symbol.")
    }

    /// A number out of its range.
    pub fn invalid_data(parameter: &str) -> Self {
        Self::bad(
            -1130,
            format!("Data sent for parameter '{parameter}' is not valid."),
        )
    }

    /// recvWindow is too long.
    pub fn recv_window() -> Self {
        Self::bad(-1131, "'recvWindow' must be less than 60000.")
    }

    /// The request came too late.
    pub fn outside_recv_window() -> Self {
        Self::bad(
            -1021,
            "Timestamp for this request is outside of the recvWindow.",
        )
    }

    /// The request comes from the future.
    pub fn ahead_of_time() -> Self {
        Self::bad(
            -1021,
            "Timestamp for this request was 1000ms ahead of the server's time.",
        )
    }

    /// The signature does not fit.
    pub fn signature() -> Self {
        Self::bad(-1022, "Signature for this request is not valid.")
    }

    /// There is no key, or it is malformed.
    pub fn key_format() -> Self {
        Self::new(401, -2014, "API-key format invalid.")
    }

    /// The key is unknown.
    pub fn key() -> Self {
        Self::new(
            401,
            -2015,
            "Invalid API-key, IP, or permissions for action.",
        )
    }

    /// A filter of the market.
    pub fn filter(filter: Filter) -> Self {
        Self::bad(-1013, format!("Filter failure: {}", filter.name()))
    }

    /// The matching engine refuses the order.
    pub fn order(msg: &str) -> Self {
        Self::bad(-2010, msg)
    }

    /// There is nothing to cancel.
    pub fn unknown_order() -> Self {
        Self::bad(-2011, "Unknown order sent.")
    }

    /// There is nothing to show.
    pub fn no_such_order() -> Self {
        Self::bad(-2013, "Order does not exist.")
    }

    /// A method that the WebSocket API does not have.
    pub fn unknown_method() -> Self {
        Self::bad(-1000, "Unknown method.")
    }

    /// A message that is no request.
    pub fn malformed(msg: &str) -> Self {
        Self::bad(-1135, msg)
    }
}

impl From<Filter> for ApiError {
    fn from(filter: Filter) -> Self {
        Self::filter(filter)
    }
}

impl From<Rejection> for ApiError {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::InsufficientBalance => {
                Self::order("Account has insufficient balance for requested action.")
            }
            Rejection::DuplicateOrder => Self::order("Duplicate order sent."),
            Rejection::UnknownOrder => Self::unknown_order(),
            Rejection::UnknownAccount => Self::key(),
            Rejection::Overflow => Self::filter(Filter::Notional),
            Rejection::OrderId => Self::stopping(),
        }
    }
}
