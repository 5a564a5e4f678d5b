//! The connection to a chain: one Ethereum JSON-RPC client for the in-process node, anvil and real chains.

use std::time::Duration;

use alloy::network::EthereumWallet;
use alloy::providers::{DynProvider, Provider, ProviderBuilder};
use alloy::signers::local::PrivateKeySigner;

/// How long one JSON-RPC request may take.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
/// How often a connection that waits for a receipt looks for it.
pub const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// Why a connection could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The endpoint's address is not a URL; its text may hold a secret and is not repeated.
    #[error("the RPC address is not an http or https URL")]
    BadUrl,
    /// The HTTP client could not be built.
    #[error("the HTTP client could not be built")]
    Client(#[source] reqwest::Error),
}

/// Connects lazily to `url` for reading.
pub fn connect(url: &str) -> Result<DynProvider, ConnectError> {
    let (client, url) = http(url)?;
    let provider = ProviderBuilder::new().connect_reqwest(client, url).erased();
    provider.client().set_poll_interval(POLL_INTERVAL);
    Ok(provider)
}

/// Connects lazily to `url`; transactions are filled in, signed by `signer` and sent.
pub fn connect_as(url: &str, signer: PrivateKeySigner) -> Result<DynProvider, ConnectError> {
    let (client, url) = http(url)?;
    let wallet = EthereumWallet::from(signer);
    let provider = ProviderBuilder::new()
        .with_simple_nonce_management()
        .wallet(wallet)
        .connect_reqwest(client, url)
        .erased();
    provider.client().set_poll_interval(POLL_INTERVAL);
    Ok(provider)
}

fn http(url: &str) -> Result<(reqwest::Client, reqwest::Url), ConnectError> {
    let url = reqwest::Url::parse(url).map_err(|_| ConnectError::BadUrl)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(ConnectError::BadUrl);
    }
    // A second installation is refused and changes nothing: the provider is the same for the whole process.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .timeout(REQUEST_TIMEOUT)
        .build()
        .map_err(ConnectError::Client)?;
    Ok((client, url))
}
