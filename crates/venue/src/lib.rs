//! The Binance Spot protocol: messages, filters, signatures, the local book, asset orders.
