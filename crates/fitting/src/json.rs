//! The fitting as text in, text out: what `sheaf fit` does with a file.

use thiserror::Error;

use crate::named::{FitError, fit};
use crate::problem::Problem;

/// Why a text has no fit.
#[derive(Debug, Error)]
pub enum FitJsonError {
    /// It is no problem: not JSON, an unknown or missing key, an amount that is none. The source says where.
    #[error("not a fitting problem")]
    Text(#[source] serde_json::Error),
    /// It is a problem that contradicts itself.
    #[error("not a problem that can be fitted")]
    Problem(#[source] FitError),
    /// The answer could not be written.
    #[error("the answer could not be written")]
    Answer(#[source] serde_json::Error),
}

/// The fit of a problem, both as JSON (docs/fit.md).
pub fn fit_json(problem: &str) -> Result<String, FitJsonError> {
    let problem: Problem = serde_json::from_str(problem).map_err(FitJsonError::Text)?;
    let answer = fit(&problem).map_err(FitJsonError::Problem)?;
    serde_json::to_string_pretty(&answer).map_err(FitJsonError::Answer)
}
