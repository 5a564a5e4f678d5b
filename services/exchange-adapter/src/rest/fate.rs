//! What is known of a request that has no result: whether the venue refused it, did not look at it, or may have carried it out.
//! An order goes again only after an answer that says that it was not carried out, so whatever is less certain than that is
//! [`RestError::Unknown`].

use reqwest::StatusCode;
use venue::messages::{ApiError, code};

/// Why a request has no result, and what that says of its fate.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RestError {
    /// The venue looked at it and refused.
    #[error("{0}")]
    Refused(ApiError),
    /// The venue did not look at it: too many requests. Nothing is sent for a while.
    #[error("over the venue's limits: {0}")]
    Limited(ApiError),
    /// No answer, or none that says what happened: it may have been carried out.
    #[error("no certain answer: {0}")]
    Unknown(String),
}

/// What an answer that is no result says of the request's fate. Only what the documentation is definite about is: "HTTP 5XX:
/// the execution status is unknown"; codes -1000, -1001, -1006 and -1007 say so themselves.
pub(super) fn fate(status: StatusCode, error: Option<ApiError>) -> RestError {
    let Some(error) = error else {
        return RestError::Unknown(format!("HTTP {status} without an error code"));
    };
    if status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::IM_A_TEAPOT {
        return RestError::Limited(error);
    }
    if !status.is_client_error() {
        return RestError::Unknown(format!("HTTP {status}: {error}"));
    }
    match error.code {
        code::UNKNOWN
        | code::DISCONNECTED
        | code::UNEXPECTED_RESP
        | code::TIMEOUT
        | code::SERVER_BUSY => RestError::Unknown(error.to_string()),
        code::TOO_MANY_REQUESTS | code::TOO_MANY_ORDERS => RestError::Limited(error),
        // "Duplicate order sent": an order with our id is there, which is what has to be asked for.
        code::NEW_ORDER_REJECTED if error.msg.contains("Duplicate") => {
            RestError::Unknown(error.to_string())
        }
        _ => RestError::Refused(error),
    }
}

/// An error with its causes; `reqwest` says little without them.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, code: i32, msg: &str) -> RestError {
        let error = ApiError {
            code,
            msg: msg.into(),
        };
        fate(StatusCode::from_u16(status).expect("a status"), Some(error))
    }

    #[test]
    fn a_refusal_that_names_its_reason_is_final() {
        for (code, msg) in [
            (-1013, "Filter failure: LOT_SIZE"),
            (
                -2010,
                "Account has insufficient balance for requested action.",
            ),
            (-2013, "Order does not exist."),
            (
                -1021,
                "Timestamp for this request is outside of the recvWindow.",
            ),
        ] {
            assert!(
                matches!(judged(400, code, msg), RestError::Refused(_)),
                "{code}"
            );
        }
    }

    #[test]
    fn an_answer_that_leaves_the_fate_open_is_unknown() {
        for (status, code, msg) in [
            (500, -1013, "?"),
            (502, -1000, "?"),
            (503, -1008, "Server is currently overloaded"),
            (400, -1006, "An unexpected response"),
            (
                408,
                -1007,
                "Timeout waiting for response from backend server.",
            ),
            (400, -2010, "Duplicate order sent."),
        ] {
            assert!(
                matches!(judged(status, code, msg), RestError::Unknown(_)),
                "{status} {code}"
            );
        }
        let page = fate(StatusCode::FORBIDDEN, None);
        assert!(matches!(page, RestError::Unknown(_)), "{page}");
    }

    #[test]
    fn too_many_requests_were_not_looked_at() {
        for (status, code) in [(429, -1003), (418, -1003), (429, -1015), (400, -1015)] {
            assert!(
                matches!(judged(status, code, "Too many"), RestError::Limited(_)),
                "{status} {code}"
            );
        }
    }
}
