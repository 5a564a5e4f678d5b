//! The running venue, spoken to by real HTTP and WebSocket clients.

mod errors;
mod faults;
mod garbage;
mod harness;
mod orders;
mod public;
mod recorded;
mod restart;
mod streams;
