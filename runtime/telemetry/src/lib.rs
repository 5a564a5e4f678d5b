//! Traces, logs and the names in them.
