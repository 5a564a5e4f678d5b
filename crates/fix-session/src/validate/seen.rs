//! Which tags came: a bit each for those that FIX defines, a sorted list for the rest.

/// The tags that came, outside of groups.
pub(super) struct Seen {
    low: [u64; Seen::LOW_TAGS as usize / 64],
    high: Vec<u32>,
}

impl Seen {
    /// Tags below this have a bit each.
    const LOW_TAGS: u32 = 2048;

    pub(super) fn new() -> Self {
        Seen {
            low: [0; Seen::LOW_TAGS as usize / 64],
            high: Vec::new(),
        }
    }

    /// Whether it is new.
    #[inline]
    pub(super) fn add(&mut self, tag: u32) -> bool {
        if tag >= Seen::LOW_TAGS {
            let Err(at) = self.high.binary_search(&tag) else {
                return false;
            };
            self.high.insert(at, tag);
            return true;
        }
        let word = &mut self.low[tag as usize / 64];
        let bit = 1 << (tag % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    pub(super) fn has(&self, tag: u32) -> bool {
        if tag >= Seen::LOW_TAGS {
            return self.high.binary_search(&tag).is_ok();
        }
        self.low[tag as usize / 64] >> (tag % 64) & 1 == 1
    }
}
