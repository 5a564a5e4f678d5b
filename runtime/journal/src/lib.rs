//! The journal: durable, ordered events of one service, with group commit.
