//! A gate before the writes of a journal in memory: for tests of what has to wait for a slow disk.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Open at first; clones are one gate.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    /// Writes wait from now on.
    pub fn close(&self) {
        self.set(true);
    }

    /// Those that wait, and all others, go on.
    pub fn open(&self) {
        self.set(false);
    }

    fn set(&self, is_closed: bool) {
        let (closed, changed) = &*self.0;
        *closed.lock().unwrap_or_else(PoisonError::into_inner) = is_closed;
        changed.notify_all();
    }

    /// Waits until it is open.
    pub(crate) fn pass(&self) {
        let (closed, changed) = &*self.0;
        let closed = closed.lock().unwrap_or_else(PoisonError::into_inner);
        let opened = changed.wait_while(closed, |closed| *closed);
        drop(opened.unwrap_or_else(PoisonError::into_inner));
    }
}
