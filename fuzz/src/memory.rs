//! How much memory a target holds: every allocation of the process is counted.
//!
//! The counters are the process's: what is measured must be the only thing that runs.

use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// What `run` held at most beyond what was held before.
pub fn peak_bytes(run: impl FnOnce()) -> usize {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    run();
    ALLOCATOR.peak_usage().saturating_sub(before)
}

/// What is held now.
pub fn held_bytes() -> usize {
    ALLOCATOR.current_usage()
}
