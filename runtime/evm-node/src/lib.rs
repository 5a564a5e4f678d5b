//! An in-process EVM behind Ethereum JSON-RPC.
