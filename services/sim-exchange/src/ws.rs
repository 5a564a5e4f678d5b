//! WebSockets: market streams and the WebSocket API.

pub(crate) mod api;
mod socket;
pub(crate) mod streams;
