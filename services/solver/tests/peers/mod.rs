//! The solver's three peers, as small as they can be over real gRPC: an adapter that executes everything at the best price, a minter
//! that confirms everything, an inventory that remembers what it was told. Each answers a repeat with the first answer.

#![allow(unreachable_pub, reason = "a module of tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use proto::v1;
use proto::v1::chain_minter_server::{ChainMinter, ChainMinterServer};
use proto::v1::exchange_adapter_server::{ExchangeAdapter, ExchangeAdapterServer};
use proto::v1::inventory_server::{Inventory, InventoryServer};
use service::config::{Grpc, Peer};
use service::grpc::Server;
use tokio::sync::watch;
use tokio_stream::Stream;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

type Events<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

/// A producer's journal: what a follower asks for from a position on, and what comes.
#[derive(Clone)]
pub struct Log<T> {
    events: Arc<Mutex<Vec<T>>>,
    length: watch::Sender<usize>,
}

impl<T: Clone + Send + 'static> Log<T> {
    fn new() -> Self {
        Self {
            events: Arc::default(),
            length: watch::Sender::new(0),
        }
    }

    pub fn push(&self, make: impl FnOnce(u64) -> T) {
        let mut events = self.events.lock().unwrap();
        let sequence = events.len() as u64 + 1;
        events.push(make(sequence));
        self.length.send_replace(events.len());
    }

    fn follow(&self, after: u64) -> Events<T> {
        let (sender, receiver) = tokio::sync::mpsc::channel(16);
        let (log, mut length) = (self.clone(), self.length.subscribe());
        let mut next = usize::try_from(after).unwrap();
        tokio::spawn(async move {
            loop {
                length.mark_unchanged();
                loop {
                    let event = log.events.lock().unwrap().get(next).cloned();
                    let Some(event) = event else { break };
                    if sender.send(Ok(event)).await.is_err() {
                        return;
                    }
                    next += 1;
                }
                tokio::select! {
                    changed = length.changed() => if changed.is_err() { return },
                    () = sender.closed() => return,
                }
            }
        });
        Box::pin(tokio_stream::wrappers::ReceiverStream::new(receiver))
    }
}

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
        let adapter = FakeAdapter {
            markets: Arc::new(Mutex::new(markets)),
            held: Arc::new(Mutex::new(None)),
            taken: Arc::default(),
            refusals: Arc::default(),
            log: Log::new(),
        };
        let minter = FakeMinter {
            minted: Arc::default(),
            paid: Arc::default(),
            payouts_held: Arc::default(),
            payout_refusals: Arc::default(),
            ensured: Arc::default(),
            log: Log::new(),
        };
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

/// A market with one deep level on each side, a fee of a tenth of a per cent in cash.
pub fn market(asset: &str, ask: &str, bid: &str) -> v1::Market {
    let level = |price: &str| {
        vec![v1::Level {
            price: price.into(),
            quantity: "1000000".into(),
        }]
    };
    v1::Market {
        market: format!("{asset}USDC"),
        asset: asset.into(),
        cash: "USDC".into(),
        tick: "0.01".into(),
        step: "0.0001".into(),
        min_notional: "5".into(),
        min_quantity: "0.0001".into(),
        max_quantity: String::new(),
        bids: level(bid),
        asks: level(ask),
        tradable: true,
        book_time_unix_ns: 0,
        fee_rate: "0.001".into(),
    }
}

/// A batch's id and one of its asset orders.
type Held = (String, v1::NewAssetOrder);

#[derive(Clone)]
pub struct FakeAdapter {
    markets: Arc<Mutex<Vec<v1::Market>>>,
    /// While it is Some, orders are taken and not executed.
    held: Arc<Mutex<Option<Vec<Held>>>>,
    pub taken: Arc<Mutex<BTreeMap<String, v1::PlaceOrdersRequest>>>,
    /// Answers to the next calls of PlaceOrders, before any is taken.
    pub refusals: Arc<Mutex<Vec<Status>>>,
    pub log: Log<v1::AdapterEvent>,
}

