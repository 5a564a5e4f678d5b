//! A venue that executes everything at the best price, or holds it back.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use proto::v1;
use proto::v1::exchange_adapter_server::ExchangeAdapter;
use tonic::{Request, Response, Status};

use super::log::{Events, Log};

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
    pub fn new(markets: Vec<v1::Market>) -> Self {
        Self {
            markets: Arc::new(Mutex::new(markets)),
            held: Arc::default(),
            taken: Arc::default(),
            refusals: Arc::default(),
            log: Log::new(),
        }
    }

    /// Other books.
    pub fn set_markets(&self, markets: Vec<v1::Market>) {
        *self.markets.lock().unwrap() = markets;
    }

    /// The books.
    pub fn markets(&self) -> Vec<v1::Market> {
        self.markets.lock().unwrap().clone()
    }

    /// Resolves when so many orders are held.
    pub async fn held(&self, count: usize) {
        let held = || self.held.lock().unwrap().as_ref().map_or(0, Vec::len);
        let waiting = async {
            while held() < count {
                tokio::task::yield_now().await;
            }
        };
        let waited = tokio::time::timeout(crate::running::DEADLINE, waiting).await;
        waited.expect("in time");
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

    /// Executes the first of what is held.
    pub fn release_one(&self) {
        let mut held = self.held.lock().unwrap();
        let (batch, order) = held.as_mut().expect("it holds").remove(0);
        self.execute(&batch, &order);
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
