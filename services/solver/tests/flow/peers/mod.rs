//! The solver's three peers, as small as they can be over real gRPC: an adapter that executes everything at the best price, a minter
//! that confirms everything, an inventory that remembers what it was told. Each answers a repeat with the first answer.

#![allow(unreachable_pub, reason = "a module of tests")]

mod adapter;
mod inventory;
mod log;
mod minter;

use proto::v1;
use proto::v1::chain_minter_server::ChainMinterServer;
use proto::v1::exchange_adapter_server::ExchangeAdapterServer;
use proto::v1::inventory_server::InventoryServer;
use service::config::{Grpc, Peer};
use service::grpc::Server;
use tokio_util::sync::CancellationToken;

pub use adapter::{FakeAdapter, market};
pub use inventory::FakeInventory;
pub use minter::FakeMinter;

/// All three, and where they listen.
pub struct Peers {
    pub adapter: FakeAdapter,
    pub minter: FakeMinter,
    pub inventory: FakeInventory,
    pub adapter_peer: Peer,
    pub minter_peer: Peer,
    pub inventory_peer: Peer,
    shutdown: CancellationToken,
}

impl Drop for Peers {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

impl Peers {
    pub async fn start(markets: Vec<v1::Market>) -> Self {
        let shutdown = CancellationToken::new();
        let adapter = FakeAdapter::new(markets);
        let minter = FakeMinter::new();
        let inventory = FakeInventory::default();
        let adapter_peer = serve(ExchangeAdapterServer::new(adapter.clone()), &shutdown).await;
        let minter_peer = serve(ChainMinterServer::new(minter.clone()), &shutdown).await;
        let inventory_peer = serve(InventoryServer::new(inventory.clone()), &shutdown).await;
        Self {
            adapter,
            minter,
            inventory,
            adapter_peer,
            minter_peer,
            inventory_peer,
            shutdown,
        }
    }
}

macro_rules! serve {
    ($server:expr, $service:expr, $shutdown:expr) => {{
        let server = $server.add($service).await;
        tokio::spawn(server.serve($shutdown.clone()));
    }};
}

async fn serve<S>(service: S, shutdown: &CancellationToken) -> Peer
where
    S: AddTo,
{
    let server = Server::bind(&Grpc::loopback(), v1::FILE_DESCRIPTOR_SET)
        .await
        .unwrap();
    let peer = Peer::at(server.address());
    service.add_to(server, shutdown).await;
    peer
}

/// A service that can be served: spares naming tower's types here.
trait AddTo {
    async fn add_to(self, server: Server, shutdown: &CancellationToken);
}

impl AddTo for ExchangeAdapterServer<FakeAdapter> {
    async fn add_to(self, server: Server, shutdown: &CancellationToken) {
        serve!(server, self, shutdown);
    }
}

impl AddTo for ChainMinterServer<FakeMinter> {
    async fn add_to(self, server: Server, shutdown: &CancellationToken) {
        serve!(server, self, shutdown);
    }
}

impl AddTo for InventoryServer<FakeInventory> {
    async fn add_to(self, server: Server, shutdown: &CancellationToken) {
        serve!(server, self, shutdown);
    }
}
