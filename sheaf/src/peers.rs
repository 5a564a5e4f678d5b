//! gRPC clients of a running stack.

use std::time::Duration;

use anyhow::Context as _;
use proto::v1::{
    Contracts, GetContractsRequest, Index, IndexDefined, SubscribeRequest,
    chain_minter_client::ChainMinterClient, exchange_adapter_client::ExchangeAdapterClient,
    inventory_client::InventoryClient, solver_client::SolverClient, solver_event::Event,
};
use service::{
    config::Peer,
    grpc::{Channel, GrpcError, connect},
    retry::until_answered,
};
use tokio_util::sync::CancellationToken;

/// The longest that one question may take.
const DEADLINE: Duration = Duration::from_secs(10);

/// Bytes of an answer to an operator: of what lists everything (orders, lots, books, accounts, indexes, sessions) there may be more than
/// a message between the services has.
pub const ANSWER_BYTES_MAX: usize = 64 << 20;

/// The longest that the contracts may take to be deployed.
const DEPLOYMENT_TIMEOUT: Duration = Duration::from_mins(1);

/// The longest that the indexes may wait for their markets' prices.
const INDEXES_TIMEOUT: Duration = Duration::from_secs(30);

/// Where a stack's services are.
#[derive(Clone, Debug)]
pub struct Addresses {
    /// The solver.
    pub solver: String,
    /// The inventory.
    pub inventory: String,
    /// The exchange adapter.
    pub exchange_adapter: String,
    /// The chain minter.
    pub chain_minter: String,
}

/// A client of each service behind the acceptor.
#[derive(Clone)]
pub struct Peers {
    /// The solver.
    pub solver: SolverClient<Channel>,
    /// The inventory.
    pub inventory: InventoryClient<Channel>,
    /// The exchange adapter.
    pub exchange_adapter: ExchangeAdapterClient<Channel>,
    /// The chain minter.
    pub chain_minter: ChainMinterClient<Channel>,
}

impl Peers {
    /// Channels that connect when they are first used.
    pub fn connect(addresses: &Addresses) -> Result<Self, GrpcError> {
        Ok(Self {
            solver: SolverClient::new(channel(&addresses.solver)?)
                .max_decoding_message_size(ANSWER_BYTES_MAX),
            inventory: InventoryClient::new(channel(&addresses.inventory)?)
                .max_decoding_message_size(ANSWER_BYTES_MAX),
            exchange_adapter: ExchangeAdapterClient::new(channel(&addresses.exchange_adapter)?)
                .max_decoding_message_size(ANSWER_BYTES_MAX),
            chain_minter: ChainMinterClient::new(channel(&addresses.chain_minter)?)
                .max_decoding_message_size(ANSWER_BYTES_MAX),
        })
    }
}

/// The solver's indexes, as soon as there are `count`: a basket made from weights waits for its markets' prices.
pub async fn indexes(solver: &SolverClient<Channel>, count: usize) -> anyhow::Result<Vec<Index>> {
    let mut solver = solver.clone();
    let request = SubscribeRequest { from_sequence: 0 };
    let mut events = solver.subscribe(request).await?.into_inner();
    let mut indexes = Vec::new();
    let defined = async {
        while indexes.len() < count {
            let event = events
                .message()
                .await?
                .context("the solver's stream ended")?
                .event;
            if let Some(Event::IndexDefined(IndexDefined { index: Some(index) })) = event {
                indexes.push(index);
            }
        }
        anyhow::Ok(())
    };
    let waited = tokio::time::timeout(INDEXES_TIMEOUT, defined).await;
    waited.with_context(|| format!("the indexes have no prices after {INDEXES_TIMEOUT:?}"))??;
    Ok(indexes)
}

/// The contracts, as soon as they are deployed.
pub async fn contracts(minter: &ChainMinterClient<Channel>) -> anyhow::Result<Contracts> {
    let never = CancellationToken::new();
    let ask = || {
        let mut minter = minter.clone();
        async move { minter.get_contracts(GetContractsRequest {}).await }
    };
    let asked = until_answered("ChainMinter.GetContracts", &never, ask);
    let answer = tokio::time::timeout(DEPLOYMENT_TIMEOUT, asked).await;
    let answer = answer.with_context(|| format!("no contracts after {DEPLOYMENT_TIMEOUT:?}"))?;
    Ok(answer.context("nothing cancels it")??.into_inner())
}

/// A channel to `url`.
pub(crate) fn channel(url: &str) -> Result<Channel, GrpcError> {
    connect(&Peer {
        url: url.to_owned(),
        deadline: DEADLINE,
        tls: None,
    })
}
