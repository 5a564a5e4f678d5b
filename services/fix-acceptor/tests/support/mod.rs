//! What the tests of the running service share.

pub(crate) mod solver;
