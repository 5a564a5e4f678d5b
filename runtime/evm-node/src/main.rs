//! The evm-node process.

use std::process::ExitCode;

fn main() -> ExitCode {
    service::main("evm-node", evm_node::run)
}
