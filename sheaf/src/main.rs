//! The `sheaf` binary.

use clap::Parser as _;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    sheaf::Command::parse().run().await
}
