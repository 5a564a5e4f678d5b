//! Errors as gRPC codes.

use minting::Rejection;
use money::MoneyError;
use service::machine::{CommandError, Stopped};
use tonic::{Code, Status};

use crate::chain::ChainError;

#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
pub(super) fn stopped(error: Stopped) -> Status {
    Status::unavailable(error.to_string())
}

pub(super) fn refused(error: CommandError<Rejection>) -> Status {
    let rejection = match error {
        CommandError::Stopped => return Status::unavailable(error.to_string()),
        CommandError::Rejected(rejection) => rejection,
    };
    let code = match &rejection {
        // The same call succeeds when the deployment is done.
        Rejection::NoContracts => Code::Unavailable,
        Rejection::BadText { .. }
        | Rejection::BadScale
        | Rejection::ZeroAmount
        | Rejection::TooPrecise(_) => Code::InvalidArgument,
        Rejection::UnknownIndex(_) | Rejection::UnknownAction(_) => Code::NotFound,
        Rejection::OtherContents(_) => Code::AlreadyExists,
        Rejection::OtherChain { .. }
        | Rejection::OtherContracts { .. }
        | Rejection::WrongStage { .. }
        | Rejection::NonceTaken { .. }
        | Rejection::OtherNonce(_)
        | Rejection::FeeNotRaised
        | Rejection::TooManyAttempts(_)
        | Rejection::TooManyInFlight => Code::FailedPrecondition,
    };
    Status::new(code, rejection.to_string())
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as the others")]
pub(super) fn too_much(error: &MoneyError) -> Status {
    Status::out_of_range(error.to_string())
}

/// The node's own words stay in the log: they can hold its address.
pub(super) fn chain(error: &ChainError) -> Status {
    tracing::warn!(%error, "the chain has no answer");
    Status::unavailable(error.to_string())
}
