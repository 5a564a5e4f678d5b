//! Refusals to gRPC codes, all of them.
//!
//! No code here is one that a caller would try again, but for `UNAVAILABLE`, which says that the process is about to end.

use lots::LotsError;
use lots::inventory::Rejection;
use money::MoneyError;
use service::machine::{CommandError, Stopped};
use tonic::{Code, Status};

use crate::machine::Refused;
use crate::wire::FieldError;

pub(crate) fn of_command(error: CommandError<Refused>) -> Status {
    match error {
        CommandError::Rejected(Refused::Rejected(rejection)) => of_rejection(&rejection),
        CommandError::Rejected(Refused::After(before)) => {
            Status::aborted(format!("{before}, which stands before it, was refused"))
        }
        CommandError::Stopped => of_stopped(Stopped),
    }
}

fn of_rejection(rejection: &Rejection) -> Status {
    let code = match rejection {
        Rejection::CommandId
        | Rejection::CashIsNoAsset { .. }
        | Rejection::DuplicateAsset { .. }
        | Rejection::TooManyParts { .. }
        | Rejection::Posting(_) => Code::InvalidArgument,
        Rejection::CommandIdReused { .. } => Code::AlreadyExists,
        Rejection::NotConfigured | Rejection::OtherSettings { .. } => Code::FailedPrecondition,
        Rejection::Lots(error) => of_lots(error),
        Rejection::Ledger(_) | Rejection::Money(_) => Code::OutOfRange,
    };
    Status::new(code, rejection.to_string())
}

fn of_lots(error: &LotsError) -> Code {
    match error {
        LotsError::Insufficient { .. } => Code::FailedPrecondition,
        LotsError::DuplicateTrade { .. } => Code::AlreadyExists,
        LotsError::Shares { .. }
        | LotsError::DuplicateOwner { .. }
        | LotsError::Nothing { .. }
        | LotsError::FeeInAsset { .. }
        | LotsError::SameOwner { .. } => Code::InvalidArgument,
        LotsError::OutOfRange { .. } => Code::OutOfRange,
    }
}

pub(crate) fn of_field(error: &FieldError) -> Status {
    Status::invalid_argument(error.to_string())
}

pub(crate) fn of_money(error: MoneyError) -> Status {
    Status::out_of_range(error.to_string())
}

#[allow(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
pub(crate) fn of_stopped(stopped: Stopped) -> Status {
    Status::unavailable(stopped.to_string())
}
