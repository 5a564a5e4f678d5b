//! Peers built on the spot: Debian's QuickFIX C++, its dictionary, and programs of `xtask/peers/` that use them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, bail};

use crate::{
    run::{command, read, root},
    tools,
};

/// QuickFIX C++ as Debian builds it.
const QUICKFIX_PACKAGE: &str = "libquickfix-dev";
const QUICKFIX_HEADER: &str = "/usr/include/quickfix/Message.h";

/// Compiles `xtask/peers/SOURCE` into `build/peers/`; the program. Its standard is C++14, the last one that QuickFIX's
/// headers of Debian 12 compile in.
pub(crate) fn compile(source: &str, libraries: &[&str]) -> anyhow::Result<PathBuf> {
    let program = root()
        .join("build/peers")
        .join(source.replace(['/', '.'], "-"));
    let folder = program.parent().expect("it is in a folder");
    fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    let mut compiler = command("c++");
    compiler
        .args(["-std=c++14", "-O3", "-w", "-o"])
        .arg(&program);
    compiler.arg(root().join("xtask/peers").join(source));
    compiler.args(libraries.iter().map(|library| format!("-l{library}")));
    quietly(&mut compiler)?;
    Ok(program)
}

/// Installs QuickFIX C++ where it is missing.
pub(crate) fn install_quickfix() -> anyhow::Result<()> {
    if Path::new(QUICKFIX_HEADER).exists() {
        return Ok(());
    }
    let mut update = command("apt-get");
    let mut install = command("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive");
    quietly(update.args(["update", "-qq"]))
        .and_then(|()| quietly(install.args(["install", "-y", "-qq", QUICKFIX_PACKAGE])))
        .with_context(|| {
            format!("QuickFIX C++ is missing, and `apt-get install {QUICKFIX_PACKAGE}` does not bring it")
        })
}

/// A dictionary of QuickFIX's own, e.g. `FIX44.xml`: Debian ships none, the Python package that the tests use does.
pub(crate) fn quickfix_dictionary(name: &str) -> anyhow::Result<PathBuf> {
    let python = tools::install_python()?;
    let venv = python.ancestors().nth(2).expect("it is in bin/");
    let mut folders = vec![venv.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("can't list {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            if entry.file_name() == name {
                return Ok(entry.path());
            }
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    bail!("the installed quickfix has no {name}")
}

/// Runs the command; what it prints is read where it fails, as standard output belongs to the table.
fn quietly(command: &mut Command) -> anyhow::Result<()> {
    read(command).map(drop)
}
