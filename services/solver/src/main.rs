//! The solver binary.

fn main() -> std::process::ExitCode {
    service::main("solver", solver::run)
}
