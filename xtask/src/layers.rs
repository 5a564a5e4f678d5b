//! The layers of ARCHITECTURE.md, checked: what may stand below a package, and which words a pure crate may not use.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::run::{cargo, read, root};

/// No crate under `crates/` has one of these below it: they do IO, read clocks, make entropy or run tasks.
const IMPURE: &[&str] = &[
    "async-std",
    "chrono",
    "fastrand",
    "getrandom",
    "h2",
    "hyper",
    "mio",
    "opentelemetry",
    "prost",
    "rand",
    "reqwest",
    "ring",
    "rusqlite",
    "rustls",
    "smol",
    "socket2",
    "time",
    "tokio",
    "tonic",
    "tracing",
    "ureq",
];
/// Nor one of these words in its source.
const IMPURE_WORDS: &[&str] = &[
    "std::net",
    "std::thread",
    "std::fs",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant::now",
    "std::sync::Mutex",
    "RandomState",
    "HashMap::new",
    "HashSet::new",
];
/// Heavy packages, and the only packages of ours that may name them.
const HEAVY: &[(&str, &[&str])] = &[
    (
        "alloy",
        &["chain-minter", "contracts", "e2e", "evm-node", "sheaf"],
    ),
    ("revm", &["evm-node"]),
    ("rusqlite", &["journal"]),
];
/// Only these may depend on a service.
const ABOVE_SERVICES: &[&str] = &["e2e", "sheaf"];

struct Package {
    name: String,
    folder: PathBuf,
    /// Names of its normal dependencies, as declared.
    dependencies: BTreeSet<String>,
}

/// Fails with every breach found.
pub(crate) fn check() -> anyhow::Result<()> {
    let packages = packages()?;
    let root = root();
    let services: BTreeSet<_> = packages
        .iter()
        .filter(|package| package.folder.starts_with(root.join("services")))
        .map(|package| package.name.clone())
        .collect();
    let mut breaches = Vec::new();
    for package in &packages {
        let name = package.name.as_str();
        if package.folder.starts_with(root.join("crates")) {
            breaches.extend(impure_below(name)?);
            breaches.extend(impure_words(&package.folder.join("src"))?);
        }
        if !ABOVE_SERVICES.contains(&name) {
            for service in package.dependencies.intersection(&services) {
                breaches.push(format!("{name} depends on the service {service}"));
            }
        }
        for (heavy, allowed) in HEAVY {
            if package.dependencies.contains(*heavy) && !allowed.contains(&name) {
                breaches.push(format!("{name} depends on {heavy}: only {allowed:?} may"));
            }
        }
    }
    ensure!(
        breaches.is_empty(),
        "the layers are broken:\n  {}",
        breaches.join("\n  ")
    );
    println!("layers: {} packages keep them", packages.len());
    Ok(())
}

fn packages() -> anyhow::Result<Vec<Package>> {
    let metadata = read(cargo().args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata is JSON")?;
    let package = |package: &Value| {
        let normal = list(&package["dependencies"])
            .iter()
            .filter(|d| d["kind"].is_null());
        let manifest = PathBuf::from(text(&package["manifest_path"]));
        Package {
            name: text(&package["name"]),
            folder: manifest.parent().unwrap_or(&manifest).to_owned(),
            dependencies: normal.map(|d| text(&d["name"])).collect(),
        }
    };
    Ok(list(&metadata["packages"]).iter().map(package).collect())
}

/// `cargo tree` and not the metadata's graph: that one holds optional packages that nothing turns on.
fn impure_below(name: &str) -> anyhow::Result<Vec<String>> {
    let tree = read(cargo().args(["tree", "-p", name, "-e", "normal", "--prefix", "none"]))?;
    let below: BTreeSet<_> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    let impure = IMPURE.iter().filter(|impure| below.contains(**impure));
    Ok(impure
        .map(|impure| format!("the pure crate {name} has {impure} below it"))
        .collect())
}

fn impure_words(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut breaches = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("can't list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            breaches.extend(impure_words(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path)?;
            for (number, line) in (1..).zip(source.lines()) {
                let code = line.split("//").next().unwrap_or_default();
                for word in IMPURE_WORDS.iter().filter(|word| code.contains(**word)) {
                    breaches.push(format!(
                        "{}:{number}: a pure crate uses {word}",
                        path.display()
                    ));
                }
            }
        }
    }
    Ok(breaches)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
