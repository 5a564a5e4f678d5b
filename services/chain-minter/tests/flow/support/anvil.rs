//! Finds anvil: `SHEAF_ANVIL`, the path, or what npm put under `build/npm`.

use std::path::{Path, PathBuf};

/// The program, or where it was looked for. npm's own command is a script that starts the program and does not end it
/// when it is killed, so what counts is the program in the package for this machine.
pub fn find() -> Result<PathBuf, String> {
    if let Some(path) = std::env::var_os("SHEAF_ANVIL") {
        let path = PathBuf::from(path);
        let script = path
            .canonicalize()
            .ok()
            .filter(|path| path.extension().is_some_and(|e| e == "mjs"));
        let beside = script.and_then(|script| packed(script.parent()?.parent()?));
        return Ok(beside.unwrap_or(path));
    }
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let modules =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../build/npm/node_modules/@foundry-rs");
    std::env::split_paths(&on_path)
        .map(|folder| folder.join("anvil"))
        .find(|path| path.is_file())
        .or_else(|| packed(&modules))
        .ok_or_else(|| {
            format!(
                "anvil is not in SHEAF_ANVIL, on PATH or in {}",
                modules.display()
            )
        })
}

/// The program in the folder of its packages, one for each kind of machine.
fn packed(folder: &Path) -> Option<PathBuf> {
    let packages = std::fs::read_dir(folder).into_iter().flatten().flatten();
    packages
        .map(|package| package.path().join("bin/anvil"))
        .find(|path| path.is_file())
}
