//! Cash that an operator moves between the vault and the venue. No service moves it: the operator tells that it leaves the one place, moves
//! it by that place's own means, and tells what has arrived.
//!
//! ```text
//!              tell                 arrive at the other place
//!  a place ───────────▶ in transit ───────────────────────────▶ there, less what the way cost the house
//!     ▲                     │ arrive where it came from: it was refused
//!     └─────────────────────┘
//! ```
//!
//! An id is one move for ever: the same told again changes nothing, another under the same id is refused. So all moves are kept; they are
//! as many as operators have made by hand.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use money::{Cash, MoneyError, Signed};
use serde::{Deserialize, Serialize, Serializer};

/// Characters of a cash move's id.
pub const CASH_MOVE_ID_LENGTH_MAX: usize = 64;
/// Cash moves that may be on their way at once: each is a person's to end.
pub const CASH_MOVES_IN_TRANSIT_MAX: usize = 20;

/// Where cash lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CashPlace {
    /// In the vault's contract.
    Vault,
    /// In our account at the venue.
    Venue,
}

impl fmt::Display for CashPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Vault => "the vault",
            Self::Venue => "the venue",
        })
    }
}

/// Cash that leaves a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashMove {
    /// The operator's id: one move, for ever.
    pub id: String,
    /// What it leaves; it goes to the other.
    pub from: CashPlace,
    /// How much.
    pub amount: Cash,
}

impl CashMove {
    /// What a payout from the vault is known by in its contract when it is this move. No client's payout can have it: those have no slash.
    pub fn payout_id(&self) -> String {
        format!("cash/{}", self.id)
    }
}

/// What has become of a move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashArrival {
    /// Where it is now: at the place that it left, when it was refused.
    pub at: CashPlace,
    /// How much has arrived.
    pub amount: Cash,
    /// What the way cost, such as the venue's fee: the house's. With what has arrived it is what left.
    pub cost: Cash,
}

/// A move, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CashMoveReport {
    /// It.
    pub cash_move: CashMove,
    /// When it left, Unix nanoseconds.
    pub left_at: i64,
    /// What has become of it, and when, Unix nanoseconds; none: it is in transit.
    pub arrival: Option<(CashArrival, i64)>,
}

/// All moves. The reports are what is written of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<CashMoveReport>")]
pub(crate) struct CashMoves {
    /// In the order in which they were told.
    reports: Vec<CashMoveReport>,
    by_id: HashMap<String, usize>,
    in_transit: BTreeSet<usize>,
    to_vault: Signed,
    to_venue: Signed,
}

/// Why reports are not those of cash moves.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoMoves {
    #[error("cash move {0} is there twice")]
    Twice(String),
    #[error("of cash move {0} not all has arrived")]
    Amount(String),
    #[error("cash moves leave the range of a decimal")]
    Money(#[from] MoneyError),
}

impl TryFrom<Vec<CashMoveReport>> for CashMoves {
    type Error = NoMoves;

    fn try_from(reports: Vec<CashMoveReport>) -> Result<Self, NoMoves> {
        let mut moves = Self::default();
        for report in reports {
            let CashMoveReport {
                cash_move,
                left_at,
                arrival,
            } = report;
            if moves.by_id.contains_key(&cash_move.id) {
                return Err(NoMoves::Twice(cash_move.id));
            }
            moves.leave(&cash_move, left_at)?;
            let Some((arrival, at)) = arrival else {
                continue;
            };
            if arrival.amount.checked_add(arrival.cost)? != cash_move.amount {
                return Err(NoMoves::Amount(cash_move.id));
            }
            moves.arrive(&cash_move.id, &arrival, at)?;
        }
        Ok(moves)
    }
}

impl Serialize for CashMoves {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.reports.serialize(serializer)
    }
}

impl CashMoves {
    pub(crate) fn get(&self, id: &str) -> Option<&CashMoveReport> {
        self.by_id.get(id).map(|place| &self.reports[*place])
    }

    /// Those on their way, the oldest first.
    pub(crate) fn in_transit(&self) -> impl ExactSizeIterator<Item = &CashMoveReport> {
        self.in_transit.iter().map(|place| &self.reports[*place])
    }

    /// In the order in which they were told.
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &CashMoveReport> {
        self.reports.iter()
    }

    /// What has arrived at a place less what has left it.
    pub(crate) const fn brought_to(&self, place: CashPlace) -> Signed {
        match place {
            CashPlace::Vault => self.to_vault,
            CashPlace::Venue => self.to_venue,
        }
    }

    /// The same with so much more; a decision asks, so that no event has a sum that can't be.
    pub(crate) fn with(&self, place: CashPlace, more: Signed) -> Result<Signed, MoneyError> {
        self.brought_to(place).checked_add(more)
    }

    fn bring(&mut self, place: CashPlace, more: Signed) -> Result<(), MoneyError> {
        let sum = self.with(place, more)?;
        match place {
            CashPlace::Vault => self.to_vault = sum,
            CashPlace::Venue => self.to_venue = sum,
        }
        Ok(())
    }

    pub(crate) fn leave(&mut self, cash_move: &CashMove, at: i64) -> Result<(), MoneyError> {
        self.bring(cash_move.from, -Signed::from(cash_move.amount))?;
        let place = self.reports.len();
        let before = self.by_id.insert(cash_move.id.clone(), place);
        assert!(
            before.is_none(),
            "cash move {} was told before",
            cash_move.id
        );
        self.in_transit.insert(place);
        self.reports.push(CashMoveReport {
            cash_move: cash_move.clone(),
            left_at: at,
            arrival: None,
        });
        Ok(())
    }

    pub(crate) fn arrive(
        &mut self,
        id: &str,
        arrival: &CashArrival,
        at: i64,
    ) -> Result<(), MoneyError> {
        let place = self
            .by_id
            .get(id)
            .filter(|place| self.in_transit.contains(*place));
        let place = *place.unwrap_or_else(|| panic!("cash move {id} is not in transit"));
        let report = &mut self.reports[place];
        let whole = arrival.amount.checked_add(arrival.cost)?;
        assert!(
            whole == report.cash_move.amount,
            "cash move {id} is of {}, not of {whole}",
            report.cash_move.amount
        );
        report.arrival = Some((arrival.clone(), at));
        self.in_transit.remove(&place);
        self.bring(arrival.at, arrival.amount.into())?;
        Ok(())
    }
}
