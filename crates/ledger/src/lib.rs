//! Double entry books: posting is the only way that a balance changes.
