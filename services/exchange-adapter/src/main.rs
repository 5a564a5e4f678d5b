//! The exchange-adapter binary.

fn main() {}
