//! The `sheaf` command: the whole stack in one process (`up`, `demo`), and a client's part against any stack (`buy`,
//! `look`), and the proof that the journals of a stack agree (`audit`). The end-to-end tests use its client, its statement and its audit.

pub mod audit;
pub mod client;
mod command;
mod operator;
mod pages;
pub mod peers;
mod reconcile;
mod stack;
pub mod statement;
mod table;

pub use command::Command;

/// What logs and traces call this process.
const NAME: &str = "sheaf";
