//! Every committed configuration, checked by the service that it is for: the examples, and those of docker-compose.yml.

use std::path::Path;

use anyhow::ensure;

use crate::run::{command, root, run};

/// Where a service's configuration may be. `{}` is the service.
const PLACES: [&str; 3] = [
    "services/{}/example.toml",
    "runtime/{}/example.toml",
    "deploy/compose/{}.toml",
];
const SERVICES: [&str; 7] = [
    "chain-minter",
    "evm-node",
    "exchange-adapter",
    "fix-acceptor",
    "inventory",
    "sim-exchange",
    "solver",
];
/// The secrets that the configurations name; a check wants them to be there, and a private key to be one.
const SECRETS: [(&str, &str); 3] = [
    ("SHEAF_VENUE_API_KEY", "api-key"),
    ("SHEAF_VENUE_SECRET_KEY", "secret-key"),
    (
        "SHEAF_MINTER_KEY",
        "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
    ),
];

/// The services are built beside `sheaf`.
pub(crate) fn check(sheaf: &Path) -> anyhow::Result<()> {
    for service in SERVICES {
        let configs = PLACES.map(|place| root().join(place.replace("{}", service)));
        let mut found = configs.iter().filter(|config| config.exists()).peekable();
        ensure!(found.peek().is_some(), "{service} has no configuration");
        for config in found {
            let mut check = command(sheaf.with_file_name(service));
            check.arg("--config").arg(config).arg("--check");
            run(check.envs(SECRETS))?;
        }
    }
    Ok(())
}
