//! Randomness without a generator: a number is a function of a seed and of where it is asked for, so any tick of a market can be
//! computed alone.

/// A 64-bit mix of a seed and two coordinates (SplitMix64's finaliser, applied to each in turn).
pub(super) fn hash(seed: u64, a: u64, b: u64) -> u64 {
    let mut mixed = seed;
    for part in [a, b] {
        mixed = mixed.wrapping_add(part).wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
    }
    mixed
}

/// A whole number in `0..bound`.
pub(super) fn below(bound: u64, hash: u64) -> u64 {
    u64::try_from((u128::from(hash) * u128::from(bound)) >> 64).unwrap_or(0)
}

/// The seed of a part of the simulation, named so that parts do not share their numbers.
pub(super) fn seed_of(seed: u64, name: &str) -> u64 {
    name.bytes()
        .fold(seed, |seed, byte| hash(seed, u64::from(byte), 1))
}

/// Smooth noise in ±`ONE`: between lattice points `2^octave` ticks apart it goes in a straight line.
pub(super) fn smooth(seed: u64, octave: u32, tick: u64) -> i64 {
    let period = 1_i64 << octave;
    let at = |point: u64| {
        i64::try_from(below(
            (2 * ONE + 1).unsigned_abs(),
            hash(seed, u64::from(octave), point),
        ))
        .unwrap_or(0)
            - ONE
    };
    let along = i64::try_from(tick & ((1 << octave) - 1)).unwrap_or(0);
    let (from, to) = (at(tick >> octave), at((tick >> octave) + 1));
    from + (to - from) * along / period
}

/// The unit of [`smooth`].
pub(super) const ONE: i64 = 1 << 30;
