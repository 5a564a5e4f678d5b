//! The order-entry contract, clause by clause, as wire text: what a client sends, what it gets. `|` is SOH.

mod cancels;
mod clumsy;
mod copies;
mod desk;
mod disconnects;
mod prices;
mod quotes;
mod refusals;
mod requests;
mod snapshots;
mod story;
mod versions;
mod wire;
