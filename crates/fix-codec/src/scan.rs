//! The inner loop: where the SOHs of a block are, and what its bytes add up to.
//!
//! By SSE2, which every x86-64 has, and elsewhere in ordinary words; tests hold both to the same answers.

/// Bytes looked at in one step: one mask fits a word.
pub(crate) const BLOCK: usize = 64;

#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
pub(crate) use portable::Scanner;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub(crate) use sse2::Scanner;

impl Scanner {
    /// Bit i is set where byte i of the block is SOH; the block is added to the sum. The block has fewer than [`BLOCK`]
    /// bytes, begins at `offset` and ends with `bytes`.
    #[inline]
    pub(crate) fn rest(&mut self, bytes: &[u8], offset: usize) -> u64 {
        /// From its byte n on: the last n bytes of a block are kept.
        const KEEP: [u8; 2 * BLOCK] = {
            let mut keep = [0; 2 * BLOCK];
            let mut at = BLOCK;
            while at < keep.len() {
                keep[at] = 0xff;
                at += 1;
            }
            keep
        };
        let count = bytes.len() - offset;
        let mut block = [0; BLOCK];
        // The last bytes of a long message are looked at together with some before them, which costs less than copying.
        let (Some(last), Some(keep)) = (
            bytes.last_chunk::<BLOCK>(),
            KEEP.get(count..).and_then(<[u8]>::first_chunk::<BLOCK>),
        ) else {
            block[..count].copy_from_slice(&bytes[offset..]);
            return self.block(&block);
        };
        for ((byte, last), keep) in block.iter_mut().zip(last).zip(keep) {
            *byte = last & keep;
        }
        self.block(&block) >> (BLOCK - count)
    }
}

/// The sum of all bytes, modulo 256.
#[inline]
pub(crate) fn sum(bytes: &[u8]) -> u8 {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let mut scanner = Scanner::new();
    for block in blocks {
        scanner.block(block);
    }
    if !rest.is_empty() {
        scanner.rest(bytes, bytes.len() - rest.len());
    }
    scanner.sum()
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod sse2 {
    use safe_arch::{
        add_i8_m128i, add_i64_m128i, cmp_eq_mask_i8_m128i, get_i32_from_m128i_s, m128i,
        move_mask_i8_m128i, set_splat_i8_m128i, sum_of_u8_abs_diff_m128i, unpack_high_i64_m128i,
        zeroed_m128i,
    };

    use super::BLOCK;

    /// Finds and adds up.
    pub(crate) struct Scanner {
        /// Sixteen sums, modulo 256 each.
        sums: m128i,
    }

    impl Scanner {
        #[inline]
        pub(crate) fn new() -> Self {
            Scanner {
                sums: zeroed_m128i(),
            }
        }

        /// Bit i is set where byte i is SOH; the block is added to the sum.
        #[inline]
        pub(crate) fn block(&mut self, block: &[u8; BLOCK]) -> u64 {
            let soh = set_splat_i8_m128i(crate::SOH.cast_signed());
            let mut mask = 0;
            for vector in block.as_chunks::<16>().0.iter().rev() {
                let vector = m128i::from(*vector);
                let is_soh = cmp_eq_mask_i8_m128i(vector, soh);
                mask = mask << 16 | i64::from(move_mask_i8_m128i(is_soh));
                self.sums = add_i8_m128i(self.sums, vector);
            }
            mask.cast_unsigned()
        }

        /// The sum of all blocks, modulo 256.
        #[inline]
        pub(crate) fn sum(self) -> u8 {
            let halves = sum_of_u8_abs_diff_m128i(self.sums, zeroed_m128i());
            let sum = add_i64_m128i(halves, unpack_high_i64_m128i(halves, halves));
            get_i32_from_m128i_s(sum).to_le_bytes()[0]
        }
    }
}

#[cfg(any(test, not(all(target_arch = "x86_64", target_feature = "sse2"))))]
mod portable {
    use super::BLOCK;

    /// Finds and adds up, eight bytes at a time in an ordinary word.
    pub(crate) struct Scanner {
        sum: u8,
    }

    impl Scanner {
        #[inline]
        pub(crate) fn new() -> Self {
            Scanner { sum: 0 }
        }

        /// Bit i is set where byte i is SOH; the block is added to the sum.
        #[inline]
        pub(crate) fn block(&mut self, block: &[u8; BLOCK]) -> u64 {
            const ONES: u64 = 0x0101_0101_0101_0101;
            const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
            let mut mask = 0;
            for (index, word) in block.as_chunks::<8>().0.iter().enumerate() {
                let differs = u64::from_le_bytes(*word) ^ (ONES * u64::from(crate::SOH));
                // The high bit of each byte that is zero; exact, unlike the subtracting trick, which borrows.
                let zero = !(((differs & LOW) + LOW) | differs | LOW);
                // Gathers the eight high bits into one byte.
                let bits = (zero >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
                mask |= bits << (index * 8);
            }
            let bytes = block.iter();
            self.sum = bytes.fold(self.sum, |sum, byte| sum.wrapping_add(*byte));
            mask
        }

        /// The sum of all blocks, modulo 256.
        #[inline]
        pub(crate) fn sum(self) -> u8 {
            self.sum
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::SOH;

    /// What a scan means.
    fn plain(bytes: &[u8]) -> (u64, u8) {
        let sohs = (0..).zip(bytes).filter(|(_, byte)| **byte == SOH);
        let mask = sohs.fold(0, |mask, (at, _): (u32, _)| mask | 1 << at);
        (mask, plain_sum(bytes))
    }

    fn plain_sum(bytes: &[u8]) -> u8 {
        bytes.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
    }

    fn bytes(length: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<u8>> {
        let near_soh = prop_oneof![Just(SOH), 0u8..4, Just(0x81), any::<u8>()];
        prop::collection::vec(near_soh, length)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

        #[test]
        fn every_way_of_scanning_a_block_finds_the_same(block in bytes(BLOCK..=BLOCK)) {
            let block: &[u8; BLOCK] = block[..].try_into().expect("a block");
            let (mut scanner, mut portable) = (Scanner::new(), portable::Scanner::new());
            prop_assert_eq!((scanner.block(block), scanner.sum()), plain(block));
            prop_assert_eq!((portable.block(block), portable.sum()), plain(block));
        }

        #[test]
        fn the_rest_of_a_message_is_scanned_alone(bytes in bytes(1..=200)) {
            let offset = (bytes.len() - 1) / BLOCK * BLOCK;
            prop_assume!(bytes.len() - offset < BLOCK);
            let mut scanner = Scanner::new();
            prop_assert_eq!((scanner.rest(&bytes, offset), scanner.sum()), plain(&bytes[offset..]));
            prop_assert_eq!(sum(&bytes), plain_sum(&bytes));
        }
    }
}
