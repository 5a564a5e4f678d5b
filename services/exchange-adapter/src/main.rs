//! The exchange-adapter binary.

fn main() -> std::process::ExitCode {
    service::main("exchange-adapter", exchange_adapter::run)
}
