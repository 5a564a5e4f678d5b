//! A price-time priority matching engine.
