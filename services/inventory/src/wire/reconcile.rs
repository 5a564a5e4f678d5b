//! What stands outside, and what it leads to.

use std::collections::BTreeMap;

use ledger::Unit;
use lots::inventory::{Cause, Claim, Counted, Outside, Place, Reconciled};
use money::Signed;
use proto::v1;
use proto::v1::{BalancePlace, DifferenceCause};

use super::{FieldError, named, parsed};

pub(crate) fn outside(request: v1::ReconcileRequest) -> Result<Outside, FieldError> {
    let mut counted = BTreeMap::new();
    for balance in request.counted {
        let place = match balance.place() {
            BalancePlace::Token => Place::Token,
            BalancePlace::Vault => Place::Vault,
            // The venue's balances beside the inventory's own count are `stated`.
            BalancePlace::Venue | BalancePlace::Unspecified => {
                return Err(FieldError::Missing("counted.place"));
            }
        };
        let both = Counted {
            books: parsed("counted.books", &balance.books)?,
            outside: parsed("counted.outside", &balance.outside)?,
        };
        let unit = named("counted.unit", &balance.unit)?;
        if counted.insert((place, unit), both).is_some() {
            return Err(FieldError::StatedTwice(balance.unit));
        }
    }
    let claims = request.claims.iter().map(claim);
    Ok(Outside {
        venue: stated("stated", request.stated)?,
        solver: stated("solver", request.solver)?,
        house_cash: parsed_or_zero("house_cash", &request.house_cash)?,
        cash_moved: parsed_or_zero("cash_moved", &request.cash_moved)?,
        counted,
        claims: claims.collect::<Result<_, _>>()?,
    })
}

fn parsed_or_zero(field: &'static str, text: &str) -> Result<Signed, FieldError> {
    match text {
        "" => Ok(Signed::ZERO),
        amount => parsed(field, amount),
    }
}

fn stated(
    field: &'static str,
    balances: Vec<v1::StatedBalance>,
) -> Result<BTreeMap<Unit, Signed>, FieldError> {
    let mut stated = BTreeMap::new();
    for balance in balances {
        let amount: Signed = parsed(field, &balance.quantity)?;
        let asset = named(field, &balance.asset)?;
        if stated.insert(asset, amount).is_some() {
            return Err(FieldError::StatedTwice(balance.asset));
        }
    }
    Ok(stated)
}

fn claim(message: &v1::Claim) -> Result<Claim, FieldError> {
    let cause = match message.cause() {
        DifferenceCause::Unspecified => return Err(FieldError::Missing("claims.cause")),
        DifferenceCause::HouseCash => Cause::HouseCash,
        DifferenceCause::NotRecorded => Cause::NotRecorded,
        DifferenceCause::AssetOrders => Cause::AssetOrders,
        DifferenceCause::Mints => Cause::Mints,
        DifferenceCause::Burns => Cause::Burns,
        DifferenceCause::Deposits => Cause::Deposits,
        DifferenceCause::Payouts => Cause::Payouts,
        DifferenceCause::CashMoves => Cause::CashMoves,
        DifferenceCause::InTransit => Cause::InTransit,
    };
    let least = parsed("claims.least", &message.least)?;
    let most = parsed("claims.most", &message.most)?;
    let unit = named("claims.unit", &message.unit)?;
    Ok(Claim::new(unit, cause, least, most)?)
}

pub(crate) fn reconciled(line: &Reconciled) -> v1::Reconciled {
    let place = match line.place {
        Place::Venue => BalancePlace::Venue,
        Place::Token => BalancePlace::Token,
        Place::Vault => BalancePlace::Vault,
    };
    let explained = |(cause, amount): &(Cause, Signed)| v1::Explained {
        cause: self::cause(*cause).into(),
        amount: amount.to_string(),
    };
    v1::Reconciled {
        place: place.into(),
        unit: line.unit.to_string(),
        books: line.books.to_string(),
        outside: line.outside.to_string(),
        difference: line.difference.to_string(),
        causes: line.causes.iter().map(explained).collect(),
        unexplained: line.unexplained.to_string(),
    }
}

const fn cause(cause: Cause) -> DifferenceCause {
    match cause {
        Cause::HouseCash => DifferenceCause::HouseCash,
        Cause::NotRecorded => DifferenceCause::NotRecorded,
        Cause::AssetOrders => DifferenceCause::AssetOrders,
        Cause::Mints => DifferenceCause::Mints,
        Cause::Burns => DifferenceCause::Burns,
        Cause::Deposits => DifferenceCause::Deposits,
        Cause::Payouts => DifferenceCause::Payouts,
        Cause::CashMoves => DifferenceCause::CashMoves,
        Cause::InTransit => DifferenceCause::InTransit,
    }
}