impl FakeAdapter {
    /// Other books.
    pub fn set_markets(&self, markets: Vec<v1::Market>) {
        *self.markets.lock().unwrap() = markets;
    }

    /// From now on orders are taken and not executed.
    pub fn hold(&self) {
        *self.held.lock().unwrap() = Some(Vec::new());
    }

    /// Executes what was held, and everything from now on.
    pub fn release(&self) {
        let held = self.held.lock().unwrap().take().unwrap_or_default();
        for (batch, order) in held {
            self.execute(&batch, &order);
        }
    }

    fn execute(&self, batch: &str, order: &v1::NewAssetOrder) {
        let market = self
            .markets
            .lock()
            .unwrap()
            .iter()
            .find(|market| market.market == order.market)
            .cloned()
            .unwrap();
        let levels = match order.side() {
            v1::VenueSide::Sell => &market.bids,
            v1::VenueSide::Buy | v1::VenueSide::Unspecified => &market.asks,
        };
        let price = levels[0].price.clone();
        let (quantity, at) = (
            money::Quantity::parse(&order.quantity).unwrap(),
            money::Price::parse(&price).unwrap(),
        );
        let scale = money::Scale::UNITS;
        let fee = at.times(quantity, scale, money::Rounding::Down).unwrap();
        let fee = fee
            .times_rate(
                money::Rate::from_basis_points(10),
                scale,
                money::Rounding::HalfEven,
            )
            .unwrap();
        self.log.push(|sequence| {
            let trade = v1::AssetTrade {
                lot_id: format!("{}-{sequence}", order.market),
                asset_order_id: order.asset_order_id.clone(),
                batch_id: batch.to_owned(),
                market: order.market.clone(),
                asset: market.asset.clone(),
                side: order.side,
                quantity: order.quantity.clone(),
                price,
                fee: fee.to_string(),
                fee_asset: "USDC".into(),
                fee_cash: fee.to_string(),
                trade_time_unix_ns: 1,
            };
            event(sequence, v1::adapter_event::Event::Trade(trade))
        });
        self.log.push(|sequence| {
            let ended = v1::AssetOrder {
                asset_order_id: order.asset_order_id.clone(),
                ..v1::AssetOrder::default()
            };
            event(
                sequence,
                v1::adapter_event::Event::Ended(v1::AssetOrderEnded { order: Some(ended) }),
            )
        });
    }
}

fn event(sequence: u64, event: v1::adapter_event::Event) -> v1::AdapterEvent {
    v1::AdapterEvent {
        sequence,
        time_unix_ns: 1,
        traceparent: String::new(),
        event: Some(event),
    }
}

#[tonic::async_trait]
impl ExchangeAdapter for FakeAdapter {
    type SubscribeStream = Events<v1::AdapterEvent>;

    async fn place_orders(
        &self,
        request: Request<v1::PlaceOrdersRequest>,
    ) -> Result<Response<v1::PlaceOrdersReply>, Status> {
        if let Some(status) = self.refusals.lock().unwrap().pop() {
            return Err(status);
        }
        let request = request.into_inner();
        let first = self
            .taken
            .lock()
            .unwrap()
            .insert(request.command_id.clone(), request.clone());
        if let Some(first) = first {
            assert_eq!(first, request, "a repeat is the same");
            return Ok(Response::new(v1::PlaceOrdersReply { sequence: 0 }));
        }
        for order in request.orders {
            let mut held = self.held.lock().unwrap();
            if let Some(held) = held.as_mut() {
                held.push((request.batch_id.clone(), order));
            } else {
                drop(held);
                self.execute(&request.batch_id, &order);
            }
        }
        Ok(Response::new(v1::PlaceOrdersReply { sequence: 0 }))
    }

    async fn get_markets(
        &self,
        _request: Request<v1::GetMarketsRequest>,
    ) -> Result<Response<v1::GetMarketsReply>, Status> {
        let markets = self.markets.lock().unwrap().clone();
        Ok(Response::new(v1::GetMarketsReply {
            markets,
            orders_left: 100,
        }))
    }

