//! The solver binary.

fn main() {}
