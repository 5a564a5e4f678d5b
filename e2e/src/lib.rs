//! The parts of the end-to-end tests: processes started from the example configurations on free ports, killed and
//! restarted at will; clients that keep every message they get; an OTLP collector that remembers spans.

pub mod audit;
pub mod collector;
pub mod deployment;
pub mod ended;
pub mod events;
pub mod kill;
pub mod processes;
pub mod told;
pub mod trader;
pub mod trading;
