//! The inner loops: where the SOHs of a block are, and what its bytes add up to.
//!
//! Written so that the compiler makes vector code of them: fixed blocks, no branches.

use crate::SOH;

/// Bytes looked at in one step: one mask fits a word.
pub(crate) const BLOCK: usize = 64;

/// Bit i is set where byte i is SOH.
#[inline]
pub(crate) fn soh_mask(block: &[u8; BLOCK]) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let mut mask = 0;
    for (index, word) in block.as_chunks::<8>().0.iter().enumerate() {
        let differs = u64::from_le_bytes(*word) ^ (ONES * u64::from(SOH));
        // The high bit of each byte that is zero; exact, unlike the subtracting trick, which borrows.
        let zero = !(((differs & LOW) + LOW) | differs | LOW);
        // Gathers the eight high bits into one byte.
        let bits = (zero >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= bits << (index * 8);
    }
    mask
}

/// The sum of all bytes; the caller takes it modulo 256.
#[inline]
pub(crate) fn sum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0u8, |sum, &byte| sum.wrapping_add(byte))
}