    async fn list_asset_orders(
        &self,
        _request: Request<v1::ListAssetOrdersRequest>,
    ) -> Result<Response<v1::ListAssetOrdersReply>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }

    async fn get_venue_balances(
        &self,
        _request: Request<v1::GetVenueBalancesRequest>,
    ) -> Result<Response<v1::GetVenueBalancesReply>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }

    async fn subscribe(
        &self,
        request: Request<v1::SubscribeAdapterRequest>,
    ) -> Result<Response<Self::SubscribeStream>, Status> {
        Ok(Response::new(
            self.log.follow(request.into_inner().from_sequence),
        ))
    }
}

#[derive(Clone)]
pub struct FakeMinter {
    pub minted: Arc<Mutex<BTreeMap<String, v1::MintRequest>>>,
    pub paid: Arc<Mutex<BTreeMap<String, v1::PayoutRequest>>>,
    /// While it is true, payouts are taken and nothing comes of them.
    pub payouts_held: Arc<Mutex<bool>>,
    /// Answers to the next calls of Payout, before any is taken.
    pub payout_refusals: Arc<Mutex<Vec<Status>>>,
    pub ensured: Arc<Mutex<BTreeSet<String>>>,
    log: Log<v1::MinterEvent>,
}

impl FakeMinter {
    pub fn deposit(&self, from: &str, amount: &str) {
        self.push(|sequence| {
            v1::minter_event::Event::DepositConfirmed(v1::DepositConfirmed {
                deposit_id: format!("0xd{sequence}-0"),
                from: from.into(),
                amount: amount.into(),
                transaction_hash: format!("0xd{sequence}"),
                block_number: sequence,
            })
        });
    }

    /// A payout has its confirmations.
    pub fn pay(&self, payout_id: &str) {
        self.push(|_| {
            v1::minter_event::Event::PayoutConfirmed(v1::PayoutConfirmed {
                payout_id: payout_id.into(),
                transaction_hash: "0xp".into(),
                block_number: 9,
            })
        });
    }

    /// The chain refuses a mint or a payout for good.
    pub fn fail(&self, id: &str) {
        self.push(|_| {
            v1::minter_event::Event::TransactionFailed(v1::TransactionFailed {
                id: id.into(),
                text: "reverted".into(),
            })
        });
    }

    pub fn burn(&self, from: &str, units: &str) {
        self.push(|sequence| {
            v1::minter_event::Event::BurnConfirmed(v1::BurnConfirmed {
                burn_id: format!("TOP2-0xb{sequence}-0"),
                index: "TOP2".into(),
                from: from.into(),
                units: units.into(),
                transaction_hash: format!("0xb{sequence}"),
                block_number: sequence,
            })
        });
    }

    fn push(&self, make: impl FnOnce(u64) -> v1::minter_event::Event) {
        self.log.push(|sequence| v1::MinterEvent {
            sequence,
            time_unix_ns: 1,
            traceparent: String::new(),
            event: Some(make(sequence)),
        });
    }
}

#[tonic::async_trait]
impl ChainMinter for FakeMinter {
    type SubscribeStream = Events<v1::MinterEvent>;

    async fn ensure_index(
        &self,
        request: Request<v1::EnsureIndexRequest>,
    ) -> Result<Response<v1::EnsureIndexReply>, Status> {
        self.ensured
            .lock()
            .unwrap()
            .insert(request.into_inner().symbol);
        Ok(Response::new(v1::EnsureIndexReply {
            token: "0xt".into(),
        }))
    }

    async fn mint(
        &self,
        request: Request<v1::MintRequest>,
    ) -> Result<Response<v1::MintReply>, Status> {
        let request = request.into_inner();
        let first = self
            .minted
            .lock()
            .unwrap()
            .insert(request.mint_id.clone(), request.clone());
        if first.is_none() {
            self.push(|_| {
                v1::minter_event::Event::MintConfirmed(v1::MintConfirmed {
                    mint_id: request.mint_id,
                    transaction_hash: "0xm".into(),
                    block_number: 9,
                })
            });
        }
        Ok(Response::new(v1::MintReply { sequence: 1 }))
    }

