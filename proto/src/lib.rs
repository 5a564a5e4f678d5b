//! The gRPC contracts between the services, generated from `sheaf/v1/*.proto`.
//!
//! These types stop at the edge of a service: inside, the domain types of the pure crates are used.

/// Version 1 of every service's contract.
#[allow(
    missing_docs,
    unreachable_pub,
    clippy::pedantic,
    reason = "generated from the .proto files, which carry the documentation"
)]
pub mod v1 {
    tonic::include_proto!("sheaf.v1");

    /// The encoded file descriptor set, for gRPC reflection.
    pub const FILE_DESCRIPTOR_SET: &[u8] =
        include_bytes!(concat!(env!("OUT_DIR"), "/sheaf.v1.bin"));
}
