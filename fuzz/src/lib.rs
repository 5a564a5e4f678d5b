//! Fuzzing of the FIX codec and the FIX session.
//!
//! A [`Target`] takes any bytes and panics if something that has to hold does not: that nothing panics, that what is
//! decoded is what was sent, that sequence numbers never go back without a reset, that every message is delivered once,
//! that all that is emitted can be read by its peer, and that no more memory is held than the limits allow. libFuzzer
//! feeds them (`libfuzzer/`), and so does the mutator here ([`mutate`]), which is seeded and needs nothing but a
//! compiler: `cargo xtask fuzz`. What the former found is in `corpus/` and replayed by the tests. docs/fuzzing.md.

pub mod codec;
pub mod compare;
pub mod corpus;
pub mod input;
pub mod memory;
pub mod mutate;
pub mod random;
pub mod sample;
pub mod session;
pub mod target;

pub use target::Target;