    async fn payout(
        &self,
        request: Request<v1::PayoutRequest>,
    ) -> Result<Response<v1::PayoutReply>, Status> {
        if let Some(status) = self.payout_refusals.lock().unwrap().pop() {
            return Err(status);
        }
        let request = request.into_inner();
        let id = request.payout_id.clone();
        let first = self.paid.lock().unwrap().insert(id, request.clone());
        match first {
            None if !*self.payouts_held.lock().unwrap() => self.pay(&request.payout_id),
            None => {}
            Some(first) => assert_eq!(
                (first.to, first.amount),
                (request.to, request.amount),
                "a repeat is the same"
            ),
        }
        Ok(Response::new(v1::PayoutReply { sequence: 1 }))
    }

    async fn get_contracts(
        &self,
        _request: Request<v1::GetContractsRequest>,
    ) -> Result<Response<v1::Contracts>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }

    async fn get_token_balance(
        &self,
        _request: Request<v1::GetTokenBalanceRequest>,
    ) -> Result<Response<v1::TokenBalance>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }

    async fn get_vault_balance(
        &self,
        _request: Request<v1::GetVaultBalanceRequest>,
    ) -> Result<Response<v1::VaultBalance>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }

    async fn subscribe(
        &self,
        request: Request<v1::SubscribeMinterRequest>,
    ) -> Result<Response<Self::SubscribeStream>, Status> {
        Ok(Response::new(
            self.log.follow(request.into_inner().from_sequence),
        ))
    }
}

/// Each record once, by its command id, in the order they first came.
#[derive(Clone, Default)]
pub struct FakeInventory {
    ids: Arc<Mutex<BTreeSet<String>>>,
    /// Records of each call.
    pub calls: Arc<Mutex<Vec<usize>>>,
    /// No call is answered while it is held.
    pub busy: Arc<tokio::sync::Mutex<()>>,
    pub trades: Arc<Mutex<Vec<v1::RecordTrade>>>,
    pub consumed: Arc<Mutex<Vec<v1::ConsumeLots>>>,
    pub transfers: Arc<Mutex<Vec<v1::TransferLots>>>,
}

impl FakeInventory {
    fn keep<T>(&self, id: &str, list: &Mutex<Vec<T>>, record: T) {
        if self.ids.lock().unwrap().insert(id.to_owned()) {
            list.lock().unwrap().push(record);
        }
    }
}

#[tonic::async_trait]
impl Inventory for FakeInventory {
    type SubscribeStream = Events<v1::InventoryEvent>;

    async fn record(
        &self,
        request: Request<v1::RecordRequest>,
    ) -> Result<Response<v1::RecordReply>, Status> {
        use v1::record::Record;
        let records = request.into_inner().records;
        drop(self.busy.lock().await);
        self.calls.lock().unwrap().push(records.len());
        for record in records {
            match record.record.expect("a record says what it is") {
                Record::Trade(trade) => self.keep(&trade.command_id.clone(), &self.trades, trade),
                Record::Transfer(transfer) => {
                    self.keep(&transfer.command_id.clone(), &self.transfers, transfer);
                }
                Record::Consume(consume) => {
                    self.keep(&consume.command_id.clone(), &self.consumed, consume);
                }
            }
        }
        Ok(Response::new(v1::RecordReply { sequence: 1 }))
    }

    async fn list_lots(
        &self,
        _request: Request<v1::ListLotsRequest>,
    ) -> Result<Response<v1::ListLotsReply>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }

    async fn get_positions(
        &self,
        _request: Request<v1::GetPositionsRequest>,
    ) -> Result<Response<v1::GetPositionsReply>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }

    async fn reconcile(
        &self,
        _request: Request<v1::ReconcileRequest>,
    ) -> Result<Response<v1::ReconcileReply>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }

    async fn subscribe(
        &self,
        _request: Request<v1::SubscribeInventoryRequest>,
    ) -> Result<Response<Self::SubscribeStream>, Status> {
        Err(Status::unimplemented("not asked for by the solver"))
    }
}
