//! From integer quantities back to decimals.

use money::wide::power_of_ten;
use money::{MoneyError, Quantity, Rounding, Scale};

/// Quantities in answers have at most this many parts, which a decimal holds.
const PARTS_MAX: u128 = 1 << 95;

/// The decimals of an asset's contributions: all of them, unless the whole demand would not fit in a decimal with them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grid {
    divisor: u128,
    scale: Scale,
}

impl Grid {
    pub(crate) fn new(demand: u128, scale: u32) -> Self {
        let mut dropped = scale.saturating_sub(Scale::MAX.decimals());
        let divisor = |dropped| power_of_ten(dropped).unwrap_or(u128::MAX);
        while demand / divisor(dropped) >= PARTS_MAX && dropped < scale {
            dropped += 1;
        }
        let decimals = u8::try_from(scale - dropped).unwrap_or(0);
        Self {
            divisor: divisor(dropped),
            scale: Scale::new(decimals).unwrap_or(Scale::WHOLE),
        }
    }

    pub(crate) fn quantity(self, parts: u128) -> Quantity {
        let parts = if self.divisor == 1 {
            parts
        } else {
            parts / self.divisor
        };
        Quantity::from_atoms(parts, self.scale).unwrap_or_default()
    }
}

/// A quantity of one asset as a decimal, rounded only where its digits do not fit.
pub(crate) fn quantity(
    parts: u128,
    scale: u32,
    rounding: Rounding,
) -> Result<Quantity, MoneyError> {
    let grid = Grid::new(parts, scale);
    let down = grid.quantity(parts);
    let exact = parts.is_multiple_of(grid.divisor);
    if exact || rounding == Rounding::Down {
        return Ok(down);
    }
    down.checked_add(Quantity::from_atoms(1, grid.scale)?)
}
