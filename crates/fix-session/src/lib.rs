//! The FIX session layer as a state machine: bytes and time in, bytes and events out.
