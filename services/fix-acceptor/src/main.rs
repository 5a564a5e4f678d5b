//! The fix-acceptor process.

use std::process::ExitCode;

fn main() -> ExitCode {
    service::main("fix-acceptor", fix_acceptor::run)
}
