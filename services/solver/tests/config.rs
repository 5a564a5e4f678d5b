//! The example configuration is one that the service takes.

use std::path::Path;

use solver::Config;

#[test]
fn the_example_loads() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("example.toml");
    let config: Config = service::config::load(&path).unwrap();
    assert_eq!((config.accounts.len(), config.indexes.len()), (2, 2));
}

#[test]
fn an_unknown_key_is_refused_by_name() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("example.toml");
    let text = std::fs::read_to_string(path)
        .unwrap()
        .replace("slippage =", "slipage =");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("solver.toml");
    std::fs::write(&path, text).unwrap();
    let error = service::config::load::<Config>(&path).unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("slipage"), "{source}");
}
