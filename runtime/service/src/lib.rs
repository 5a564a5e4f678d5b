//! What every service process shares: configuration, the machine's task, the gRPC server and channels, resumable
//! subscriptions, start and shutdown. What a service does is its own.
//!
//! Order of a start: configuration read and checked whole, journal opened and replayed, ports opened, peers followed.

pub mod config;
pub mod follow;
pub mod grpc;
mod health;
pub mod machine;
pub mod metrics;
pub mod page;
mod process;
pub mod retry;

pub use process::{ServiceConfig, main, main_with};
