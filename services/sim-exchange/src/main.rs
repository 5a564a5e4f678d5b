//! The sim-exchange binary.

fn main() {}
