//! The committed inputs: what a coverage-guided fuzzer found to reach different code, and what once failed.
//!
//! A file of each target in `corpus/`, an input a line in hex; `#` starts a comment.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::Target;

/// Where a target's inputs are.
pub fn path(target: Target) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    folder.join(format!("{}.txt", target.name()))
}

/// A target's inputs.
pub fn read(target: Target) -> anyhow::Result<Vec<Vec<u8>>> {
    let path = path(target);
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(at, line)| {
            hex::decode(line).with_context(|| format!("{}:{}", path.display(), at + 1))
        })
        .collect()
}

/// Writes the files of a folder as the target's inputs, the shortest first; the part up to the last comment stays.
pub fn pack(target: Target, folder: &Path) -> anyhow::Result<usize> {
    let path = path(target);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let kept: Vec<&str> = text.lines().collect();
    let kept_lines = kept
        .iter()
        .rposition(|line| line.starts_with('#'))
        .map_or(0, |last| last + 1);
    let mut lines: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        lines.push(hex::encode(std::fs::read(entry?.path())?));
    }
    lines.sort_by_key(|line| (line.len(), line.clone()));
    lines.dedup();
    let kept = kept[..kept_lines].iter().map(|line| (*line).to_owned());
    let all: Vec<String> = kept.chain(lines).collect();
    std::fs::write(&path, all.join("\n") + "\n")?;
    Ok(all.len())
}

/// Writes the target's inputs as files into a folder.
pub fn unpack(target: Target, folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (at, input) in read(target)?.iter().enumerate() {
        std::fs::write(folder.join(format!("{at:05}")), input)?;
    }
    Ok(())
}
