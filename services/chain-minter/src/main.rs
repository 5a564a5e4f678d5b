//! The chain-minter binary.

fn main() {}
