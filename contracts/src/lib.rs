//! The Solidity contracts: their ABI and compiled bytecode.
