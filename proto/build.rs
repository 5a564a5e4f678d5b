//! Compiles `sheaf/v1/*.proto` with protox, so that no protoc is needed.

use prost::Message as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files = [
        "sheaf/v1/chain_minter.proto",
        "sheaf/v1/exchange_adapter.proto",
        "sheaf/v1/fix_acceptor.proto",
        "sheaf/v1/inventory.proto",
        "sheaf/v1/solver.proto",
    ];
    println!("cargo:rerun-if-changed=sheaf");
    let descriptors = protox::compile(files, ["."])?;
    let out = std::path::PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(out.join("sheaf.v1.bin"), descriptors.encode_to_vec())?;
    tonic_prost_build::configure().compile_fds(descriptors)?;
    Ok(())
}
