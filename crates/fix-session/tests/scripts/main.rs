//! The session's rules as scripts: each file in `crates/fix-script/scripts/session` is a case of the specification,
//! named by it, and is played here against the core on a virtual clock.

mod core_stage;

use std::path::Path;

use core_stage::CoreStage;
use fix_script::{Script, play};

#[test]
fn every_script_holds_on_the_virtual_clock() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fix-script/scripts/session");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() > 90, "the scripts are missing");
    let mut failures = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let played = Script::parse(&text)
            .map_err(|error| error.to_string())
            .and_then(|script| {
                play(&script, &mut CoreStage::new(&script)?).map_err(|failure| failure.to_string())
            });
        if let Err(failure) = played {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            failures.push(format!("{name}: {failure}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
