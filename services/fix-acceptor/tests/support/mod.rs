//! What the tests of the running service share.

#![allow(dead_code, reason = "each test uses its part")]

pub(crate) mod acceptor;
pub(crate) mod solver;
