//! The engine over real sockets and a journal on disk.

mod access;
mod authority;
mod config;
mod exchange;
mod hooks;
mod hours;
mod kills;
mod limits;
mod operators;
mod passwords;
mod queues;
mod scripts;
mod shell;
mod snapshots;
mod stalls;
mod stores;
mod support;
mod tcp_stage;
mod templates;
mod tls;
