//! The inventory binary.

fn main() -> std::process::ExitCode {
    service::main("inventory", inventory::run)
}
