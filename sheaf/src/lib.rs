//! The `sheaf` command: the whole stack in one process (`up`, `demo`), and a client's part against any stack (`buy`,
//! `look`). The end-to-end tests use its client and its statement.

pub mod client;
mod command;
pub mod peers;
mod stack;
pub mod statement;

pub use command::Command;

/// What logs and traces call this process.
const NAME: &str = "sheaf";
