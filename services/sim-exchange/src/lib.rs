//! A simulated venue that speaks the Binance Spot protocol.
