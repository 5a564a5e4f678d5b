//! Refusals to gRPC codes, all of them. What a caller may try again is `UNAVAILABLE` only.

use issuance::Rejection;
use service::machine::{CommandError, Stopped};
use tonic::{Code, Status};

use crate::wire::FieldError;

#[allow(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
pub(crate) fn of_command(error: CommandError<Rejection>) -> Status {
    match error {
        CommandError::Rejected(rejection) => {
            Status::new(of_rejection(&rejection), rejection.to_string())
        }
        CommandError::Stopped => of_stopped(Stopped),
    }
}

fn of_rejection(rejection: &Rejection) -> Code {
    match rejection {
        Rejection::BadSettings(_)
        | Rejection::BadAccount { .. }
        | Rejection::BadIndex { .. }
        | Rejection::BadLimits { .. }
        | Rejection::BadPayout { .. }
        | Rejection::BadFunding { .. }
        | Rejection::BadCashMoveId
        | Rejection::BadCashMove { .. }
        | Rejection::CashMoveDiffers { .. }
        | Rejection::BadCommandId => Code::InvalidArgument,
        Rejection::UnknownIndex(_)
        | Rejection::UnknownAccount(_)
        | Rejection::UnknownCashMove(_)
        | Rejection::UnknownOrder(_)
        | Rejection::UnknownBatch(_) => Code::NotFound,
        Rejection::OtherCashMove(_) | Rejection::CashMoveArrived { .. } => Code::AlreadyExists,
        Rejection::NotConfigured
        | Rejection::FixedSetting(_)
        | Rejection::NotFree { .. }
        | Rejection::HouseShort { .. }
        | Rejection::CashMoveShort { .. }
        | Rejection::TooManyCashMoves
        | Rejection::TooManyPayouts(_)
        | Rejection::WrongStatus { .. }
        | Rejection::WrongCash { .. } => Code::FailedPrecondition,
        Rejection::Arithmetic { .. } => Code::OutOfRange,
        Rejection::Fitting(_) | Rejection::Books(_) | Rejection::Posting(_) => Code::Internal,
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
pub(crate) fn of_field(error: FieldError) -> Status {
    Status::invalid_argument(error.to_string())
}

#[allow(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
pub(crate) fn of_stopped(stopped: Stopped) -> Status {
    Status::unavailable(stopped.to_string())
}
