//! The chain-minter process.

use std::process::ExitCode;

fn main() -> ExitCode {
    service::main("chain-minter", chain_minter::run)
}
