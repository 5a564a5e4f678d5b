//! What the check needs of the machine.

use std::process::{Command, Stdio};

use anyhow::bail;

use crate::run::command;

/// The first Compose that can take a base file's ports away, as the overlay for the machine's own network does.
const COMPOSE_MIN: (u32, u32) = (2, 24);
const NEEDS: &str = "`cargo xtask compose` needs a container engine: the docker command, a daemon that this user may talk \
                     to, and Compose 2.24 or later (`docker compose`)";

/// Fails with what is missing.
pub(super) fn check() -> anyhow::Result<()> {
    if answer(command("docker").arg("--version")).is_none() {
        bail!("{NEEDS}. Here is no docker command.");
    }
    let daemon = ["info", "--format", "{{.ServerVersion}}"];
    let Some(daemon) = answer(command("docker").args(daemon)).filter(|version| !version.is_empty())
    else {
        bail!(
            "{NEEDS}. The docker command is here, but no daemon answers it: `docker info` says why."
        );
    };
    let Some(compose) = answer(command("docker").args(["compose", "version", "--short"])) else {
        bail!("{NEEDS}. The docker command is here, but its plugin `docker compose` is not.");
    };
    if parse(&compose).is_none_or(|found| found < COMPOSE_MIN) {
        bail!("{NEEDS}. Compose is {compose} here.");
    }
    println!("docker {daemon}, compose {compose}");
    Ok(())
}

/// What the command prints, if it can be started and succeeds.
fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// Major and minor of `v2.24.1-desktop.1`.
fn parse(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.trim_start_matches('v').split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_however_they_are_written() {
        for (text, read) in [
            ("2.24.1", Some((2, 24))),
            ("v2.39.4-desktop.1", Some((2, 39))),
            ("5.6.1", Some((5, 6))),
            ("dev", None),
        ] {
            assert_eq!(parse(text), read);
        }
    }
}
