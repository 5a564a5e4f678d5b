//! Writes the tables of `crates/fix-dictionary` and the types of `crates/fix-messages` from fefix's dictionaries and the corrections beside this file.
//!
//! `cargo run --manifest-path tools/fix-tables/Cargo.toml` writes them; `-- --check` proves that the committed ones are what it
//! would write; `-- --compare DIR` lists what they and QuickFIX's dictionaries in DIR (FIX40.xml …) disagree in, and fails
//! if there is anything.

mod compare;
mod constants;
mod from_fefix;
mod from_quickfix;
mod messages;
mod model;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use fefix::Dictionary;

use crate::model::Model;

struct Source {
    version: &'static str,
    /// The table's file name, and QuickFIX's in upper case.
    file: &'static str,
    dictionary: fn() -> Dictionary,
}

const SOURCES: [Source; 9] = [
    Source {
        version: "FIX.4.0",
        file: "fix40",
        dictionary: Dictionary::fix40,
    },
    Source {
        version: "FIX.4.1",
        file: "fix41",
        dictionary: Dictionary::fix41,
    },
    Source {
        version: "FIX.4.2",
        file: "fix42",
        dictionary: Dictionary::fix42,
    },
    Source {
        version: "FIX.4.3",
        file: "fix43",
        dictionary: Dictionary::fix43,
    },
    Source {
        version: "FIX.4.4",
        file: "fix44",
        dictionary: Dictionary::fix44,
    },
    Source {
        version: "FIX.5.0",
        file: "fix50",
        dictionary: Dictionary::fix50,
    },
    Source {
        version: "FIX.5.0SP1",
        file: "fix50sp1",
        dictionary: Dictionary::fix50sp1,
    },
    Source {
        version: "FIX.5.0SP2",
        file: "fix50sp2",
        dictionary: Dictionary::fix50sp2,
    },
    Source {
        version: "FIXT.1.1",
        file: "fixt11",
        dictionary: Dictionary::fixt11,
    },
];

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => write(),
        ["--check"] => check(),
        ["--compare", folder] => compare_with_quickfix(Path::new(folder)),
        _ => bail!("usage: fix-tables [--check | --compare FOLDER]"),
    }
}

/// Every file this tool writes, with its contents.
fn generate() -> Result<Vec<(PathBuf, String)>> {
    let crate_folder = tool_folder().join("../../crates/fix-dictionary");
    let mut files = Vec::new();
    let mut models = Vec::new();
    for source in &SOURCES {
        let model = load(source)?;
        files.push((
            crate_folder.join("tables").join(format!("{}.txt", source.file)),
            model.render(source.version),
        ));
        models.push(model);
    }
    let versions = SOURCES.iter().zip(&models).map(|(source, model)| {
        let name = source.version.strip_prefix("FIX.").unwrap_or("FIXT 1.1");
        (name.to_owned(), model)
    });
    let versions = messages::Versions(versions.collect());
    let generated = tool_folder().join("../../crates/fix-messages/src/generated");
    for (name, contents) in messages::Generator::new(&versions).files()? {
        files.push((generated.join(name), contents));
    }
    files.push((crate_folder.join("src/tag.rs"), constants::tags(&models)?));
    files.push((crate_folder.join("src/msg_type.rs"), constants::msg_types(&models)));
    Ok(files)
}

fn load(source: &Source) -> Result<Model> {
    let mut model = from_fefix::read(&(source.dictionary)()).with_context(|| source.version)?;
    let path = tool_folder().join("corrections").join(format!("{}.txt", source.file));
    if path.exists() {
        model
            .correct(&std::fs::read_to_string(&path)?)
            .with_context(|| path.display().to_string())?;
    }
    Ok(model)
}

fn tool_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn write() -> Result<()> {
    for (path, contents) in generate()? {
        std::fs::create_dir_all(path.parent().context("a file has a folder")?)?;
        std::fs::write(&path, contents)?;
    }
    Ok(())
}

fn check() -> Result<()> {
    for (path, contents) in generate()? {
        let committed = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        if committed != contents {
            bail!(
                "{} is not what fix-tables writes: run it without --check",
                path.display()
            );
        }
    }
    println!("the committed tables reproduce");
    Ok(())
}

fn compare_with_quickfix(folder: &Path) -> Result<()> {
    let kept = std::fs::read_to_string(tool_folder().join("corrections/kept.txt"))?;
    let mut total = 0;
    for source in &SOURCES {
        let path = folder.join(format!("{}.xml", source.file.to_uppercase()));
        let theirs =
            from_quickfix::read(&std::fs::read_to_string(&path)?).with_context(|| path.display().to_string())?;
        let mut found = compare::differences(&load(source)?, &theirs);
        if source.version == "FIX.5.0SP2" {
            found.retain(|difference| !compare::is_extension_pack(difference));
        }
        for difference in found
            .iter()
            .map(|difference| format!("{}: {difference}", source.version))
        {
            if !kept.lines().any(|line| line == difference) {
                println!("{difference}");
                total += 1;
            }
        }
    }
    anyhow::ensure!(total == 0, "{total} differences");
    println!("the tables agree with QuickFIX's");
    Ok(())
}
