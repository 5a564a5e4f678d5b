//! Finds anvil: `SHEAF_ANVIL`, the path, or what npm put under `build/npm`.

use std::path::{Path, PathBuf};

/// The program, or where it was looked for.
pub fn find() -> Result<PathBuf, String> {
    if let Ok(path) = std::env::var("SHEAF_ANVIL") {
        return Ok(path.into());
    }
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&on_path).map(|folder| folder.join("anvil"));
    let modules =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../build/npm/node_modules/@foundry-rs");
    let packages = std::fs::read_dir(&modules).into_iter().flatten().flatten();
    let packed = packages.map(|package| package.path().join("bin/anvil"));
    folders
        .chain(packed)
        .find(|path| path.is_file())
        .ok_or_else(|| {
            format!(
                "anvil is not in SHEAF_ANVIL, on PATH or in {}",
                modules.display()
            )
        })
}
