//! JSON-RPC errors, with the codes and texts that clients of Ethereum nodes look at.

use alloy::primitives::Bytes;
use alloy::sol_types::{Panic, Revert, SolError as _};
use revm::context::result::ExecutionResult;
use serde::Serialize;

use crate::execution::NotRun;
use crate::pool::Refusal;

/// The answer to a request that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct RpcError {
    pub(crate) code: i64,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) data: Option<Bytes>,
}

impl RpcError {
    fn new(code: i64, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            data: None,
        }
    }

    /// The body is not JSON.
    pub(crate) fn parse() -> Self {
        Self::new(-32700, "parse error")
    }

    /// JSON, but no request.
    pub(crate) fn invalid_request(problem: &str) -> Self {
        Self::new(-32600, format!("invalid request: {problem}"))
    }

    /// No such method here.
    pub(crate) fn no_method(method: &str) -> Self {
        Self::new(
            -32601,
            format!("the method {method} does not exist/is not available"),
        )
    }

    /// A parameter is missing or cannot be read.
    pub(crate) fn params(problem: impl Into<String>) -> Self {
        Self::new(-32602, problem)
    }

    /// What the question is about is not there.
    pub(crate) fn no_header() -> Self {
        Self::new(-32000, "header not found")
    }

    /// More than this node answers at once.
    pub(crate) fn over_limit(problem: impl Into<String>) -> Self {
        Self::new(-32005, problem)
    }

    /// The node is stopping.
    pub(crate) fn stopping() -> Self {
        Self::new(-32603, "the node is stopping")
    }

    /// A call that did not run at all.
    pub(crate) fn not_run(error: &NotRun) -> Self {
        Self::new(-32000, error.to_string())
    }

    /// A call that ran and failed.
    pub(crate) fn failed(result: &ExecutionResult) -> Self {
        match result {
            ExecutionResult::Revert { output, .. } => {
                let message = match reason(output) {
                    Some(reason) => format!("execution reverted: {reason}"),
                    None => "execution reverted".to_owned(),
                };
                Self {
                    code: 3,
                    message,
                    data: Some(output.clone()),
                }
            }
            ExecutionResult::Halt { reason, .. } => {
                Self::new(-32000, format!("execution halted: {reason:?}"))
            }
            ExecutionResult::Success { .. } => Self::new(-32603, "a success is no failure"),
        }
    }
}

impl From<Refusal> for RpcError {
    fn from(refusal: Refusal) -> Self {
        Self::new(-32000, refusal.to_string())
    }
}

fn reason(output: &[u8]) -> Option<String> {
    if let Ok(revert) = Revert::abi_decode(output) {
        return Some(revert.reason);
    }
    Panic::abi_decode(output)
        .ok()
        .map(|panic| panic.to_string())
}
