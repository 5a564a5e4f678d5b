//! Tests that run the services as processes.
