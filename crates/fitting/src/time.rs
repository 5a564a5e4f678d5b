//! Time in the filling: the fraction of the targets, an integer from 0 to [`ALL`].

/// The time at which an order has its whole target.
pub(crate) const ALL: u64 = 1 << BITS;
const BITS: u32 = 62;

/// After every time.
pub(crate) const NEVER: u64 = u64::MAX;

/// Units of a target at a time, down.
#[allow(clippy::cast_possible_truncation)] // Below 2^62 × 2^62 ÷ 2^62.
pub(crate) fn units_at(time: u64, target: u64) -> u64 {
    ((u128::from(time) * u128::from(target)) >> BITS) as u64
}

/// The last time at which an order has no more than `units`.
pub(crate) fn time_of(units: u128, target: u64) -> u64 {
    if units >= u128::from(target) {
        return ALL;
    }
    let time = (((units + 1) << BITS) - 1) / u128::from(target);
    u64::try_from(time).unwrap_or(ALL).min(ALL)
}
