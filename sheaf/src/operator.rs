//! What every operator's command has: where the services are, how to talk to them, and how an answer looks.

use std::path::PathBuf;
use std::time::Duration;

use proto::v1::chain_minter_client::ChainMinterClient;
use proto::v1::exchange_adapter_client::ExchangeAdapterClient;
use proto::v1::fix_acceptor_client::FixAcceptorClient;
use proto::v1::inventory_client::InventoryClient;
use proto::v1::solver_client::SolverClient;
use service::config::{Peer, Tls};
use service::grpc::{Channel, GrpcError, connect};

use crate::peers::{ANSWER_BYTES_MAX, Peers};
use crate::table::{Output, Table};

/// The longest that one question may take.
const DEADLINE: Duration = Duration::from_secs(10);

/// Where the services are. The defaults are the ports of the examples and of compose.
#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = "Where and how")]
pub(crate) struct At {
    /// The FIX acceptor's gRPC.
    #[arg(
        long,
        global = true,
        env = "SHEAF_FIX_ACCEPTOR",
        value_name = "URL",
        default_value = "http://127.0.0.1:7001"
    )]
    fix_acceptor: String,
    /// The solver's.
    #[arg(
        long,
        global = true,
        env = "SHEAF_SOLVER",
        value_name = "URL",
        default_value = "http://127.0.0.1:7002"
    )]
    solver: String,
    /// The exchange adapter's.
    #[arg(
        long,
        global = true,
        env = "SHEAF_EXCHANGE_ADAPTER",
        value_name = "URL",
        default_value = "http://127.0.0.1:7003"
    )]
    exchange_adapter: String,
    /// The inventory's.
    #[arg(
        long,
        global = true,
        env = "SHEAF_INVENTORY",
        value_name = "URL",
        default_value = "http://127.0.0.1:7004"
    )]
    inventory: String,
    /// The chain minter's.
    #[arg(
        long,
        global = true,
        env = "SHEAF_CHAIN_MINTER",
        value_name = "URL",
        default_value = "http://127.0.0.1:7005"
    )]
    chain_minter: String,
    /// Our certificate, PEM, where the services want mutual TLS.
    #[arg(long, global = true, env = "SHEAF_CERTIFICATE", value_name = "FILE", requires_all = ["key", "authority"])]
    certificate: Option<PathBuf>,
    /// Its key.
    #[arg(long, global = true, env = "SHEAF_KEY", value_name = "FILE")]
    key: Option<PathBuf>,
    /// The authority that the services' certificates come from.
    #[arg(long, global = true, env = "SHEAF_AUTHORITY", value_name = "FILE")]
    authority: Option<PathBuf>,
    /// JSON instead of a table.
    #[arg(long, global = true)]
    json: bool,
}

impl At {
    /// The FIX acceptor.
    pub(crate) fn fix_acceptor(&self) -> Result<FixAcceptorClient<Channel>, GrpcError> {
        Ok(FixAcceptorClient::new(self.channel(&self.fix_acceptor)?)
            .max_decoding_message_size(ANSWER_BYTES_MAX))
    }

    /// The solver.
    pub(crate) fn solver(&self) -> Result<SolverClient<Channel>, GrpcError> {
        Ok(SolverClient::new(self.channel(&self.solver)?)
            .max_decoding_message_size(ANSWER_BYTES_MAX))
    }

    /// The exchange adapter.
    pub(crate) fn exchange_adapter(&self) -> Result<ExchangeAdapterClient<Channel>, GrpcError> {
        Ok(
            ExchangeAdapterClient::new(self.channel(&self.exchange_adapter)?)
                .max_decoding_message_size(ANSWER_BYTES_MAX),
        )
    }

    /// The inventory.
    pub(crate) fn inventory(&self) -> Result<InventoryClient<Channel>, GrpcError> {
        Ok(InventoryClient::new(self.channel(&self.inventory)?)
            .max_decoding_message_size(ANSWER_BYTES_MAX))
    }

    /// The chain minter.
    pub(crate) fn chain_minter(&self) -> Result<ChainMinterClient<Channel>, GrpcError> {
        Ok(ChainMinterClient::new(self.channel(&self.chain_minter)?)
            .max_decoding_message_size(ANSWER_BYTES_MAX))
    }

    /// All but the acceptor.
    pub(crate) fn peers(&self) -> Result<Peers, GrpcError> {
        Ok(Peers {
            solver: self.solver()?,
            inventory: self.inventory()?,
            exchange_adapter: self.exchange_adapter()?,
            chain_minter: self.chain_minter()?,
        })
    }

    /// Prints an answer as it was asked for.
    pub(crate) fn print(&self, table: &Table) {
        let output = if self.json {
            Output::Json
        } else {
            Output::Text
        };
        println!("{}", table.text(output));
    }

    fn channel(&self, url: &str) -> Result<Channel, GrpcError> {
        let tls = match (&self.certificate, &self.key, &self.authority) {
            (Some(certificate), Some(key), Some(authority)) => Some(Tls {
                certificate: certificate.clone(),
                key: key.clone(),
                authority: authority.clone(),
            }),
            _ => None,
        };
        connect(&Peer {
            url: url.to_owned(),
            deadline: DEADLINE,
            tls,
        })
    }
}

/// The id of an operator's command: each is a new one.
pub(crate) fn command_id() -> String {
    format!("operator-{}", service::machine::unix_ns())
}

/// `name=value`.
pub(crate) fn pair<T: std::str::FromStr<Err: std::fmt::Display>>(
    text: &str,
) -> Result<(String, T), String> {
    let (name, value) = text.split_once('=').ok_or("it has no '='")?;
    let value = value.parse().map_err(|error: T::Err| error.to_string())?;
    Ok((name.to_owned(), value))
}
