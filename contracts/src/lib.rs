//! The Solidity contracts: their ABI and compiled bytecode, and the ids they know things by.
//!
//! `artifacts/` is what `solidity/` compiles to; `node contracts/build.mjs --check` proves it. Here are the typed
//! calls, events and errors made from it, and what a client does on the chain ([`client`]).

pub mod client;
pub mod rpc;

use alloy::primitives::{B256, keccak256};

pub use bindings::{IndexFactory, IndexToken, TestCash, Vault};

#[allow(
    missing_docs,
    clippy::pedantic,
    reason = "written by a macro from the compiled contracts, documented in Solidity"
)]
mod bindings {
    alloy::sol!(
        #[sol(rpc, extra_derives(Debug))]
        TestCash,
        "artifacts/TestCash.json"
    );
    alloy::sol!(
        #[sol(rpc, extra_derives(Debug))]
        Vault,
        "artifacts/Vault.json"
    );
    alloy::sol!(
        #[sol(rpc, extra_derives(Debug))]
        IndexToken,
        "artifacts/IndexToken.json"
    );
    alloy::sol!(
        #[sol(rpc, extra_derives(Debug))]
        IndexFactory,
        "artifacts/IndexFactory.json"
    );
}

/// What the contracts know a mint or payout id by: the Keccak-256 of its text.
pub fn chain_id_of(id: &str) -> B256 {
    keccak256(id.as_bytes())
}
