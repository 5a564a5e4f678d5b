//! The fix-acceptor binary.

fn main() {}
