//! The FIX acceptor: sessions in front, the solver behind.
