//! The minting machine: deposits seen, mints, payouts, and their transactions.
