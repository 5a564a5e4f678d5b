//! Fits the problem of a file: `cargo run -p fitting --example fit -- crates/fitting/tests/first_batch.json`.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: fit FILE")?;
    let problem = std::fs::read_to_string(path)?;
    match fitting::fit_json(&problem) {
        Ok(answer) => {
            println!("{answer}");
            Ok(())
        }
        Err(error) => Err(error
            .source()
            .map_or_else(|| error.to_string(), |source| format!("{error}: {source}"))
            .into()),
    }
}
