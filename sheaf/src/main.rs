//! The `sheaf` binary.

use clap::Parser as _;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    // `cargo demo -- --json` arrives here as `demo -- --json`: what follows the command is options either way.
    let arguments = std::env::args_os().enumerate();
    let arguments = arguments.filter(|(place, word)| !(*place == 2 && word == "--"));
    sheaf::Command::parse_from(arguments.map(|(_, word)| word))
        .run()
        .await
}
